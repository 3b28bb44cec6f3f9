"""Text as people write it: what is stored, what is compared, and what is searched for.

``normalise`` is for storing: the letters of a name stay exactly as they are. ``fold`` is for comparing and
searching and is never shown. Telephone numbers and e-mail addresses: contact.py; dates and amounts: typed.py.
"""

import re
import unicodedata
from itertools import pairwise

_NEWLINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls but the line feed, signs that reorder or hide text, and halves of a character. Joiners (U+200C,
# U+200D) and variation selectors stay: emoji and names such as 辻󠄀 need them.
_UNSTORABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_REFUSED = re.compile("[\x00\ud800-\udfff]")
_SPLIT_VOICED_KANA = re.compile("[\u3041-\u30ff][\u3099\u309a]")

_KATAKANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_LONG_VOWELS = dict.fromkeys(map(ord, "-‐‑‒–—―−ー〜~〰"), "ー")
_DROPPED = re.compile("[\\s\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_KANA = re.compile("[ぁ-ゖーゝゞ]+(?:[ ・][ぁ-ゖーゝゞ]+)*")

# Spellings that people use for one another when they search (left: as folded so far). Kept short on purpose:
# words of the centres' flyers and letters of residents' names. No right side may hold a left side.
SYNONYMS = {
    "〆": "しめ",  # 〆縄, 〆切
    "注連": "しめ",
    "締め": "しめ",
    "締": "しめ",
    "申込み": "申し込み",
    "申込": "申し込み",
    "子ども": "こども",
    "子供": "こども",
    "ゖ": "け",
    "髙": "高",
    "﨑": "崎",
    "𠮷": "吉",
    "邊": "辺",
    "邉": "辺",
    "齋": "斉",
    "齊": "斉",
    "斎": "斉",
    "澤": "沢",
    "濵": "浜",
    "濱": "浜",
    "德": "徳",
    "廣": "広",
    "國": "国",
}
_SYNONYM = re.compile("|".join(map(re.escape, SYNONYMS)))
_FULL_WIDTH_SIGNS = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if not chr(code).isalnum()}


class InvalidText(ValueError):
    """A typed text does not mean what it should; ``code`` is the key of the sentence (``error.<code>``)."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def normalise(text: str) -> str:
    """Return the text to be stored: no control and reordering signs, ``\\n`` as newline, trimmed.

    The letters stay (no NFC, which would replace 神 U+FA19); only か and a voicing mark become が.
    """
    text = _UNSTORABLE.sub("", _NEWLINES.sub("\n", text).replace("\t", " "))
    return _SPLIT_VOICED_KANA.sub(lambda pair: unicodedata.normalize("NFC", pair[0]), text).strip()


def is_unusable(text: str) -> bool:
    """Return whether a text holds what no keyboard makes and no database takes: NUL or half a character."""
    return _REFUSED.search(text) is not None


def without_unusable(text: str) -> str:
    """Return the text without what is_unusable() finds, so that it can stand in a page again."""
    return _REFUSED.sub("", text)


def fold(text: str) -> str:
    """Return the text for comparing: one width and case, hiragana, one sign for long vowels, no spaces."""
    text = unicodedata.normalize("NFKC", normalise(text)).casefold()
    text = _DROPPED.sub("", text.translate(_KATAKANA).translate(_LONG_VOWELS))
    text = unicodedata.normalize("NFKC", text)
    return _SYNONYM.sub(lambda found: SYNONYMS[found[0]], text)


def letters(folded: str) -> list[str]:
    """Return the letters of a folded text as an index of terms takes them, one each.

    Signs of ASCII get their full-width forms, which fold() leaves nowhere: so no term means anything to the query
    language of a database.
    """
    return list(folded.translate(_FULL_WIDTH_SIGNS))


def pairs(folded: str) -> list[str]:
    """Return every two neighbouring letters of a folded text, as ``letters`` writes them."""
    written = letters(folded)
    return [first + second for first, second in pairwise(written)]


def kana(text: str) -> str | None:
    """Return a reading in hiragana, its parts divided by one space or ・, or None if it is no reading."""
    text = unicodedata.normalize("NFKC", normalise(text)).translate(_KATAKANA).translate(_LONG_VOWELS)
    text = " ".join(text.split())
    return text if _KANA.fullmatch(text) else None


def digits(text: str) -> str:
    """Return the text with full-width signs narrowed, without spaces: the start of reading any number."""
    return "".join(unicodedata.normalize("NFKC", normalise(text)).split())
