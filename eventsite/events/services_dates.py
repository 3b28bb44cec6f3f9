"""What can be done about the dates of a published event: cancel all or one of them, move one, change their place.

Each returns what changed. The caller tells the people who registered (``admission.services_dates``), in the same
transaction.
"""

from datetime import datetime

from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core import clock
from eventsite.core.actor import Actor
from eventsite.events import content, former, queries, rules
from eventsite.events.changes import Change, as_announced
from eventsite.events.details import Place, Times, times_of
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, Publication, Venue
from eventsite.i18n import Locale
from eventsite.i18n.dates import period_text

REASON_MAX = 100  # beside what was before, in a column of 200


def cancel_event(event_id: int, reason: str, *, actor: Actor, now: datetime) -> Event:
    """Cancel a published event with all its dates to come; it stays to be seen, as cancelled.

    Cancelling twice changes nothing. Raises EventNotPublished for a draft.
    """
    event = queries.lock_event(event_id)
    if event.publication is Publication.CANCELLED:
        return event
    rules.require_published(event.publication)
    event.publication = Publication.CANCELLED
    event.cancel_reason = reason
    event.cancelled_at = now
    event.updated_at = now
    for occurrence in to_come(event, now):
        _mark(occurrence, OccurrenceStatus.CANCELLED, reason, now)
    record(Action.EVENT_CANCEL, event, actor=actor, now=now, center_id=event.center_id, detail=event.code)
    return event


def cancel_occurrence(occurrence_id: int, reason: str, *, actor: Actor, now: datetime) -> list[Change]:
    """Cancel one date of a published event; return no change if it was cancelled before.

    Raises:
        EventNotPublished: a draft's date is simply taken out.
        EventOver: the event is cancelled, or the date is closed or over.
    """
    occurrence = queries.lock_occurrence(occurrence_id)
    if occurrence.status is OccurrenceStatus.CANCELLED:
        return []
    _require_movable(occurrence)
    if rules.is_over(times_of(occurrence), now):
        raise rules.EventOver
    change = as_announced(occurrence, reason)
    _mark(occurrence, OccurrenceStatus.CANCELLED, reason, now)
    occurrence.event.updated_at = now
    _note(Action.OCCURRENCE_CANCEL, occurrence, actor, now)
    return [change]


def reschedule(
    occurrence_id: int, times: Times, place: Place, reason: str, *, actor: Actor, now: datetime
) -> list[Change]:
    """Move one date of a published event in time or place, and keep what was before.

    The same times and place are no change. ``reason`` has at most REASON_MAX characters.

    Raises:
        EventNotPublished: a draft is edited instead.
        EventOver: the event or the date is cancelled, or the date is closed.
    """
    occurrence = queries.lock_occurrence(occurrence_id)
    _require_movable(occurrence)
    if occurrence.status is OccurrenceStatus.CANCELLED:
        raise rules.EventOver
    venue = content.venue_for(occurrence.center_id, place)
    if times == times_of(occurrence) and venue is occurrence.venue:
        return []
    change = as_announced(occurrence, reason)
    _mark(occurrence, OccurrenceStatus.CHANGED, _before(occurrence, times, venue) + reason, now)
    former.remember(occurrence, times)
    content.set_times(occurrence, times, now)
    occurrence.venue = venue
    content.touch(occurrence.event, now)
    _note(Action.OCCURRENCE_CHANGE, occurrence, actor, now)
    return [change]


def change_places(
    event: Event, venue: Venue | None, meeting_place: str, *, actor: Actor, now: datetime
) -> list[Change]:
    """Let every date to come of a published event be at this place; the caller holds the event's lock."""
    changes = []
    for occurrence in to_come(event, now):
        if occurrence.venue is venue and occurrence.meeting_place == meeting_place:
            continue
        changes.append(as_announced(occurrence))
        _note_new_place(occurrence, venue, now)
        _note(Action.OCCURRENCE_CHANGE, occurrence, actor, now)
        occurrence.venue = venue
        occurrence.meeting_place = meeting_place
    return changes


def to_come(event: Event, now: datetime) -> list[Occurrence]:
    """Return the dates that can still be changed: neither over nor closed nor cancelled."""
    return [
        one
        for one in event.occurrences
        if one.status is not OccurrenceStatus.CANCELLED
        and one.closed_at is None
        and not rules.is_over(times_of(one), now)
    ]


def _note_new_place(occurrence: Occurrence, venue: Venue | None, now: datetime) -> None:
    """Saying a place for the first time is news, but contradicts nothing that was said."""
    if occurrence.venue or occurrence.meeting_place:
        before = _before(occurrence, times_of(occurrence), venue)
        _mark(occurrence, OccurrenceStatus.CHANGED, before or "集合場所が変わりました。", now)
    else:
        _mark(occurrence, occurrence.status, occurrence.status_reason, now)


def _require_movable(occurrence: Occurrence) -> None:
    rules.require_published(occurrence.event.publication)
    if occurrence.closed_at:
        raise rules.EventOver


def _mark(occurrence: Occurrence, status: OccurrenceStatus, reason: str, now: datetime) -> None:
    occurrence.status = status
    occurrence.status_reason = reason
    occurrence.sequence += 1
    occurrence.updated_at = now


def _before(occurrence: Occurrence, times: Times, venue: Venue | None) -> str:
    """Return the sentence that says what was announced before, but for a former start, which has rows of its own."""
    parts = []
    if times != times_of(occurrence) and not former.moves(occurrence, times):
        words = period_text(
            occurrence.starts_at, occurrence.ends_at, occurrence.precision, Locale.JA, zone=clock.zone()
        )
        parts.append(f"前の日時は{words}でした。")
    if venue is not occurrence.venue and occurrence.venue:
        parts.append(f"前の場所は{occurrence.venue.name[:60]}でした。")
    return "".join(parts)


def _note(action: Action, occurrence: Occurrence, actor: Actor, now: datetime) -> None:
    record(action, occurrence, actor=actor, now=now, center_id=occurrence.center_id, detail=occurrence.code)
