"""What can be done about events: each within the caller's transaction, under the event's lock, with its audit row."""

from datetime import datetime

from flask import current_app

from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.config import Settings
from eventsite.core import clock, tokens
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.events import content, queries, rules
from eventsite.events.details import EventDetails, Place, Times, times_of
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, Publication, Venue
from eventsite.i18n import Locale
from eventsite.i18n.dates import period_text

REASON_MAX = 100  # beside what was before, in a column of 200


def create_event(center_id: int, details: EventDetails, *, actor: Actor, now: datetime) -> Event:
    """Store a new event of a center as a draft, with its dates."""
    venue = content.venue_for(center_id, details.place)
    event = Event(
        code=tokens.short_code(),
        center_id=center_id,
        publication=Publication.DRAFT,
        created_at=now,
        updated_at=now,
    )
    content.write(event, details)
    for one in details.dates:
        add_occurrence(event, one.times, venue, details.meeting_place, now=now)
    event.search_text = content.search_text(event)
    db.session.add(event)
    record(Action.EVENT_CREATE, event, actor=actor, now=now, center_id=center_id, detail=event.code)
    return event


def edit_event(event_id: int, details: EventDetails, *, version: datetime, actor: Actor, now: datetime) -> Event:
    """Store an edit of the version that was opened.

    The dates of a draft become those of ``details``. A published event keeps its dates and gains those without a
    code: to move or cancel one is an act of its own. A new place reaches every date to come.

    Raises:
        StaleEdit: somebody else saved the event meanwhile.
        EventOver: the event was cancelled, and a date was to be added.
    """
    event = queries.lock_event(event_id)
    rules.require_unchanged(version, event.updated_at)
    content.write(event, details)
    if event.publication is Publication.DRAFT:
        _keep_only(event, details)
    _edit_places(event, details, actor, now)
    _edit_dates(event, details, now)
    _touch(event, now)
    record(Action.EVENT_EDIT, event, actor=actor, now=now, center_id=event.center_id, detail=event.code)
    return event


def add_occurrence(
    event: Event, times: Times, venue: Venue | None, meeting_place: str = "", *, now: datetime
) -> Occurrence:
    """Add a date to an event; its ``uid`` is for ever."""
    settings: Settings = current_app.config["SETTINGS"]
    code = tokens.short_code()
    occurrence = Occurrence(
        code=code,
        uid=f"{code}@{settings.city.uid_domain}",
        venue=venue,
        meeting_place=meeting_place,
        status=OccurrenceStatus.SCHEDULED,
        sequence=0,
    )
    _set_times(occurrence, times, now)
    event.occurrences.append(occurrence)
    return occurrence


def publish(event_id: int, *, actor: Actor, now: datetime) -> Event:
    """Show an event to those for whom it is; publishing twice changes nothing.

    Raises:
        EventHasNoDate: there is nothing to show in a calendar.
        EventOver: it was cancelled.
    """
    event = queries.lock_event(event_id)
    if event.publication is Publication.PUBLISHED:
        return event
    if event.publication is Publication.CANCELLED:
        raise rules.EventOver
    if not event.occurrences:
        raise rules.EventHasNoDate
    event.publication = Publication.PUBLISHED
    event.published_at = now
    event.updated_at = now
    record(Action.EVENT_PUBLISH, event, actor=actor, now=now, center_id=event.center_id, detail=event.code)
    return event


def cancel_event(event_id: int, reason: str, *, actor: Actor, now: datetime) -> Event:
    """Cancel a published event with all its dates to come; it stays to be seen, as cancelled.

    Cancelling twice changes nothing. The people who registered are told by the caller
    (``admission.services.cancel_all``), in the same transaction. Raises EventNotPublished for a draft.
    """
    event = queries.lock_event(event_id)
    if event.publication is Publication.CANCELLED:
        return event
    rules.require_published(event.publication)
    event.publication = Publication.CANCELLED
    event.cancel_reason = reason
    event.cancelled_at = now
    event.updated_at = now
    for occurrence in _to_come(event, now):
        _cancel(occurrence, reason, now)
    record(Action.EVENT_CANCEL, event, actor=actor, now=now, center_id=event.center_id, detail=event.code)
    return event


def cancel_occurrence(occurrence_id: int, reason: str, *, actor: Actor, now: datetime) -> Occurrence:
    """Cancel one date of a published event; cancelling twice changes nothing.

    Raises:
        EventNotPublished: a draft's date is simply taken out.
        EventOver: the event is cancelled, or the date is closed or over.
    """
    occurrence = queries.lock_occurrence(occurrence_id)
    if occurrence.status is OccurrenceStatus.CANCELLED:
        return occurrence
    _require_movable(occurrence)
    if rules.is_over(times_of(occurrence), now):
        raise rules.EventOver
    _cancel(occurrence, reason, now)
    occurrence.event.updated_at = now
    _note(Action.OCCURRENCE_CANCEL, occurrence, actor, now)
    return occurrence


def reschedule(
    occurrence_id: int, times: Times, place: Place, reason: str, *, actor: Actor, now: datetime
) -> Occurrence:
    """Move one date of a published event in time or place, and say what was before.

    The same times and place change nothing. ``reason`` has at most REASON_MAX characters.

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
        return occurrence
    _change(occurrence, _before(occurrence, times, venue) + reason, now)
    _set_times(occurrence, times, now)
    occurrence.venue = venue
    _touch(occurrence.event, now)
    _note(Action.OCCURRENCE_CHANGE, occurrence, actor, now)
    return occurrence


def _keep_only(event: Event, details: EventDetails) -> None:
    """Take the dates out of a draft that are no longer named."""
    named = {one.code for one in details.dates}
    for occurrence in list(event.occurrences):
        if occurrence.code not in named:
            event.occurrences.remove(occurrence)


def _edit_places(event: Event, details: EventDetails, actor: Actor, now: datetime) -> None:
    if details.place.keeps:
        return
    venue = content.venue_for(event.center_id, details.place)
    is_draft = event.publication is Publication.DRAFT
    for occurrence in list(event.occurrences) if is_draft else _to_come(event, now):
        if occurrence.venue is venue and occurrence.meeting_place == details.meeting_place:
            continue
        if not is_draft:
            _move(occurrence, venue, now)
            _note(Action.OCCURRENCE_CHANGE, occurrence, actor, now)
        occurrence.venue = venue
        occurrence.meeting_place = details.meeting_place


def _move(occurrence: Occurrence, venue: Venue | None, now: datetime) -> None:
    """Note a change of place. Saying a place for the first time is news, but contradicts nothing that was said."""
    if occurrence.venue or occurrence.meeting_place:
        _change(occurrence, _before(occurrence, times_of(occurrence), venue), now)
    else:
        occurrence.sequence += 1
        occurrence.updated_at = now


def _edit_dates(event: Event, details: EventDetails, now: datetime) -> None:
    """Give a draft's dates their times and add the new ones; they go where the event's other dates are."""
    stored = {one.code: one for one in event.occurrences}
    new = [one for one in details.dates if one.code not in stored]
    if new and event.publication is Publication.CANCELLED:
        raise rules.EventOver
    if details.place.keeps:
        venue = event.occurrences[0].venue if event.occurrences else None
    else:
        venue = content.venue_for(event.center_id, details.place)
    if event.publication is Publication.DRAFT:
        _move_freely(stored, details, now)
    for one in new:
        add_occurrence(event, one.times, venue, details.meeting_place, now=now)


def _move_freely(stored: dict[str, Occurrence], details: EventDetails, now: datetime) -> None:
    """Give a draft's dates the times that were typed: nobody has seen the ones before."""
    for one in details.dates:
        if one.code in stored and one.times != times_of(stored[one.code]):
            _set_times(stored[one.code], one.times, now)


def _set_times(occurrence: Occurrence, times: Times, now: datetime) -> None:
    occurrence.starts_at = times.starts_at
    occurrence.ends_at = times.ends_at
    occurrence.doors_open_at = times.doors_open_at
    occurrence.precision = times.precision
    occurrence.updated_at = now


def _to_come(event: Event, now: datetime) -> list[Occurrence]:
    """Return the dates that can still be changed: neither over nor closed nor cancelled."""
    return [
        one
        for one in event.occurrences
        if one.status is not OccurrenceStatus.CANCELLED
        and one.closed_at is None
        and not rules.is_over(times_of(one), now)
    ]


def _require_movable(occurrence: Occurrence) -> None:
    rules.require_published(occurrence.event.publication)
    if occurrence.closed_at:
        raise rules.EventOver


def _cancel(occurrence: Occurrence, reason: str, now: datetime) -> None:
    occurrence.status = OccurrenceStatus.CANCELLED
    occurrence.status_reason = reason
    occurrence.sequence += 1
    occurrence.updated_at = now


def _change(occurrence: Occurrence, reason: str, now: datetime) -> None:
    occurrence.status = OccurrenceStatus.CHANGED
    occurrence.status_reason = reason
    occurrence.sequence += 1
    occurrence.updated_at = now


def _before(occurrence: Occurrence, times: Times, venue: Venue | None) -> str:
    """Return the sentence that says what was announced before."""
    parts = []
    if times != times_of(occurrence):
        words = period_text(
            occurrence.starts_at, occurrence.ends_at, occurrence.precision, Locale.JA, zone=clock.zone()
        )
        parts.append(f"はじめの日時は{words}でした。")
    if venue is not occurrence.venue and occurrence.venue:
        parts.append(f"はじめの場所は{occurrence.venue.name[:60]}でした。")
    return "".join(parts) or "集合場所が変わりました。"


def _touch(event: Event, now: datetime) -> None:
    event.search_text = content.search_text(event)
    event.updated_at = now


def _note(action: Action, occurrence: Occurrence, actor: Actor, now: datetime) -> None:
    record(action, occurrence, actor=actor, now=now, center_id=occurrence.center_id, detail=occurrence.code)
