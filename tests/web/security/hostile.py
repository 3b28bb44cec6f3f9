"""What nobody types by mistake: texts, bytes, headers and bodies made to break a program."""

import random
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, quote_from_bytes

TEXTS: Sequence[str] = (
    "", " ", "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\x85", "a\nb", "a\r\nBcc: eto@example.jp\r\n\r\nspam",
    "\u2028", "\u202eabc", "\ufeff", "ﷺ" * 100, "㌖" * 100, "ｶﾞ" * 100, "か\u3099" * 100, "e\u0301" * 500,
    "👨‍👩‍👧‍👦" * 60, "\u200d" * 200, "A" * 10_000, "あ" * 10_000, "あ" * 100, "あ" * 200, "あ" * 300, "あ" * 500,
    "あ" * 4_000, "あ、" * 50, "a\n" * 5_000, "(" * 3_000, "9" * 23, "9" * 5_000, "-1", "+1", "0", "1e999", "NaN",
    "inf", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "2147483648", "²³", "１２", "٣",
    "①", "1_0", "0x10", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-29", "2028-02-29",
    "2026-11-31", "99999999", "令和99年12月31日", "明治1年1月1日", "24:00", "25:61", "23:59:60",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "%", "_", "%%%", "\\", "'", '"', "' OR 1=1 --",
    "\"; DROP TABLE users", "{{7*7}}", "{%", "${7*7}", "%s%n", "{0.__class__}", "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "//evil.example", "/\\evil.example",
    "../../../etc/passwd", "..%2f..%2f", "=1+1", "＝1+1", "@SUM(A1)", "-2+3", "\t=1", "a@b..c", ".a.@docomo.ne.jp",
    "a@b@c", "x" * 255 + "@example.jp", "\"a b\"@example.jp", "a@xn--", "[]", "{}", "null", "true", "%00", "%ff",
    "%ed%a0%80", "+", "&a=b", "drop-0", "drop-999", "drop-²", "repeat", "add", "on", "own", "each_date", "all",
)  # fmt: skip
BYTES: Sequence[bytes] = (
    b"\xff\xfe", b"\x80", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf5\x80\x80\x80", b"\x00", b"\x1b[2J", b"\x82\xa0\x83",
    b"%", b"%zz", b"%u3042",
)  # fmt: skip
NAMES = (
    "page", "q", "date", "from", "to", "center", "kind", "past", "day", "slot", "next", "before", "since", "until",
    "action", "fiscal_year", "show", "copy", "start", "done", "again", "channel", "dates-0-x", "dates-²-date",
    "dates-999999999-date", "slots-²-x", "participant", "nonce", "csrf_token", "act", "to",
    "wish_2", "residence", "is_first_time", "p1-age", "p1-grade", "p99999999999-age", "p-1-grade", "q-", "q-x",
    "choices-0-label", "choices-²-code", "condition", "step", "\x00", "", "[]", "__proto__",
    "a" * 3_000,
)  # fmt: skip
HEADERS: Sequence[tuple[str, Sequence[str]]] = (
    ("Host", (
        "evil.example", "", "localhost:99999", "localhost:abc", "[::1", "a b", "localhost@evil.example",
        "LOCALHOST", "..", "\xff",
    )),
    ("Accept-Language", ("xx", "en;q=x", "ja," * 1_000, "\xff\xfe", "*;q=-1")),
    ("Accept-Encoding", ("gzip;q=x", "br;q=999", "zstd, " * 500, "\xff", "identity;q=0, *;q=0")),
    ("Content-Type", (
        "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "x", "\xff/\xff",
        "application/x-www-form-urlencoded; charset=utf-7", "multipart/form-data; boundary=" + "b" * 300,
    )),
    ("If-None-Match", ('"x"', "*", 'W/"', "\xff", ",,,", '"' * 999)),
    ("If-Modified-Since", (
        "x", "Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -2359", "9" * 30,
        "Thu, 01 Jan 1970 00:00:00 +9999",
    )),
    ("If-Unmodified-Since", ("Mon, 01 Jan 0001 00:00:00 +2359",)),
    ("Range", ("bytes=0-1", "bytes=-9223372036854775809", "x=1-", "bytes=0-" + ",0-" * 200)),
    ("Referer", ("http://evil.example/", "\xff", "javascript:alert(1)")),
    ("Origin", ("http://evil.example", "null", "\xff", "http://[")),
    ("X-Forwarded-For", ("1.1.1.1, x", "\xff", "[")),
    ("X-Forwarded-Host", ("evil.example",)),
    ("X-Forwarded-Proto", ("javascript",)),
    ("X-Forwarded-Prefix", ("//evil.example",)),
    ("X-HTTP-Method-Override", ("DELETE",)),
    ("X-CSRFToken", ("x", "\xff")),
    ("Authorization", ("Basic x", "Basic \xff", "Bearer " + "x" * 3_000)),
    ("User-Agent", ("\xff", "")),
    ("Forwarded", ("host=evil.example",)),
)  # fmt: skip
LIKELY = {
    "name": "馬場 太郎", "name_kana": "ばば たろう", "phone": "083-900-0000", "email": "baba@example.jp",
    "password": "あさがおを植えて三年になります", "people": "3", "capacity": "20", "reason": "大雨のため",
    "title": "ふるさと探訪", "day": "2027-03-01", "starts": "10:00", "ends": "12:00", "companions": "",
    "role": "center_staff", "format": "csv", "current": "いまのパスワードは内緒です", "place_name": "仁保公園",
    "age": "30", "purpose": "準備のため", "label": "ひとこと",
}  # fmt: skip
COOKIES = ("eventsite_staff", "eventsite_form", "eventsite_device", "text_size", "\xff", "")
METHODS = ("GET", "GET", "GET", "HEAD", "POST", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO", "get")
LANGUAGES = ("", "", "", "/easy", "/en", "/en/en", "//", "/EN")


class Attacker:
    """Makes requests by chance, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def text(self) -> str:
        """Return something that was not meant to be typed."""
        chosen = self.random.choice(TEXTS)
        return chosen + self.random.choice(TEXTS) if self.random.random() < 0.1 else chosen

    def encoded(self, value: str | None = None) -> str:
        """Return the value, or hostile text or bytes, percent-encoded."""
        if value is None and self.random.random() < 0.15:
            return quote_from_bytes(self.random.choice(BYTES), safe="")
        return quote((self.text() if value is None else value).encode("utf-8", "surrogatepass"), safe="")

    def path(self, address: str) -> str:
        """Return the address with one of its parts replaced, more often than not."""
        parts = address.split("/")
        if self.random.random() < 0.5:
            parts[self.random.randrange(1, len(parts))] = self.encoded()[:4_000]
        return self.random.choice(LANGUAGES) + "/".join(parts)

    def query(self) -> str:
        """Return a query string of up to four pairs."""
        return "&".join(
            f"{self.encoded(self.random.choice(NAMES))}={self.encoded()}" for _ in range(self.random.randrange(5))
        )

    def headers(self) -> dict[str, str]:
        """Return up to three headers, and sometimes broken cookies."""
        chosen = {
            name: self.random.choice(values) for name, values in self.random.sample(HEADERS, self.random.randrange(4))
        }
        if self.random.random() < 0.2:
            value = self.encoded() if self.random.random() < 0.7 else "\xff\x80=;;,"
            chosen["Cookie"] = f"{self.random.choice(COOKIES)}={value[:3_000]}"
        return chosen

    def bent(self, values: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return a form's values with some changed, doubled, left out or added."""
        bent = []
        for name, value in values:
            luck = self.random.random()
            if luck < 0.04:
                continue
            bent.append((name, self.text() if luck < 0.35 and name != "csrf_token" else value))
            if luck > 0.97:
                bent.append((name, self.text()))
        if self.random.random() < 0.2:
            bent.append((self.random.choice(NAMES), self.text()))
        return bent

    def body(self, values: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Return the values as a request's body: nearly always as a browser would, sometimes as none would."""
        luck = self.random.random()
        if luck < 0.1:
            return self._with_files(values)
        if luck < 0.14:
            return {"data": self.random.choice(JSON_BODIES), "content_type": "application/json"}
        if luck < 0.17:
            return {"data": self.random.choice(BYTES) * 50, "content_type": "multipart/form-data; boundary=b"}
        pairs = "&".join(f"{self.encoded(name)}={self.encoded(value)}" for name, value in values)
        return {"data": pairs.encode(), "content_type": "application/x-www-form-urlencoded"}

    def _with_files(self, values: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Return the values as a form with one of them sent as a file."""
        file = self.random.choice([name for name, _value in values] or [""])
        parts = []
        for name, value in values:
            kind = '; filename="x.png"\r\nContent-Type: image/png' if name == file else ""
            content = value.encode("utf-8", "surrogatepass")
            parts.append(
                b'--b\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n'
                % (name.encode("utf-8", "surrogatepass"), kind.encode(), content)
            )
        return {"data": b"".join(parts) + b"--b--\r\n", "content_type": "multipart/form-data; boundary=b"}


JSON_BODIES = (
    b"{}", b"[]", b"null", b"1", b'"x"', b"{", b"\xff", b'{"name": 1, "slot": {}, "nonce": []}', b"[" * 50_000,
    b'{"seen": 1e999}',
)  # fmt: skip
