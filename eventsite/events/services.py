"""What can be done about events: each within the caller's transaction, under the event's lock, with its audit row."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core import tokens
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.core.settings import settings
from eventsite.events import content, queries, rules
from eventsite.events.changes import Change
from eventsite.events.details import EventDetails, Times, times_of
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, Publication, Venue
from eventsite.events.services_dates import change_places


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
    content.index(event)
    db.session.add(event)
    record(Action.EVENT_CREATE, event, actor=actor, now=now, center_id=center_id, detail=event.code)
    return event


def edit_event(event_id: int, details: EventDetails, *, version: datetime, actor: Actor, now: datetime) -> list[Change]:
    """Store an edit of the version that was opened; return which dates are no longer as they were announced.

    The dates of a draft become those of ``details``. A published event keeps its dates and gains those without a
    code: to move or cancel one is an act of its own. A new place reaches every date to come; the people who
    registered for them are told by the caller, in the same transaction.

    Raises:
        StaleEdit: somebody else saved the event meanwhile.
        EventOver: the event was cancelled, and a date was to be added.
    """
    event = queries.lock_event(event_id)
    rules.require_unchanged(version, event.updated_at)
    content.write(event, details)
    if event.publication is Publication.DRAFT:
        _keep_only(event, details)
    changes = _edit_places(event, details, actor, now)
    _edit_dates(event, details, now)
    content.touch(event, now)
    record(Action.EVENT_EDIT, event, actor=actor, now=now, center_id=event.center_id, detail=event.code)
    return changes


def add_occurrence(
    event: Event, times: Times, venue: Venue | None, meeting_place: str = "", *, now: datetime
) -> Occurrence:
    """Add a date to an event; its ``uid`` is for ever."""
    code = tokens.short_code()
    occurrence = Occurrence(
        code=code,
        uid=f"{code}@{settings().city.uid_domain}",
        venue=venue,
        meeting_place=meeting_place,
        status=OccurrenceStatus.SCHEDULED,
        sequence=0,
    )
    content.set_times(occurrence, times, now)
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


def discard(event_id: int, *, actor: Actor, now: datetime) -> None:
    """Delete a draft with its dates and calls; nobody has seen it.

    Raises:
        EventNotDraft: it was published; it can only be cancelled.
        EventInUse: somebody is registered or counted all the same.
    """
    event = queries.lock_event(event_id)
    if event.publication is not Publication.DRAFT:
        raise rules.EventNotDraft
    record(Action.EVENT_DISCARD, event, actor=actor, now=now, center_id=event.center_id, detail=event.code)
    db.session.delete(event)
    try:
        db.session.flush()  # registrations and counts keep what they refer to
    except IntegrityError as error:
        raise rules.EventInUse from error


def _keep_only(event: Event, details: EventDetails) -> None:
    """Take the dates out of a draft that are no longer named."""
    named = {one.code for one in details.dates}
    for occurrence in list(event.occurrences):
        if occurrence.code not in named:
            event.occurrences.remove(occurrence)


def _edit_places(event: Event, details: EventDetails, actor: Actor, now: datetime) -> list[Change]:
    if details.place.keeps:
        return []
    venue = content.venue_for(event.center_id, details.place)
    if event.publication is not Publication.DRAFT:
        return change_places(event, venue, details.meeting_place, actor=actor, now=now)
    for occurrence in event.occurrences:
        occurrence.venue = venue
        occurrence.meeting_place = details.meeting_place
    return []


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
            content.set_times(stored[one.code], one.times, now)
