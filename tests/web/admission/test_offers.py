"""An offered place: taken by one press, given back by another, passed on when nobody answers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from eventsite.accounts.models import Role
from eventsite.admission import holding, jobs, services_offers
from eventsite.admission.errors import OfferOver
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.core import clock
from eventsite.core.actor import VISITOR
from eventsite.core.db import db, transaction
from tests.factories.accounts import a_user
from tests.factories.admission import a_registration, an_open_slot
from tests.factories.events import in_days
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.standing_ways import an_offer, withdraw
from tests.web.admission.ways import mails, opened


def states(app: Flask, slot_id: int) -> list[str]:
    """Return the states of a slot's registrations in the order of arrival, and the count of places taken."""
    with app.app_context():
        rows = db.session.query(Registration).where(Registration.slot_id == slot_id).order_by(Registration.sequence)
        return [str(one.state) for one in rows]


def taken(app: Flask, slot_id: int) -> int:
    with app.app_context():
        return db.session.get_one(Slot, slot_id).taken


def test_opening_the_link_answers_nothing_and_pressing_does(app: Flask, client: Resident, make: Make) -> None:
    baba = make(an_offer, email="baba@example.jp")

    page = client.open(f"/my/{baba.manage_token}")
    assert states(app, baba.slot_id) == ["withdrawn", "offered", "waiting"]

    done = page.form("/acceptance").submit()
    assert "申し込みが完了しました" in done.text
    assert states(app, baba.slot_id) == ["withdrawn", "confirmed", "waiting"]
    assert taken(app, baba.slot_id) == 1
    assert [one.subject[:6] for one in mails(app) if one.recipient == "baba@example.jp"][-1] == "【受付完了】"


def test_an_offer_taken_twice_is_taken_once(app: Flask, client: Resident, make: Make) -> None:
    baba = make(an_offer)
    form = client.open(f"/my/{baba.manage_token}").form("/acceptance")

    assert form.submit().text == form.submit().text
    assert taken(app, baba.slot_id) == 1


def test_whoever_declines_lets_the_next_one_have_it(app: Flask, client: Resident, make: Make) -> None:
    baba = make(an_offer)

    client.open(f"/my/{baba.manage_token}").follow("参加しない").form("/withdrawal").submit()

    assert states(app, baba.slot_id) == ["withdrawn", "withdrawn", "offered"]
    assert [one.recipient for one in mails(app)][-1] == "doi@example.jp"


def test_an_answer_that_comes_too_late_is_said_on_ones_own_page(app: Flask, client: Resident, make: Make) -> None:
    baba = make(an_offer)
    form = client.open(f"/my/{baba.manage_token}").form("/acceptance")
    with app.app_context(), transaction():
        db.session.get_one(Registration, baba.id).offer_until = clock.now() - timedelta(minutes=1)

    refused = form.submit()

    assert refused.status == 422
    assert "返事の期限が過ぎたか" in refused.text
    assert states(app, baba.slot_id) == ["withdrawn", "offered", "waiting"]


def test_the_worker_ends_what_nobody_answered_and_the_next_one_is_asked(app: Flask, make: Make) -> None:
    baba = make(an_offer)

    with app.app_context():
        assert jobs.lapse_due(clock.now()) == 0
        assert jobs.lapse_due(in_days(4)) == 1

    assert states(app, baba.slot_id) == ["withdrawn", "withdrawn", "offered"]
    assert taken(app, baba.slot_id) == 1


def test_accepting_and_lapsing_at_once_ends_in_one_of_the_two(app: Flask, make: Make) -> None:
    baba = make(an_offer)

    def accept() -> None:
        with app.app_context(), transaction():
            services_offers.accept(baba.id, actor=VISITOR, now=clock.now())

    def lapse() -> None:
        with app.app_context(), transaction():
            services_offers.lapse(baba.id, now=in_days(4))

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(one) for one in (accept, lapse)]
    errors = [one.exception() for one in answers if one.exception()]

    assert all(isinstance(one, OfferOver) for one in errors)
    accepted = not errors
    assert states(app, baba.slot_id)[1:] == (["confirmed", "waiting"] if accepted else ["withdrawn", "offered"])
    assert taken(app, baba.slot_id) == 1


def test_control_without_the_lock_a_lapse_would_take_an_accepted_place(
    app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    baba = make(an_offer)
    with app.app_context():
        stale = db.session.get_one(Registration, baba.id)
        until = stale.offer_until
    with app.app_context(), transaction():
        services_offers.accept(baba.id, actor=VISITOR, now=clock.now())

    def remembered(registration_id: int) -> Registration:
        found = db.session.get_one(Registration, registration_id)
        found.offer_until, found.state = until, stale.state  # as read before the lock
        return found

    monkeypatch.setattr(holding, "lock_registration", remembered)
    with app.app_context(), transaction():
        services_offers.lapse(baba.id, now=in_days(4))

    assert states(app, baba.slot_id)[1] == "withdrawn", (
        "the stale reading did no harm, so the test above proves nothing"
    )


def test_held_places_open_at_noon_of_the_next_day(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(1, free_place_rule="reopen")))
    made = make(a_registration, slot.id)
    make(withdraw, made.id)

    with app.app_context():
        assert jobs.reopen_due(clock.now()) == 0
        assert db.session.get_one(Slot, slot.id).remaining == 0
        assert jobs.reopen_due(in_days(1, hour=12)) == 1
        assert db.session.get_one(Slot, slot.id).remaining == 1


def test_staff_take_the_place_at_the_word_of_somebody_without_mail(app: Flask, make: Make) -> None:
    baba = make(an_offer)
    with app.app_context():
        center_id = db.session.get_one(Registration, baba.id).center_id
    clerk = make(a_user, Role.CENTER_STAFF, center_id)

    page = Resident(app).sign_in_as(clerk.id).open(f"/staff/registrations/{baba.manage_token}")
    page.form("/acceptance").submit()

    assert states(app, baba.slot_id)[1] == "confirmed"
