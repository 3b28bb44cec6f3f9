"""How long it takes to admit one party, and to draw among thousands, in databases with ever more registrations.

In the process itself, one after the other: the services with their transaction, without page and server.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from time import perf_counter, process_time

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from eventsite.accounts.models import Center, Role, RoleAssignment, User
from eventsite.admission import services
from eventsite.admission.entries import Entry
from eventsite.admission.queries import applied_parties
from eventsite.admission.vocabulary import Admission, Channel
from eventsite.app import ROOT, create_app
from eventsite.config import load
from eventsite.core import clock
from eventsite.core.actor import VISITOR, Actor, ActorKind
from eventsite.core.db import db, transaction
from eventsite.lottery import services as lottery
from eventsite.lottery import services_draw, services_release
from eventsite.notifications.models import OutgoingMail
from eventsite.ops.bench_crowd import add_crowd, fill
from eventsite.ops.bench_events import new_slot
from eventsite.ops.bench_load import Measured
from eventsite.ops.bench_site import load_city_records
from eventsite.ops.demo import NO_PASSWORD

ROUNDS, WARM_UP = 40, 5
ENTRANTS = 5_000
DRAW = f"draw of {ENTRANTS:,}"
_PLACES = 1_500
_DICE = "4 1 6 2 5"
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True)
class Done:
    """What was done where so many had registered, how it went, a remark."""

    registrations: int
    deed: str
    measured: Measured
    remark: str = ""


@dataclass(frozen=True)
class Hall:
    """A filled database: the slots to register for, by what is measured there."""

    app: Flask
    registrations: int
    stage: Mapping[str, int]


@contextmanager
def filled(env: Mapping[str, str], registrations: int) -> Iterator[Hall]:
    """Fill an empty database with so many registrations."""
    app = create_app(load(env, ROOT))
    with app.app_context():
        upgrade()
        now = clock.now()
        load_city_records(app, now)
        stage = fill(registrations, now=now)
        db.session.remove()
    yield Hall(app, registrations, stage)
    with app.app_context():
        db.engine.dispose()


def run_admission(halls: Sequence[Hall]) -> Iterator[Done]:
    """Register in each hall and for each slot in turn, so that what else the machine does falls on all alike."""
    numbers, now = itertools.count(), clock.now()
    took: dict[tuple[int, str], list[float]] = defaultdict(list)
    begun = perf_counter()
    for turn in range(WARM_UP + ROUNDS):
        for hall, deed in itertools.product(halls, halls[0].stage):
            act = partial(services.register, hall.stage[deed], _entry(next(numbers)), actor=VISITOR, now=now)
            with hall.app.app_context():
                seconds = _time(act)
            took[hall.registrations, deed] += [seconds] if turn >= WARM_UP else []
    elapsed = perf_counter() - begun
    for (registrations, deed), durations in took.items():
        yield Done(registrations, deed, Measured(durations, elapsed, []))


def run_draw(hall: Hall) -> Done:
    """Freeze, draw, release and announce among thousands, and queue a mail for each."""
    with hall.app.app_context():
        return _draw(hall.registrations, clock.now())


def _entry(number: int) -> Entry:
    return Entry(
        name=f"新規 {number}",
        name_kana="しんき",
        phone=f"083-900-{number:04}",
        email=f"new{number}@demo.invalid",
        channel=Channel.WEB,
        submission_key=f"bench-new-{number}",
    )


def _draw(registrations: int, now: datetime) -> Done:
    call_id, witnesses = _lottery(now)
    closed, due = now - _HOUR, now - _HOUR + timedelta(minutes=services_release.HOLD_MINUTES)
    mails, own = _mails(), process_time()
    parts = {
        "freeze": _time(partial(lottery.freeze, call_id, now=closed)),
        "draw": sum(
            _time(partial(services_draw.type_value, call_id, _DICE, actor=one, now=closed)) for one in witnesses
        ),
        "release": sum(_time(partial(services_release.release, call_id, actor=one, now=closed)) for one in witnesses),
        "announce": _time(partial(services_release.announce, call_id, now=due)),
    }
    own = process_time() - own
    remark = ", ".join(f"{part} {seconds:.2f} s" for part, seconds in parts.items()) + f"; {own:.2f} s of processor"
    told = _mails() - mails
    complaints = [] if (told, applied_parties(call_id)) == (ENTRANTS, 0) else [f"{told} mails for {ENTRANTS} entrants"]
    total = sum(parts.values())
    return Done(registrations, DRAW, Measured([total], total, complaints), remark)


def _lottery(now: datetime) -> tuple[int, list[Actor]]:
    """Return a call whose entries have closed, and two witnesses."""
    with transaction():
        center = db.session.scalars(select(Center).order_by(Center.id).limit(1)).one()
        times = {"opens_at": now - 10 * _DAY, "closes_at": now - _HOUR, "draw_at": now - _HOUR}
        slot = new_slot(center, now + 7 * _DAY, _PLACES, now, admission=Admission.LOTTERY, **times)
        lottery.seal(slot.call_id, now=now - 12 * _DAY)
        add_crowd(slot, ENTRANTS, now=now - 2 * _DAY)
        users = [
            User(email=f"{name}@demo.invalid", name=name, password_hash=NO_PASSWORD, created_at=now)
            for name in ("witness1", "witness2")
        ]
        for user in users:
            user.roles = [RoleAssignment(role=Role.CENTER_STAFF, center=center)]
        db.session.add_all(users)
        db.session.flush()
        return slot.call_id, [Actor(ActorKind.STAFF, one.id) for one in users]


def _time(act: Callable[[], object]) -> float:
    """Return how long one thing takes, its transaction included, in seconds."""
    begun = perf_counter()
    with transaction():
        act()
    took = perf_counter() - begun
    db.session.remove()
    return took


def _mails() -> int:
    return db.session.scalar(select(func.count()).select_from(OutgoingMail)) or 0
