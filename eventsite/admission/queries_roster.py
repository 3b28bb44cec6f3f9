"""Who registered for an event: its list, searched and counted. For staff only."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Function, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import ACTIVE_STATES, RegistrationState
from eventsite.core.db import db
from eventsite.core.text import digits, fold


@dataclass(frozen=True)
class Tally:
    """How many registrations, and how many people in them."""

    parties: int
    people: int


def roster(event_id: int, search: str = "") -> Sequence[Registration]:
    """Return an event's registrations by reading of the name; ``search`` is a kana, name, phone or receipt part."""
    query = (
        select(Registration)
        .join(Registration.call)
        .where(Call.event_id == event_id)
        .order_by(Registration.name_kana, Registration.id)
        .options(
            selectinload(Registration.participants),
            joinedload(Registration.slot),
            joinedload(Registration.call),
        )
    )
    if search:
        query = query.where(_matches(search))
    return db.session.scalars(query).all()


def _matches(search: str) -> ColumnElement[bool]:
    """Match a part of the reading or name, a receipt number with or without its prefix, or digits of a phone."""
    needle, typed = fold(search), digits(search)
    options: list[ColumnElement[bool]] = [
        _without_spaces(Registration.name_kana).contains(needle, autoescape=True),
        _without_spaces(Registration.name).contains("".join(search.split()), autoescape=True),
        Registration.receipt == typed.upper(),
    ]
    if number := re.sub("[^0-9]", "", typed):
        options.append(Registration.receipt.endswith(f"-{number}"))
        options.append(digits_of(Registration.phone).contains(number))
    return or_(*options)


def by_receipt(call_id: int, receipt: str) -> Registration | None:
    """Return the registration of a call that has this number, or None."""
    return db.session.scalar(
        select(Registration).where(Registration.call_id == call_id, Registration.receipt == receipt)
    )


def _without_spaces(column: InstrumentedAttribute[str]) -> Function[str]:
    return func.replace(func.replace(column, " ", ""), "\u3000", "")


def digits_of(column: InstrumentedAttribute[str]) -> Function[str]:
    """Return the digits of a stored telephone number, for comparing."""
    return func.replace(column, "-", "")


def roster_counts(event_id: int) -> Mapping[RegistrationState, Tally]:
    """Return how many parties and people an event has in each state; every state is there."""
    query = (
        select(Registration.state, func.count(), func.sum(Registration.party_size))
        .join(Registration.call)
        .where(Call.event_id == event_id)
        .group_by(Registration.state)
    )
    found_states = {state: Tally(parties, people) for state, parties, people in db.session.execute(query)}
    return {state: found_states.get(state, Tally(0, 0)) for state in RegistrationState}


def others_with_phone(registration: Registration) -> int:
    """Return how many other active registrations of the same event name the same number, however it is grouped."""
    if not registration.phone:
        return 0
    query = (
        select(func.count())
        .select_from(Registration)
        .join(Registration.call)
        .where(
            Call.event_id == registration.call.event_id,
            Registration.id != registration.id,
            digits_of(Registration.phone) == registration.phone.replace("-", ""),
            Registration.state.in_(ACTIVE_STATES),
        )
    )
    return db.session.scalar(query) or 0
