"""Questions about draws: what has been published, who is due next."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Registration, Wish
from eventsite.admission.models_traces import PersonKey
from eventsite.admission.queries import call_by_code, open_call
from eventsite.admission.vocabulary import BY_LOT, Admission, RegistrationState
from eventsite.core.db import db
from eventsite.core.errors import found
from eventsite.events.models import Event, Publication
from eventsite.lottery.models import LotteryDraw, LotteryFreeze, LotteryRelease, LotterySeal, LotteryStop, LotteryValue

# How long somebody who was not drawn comes before others.
LOST_WITHIN = timedelta(days=400)


def public_call(code: str) -> Call:
    """Return the call of a draw that everybody may follow, or raise NotFound; one that was cancelled stays."""
    return _decided_by(open_call(code), *BY_LOT)


def drawn_call(code: str) -> Call:
    """Return a call that decides by lot, or raise NotFound."""
    return _decided_by(call_by_code(code), *BY_LOT)


def chosen_call(code: str) -> Call:
    """Return a call that leaves the choice to its organiser, or raise NotFound."""
    return _decided_by(call_by_code(code), Admission.BY_ORGANISER)


def _decided_by(call: Call, *ways: Admission) -> Call:
    return found(call if call.admission in ways else None)


def seal_of(call_id: int) -> LotterySeal | None:
    """Return the newest seal of a call."""
    return db.session.scalar(
        select(LotterySeal).where(LotterySeal.call_id == call_id).order_by(LotterySeal.version.desc()).limit(1)
    )


def freeze_of(call_id: int) -> LotteryFreeze | None:
    """Return the frozen list of a call."""
    return db.session.get(LotteryFreeze, call_id)


def draw_of(call_id: int) -> LotteryDraw | None:
    """Return the draw of a call."""
    return db.session.get(LotteryDraw, call_id)


def values_of(call_id: int) -> Sequence[LotteryValue]:
    """Return the last value that each witness typed, in the order of typing."""
    newest = select(func.max(LotteryValue.id)).where(LotteryValue.call_id == call_id).group_by(LotteryValue.user_id)
    return db.session.scalars(select(LotteryValue).where(LotteryValue.id.in_(newest)).order_by(LotteryValue.id)).all()


def tries_since(value: LotteryValue, user_id: int) -> int:
    """Return how many values somebody has typed since that of another witness."""
    query = select(func.count()).where(
        LotteryValue.call_id == value.call_id, LotteryValue.user_id == user_id, LotteryValue.id > value.id
    )
    return db.session.scalar(query) or 0


def round_of(call_id: int) -> int:
    """Return which round of releasing it is, from 1: each stop begins another."""
    stops = select(func.count()).select_from(LotteryStop).where(LotteryStop.call_id == call_id)
    return 1 + (db.session.scalar(stops) or 0)


def stops_of(call_id: int) -> Sequence[LotteryStop]:
    """Return every stop of a call, in order."""
    return db.session.scalars(
        select(LotteryStop).where(LotteryStop.call_id == call_id).order_by(LotteryStop.round)
    ).all()


def releases_of(call_id: int, number: int) -> Sequence[LotteryRelease]:
    """Return who released the result in that round, in order."""
    return db.session.scalars(
        select(LotteryRelease)
        .where(LotteryRelease.call_id == call_id, LotteryRelease.round == number)
        .order_by(LotteryRelease.id)
    ).all()


def keys_of(call_id: int) -> Mapping[int, frozenset[str]]:
    """Return the keys of the persons behind a call's registrations."""
    rows = db.session.execute(
        select(PersonKey.registration_id, PersonKey.key)
        .join(Registration, Registration.id == PersonKey.registration_id)
        .where(Registration.call_id == call_id)
    )
    keys: dict[int, set[str]] = defaultdict(set)
    for registration_id, key in rows:
        keys[registration_id].add(key)
    return {one: frozenset(some) for one, some in keys.items()}


def wishes_of(call_id: int) -> Mapping[int, tuple[int, ...]]:
    """Return the wanted slots of a call's registrations, the dearest first; none where one cannot rank them."""
    rows = db.session.execute(
        select(Wish.registration_id, Wish.slot_id)
        .join(Slot, Slot.id == Wish.slot_id)
        .where(Slot.call_id == call_id)
        .order_by(Wish.registration_id, Wish.rank)
    )
    wishes: dict[int, list[int]] = defaultdict(list)
    for registration_id, slot_id in rows:
        wishes[registration_id].append(slot_id)
    return {one: tuple(some) for one, some in wishes.items()}


def earlier_losers(call: Call, *, now: datetime) -> set[int]:
    """Return which registrations of a call are of somebody who got no place in a draw announced of late.

    Looked at are the draws of the same series, or where there is none, of the same center.
    """
    own, theirs, before = aliased(PersonKey), aliased(PersonKey), aliased(Registration)
    mine, draw = aliased(Registration), aliased(Call)
    query = (
        select(mine.id)
        .join(own, own.registration_id == mine.id)
        .join(theirs, theirs.key == own.key)
        .join(before, before.id == theirs.registration_id)
        .join(draw, draw.id == before.call_id)
        .join(Event, Event.id == draw.event_id)
        .where(
            mine.call_id == call.id,
            draw.id != call.id,
            draw.admission.in_(BY_LOT),
            draw.announced_at >= now - LOST_WITHIN,
            before.state.in_((RegistrationState.NOT_SELECTED, RegistrationState.WAITING)),
            before.line.is_not(None),  # a second entry of somebody was in no draw
            _same_series(call),
        )
    )
    return set(db.session.scalars(query))


def _same_series(call: Call) -> ColumnElement[bool]:
    if call.event.series_id is None:
        return Event.center_id == call.event.center_id
    return Event.series_id == call.event.series_id


def next_to_seal(now: datetime) -> int | None:
    """Return the id of a published call by lot whose rules are not sealed."""
    return db.session.scalar(
        _due().where(Call.sealed_at.is_(None), Call.closes_at > now, exists().where(Slot.call_id == Call.id))
    )


def next_to_freeze(now: datetime) -> int | None:
    """Return the id of a call by lot whose entries have closed and are not frozen yet."""
    return db.session.scalar(_due().where(Call.sealed_at.is_not(None), Call.frozen_at.is_(None), Call.closes_at <= now))


def drawn_and_silent(now: datetime) -> Sequence[int]:
    """Return the ids of the calls whose draw was made and whose result is not announced."""
    return db.session.scalars(
        _due(limit=None)
        .join(LotteryDraw, LotteryDraw.call_id == Call.id)
        .where(or_(LotteryDraw.public_value != "", Call.draw_at <= now))
    ).all()


def frozen_calls(center_id: int) -> Sequence[Call]:
    """Return a center's calls by lot that are frozen and not announced, the earliest draw first."""
    return db.session.scalars(
        select(Call)
        .where(Call.id.in_(_due(limit=None).order_by(None)), Event.center_id == center_id, Call.frozen_at.is_not(None))
        .join(Call.event)
        .order_by(Call.draw_at, Call.id)
    ).all()


def _due(limit: int | None = 1) -> Select[int]:
    return (
        select(Call.id)
        .join(Call.event)
        .where(
            Call.admission.in_(BY_LOT),
            Call.announced_at.is_(None),
            Event.publication == Publication.PUBLISHED,
        )
        .order_by(Call.id)
        .limit(limit)
    )
