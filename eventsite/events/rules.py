"""The rules of events: what may be published, what has changed, what a saved edit overlaps. Plain values only."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from enum import StrEnum

from eventsite.core.errors import DomainError
from eventsite.events.details import EventDetails, Times
from eventsite.events.models import Publication
from eventsite.events.weekdays import find_slips

# A period without a last day that ends by this hour goes on from an evening into the night.
NIGHT_ENDS = time(5)


class StaleEdit(DomainError):
    """Somebody else saved the event after this form was opened."""

    code = "stale_edit"


class EventHasNoDate(DomainError):
    """An event without a date cannot be published."""

    code = "event_has_no_date"


class EventOver(DomainError):
    """The event was cancelled, or the date is cancelled, closed or past: nothing about it can be changed this way."""

    code = "event_over"


class EventNotPublished(DomainError):
    """A draft has nothing to cancel or move: nobody has seen it."""

    code = "event_not_published"


class EventNotDraft(DomainError):
    """The public has seen the event: it can be cancelled, not taken away."""

    code = "event_not_draft"


class EventInUse(DomainError):
    """Somebody is registered for the event or was counted at it."""

    code = "event_in_use"


class Concern(StrEnum):
    """What the check before publishing can find."""

    NO_DATE = "no_date"
    NO_CALL = "no_call"
    NO_PLACE = "no_place"
    NO_CONTACT = "no_contact"
    NO_KANA = "no_kana"
    PAST_DATE = "past_date"
    WEEKDAY = "weekday"
    NO_DESCRIPTION = "no_description"
    NO_EASY_SUMMARY = "no_easy_summary"


BLOCKING = frozenset({Concern.NO_DATE, Concern.NO_CALL})


@dataclass(frozen=True)
class Finding:
    """One line of the check; ``written`` and ``right`` quote what is meant, where the text is at fault."""

    concern: Concern
    written: str = ""
    right: str = ""

    @property
    def is_blocking(self) -> bool:
        """Return whether the event cannot be published like this."""
        return self.concern in BLOCKING


@dataclass(frozen=True)
class Readiness:
    """What the check looks at, beside the details themselves; ``days`` are the local days of the dates."""

    days: tuple[date, ...]
    today: date
    has_place: bool
    has_contact: bool
    has_call: bool


def check_before_publishing(details: EventDetails, ready: Readiness) -> list[Finding]:
    """Return what stands against publishing, the blocking findings first."""
    found = {
        Concern.NO_DATE: not ready.days,
        Concern.NO_CALL: not ready.has_call,
        Concern.NO_PLACE: not ready.has_place,
        Concern.NO_CONTACT: not ready.has_contact,
        Concern.PAST_DATE: any(day < ready.today for day in ready.days),
        Concern.NO_KANA: not details.title_kana,
        Concern.NO_DESCRIPTION: not details.description,
        Concern.NO_EASY_SUMMARY: not details.summary_easy,
    }
    findings = [*(Finding(one) for one, is_so in found.items() if is_so), *_wrong_weekdays(details, ready)]
    return sorted(findings, key=lambda one: not one.is_blocking)


def can_be_published(findings: Sequence[Finding]) -> bool:
    """Return whether none of the findings stands in the way."""
    return not any(one.is_blocking for one in findings)


def _wrong_weekdays(details: EventDetails, ready: Readiness) -> list[Finding]:
    text = "\n".join((details.title, details.description, details.audience, details.fee_note, details.summary_easy))
    slips = find_slips(text, ready.days, ready.today)
    return [Finding(Concern.WEEKDAY, slip.written, slip.right or "") for slip in slips]


def require_unchanged(opened: datetime, stored: datetime) -> None:
    """Pass if the form shows the stored version; raise StaleEdit if somebody has saved since."""
    if opened != stored:
        raise StaleEdit


def require_published(publication: Publication) -> None:
    """Pass for what the public has seen. Raises EventNotPublished for a draft, EventOver for a cancelled event."""
    if publication is Publication.DRAFT:
        raise EventNotPublished
    if publication is Publication.CANCELLED:
        raise EventOver


def is_over(times: Times, now: datetime) -> bool:
    """Return whether a date has ended, or, where no end is known, has begun."""
    return (times.ends_at or times.starts_at) <= now


def ends_next_morning(starts: time, ends: time) -> bool:
    """Return whether an end without a day of its own lies after midnight: 20:00 to 1:00, but not 13:00 to 12:00."""
    return ends <= NIGHT_ENDS and starts >= time(12)


@dataclass(frozen=True)
class Difference:
    """One field in which two versions differ; ``name`` is the field of EventDetails."""

    name: str
    saved: object
    typed: object


def differences(saved: EventDetails, typed: EventDetails) -> list[Difference]:
    """Return the fields in which what is stored and what was typed differ, in the form's order."""
    pairs = ((one.name, getattr(saved, one.name), getattr(typed, one.name)) for one in fields(EventDetails))
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]
