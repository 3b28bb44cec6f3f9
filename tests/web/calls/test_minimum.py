"""最少催行人数: on the announced day it is counted; enough is told to all, too few is for staff to decide."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from eventsite.admission.models import Call
from eventsite.admission.vocabulary import Admission
from eventsite.calls import services_minimum
from eventsite.core.db import db, transaction
from tests.factories.admission import a_registration
from tests.support.fixtures import Make
from tests.web.admission.terms_ways import stored
from tests.web.admission.test_roster import a_slot_at_niho
from tests.web.admission.ways import Opened, mails, registrations, signed_in

DECIDED = datetime.now(UTC) + timedelta(1)
AFTERWARDS = DECIDED + timedelta(minutes=1)


def a_slot_with_minimum(minimum: int = 3, **more: Any) -> Opened:
    """A slot at 仁保 that takes place with so many people."""
    return a_slot_at_niho(minimum=minimum, decide_at=DECIDED, **{"capacity": 20, **more})


def decide(app: Flask, now: datetime = AFTERWARDS) -> int | None:
    """Do what the worker does at an instant; return the call that it looked at."""
    with app.app_context(), transaction():
        call_id = services_minimum.next_to_decide(now)
        if call_id:
            services_minimum.decide(call_id, now=now)
        return call_id


def runs(app: Flask) -> list[str]:
    """Return to whom it was said that it takes place."""
    return [one.recipient for one in mails(app) if one.subject.startswith("【開催決定】")]


def test_enough_people_are_told_that_it_takes_place(app: Flask, make: Make) -> None:
    slot = make(a_slot_with_minimum)
    make(a_registration, slot.id, email="baba@example.jp", party_size=2)
    make(a_registration, slot.id, name="江藤 三郎", email="eto@example.jp")

    assert decide(app) == slot.call_id

    assert stored(app, slot.call_code).minimum_met is True
    assert runs(app) == ["baba@example.jp", "eto@example.jp"]
    assert decide(app) is None


def test_before_the_day_nothing_is_decided(app: Flask, make: Make) -> None:
    slot = make(a_slot_with_minimum)

    assert decide(app, DECIDED - timedelta(minutes=1)) is None

    assert stored(app, slot.call_code).minimum_met is None


def test_who_only_waits_does_not_count(app: Flask, make: Make) -> None:
    slot = make(a_slot_with_minimum, minimum=2, capacity=1)
    make(a_registration, slot.id)
    make(a_registration, slot.id, name="江藤 三郎")

    decide(app)

    assert stored(app, slot.call_code).minimum_met is False


def test_who_applied_for_a_draw_counts_but_is_told_nothing_of_a_place(app: Flask, make: Make) -> None:
    far = DECIDED + timedelta(3)
    slot = make(
        a_slot_with_minimum, minimum=2, admission=Admission.LOTTERY, closes_at=far, draw_at=far, draw_source="さいころ",
        sealed_at=DECIDED,
    )  # fmt: skip
    make(a_registration, slot.id, email="baba@example.jp", party_size=2)

    decide(app)

    assert stored(app, slot.call_code).minimum_met is True
    assert runs(app) == []


def test_too_few_are_a_thing_to_do_for_staff_who_can_let_it_take_place(app: Flask, make: Make) -> None:
    slot = make(a_slot_with_minimum)
    make(a_registration, slot.id, email="baba@example.jp")
    decide(app)
    aoki = signed_in(app, "aoki@example.jp")

    assert runs(app) == []
    assert "足りていません。開催するか、中止するかを決めてください" in aoki.open("/staff/").text
    page = aoki.open(f"/staff/events/{slot.event_code}")
    assert "1人の申し込みです（3人から）" in page.text

    page = page.form("/runs").submit()

    assert "開催することにしました" in page.text
    assert runs(app) == ["baba@example.jp"]
    assert "足りていません" not in aoki.open("/staff/").text


def test_too_few_can_be_cancelled_by_the_usual_way(app: Flask, make: Make) -> None:
    slot = make(a_slot_with_minimum)
    make(a_registration, slot.id, email="baba@example.jp")
    decide(app)
    aoki = signed_in(app, "aoki@example.jp")

    aoki.open(f"/staff/events/{slot.event_code}/cancellation").form("/cancellation").submit(reason="人数不足のため")

    assert [one.state for one in registrations(app, slot)] == ["cancelled"]
    assert "足りていません" not in aoki.open("/staff/").text


def test_what_takes_place_is_not_decided_again(app: Flask, make: Make) -> None:
    slot = make(a_slot_with_minimum, minimum=1)
    make(a_registration, slot.id)
    decide(app)
    aoki = signed_in(app, "aoki@example.jp")
    token = aoki.open(f"/staff/calls/{slot.call_code}/terms").forms[0]["csrf_token"]

    assert aoki.post(f"/staff/calls/{slot.call_code}/runs", data={"csrf_token": token}).status == 422


def test_another_minimum_is_decided_anew(app: Flask, make: Make) -> None:
    slot = make(a_slot_with_minimum)
    decide(app)
    with app.app_context(), transaction():
        call = db.session.scalars(select(Call).where(Call.id == slot.call_id)).one()
        assert call.minimum_met is False
    page = signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/terms")
    form = next(one for one in page.forms if "minimum-minimum" in one.names())

    form.submit(**{"minimum-minimum": "2", "minimum-decide_on": "2099-01-01", "minimum-decide_time": "9:00"})

    assert stored(app, slot.call_code).minimum_met is None


def test_residents_read_of_it_before_the_form(app: Flask, make: Make) -> None:
    slot = make(a_slot_with_minimum)

    page = signed_in(app, "aoki@example.jp").open(f"/calls/{slot.call_code}/registrations/new")

    assert "最少催行人数は3人です。" in page.text
    assert "足りないときは中止することがあります。" in page.text
