"""電話で連絡が必要な人: who gave no mail address and must hear by telephone that a date was cancelled or changed.

A date's SEQUENCE rises, and its row is stamped, whenever people must learn of it: that is where the list comes from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import joinedload

from eventsite.admission import dates
from eventsite.admission.models import Call, Registration, RegistrationState, Slot
from eventsite.admission.queries import covers
from eventsite.core import clock
from eventsite.core.db import db
from eventsite.events.facts import is_cancelled, place_of
from eventsite.events.models import Event, Occurrence
from eventsite.i18n import Locale
from eventsite.i18n.dates import period_text

_EVENTS = 10
_STATES = (RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.CANCELLED)


@dataclass(frozen=True)
class Party:
    """A registration to be phoned, and what to say, a sentence for each date."""

    registration: Registration
    news: list[str]


def events_of(center_id: int, *, now: datetime) -> Sequence[tuple[Event, int]]:
    """Return the center's events with parties to be phoned, and how many these are."""
    query = (
        select(Call.event_id, func.count())
        .select_from(Registration)
        .join(Registration.slot)
        .join(Slot.call)
        .join(Call.event)
        .where(Event.center_id == center_id, _must_hear(now))
        .group_by(Call.event_id)
        .order_by(Call.event_id)
        .limit(_EVENTS)
    )
    return [(db.session.get_one(Event, event_id), count) for event_id, count in db.session.execute(query)]


def count(event_id: int, *, now: datetime) -> int:
    """Return how many parties of an event are to be phoned."""
    query = select(func.count()).select_from(Registration).join(Registration.slot).join(Slot.call)
    return db.session.scalar(query.where(Call.event_id == event_id, _must_hear(now))) or 0


def parties(event_id: int, *, now: datetime) -> list[Party]:
    """Return the parties of an event to be phoned, by reading of the name."""
    registrations = db.session.scalars(
        select(Registration)
        .join(Registration.slot)
        .join(Slot.call)
        .where(Call.event_id == event_id, _must_hear(now))
        .order_by(Registration.name_kana, Registration.id)
        .options(joinedload(Registration.slot).selectinload(Slot.occurrences).joinedload(Occurrence.venue))
    ).all()
    return [Party(one, [_sentence(date) for date in _unheard(one, now)]) for one in registrations]


def _must_hear(now: datetime) -> ColumnElement[bool]:
    """Match who has no address and registered before a date to come was cancelled or changed."""
    news = exists().where(
        covers(), Occurrence.starts_at > now, Occurrence.sequence > 0, Occurrence.updated_at > Registration.created_at
    )
    return and_(Registration.email == "", Registration.state.in_(_STATES), news.correlate(Registration, Slot, Call))


def _unheard(registration: Registration, now: datetime) -> list[Occurrence]:
    return [
        one
        for one in dates.covered(registration.slot)
        if one.starts_at > now and one.sequence and one.updated_at > registration.created_at
    ]


def _sentence(occurrence: Occurrence) -> str:
    when = period_text(occurrence.starts_at, occurrence.ends_at, occurrence.precision, Locale.JA, zone=clock.zone())
    if is_cancelled(occurrence):
        return f"{when}は中止になりました。理由：{occurrence.status_reason}"
    place = place_of(occurrence)
    where = " ".join(filter(None, (place.name, place.meeting_place)))
    return f"今は、{when} {where}です。{occurrence.status_reason}"
