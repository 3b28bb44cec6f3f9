"""Who is the same person, however they spell themselves. Pure, but for the city's key.

Two registrations are of one person if the reading of the name and the telephone number agree, or the reading and the
mail address. Neither number nor address alone says anything: families share them.
"""

import hashlib
import hmac
import unicodedata

from eventsite.core.contact import phone_digits
from eventsite.core.text import InvalidText, fold

_LARGE = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_VOICED_ALIKE = str.maketrans("ぢづゐゑを", "じずいえお")


def reading(kana: str) -> str:
    """Return the letters of a reading that tell people apart, turned so that it begins at a fixed place.

    Width, script, spaces, small letters, signs for a long vowel or a letter said again do not count; nor does which of
    the two names comes first, with a space between them or without. ゆみ and みゆ of one family stay two people.
    """
    plain = _written_out(fold(kana)).translate(_LARGE).translate(_VOICED_ALIKE)
    letters = "".join(sign for sign in plain if sign.isalpha() and sign != "ー")
    return min((letters[at:] + letters[:at] for at in range(len(letters))), default="")


def _written_out(kana: str) -> str:
    """Return a reading with its repeat signs written out: さゝき as ささき, すゞき as すずき."""
    said = ""
    for sign in kana:
        plain = unicodedata.normalize("NFD", said[-1:])[:1]
        voiced = unicodedata.normalize("NFC", f"{plain}\u3099")
        said += plain if sign == "ゝ" else voiced[:1] if sign == "ゞ" else sign
    return said


def mailbox(email: str) -> str:
    """Return the mailbox behind an address: without case, +tag and dots, which many providers pass over."""
    local, at, domain = unicodedata.normalize("NFKC", email).strip().lower().rpartition("@")
    plain = local.partition("+")[0].replace(".", "")
    return f"{plain or local}@{domain.replace('googlemail.com', 'gmail.com')}" if at else ""


def number(phone: str) -> str:
    """Return the digits of a telephone number; what is none gives the empty text."""
    try:
        return phone_digits(phone)
    except InvalidText:
        return ""


def keys(kana: str, phone: str, email: str, secret: str) -> frozenset[str]:
    """Return the keyed hashes that registrations of one person have in common; none where too little is known."""
    name, digits, box = reading(kana), number(phone), mailbox(email)
    known = [f"phone {name} {digits}"] * bool(digits) + [f"mail {name} {box}"] * bool(box)
    return frozenset(_keyed(one, secret) for one in known if name)


def _keyed(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"person {text}".encode(), hashlib.sha256).hexdigest()
