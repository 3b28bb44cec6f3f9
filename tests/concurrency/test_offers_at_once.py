"""An offer is answered and runs out at the same instant: one of the two happens, and the place passes on once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from flask import Flask
from sqlalchemy import func, select

from eventsite.admission import holding, services, services_offers
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core import clock
from eventsite.core.actor import SYSTEM, VISITOR
from eventsite.core.db import db
from tests.concurrency.books import CONFIRMED, OFFERED, WAITING, Books, balanced
from tests.concurrency.crowd import Answer, Crowd, Deed, Double
from tests.concurrency.doubles import nobody_locks
from tests.factories.admission import a_registration, an_open_slot
from tests.support.fixtures import Make

OFFERS = 12
TICK = timedelta(microseconds=1)


def offers() -> Slot:
    """Twelve places, each offered until tomorrow, and as many in line behind."""
    now = clock.now()
    slot = an_open_slot(1, offer_hours=24)
    first, *_ = [a_registration(slot.id, f"列 {number}") for number in range(1 + 2 * OFFERS)]
    services.withdraw(first.id, actor=VISITOR, now=now)
    holding.set_capacity(slot.id, OFFERS, actor=SYSTEM, now=now)
    return slot


def accept(one: Registration, now: datetime) -> Deed:
    return partial(services_offers.accept, one.id, actor=VISITOR, now=now)


def lapse(one: Registration, now: datetime) -> Deed:
    return partial(services_offers.lapse, one.id, now=now)


def last_instant(books: Books) -> datetime:
    until = books.among(OFFERED)[0].offer_until
    assert until
    return until


def answered_as_they_run_out(
    app: Flask, crowd: Crowd, before: Books, without: Sequence[Double] = ()
) -> list[tuple[Answer, Answer]]:
    """Let each answer in the last instant while the worker ends the offer; return both answers of each."""
    until = last_instant(before)
    pairs = [(accept(one, until - TICK), lapse(one, until)) for one in before.among(OFFERED)]
    deeds = [deed for pair in pairs for deed in pair]
    answers = crowd.storm(app, deeds, without=without)
    return list(zip(answers[::2], answers[1::2], strict=True))


def test_an_offer_is_accepted_or_lapses(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(offers)
    before = balanced(app, slot.call_id)

    outcomes = answered_as_they_run_out(app, crowd, before)

    after = balanced(app, slot.call_id)
    accepted = [one.word for one, _ in outcomes].count("confirmed")
    words = {(one.word, other.word) for one, other in outcomes}
    assert words <= {("confirmed", "confirmed"), ("OfferOver", "withdrawn")}
    assert len(after.among(CONFIRMED)) == accepted
    assert [one.id for one in after.among(OFFERED)] == before.line()[: OFFERS - accepted]


def test_control_without_the_lock_both_happen_or_somebody_gets_no_answer(app: Flask, make: Make, crowd: Crowd) -> None:
    before = balanced(app, make(offers).call_id)

    outcomes = answered_as_they_run_out(app, crowd, before, [nobody_locks])

    words = {(one.word, other.word) for one, other in outcomes}
    assert not words <= {("confirmed", "confirmed"), ("OfferOver", "withdrawn")}


def test_two_workers_end_an_offer_once_and_pass_it_on_once(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(offers)
    before = balanced(app, slot.call_id)
    until = last_instant(before)

    answers = crowd.storm(app, [deed for one in before.among(OFFERED) for deed in [lapse(one, until)] * 2])

    after = balanced(app, slot.call_id)
    assert {one.word for one in answers} == {"withdrawn"}
    assert [one.id for one in after.among(OFFERED)] == before.line()
    assert after.among(WAITING) == []
    assert lines(app, Action.REGISTRATION_LAPSE) == OFFERS
    assert lines(app, Action.REGISTRATION_PROMOTE) == 2 * OFFERS


def test_who_accepts_and_leaves_at_once_leaves(app: Flask, make: Make, crowd: Crowd) -> None:
    slot = make(offers)
    before = balanced(app, slot.call_id)
    now = last_instant(before) - TICK
    both = [
        (accept(one, now), partial(services.withdraw, one.id, actor=VISITOR, now=now)) for one in before.among(OFFERED)
    ]

    answers = crowd.storm(app, [deed for pair in both for deed in pair])

    assert {one.word for one in answers[1::2]} == {"withdrawn"}
    assert {one.word for one in answers[::2]} <= {"confirmed", "OfferOver"}
    assert [one.id for one in balanced(app, slot.call_id).among(OFFERED)] == before.line()


def lines(app: Flask, action: Action) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).where(AuditEntry.action == action)) or 0
