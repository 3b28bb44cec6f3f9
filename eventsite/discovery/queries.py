"""The read side of the public pages. The number of statements of a page does not depend on how much it shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import Row, func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from eventsite.accounts.models import Center
from eventsite.admission.models import Call, Slot, SlotOccurrence
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import STAFF_AUDIENCES, RegistrationState
from eventsite.core.db import db
from eventsite.core.errors import found
from eventsite.discovery.conditions import ahead, listed, matching, midnight, span_of, within
from eventsite.discovery.filters import Filter, Span
from eventsite.discovery.words import Where
from eventsite.events.facts import EXACT
from eventsite.events.models import Event, Occurrence, Venue

# Whoever looks for an event wants the next ones; beyond so many a list is narrowed, not leafed through.
FOUND_MAX = 1_000
FEED_MAX = 2_000


@dataclass(frozen=True)
class Calls:
    """The public calls of some events, which dates their slots cover, and for which of these somebody waits."""

    by_event: dict[int, list[Call]]
    covered: dict[int, set[int]]  # by the slot's id; a slot that names no date covers all of them
    awaited: frozenset[int]

    def of(self, event_id: int) -> list[Call]:
        """Return the event's calls in its order."""
        return self.by_event.get(event_id, [])


@dataclass(frozen=True)
class Found:
    """The ids of the dates that a list finds, and how many of the first hold the words in the title."""

    ids: list[int]
    by_title: int


def search(chosen: Filter, *, now: datetime, zone: tzinfo, most: int = FOUND_MAX + 1) -> Found:
    """Return what the filter finds: first by the title, then by everything else, each in the order of the dates.

    Without words all counts as found by the title.
    """
    where = Where.TITLE if chosen.words else Where.ANYWHERE
    ids = find(chosen, now=now, zone=zone, most=most, where=where)
    room = most - len(ids)
    texts = find(chosen, now=now, zone=zone, most=room, where=Where.TEXT) if chosen.words and room else []
    return Found(ids + texts, len(ids))


def find(
    chosen: Filter, *, now: datetime, zone: tzinfo, most: int = FOUND_MAX + 1, where: Where = Where.ANYWHERE
) -> list[int]:
    """Return the ids of the dates that the filter finds, in their order.

    One reading answers both how many there are and which ones a page shows. What is over comes latest first.
    """
    today = now.astimezone(zone).date()
    days = chosen.period(today)
    still_ahead = ahead(now, midnight(today, zone))
    dates_alone = select(Occurrence.id).where(*within(span_of(days, zone)))
    order = (Occurrence.starts_at, Occurrence.id)
    if not chosen.past:
        query = matching(dates_alone.where(still_ahead), chosen, now, where).order_by(*order)
    elif days:
        query = matching(dates_alone, chosen, now, where).order_by(*order)
    else:
        is_over = dates_alone.where(~still_ahead, Occurrence.starts_at < now)
        query = matching(is_over, chosen, now, where).order_by(*(one.desc() for one in order))
    return list(db.session.scalars(query.limit(most)))


def dates(ids: Sequence[int]) -> list[Occurrence]:
    """Return the dates with these ids, in this order, with what a card shows."""
    return _dates(ids, ())


def calls_of(event_ids: Collection[int]) -> Calls:
    """Return the calls of these events that address the public."""
    calls = db.session.scalars(
        select(Call)
        .where(Call.event_id.in_(event_ids), Call.audience.not_in(STAFF_AUDIENCES))
        .order_by(Call.event_id, Call.position, Call.id)
        .options(selectinload(Call.slots).selectinload(Slot.reserves), selectinload(Call.openings))
    ).all()
    by_event: dict[int, list[Call]] = {}
    for call in calls:
        by_event.setdefault(call.event_id, []).append(call)
    slot_ids = [slot.id for call in calls for slot in call.slots]
    return Calls(by_event, _covered(slot_ids), _awaited(slot_ids))


def event_by_code(code: str) -> Event:
    """Return the public event with its dates, places, hosts and lines, or raise NotFound."""
    query = (
        select(Event)
        .where(Event.code == code, *listed())
        .options(
            joinedload(Event.center).selectinload(Center.phones),
            joinedload(Event.phone),
            selectinload(Event.occurrences).options(
                joinedload(Occurrence.venue), selectinload(Occurrence.former_starts)
            ),
            selectinload(Event.targets),
        )
    )
    return found(db.session.scalar(query))


def in_month(chosen: Filter, span: Span, *, now: datetime) -> Sequence[Row[datetime, datetime | None]]:
    """Return begin and end of every date known to the day that touches the span."""
    query = matching(select(Occurrence.starts_at, Occurrence.ends_at), chosen, now)
    return db.session.execute(query.where(*within(span), Occurrence.precision.in_(EXACT))).all()


def feed_ids(chosen: Filter, span: Span, *, now: datetime) -> list[int]:
    """Return the ids of a feed's dates in order, at most FEED_MAX; where there are more, the latest past ones stay."""
    exact = (*within(span), Occurrence.precision.in_(EXACT))
    query = matching(select(Occurrence.id), chosen, now).where(*exact)
    coming = query.where(Occurrence.starts_at >= now).order_by(Occurrence.starts_at, Occurrence.id)
    ahead_ids = db.session.scalars(coming.limit(FEED_MAX)).all()
    gone = query.where(Occurrence.starts_at < now).order_by(Occurrence.starts_at.desc(), Occurrence.id.desc())
    past_ids = db.session.scalars(gone.limit(FEED_MAX - len(ahead_ids))).all()
    return [*reversed(past_ids), *ahead_ids]


def changed_at(ids: Sequence[int]) -> datetime | None:
    """Return when the last of these dates, or its event, was changed; None for no dates."""
    columns = select(func.max(Occurrence.updated_at), func.max(Event.updated_at)).select_from(Occurrence)
    changes = db.session.execute(columns.join(Occurrence.event).where(Occurrence.id.in_(ids))).one()
    return max((one for one in changes if one), default=None)


def feed(ids: Sequence[int]) -> list[Occurrence]:
    """Return the dates with these ids, in this order, with all that an entry of a calendar says."""
    event = joinedload(Occurrence.event)
    return _dates(ids, (event.joinedload(Event.phone), event.joinedload(Event.center).selectinload(Center.phones)))


def centers() -> list[Center]:
    """Return all who hold events, with their lines, in the city's order."""
    query = select(Center).order_by(Center.position, Center.id).options(selectinload(Center.phones))
    return list(db.session.scalars(query))


def seats_of(center_ids: Collection[int]) -> dict[int, list[Venue]]:
    """Return the buildings in which centers work, worked or will work, by the center's id, the earliest first."""
    query = (
        select(Venue)
        .where(Venue.center_id.in_(center_ids), Venue.is_seat)
        .order_by(Venue.valid_from.is_not(None), Venue.valid_from, Venue.id)
    )
    venues: dict[int, list[Venue]] = {}
    for venue in db.session.scalars(query):
        venues.setdefault(venue.center_id or 0, []).append(venue)
    return venues


def _dates(ids: Sequence[int], more: tuple[ExecutableOption, ...]) -> list[Occurrence]:
    event = joinedload(Occurrence.event)
    options = (
        joinedload(Occurrence.venue),
        event.joinedload(Event.center),
        event.options(lazyload(Event.organizers), lazyload(Event.offers)),  # nobody shows them in a list
        *more,
    )
    found_dates = {
        one.id: one for one in db.session.scalars(select(Occurrence).where(Occurrence.id.in_(ids)).options(*options))
    }
    return [found_dates[id_] for id_ in ids if id_ in found_dates]


def _covered(slot_ids: Collection[int]) -> dict[int, set[int]]:
    query = select(SlotOccurrence.slot_id, SlotOccurrence.occurrence_id).where(SlotOccurrence.slot_id.in_(slot_ids))
    covered: dict[int, set[int]] = {}
    for slot_id, occurrence_id in db.session.execute(query):
        covered.setdefault(slot_id, set()).add(occurrence_id)
    return covered


def _awaited(slot_ids: Collection[int]) -> frozenset[int]:
    query = select(Registration.slot_id).where(
        Registration.slot_id.in_(slot_ids), Registration.state == RegistrationState.WAITING
    )
    return frozenset(db.session.scalars(query.distinct()))
