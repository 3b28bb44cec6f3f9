"""May this person help with this shift, and how long did somebody help: plain values in, an answer out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from eventsite.admission.rules import Period, is_over
from eventsite.admission.vocabulary import RegistrationState


class Verdict(StrEnum):
    """What a shift is to one person, in the order in which the reasons are looked for."""

    CANCELLED = "cancelled"
    OVER = "over"
    JOINED = "joined"
    WAITING = "waiting"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    FULL = "full"
    OVERLAPS = "overlaps"
    FREE = "free"


@dataclass(frozen=True)
class Span:
    """A half-open stretch of time; without a known end it is its first instant."""

    starts_at: datetime
    ends_at: datetime | None

    @property
    def end(self) -> datetime:
        """Return the end, or the smallest time after the start."""
        return self.ends_at or self.starts_at + timedelta.resolution

    @property
    def length(self) -> timedelta | None:
        """Return how long it lasts, or None if nobody knows."""
        return self.ends_at - self.starts_at if self.ends_at else None


@dataclass(frozen=True)
class Situation:
    """All that the verdict depends on."""

    takes_place: bool
    spans: Sequence[Span]
    period: Period
    remaining: int | None  # None: as many as want to
    somebody_waits: bool
    own: RegistrationState | None  # the person's own active registration for this shift
    others: Sequence[Span]  # the person's other shifts


def verdict(situation: Situation, now: datetime) -> Verdict:
    """Return what the shift is to the person at this instant; FREE is the one that can be joined."""
    if not situation.takes_place:
        return Verdict.CANCELLED
    if is_over([span.end for span in situation.spans], now):
        return Verdict.OVER
    return _own(situation.own) or _offered(situation, now)


def _own(state: RegistrationState | None) -> Verdict | None:
    if state is RegistrationState.CONFIRMED:
        return Verdict.JOINED
    return Verdict.WAITING if state is RegistrationState.WAITING else None


def _offered(situation: Situation, now: datetime) -> Verdict:
    period = situation.period
    if period.opens_at and now < period.opens_at:
        return Verdict.NOT_OPEN
    if period.closes_at and now >= period.closes_at:
        return Verdict.CLOSED
    if situation.remaining == 0 or situation.somebody_waits:
        return Verdict.FULL
    return Verdict.OVERLAPS if overlap(situation.spans, situation.others) else Verdict.FREE


def overlap(some: Sequence[Span], others: Sequence[Span]) -> bool:
    """Return whether two sets of times meet; one that begins when another ends does not meet it."""
    return any(one.starts_at < other.end and other.starts_at < one.end for one in some for other in others)


def helped(lengths: Sequence[timedelta | None]) -> timedelta:
    """Return the hours of these shifts together; those of unknown length add nothing."""
    return sum((length for length in lengths if length), timedelta())
