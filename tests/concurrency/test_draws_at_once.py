"""A draw under haste: whoever was told "entered" is in the list, lots are drawn once, and results go out whole."""

import os
import signal
import subprocess
import sys
from collections import Counter as Tally
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsite.accounts.models import Role
from eventsite.admission import holding, services, telling
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Channel, RegistrationState
from eventsite.app import create_app
from eventsite.core.actor import VISITOR, Actor, ActorKind
from eventsite.core.db import db, transaction
from eventsite.lottery import services as lottery
from eventsite.lottery import services_draw, services_release
from eventsite.lottery.models import LotteryDraw, LotteryFreeze, LotteryRelease, LotteryValue
from eventsite.lottery.texts import parse_entries
from eventsite.notifications.models import OutgoingMail
from tests.concurrency.crowd import ROOT, Crowd, Deed
from tests.concurrency.doubles import nobody_locks
from tests.conftest import settings_for
from tests.factories.accounts import a_user
from tests.factories.admission import an_entry
from tests.factories.lottery import CLOSES, DICE, DRAWN, a_lottery, drawn, frozen, many_enter, released
from tests.support.fixtures import Make

TICK = timedelta(microseconds=1)
DUE = DRAWN + timedelta(minutes=services_release.HOLD_MINUTES)


def several(number: int) -> list[tuple[int, int]]:
    """Return the calls and slots of so many lotteries of one center."""
    calls = [a_lottery(3) for _ in range(number)]
    return [(call.id, call.slots[0].id) for call in calls]


def last_entries(slot_id: int, number: int) -> list[Deed]:
    """Return entries by every channel that arrive in the last instant before the end."""
    channels = list(Channel)
    return [
        partial(
            services.register,
            slot_id,
            an_entry(f"駆込 {one}", phone=f"083-900-{one:04}", channel=channels[one % len(channels)]),
            actor=VISITOR,
            now=CLOSES - TICK,
        )
        for one in range(number)
    ]


def closing_rush(make: Make, lotteries: int, entries: int) -> tuple[list[Deed], list[int]]:
    """Return the deeds of lists that are frozen in the midst of their last entries, and the calls' ids."""
    deeds: list[Deed] = []
    calls = make(several, lotteries)
    for call_id, slot_id in calls:
        entering = last_entries(slot_id, entries)
        freeze: Deed = partial(lottery.freeze, call_id, now=CLOSES)
        deeds += [*entering[: entries // 2], freeze, *entering[entries // 2 :]]
    return deeds, [call_id for call_id, _ in calls]


def listed_and_stored(app: Flask, call_id: int) -> tuple[set[str], set[str]]:
    """Return the receipt numbers in the frozen list, and those of the stored entries."""
    with app.app_context():
        text = db.session.get_one(LotteryFreeze, call_id).entries
        stored = select(Registration.receipt).where(Registration.call_id == call_id)
        return {one.receipt for one in parse_entries(text)}, set(db.session.scalars(stored))


@pytest.mark.parametrize(
    ("lotteries", "entries"), [(4, 15), pytest.param(40, 50, marks=pytest.mark.long)], ids=["few", "many"]
)
def test_an_entry_is_in_the_frozen_list_or_refused(
    app: Flask, make: Make, crowd: Crowd, lotteries: int, entries: int
) -> None:
    deeds, calls = closing_rush(make, lotteries, entries)

    answers = crowd.storm(app, deeds)

    assert {one.word for one in answers} <= {"applied", "EntriesClosed", "done"}
    accepted = [one.word for one in answers].count("applied")
    assert accepted
    for call_id in calls:
        listed, stored = listed_and_stored(app, call_id)
        assert listed == stored
        accepted -= len(listed)
    assert accepted == 0


def test_control_without_the_lock_an_entry_is_lost(app: Flask, make: Make, crowd: Crowd) -> None:
    deeds, calls = closing_rush(make, 4, 15)

    answers = crowd.storm(app, deeds, without=[nobody_locks])

    books = [listed_and_stored(app, one) for one in calls if is_frozen(app, one)]
    assert any(one.is_error for one in answers) or any(listed != stored for listed, stored in books)


def is_frozen(app: Flask, call_id: int) -> bool:
    with app.app_context():
        return db.session.get(LotteryFreeze, call_id) is not None


def frozen_lotteries(number: int, people: int) -> tuple[list[int], list[Actor]]:
    """Return calls with a frozen list of five entries each, and so many of the center's managers."""
    calls = [a_lottery(2) for _ in range(number)]
    for call in calls:
        many_enter(call, 5)
        frozen(call)
    return [call.id for call in calls], managers(calls[0], people)


def managers(call: Call, people: int) -> list[Actor]:
    made = [a_user(Role.CENTER_MANAGER, call.center_id, name=f"立会 {one}") for one in range(people)]
    return [Actor(ActorKind.STAFF, one.id) for one in made]


def typed_at_once(make: Make, lotteries: int) -> list[Deed]:
    calls, witnesses = make(frozen_lotteries, lotteries, 4)
    return [
        partial(services_draw.type_value, call_id, DICE, actor=witness, now=DRAWN)
        for call_id in calls
        for witness in witnesses
    ]


def test_witnesses_who_type_the_value_at_once_make_one_draw(app: Flask, make: Make, crowd: Crowd) -> None:
    answers = crowd.storm(app, typed_at_once(make, 6))

    assert Tally(one.word for one in answers) == {"done": 12, "AlreadyDrawn": 12}
    with app.app_context():
        draws = db.session.scalars(select(LotteryDraw)).all()
        assert len(draws) == 6
        assert all(one.entered_by_id != one.confirmed_by_id for one in draws)
        assert db.session.scalar(select(func.count()).select_from(LotteryValue)) == 12


def test_control_without_the_lock_the_witnesses_miss_each_other(app: Flask, make: Make, crowd: Crowd) -> None:
    answers = crowd.storm(app, typed_at_once(make, 6), without=[nobody_locks])

    assert Tally(one.word for one in answers) != {"done": 12, "AlreadyDrawn": 12}


def released_at_once(make: Make, lotteries: int) -> list[Deed]:
    def build() -> list[tuple[int, list[Actor]]]:
        made = []
        for _ in range(lotteries):
            call = a_lottery(2)
            many_enter(call, 5)
            drawn(call)
            made.append((call.id, managers(call, 4)))
        return made

    return [
        partial(services_release.release, call_id, actor=actor, now=DRAWN)
        for call_id, people in make(build)
        for actor in [*people, people[0]]
    ]


def releases(app: Flask) -> list[int]:
    with app.app_context():
        query = select(func.count()).select_from(LotteryRelease).group_by(LotteryRelease.call_id)
        return list(db.session.scalars(query))


def test_four_people_who_release_at_once_are_two(app: Flask, make: Make, crowd: Crowd) -> None:
    answers = crowd.storm(app, released_at_once(make, 6))

    assert {one.word for one in answers} == {"done"}
    assert releases(app) == [2] * 6


def test_control_without_the_lock_they_are_more_or_get_no_answer(app: Flask, make: Make, crowd: Crowd) -> None:
    answers = crowd.storm(app, released_at_once(make, 6), without=[nobody_locks])

    assert any(one.is_error for one in answers) or releases(app) != [2] * 6


def a_due_result(entrants: int) -> int:
    call = a_lottery(entrants // 3, reserves_max=entrants // 4)
    many_enter(call, entrants)
    released(call)
    return call.id


def test_two_workers_announce_once(app: Flask, make: Make, crowd: Crowd) -> None:
    call_id = make(a_due_result, 40)

    answers = crowd.storm(app, [partial(services_release.announce, call_id, now=DUE)] * 8)

    assert {one.word for one in answers} == {"done"}
    assert told(app) == 40
    assert undecided(app) == 0


def told(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(OutgoingMail)) or 0


def undecided(app: Flask) -> int:
    with app.app_context():
        query = select(func.count()).where(Registration.state == RegistrationState.APPLIED)
        return db.session.scalar(query) or 0


# Where a worker dies: at the first call of this, so many entrants having got their fate, or none been told.
PLACES_TO_DIE = {"deciding": (holding, "give"), "telling": (telling, "tell_all"), "promoting": (holding, "promote")}


@pytest.mark.parametrize("place", PLACES_TO_DIE)
def test_a_worker_that_is_killed_has_told_nobody_and_the_next_tells_all(
    app: Flask, make: Make, crowd: Crowd, tmp_path: Path, place: str
) -> None:
    call_id = make(a_due_result, 40)

    killed_while(app, tmp_path, place, call_id)

    assert (undecided(app), told(app)) == (40, 0)
    with app.app_context():
        assert db.session.get_one(Call, call_id).announced_at is None
    crowd.storm(app, [partial(services_release.announce, call_id, now=DUE)])
    assert (undecided(app), told(app)) == (0, 40)


def test_control_one_that_stores_in_between_leaves_half_behind(app: Flask, make: Make, tmp_path: Path) -> None:
    call_id = make(a_due_result, 40)

    killed_while(app, tmp_path, "half", call_id)

    assert (undecided(app), told(app)) == (0, 0), "nobody is undecided, and nobody has been told"


def killed_while(app: Flask, instance: Path, place: str, call_id: int) -> None:
    """Let a worker announce that is killed (SIGKILL) at a place of its work."""
    argv = [sys.executable, "-m", __name__, app.config["SQLALCHEMY_DATABASE_URI"], str(instance), place, str(call_id)]
    assert subprocess.run(argv, cwd=ROOT, timeout=120, check=False).returncode == -signal.SIGKILL


@contextmanager
def death(place: str) -> Iterator[None]:
    def die(*_: object, **__: object) -> None:
        db.session.flush()
        if place == "half":
            db.session.commit()
        os.kill(os.getpid(), signal.SIGKILL)

    with patch.object(*PLACES_TO_DIE.get(place, (telling, "tell_all")), die):
        yield


def main(url: str, instance: str, place: str, call_id: str) -> None:
    """Be the worker that is killed."""
    app = create_app(settings_for(url, Path(instance)))
    with app.app_context(), death(place), transaction():
        services_release.announce(int(call_id), now=DUE)


if __name__ == "__main__":
    main(*sys.argv[1:])
