"""Two clerks bring in two tables that name the same people: each person once, whoever is first."""

from collections import Counter as Tally
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flask import Flask
from sqlalchemy import select

from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.core import clock
from eventsite.core.actor import VISITOR
from eventsite.core.db import db
from eventsite.imports import columns, judging, tables
from eventsite.imports import services as imports
from eventsite.imports.judging import Judge, Judged
from tests.concurrency.crowd import Answer, Crowd, Deed, Double
from tests.concurrency.doubles import rows_judged_before_the_lock
from tests.factories.admission import an_open_slot
from tests.support.fixtures import Make

TABLES = 8
PEOPLE = 6


def table(number: int) -> bytes:
    """Return a table of the same people, as another office wrote it: each row begins with a mark of its own."""
    rows = [f"{number},参加 {one}子,さんか {'あいうえおか'[one]},083-900-{one:04}" for one in range(PEOPLE)]
    return "\r\n".join(["番号,氏名,ふりがな,電話番号", *rows]).encode()


def judge_of(call: Call, content: bytes, now: datetime) -> Judge:
    """Return the judge of a table whose columns are what their headers say."""
    labels = Judge(call, content, [], despite=False, now=now).labels
    mapped = columns.guessed(tables.read(content).headers, labels)
    return Judge(call, content, mapped, despite=False, now=now)


def bring_in(call_id: int, content: bytes, judged: Sequence[Judged], now: datetime) -> None:
    """Press the button below what was shown before anybody else pressed theirs."""
    imports.bring_in(
        call_id,
        lambda call: judge_of(call, content, now).again(judged),
        judging.seal_of(judged),
        actor=VISITOR,
        now=now,
    )


def pressed(app: Flask, call_id: int) -> list[Deed]:
    """Return the clerks' presses: every table was shown as good while nobody was registered."""
    now, deeds = clock.now(), list[Deed]()
    with app.app_context():
        call = db.session.get_one(Call, call_id)
        for content in map(table, range(TABLES)):
            judged = judge_of(call, content, now).judged(tables.read(content).rows)
            assert [one.verdict for one in judged] == ["good"] * PEOPLE
            deeds.append(partial(bring_in, call_id, content, judged, now))
    return deeds


def stormed(app: Flask, crowd: Crowd, make: Make, without: Sequence[Double] = ()) -> tuple[list[Answer], Tally[str]]:
    """Let all press at once; return the answers, and how often each person is registered."""
    call_id = make(lambda: an_open_slot(100).call).id
    answers = crowd.storm(app, pressed(app, call_id), without=without)
    with app.app_context():
        names = db.session.scalars(select(Registration.name).where(Registration.call_id == call_id)).all()
    return answers, Tally(names)


def test_the_same_people_in_many_tables_are_registered_once(app: Flask, crowd: Crowd, make: Make) -> None:
    answers, people = stormed(app, crowd, make)

    assert Tally(one.word for one in answers) == {"done": 1, "ImportChanged": TABLES - 1}
    assert people == {f"参加 {one}子": 1 for one in range(PEOPLE)}


def test_control_rows_judged_before_the_lock_register_people_again(app: Flask, crowd: Crowd, make: Make) -> None:
    answers, people = stormed(app, crowd, make, without=[rows_judged_before_the_lock])

    assert not [one for one in answers if one.is_error]
    assert set(people.values()) == {TABLES}
