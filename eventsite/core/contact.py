"""Telephone numbers and e-mail addresses: read as typed, shown as usual, compared by one spelling."""

import re
import unicodedata

import phonenumbers

from eventsite.core.text import InvalidText, digits, normalise

_PHONE_SIGNS = re.compile(r"[-‐‑‒–—―−－ーｰ.・/()\[\]〜~]")
_JAPAN = re.compile(r"^\+810?")  # also +81 (0)83 ...
_PHONE = re.compile(r"0[0-9]{9,10}")
_GROUPS = re.compile(r"[0-9]+")

# Local parts with ".." or "." before "@" break RFC 5321 but were given out by docomo and au, and still work.
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
EMAIL_MAX = 254  # RFC 5321 §4.5.3.1.3, with errata 1690


def phone_digits(text: str) -> str:
    """Return the 10 or 11 digits of a Japanese number, with its leading 0, however it is written.

    Full-width digits, any hyphen, brackets, spaces and +81 are understood. Raises InvalidText.
    """
    number = _JAPAN.sub("0", _PHONE_SIGNS.sub("", digits(text)))
    if not re.fullmatch(r"\+?[0-9]*", number):
        raise InvalidText("phone_letters")
    if number.startswith("+"):
        raise InvalidText("phone_foreign")
    if not _PHONE.fullmatch(number):
        raise InvalidText("phone_length")
    return number


def format_phone(text: str) -> str:
    """Return a number with hyphens: where the writer put them, else where the numbering plan does.

    A text that is no number comes back as it is (old lists hold such).
    """
    try:
        number = phone_digits(text)
    except InvalidText:
        return text
    groups = _GROUPS.findall(digits(text))
    if len(groups) == 3 and "".join(groups) == number:
        return "-".join(groups)
    try:
        parsed = phonenumbers.parse(number, "JP")
    except phonenumbers.NumberParseException:  # 010 begins a call abroad; the numbering plan has no such number
        return number
    shown = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return shown if digits(shown).replace("-", "") == number else number  # it drops zeros of numbers out of the plan


def email_address(text: str) -> str:
    """Return an address ready to be stored: signs narrowed, no spaces around "@", the domain in lower case.

    Nothing is asked of the network. Raises InvalidText.
    """
    address = re.sub(r"\s*@\s*", "@", unicodedata.normalize("NFKC", normalise(text)).strip())
    if "@" not in address:
        raise InvalidText("email_without_at")
    if len(address) > EMAIL_MAX:
        raise InvalidText("email_too_long")
    local, _, domain = address.rpartition("@")
    domain = domain.lower()
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise InvalidText("email_invalid")
    return f"{local}@{domain}"
