"""The rules of admission: plain values in, a decision out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from string import ascii_uppercase

from eventsite.admission.models import Admission, RegistrationState
from eventsite.core.errors import DomainError

# Each digit as telephone operators say it, so that 一 and 七, 四 and 七 cannot be taken for each other.
_DIGITS = ("ゼロ", "いち", "にい", "さん", "よん", "ごお", "ろく", "なな", "はち", "きゅう")
_LETTERS = (
    "エー", "ビー", "シー", "ディー", "イー", "エフ", "ジー", "エイチ", "アイ", "ジェイ", "ケー", "エル", "エム",
    "エヌ", "オー", "ピー", "キュー", "アール", "エス", "ティー", "ユー", "ブイ", "ダブリュー", "エックス", "ワイ",
    "ゼット",
)  # fmt: skip
_SPOKEN = {
    **{str(value): word for value, word in enumerate(_DIGITS)},
    **dict(zip(ascii_uppercase, _LETTERS, strict=True)),
}


class RegistrationNotNeeded(DomainError):
    """The call asks nobody to apply (申込不要)."""

    code = "registration_not_needed"


class RegistrationNotOpen(DomainError):
    """The period of registration has not begun."""

    code = "registration_not_open"


class RegistrationClosed(DomainError):
    """The period of registration is over."""

    code = "registration_closed"


class PartyTooLarge(DomainError):
    """More people than one registration may bring."""

    code = "party_too_large"


class DatesPast(DomainError):
    """The dates are past: no place is given back or passed on any more."""

    code = "dates_past"


class DatesCancelled(DomainError):
    """The dates of this slot are all cancelled; the event may go on without them."""

    code = "dates_cancelled"


@dataclass(frozen=True)
class Period:
    """A half-open period; None is no bound on that side."""

    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class Seats:
    """Seats of one slot, counted in persons, and whether somebody waits for one."""

    capacity: int | None  # None: no limit
    taken: int
    somebody_waits: bool

    @property
    def remaining(self) -> int | None:
        """Return how many persons still fit, or None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


def registration_period(opens_at: datetime | None, closes_at: datetime | None, ends: Sequence[datetime]) -> Period:
    """Return the period of a call: one without a deadline closes when the last of its dates ends."""
    return Period(opens_at, closes_at or max(ends, default=None))


def is_over(ends: Sequence[datetime], now: datetime) -> bool:
    """Return whether all dates have ended; where none is known, nothing is over."""
    return bool(ends) and now >= max(ends)


def require_ahead(ends: Sequence[datetime], now: datetime) -> None:
    """Pass unless all dates have ended; raise DatesPast otherwise."""
    if is_over(ends, now):
        raise DatesPast


def require_registration(admission: Admission, period: Period, now: datetime) -> None:
    """Pass if the call takes registrations at this instant, by whatever channel.

    Raises:
        RegistrationNotNeeded: the call asks nobody to apply.
        RegistrationNotOpen: before the first instant.
        RegistrationClosed: at or after the end.
    """
    if admission is Admission.NONE:
        raise RegistrationNotNeeded
    if period.opens_at and now < period.opens_at:
        raise RegistrationNotOpen
    if period.closes_at and now >= period.closes_at:
        raise RegistrationClosed


def require_party(party_size: int, party_max: int) -> None:
    """Pass if one registration may bring that many people; raise PartyTooLarge otherwise."""
    if not 1 <= party_size <= party_max:
        raise PartyTooLarge(party_max=party_max)


def admit_first_come(seats: Seats, party_size: int) -> RegistrationState:
    """Return the state in which a first-come (先着順) registration starts.

    A party is never split, and nobody overtakes the waiting line, even where a smaller party would still fit.
    """
    fits = seats.remaining is None or party_size <= seats.remaining
    return RegistrationState.CONFIRMED if fits and not seats.somebody_waits else RegistrationState.WAITING


def promoted(remaining: int | None, waiting: Sequence[int]) -> int:
    """Return how many of the waiting parties, in their order, now get their places.

    ``waiting`` are the party sizes in the order of the line. The first party that does not fit stops the line: its
    places are held for it and nobody behind passes.
    """
    if remaining is None:
        return len(waiting)
    for number, size in enumerate(waiting):
        if size > remaining:
            return number
        remaining -= size
    return len(waiting)


def beyond(capacity: int | None, taken: int) -> int:
    """Return how many persons keep a place beyond the capacity: a lowered capacity throws nobody out."""
    return 0 if capacity is None else max(0, taken - capacity)


def receipt_number(prefix: str, sequence: int, offset: int) -> str:
    """Return the receipt number of the ``sequence``-th registration of a call, such as ``YG-4827``.

    Four digits for the first 9,000 of a call, five for the next 90,000, and so on: each number once, and the order
    of arrival not readable from it. 7919 is prime and divides none of the ranges, so the step visits every number.
    """
    first, width = 1, 4
    while sequence - first >= 9 * 10 ** (width - 1):
        first += 9 * 10 ** (width - 1)
        width += 1
    span = 9 * 10 ** (width - 1)
    return f"{prefix}-{10 ** (width - 1) + ((sequence - first) * 7919 + offset) % span}"


def spoken(receipt: str) -> str:
    """Return a receipt number as it is read aloud on the telephone.

    ``YG-4827`` is ワイ・ジー、よん・はち・にい・なな.
    """
    prefix, _, number = receipt.partition("-")
    return "、".join("・".join(_SPOKEN.get(sign, sign) for sign in part) for part in (prefix, number))
