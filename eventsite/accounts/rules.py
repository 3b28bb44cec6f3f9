"""What an account may be: passwords nobody guesses, roles nobody gives above their own, ways that stay on this site."""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import timedelta

from eventsite.accounts.errors import (
    PasswordGuessable,
    PasswordNamesOwner,
    PasswordTooLong,
    PasswordTooShort,
    RoleIsCityWide,
    RoleNeedsCenter,
)
from eventsite.accounts.models import Role
from eventsite.accounts.permissions import HeldRole, Permission, may
from eventsite.core.text import fold

# Source: NIST SP 800-63B-4, 3.1.1.2 (a password as the only factor: at least 15 characters, no rules of composition).
PASSWORD_MIN = 15
PASSWORD_MAX = 200
_UNGUESSED_MIN = 8  # characters that must be left once every guessable part is taken away
_DIFFERENT_MIN = 5
_TERM_MIN = 3  # shorter parts of a name or an address say nothing

# What stands at the head of every list of leaked passwords, the keyboard's rows, and their Japanese counterparts.
_COMMON = """
    password passw0rd pasuwado administrator admin login letmein welcome iloveyou monkey dragon football baseball
    sunshine princess superman starwars whatever trustno1 changeme secret default master shadow michael jordan
    computer internet system server service test sample guest root user office windows microsoft google amazon
    sakura hanako tarou taro nippon nihon japan tokyo doraemon pokemon arigatou konnichiwa ohayou aishiteru daisuki
    himitsu angou event events ibento moyooshi center centre sentaa chiiki kouryuu kyoudou shiyakusho staff
"""
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb")
_RUN = 4
_RUNS = [
    row[start : start + _RUN] for line in _ROWS for row in (line, line[::-1]) for start in range(len(row) - _RUN + 1)
]

# Longest first, so that "administrator" does not leave "istrator" behind.
_GUESSED = sorted({*_COMMON.split(), *_RUNS}, key=len, reverse=True)

MAX_FAILURES = 20
FAILURE_WINDOW = timedelta(minutes=15)  # the sentence error.too_many_attempts says so

_RANK = {Role.SUPPORTER: 0, Role.CENTER_STAFF: 1, Role.CENTER_MANAGER: 2, Role.ADMIN: 3}
_AT_A_CENTER = frozenset({Role.CENTER_STAFF, Role.CENTER_MANAGER})

# Letters, digits and hyphens only: whatever a browser could read as another host or a way upwards is not among them.
_OWN_PATH = re.compile(
    r"/(?:staff|supporters)(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?(?:\?[A-Za-z0-9_=&%.+~-]*)?", re.ASCII
)


def normalise_password(password: str) -> str:
    """Return the one spelling that is hashed: the same letters typed on another machine are the same password.

    Source: NIST SP 800-63B-4, 3.1.1.2 (Unicode normalisation before hashing).
    """
    return unicodedata.normalize("NFC", password)


def require_good_password(password: str, *, personal: Iterable[str]) -> None:
    """Refuse a password that others may guess. ``personal``: the address and names of person, city and center.

    Raises:
        PasswordTooShort, PasswordTooLong: not 15 to 200 characters (code points after NFC).
        PasswordNamesOwner: without those names, fewer than 8 characters are left.
        PasswordGuessable: it repeats itself, or without common words and runs fewer than 8 characters are left.
    """
    password = normalise_password(password)
    if len(password) < PASSWORD_MIN:
        raise PasswordTooShort(minimum=PASSWORD_MIN)
    if len(password) > PASSWORD_MAX:
        raise PasswordTooLong(maximum=PASSWORD_MAX)
    folded = fold(password)
    if _repeats(folded):
        raise PasswordGuessable
    rest = _without(folded, _terms(personal))
    if len(rest) < _UNGUESSED_MIN:
        raise PasswordNamesOwner
    if len(_without(rest, _GUESSED)) < _UNGUESSED_MIN:
        raise PasswordGuessable


def _terms(personal: Iterable[str]) -> list[str]:
    """Return the words of names and addresses, and each whole, folded as passwords are, longest first."""
    words = {fold(word) for text in personal for word in (text, *re.split(r"[\s@.\-_+]+", text))}
    return sorted((word for word in words if len(word) >= _TERM_MIN or _is_kanji(word)), key=len, reverse=True)


def _is_kanji(word: str) -> bool:
    return len(word) == 2 and all("\u4e00" <= letter <= "\u9fff" for letter in word)


def _without(text: str, words: Sequence[str]) -> str:
    return re.sub("|".join(map(re.escape, words)), "", text) if words else text


def _repeats(text: str) -> bool:
    """Return whether the text is one part over and over, or uses hardly any different characters."""
    if len(set(text)) < _DIFFERENT_MIN:
        return True
    return any(text[size:] == text[:-size] for size in range(1, len(text) // 2 + 1))


def require_place(role: Role, center_id: int | None) -> None:
    """Check that a role is given where it exists. Raises RoleNeedsCenter, RoleIsCityWide."""
    if role in _AT_A_CENTER and center_id is None:
        raise RoleNeedsCenter
    if role not in _AT_A_CENTER and center_id is not None:
        raise RoleIsCityWide


def grantable(held: Iterable[HeldRole], center_id: int | None) -> list[Role]:
    """Return the roles that a holder of these may give at that center (None: in the whole city), lowest first."""
    held = list(held)
    if not may(held, Permission.STAFF_MANAGE, center_id):
        return []
    own = max(_RANK[one.role] for one in held if one.center_id in (None, center_id))
    return [role for role in _RANK if _RANK[role] <= own and (role in _AT_A_CENTER) == (center_id is not None)]


def may_rule_over(held: Iterable[HeldRole], other: Iterable[HeldRole]) -> bool:
    """Return whether every role of the other person is one that a holder of ``held`` may give."""
    held = list(held)
    return all(one.role in grantable(held, one.center_id) for one in other)


def network_of(address: str, ipv4_prefix: int = 24) -> str:
    """Return the network that counts as one source: IPv4 /24, IPv6 /64; an address that is none counts as itself."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network((ip, ipv4_prefix if ip.version == 4 else 64), strict=False))


def own_path(target: str) -> str | None:
    """Return the target if it is a staff or supporters' page of this site, else None."""
    return target if _OWN_PATH.fullmatch(target) else None


def landing(held: Iterable[HeldRole]) -> str:
    """Return the page on which somebody arrives after signing in."""
    roles = {one.role for one in held}
    return "/supporters/" if roles == {Role.SUPPORTER} else "/staff/"


def is_throttled(failures: int) -> bool:
    """Return whether a source with so many failures within FAILURE_WINDOW must wait."""
    return failures > MAX_FAILURES
