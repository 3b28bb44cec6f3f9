"""Where else the same person is registered. For staff and for the limits of a call; never shown to visitors."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.models_traces import PersonKey
from eventsite.admission.persons import by_person
from eventsite.admission.vocabulary import ACTIVE_STATES
from eventsite.core.db import db
from eventsite.events.models import Event, Occurrence


@dataclass(frozen=True)
class Elsewhere:
    """An active registration of a person, and what its event belongs to."""

    registration_id: int
    event_id: int
    series_id: int | None
    center_id: int
    first_starts_at: datetime


def in_call(call_id: int, keys: Collection[str]) -> Sequence[Registration]:
    """Return the active registrations of a call that share one of these keys, in the order of arrival."""
    query = (
        select(Registration)
        .join(PersonKey, PersonKey.registration_id == Registration.id)
        .where(PersonKey.key.in_(keys), Registration.call_id == call_id, Registration.state.in_(ACTIVE_STATES))
        .order_by(Registration.sequence)
        .distinct()
    )
    return db.session.scalars(query).all()


def everywhere(keys: Collection[str]) -> list[Elsewhere]:
    """Return all active registrations that share one of these keys, past events included."""
    first = func.min(Occurrence.starts_at)
    query = (
        select(Registration.id, Event.id, Event.series_id, Event.center_id, first)
        .join(PersonKey, PersonKey.registration_id == Registration.id)
        .join(Call, Call.id == Registration.call_id)
        .join(Event, Event.id == Call.event_id)
        .join(Occurrence, Occurrence.event_id == Event.id)
        .where(PersonKey.key.in_(keys), Registration.state.in_(ACTIVE_STATES))
        .group_by(Registration.id, Event.id, Event.series_id, Event.center_id)
    )
    return [Elsewhere(*row) for row in db.session.execute(query)]


def keys_of(registration_id: int) -> frozenset[str]:
    """Return by which hashes the registrant is recognised."""
    return frozenset(db.session.scalars(select(PersonKey.key).where(PersonKey.registration_id == registration_id)))


def repeated(event_id: int) -> list[list[Registration]]:
    """Return the groups of active registrations of an event's calls that are of one person, first come first.

    A group lies within one call; the groups come in the order of their first members.
    """
    arrivals = db.session.execute(
        select(Registration.call_id, Registration.id, func.aggregate_strings(PersonKey.key, " ").label("hashes"))
        .join(Registration.call)
        .join(PersonKey, PersonKey.registration_id == Registration.id)
        .where(Call.event_id == event_id, Registration.state.in_(ACTIVE_STATES))
        .group_by(Call.position, Registration.call_id, Registration.sequence, Registration.id)
        .order_by(Call.position, Registration.call_id, Registration.sequence)
    )
    several = [
        [one.id for one in group]
        for _, of_call in groupby(arrivals, attrgetter("call_id"))
        for group in by_person(of_call, lambda row: row.hashes.split())
        if len(group) > 1
    ]
    records = {one.id: one for one in _loaded({number for group in several for number in group})}
    return [[records[number] for number in group] for group in several]


def _loaded(ids: Collection[int]) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration).where(Registration.id.in_(ids)).options(selectinload(Registration.participants))
    ).all()
