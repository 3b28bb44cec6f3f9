"""Wishes, residence, first time, ages and grades: asked where the call needs them, by whichever channel."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.admission import eligibility, queries, services
from eventsite.admission.entries import Person
from eventsite.admission.errors import NotEligible
from eventsite.admission.models import CallPriority, Opening
from eventsite.admission.models_registrations import Participant, Wish
from eventsite.admission.vocabulary import Priority, Residence
from eventsite.core import clock
from eventsite.core.actor import VISITOR
from eventsite.core.db import db, transaction
from tests.factories.admission import a_call, a_slot, an_entry
from tests.factories.events import an_occurrence, in_days
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.admission.ways import (
    BABA,
    Opened,
    an_event_at_niho,
    an_opened_slot,
    form_of,
    opened,
    registrations,
    signed_in,
)


def next_page(client: Resident, slot: Opened, **typed: Any) -> Page:
    return client.open(form_of(slot)).form("/check").submit(**BABA, **typed)


def test_where_one_lives_is_asked_only_where_it_matters(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, residence=Residence.CITY)
    page = next_page(client, slot)
    assert "市内に住んでいる" in page.text
    assert "市内で働いている" not in page.text

    refused = page.form("/check").submit(residence="anywhere")
    assert refused.status == 422
    assert refused.text.count("申し込めるのは、市内にお住まいの方です。") == 2
    refused.form("/check").submit(residence="city").form("/registrations").submit()

    assert [one.residence for one in registrations(app, slot)] == [Residence.CITY]


def test_who_may_come_later_is_told_so_at_the_question(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    make(lambda: db.session.add(Opening(call_id=slot.call_id, residence=Residence.AREA, opens_at=in_days(-1))))
    make(lambda: db.session.add(Opening(call_id=slot.call_id, opens_at=in_days(1))))
    page = next_page(client, slot)

    refused = page.form("/check").submit(residence="anywhere")
    assert refused.status == 422
    assert "申し込める日時が、お住まいや申し込み方法によってちがいます" in refused.text
    assert "内容を確認する" in refused.form("/check").submit(residence="area").text


def test_who_comes_for_the_first_time_says_so_where_that_gives_priority(
    app: Flask, client: Resident, make: Make
) -> None:
    slot = make(an_opened_slot)
    make(lambda: db.session.add(CallPriority(call_id=slot.call_id, priority=Priority.FIRST_TIMERS, position=0)))

    check = next_page(client, slot).form("/check").submit(is_first_time="yes")
    assert "この催しへの参加 はじめて" in check.text
    check.form("/registrations").submit()

    assert [one.is_first_time for one in registrations(app, slot)] == [True]


def test_ages_and_grades_are_asked_of_each_person_by_name(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, age_min=6, grade_max=6, guardian_up_to_grade=3, asks_companion_names=True)
    page = next_page(client, slot, party_size="2", companions="馬場 次郎")
    assert "馬場 太郎 さん" in page.text
    assert "馬場 次郎 さん" in page.text

    page = page.form("/check").submit(**{"p1-age": "４０", "p1-grade": "13", "p2-age": "5", "p2-grade": "0"})
    assert page.text.count("参加する日に6歳以上の方が対象です。") >= 2
    page = page.form("/check").submit(**{"p2-age": "7", "p2-grade": "1"})
    assert "馬場 次郎 さん 参加する日の学年 小学1年生" in page.text
    page.form("/registrations").submit()

    with app.app_context():
        people = db.session.scalars(select(Participant).where(Participant.grade.is_not(None)).order_by(Participant.id))
        assert [(one.name, one.age, one.grade) for one in people] == [("馬場 太郎", 40, 13), ("馬場 次郎", 7, 1)]


def test_a_child_alone_is_told_to_bring_somebody(client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, guardian_up_to_grade=3)

    page = next_page(client, slot, party_size="1").form("/check").submit(**{"p1-grade": "2"})

    assert page.status == 422
    assert "小学3年生までのお子さんは、保護者といっしょに申し込んでください。" in page.text


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"residence": Residence.CITY}, {"residence": Residence.ANYWHERE}),
        ({"residence": Residence.CITY}, {}),
        ({"age_min": 18}, {"age": 17}),
        ({"age_min": 18}, {"age": 30, "party_size": 2}),
        ({"grade_max": 6}, {"grade": 3, "party_size": 2, "companions": (Person(grade=7),)}),
    ],
)
def test_no_channel_passes_by_the_terms(app: Flask, make: Make, facts: dict[str, Any], said: dict[str, Any]) -> None:
    slot = make(an_opened_slot, **facts)

    with app.app_context(), pytest.raises(NotEligible), transaction():
        services.register(slot.id, an_entry(**said), actor=VISITOR, now=clock.now())

    assert registrations(app, slot) == []


def test_control_without_the_guard_the_terms_are_passed_by(
    app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = make(an_opened_slot, age_min=18)
    monkeypatch.setattr(eligibility, "require_eligible", lambda *_args: None)

    with app.app_context(), transaction():
        services.register(slot.id, an_entry(age=17), actor=VISITOR, now=clock.now())

    assert len(registrations(app, slot)) == 1


def three_programmes() -> Opened:
    """The first of three programmes, of which one ranks two."""
    event = an_event_at_niho()
    occurrence = an_occurrence(event.id)
    call = a_call(event.id, wishes_max=2, age_min=6)
    slots = [a_slot(call.id, 20, (occurrence.id,), label=name, position=at) for at, name in enumerate("朝昼夕")]
    return opened(slots[0])


def test_wishes_are_ranked_without_a_script(app: Flask, client: Resident, make: Make) -> None:
    slot = make(three_programmes)
    page = client.open(form_of(slot))
    assert "第1希望" in page.text
    codes = [value for name, value in page.form("/check").values if name == "wish_2"]
    assert codes == [""]

    twice = page.form("/check").submit(**BABA, party_size="1", slot=slot.code, wish_2=slot.code)
    assert "希望は、ちがう枠を2つまで選んでください" in twice.text
    with app.app_context():
        other = next(one.code for one in queries.call_by_code(slot.call_code).slots if one.label == "夕")
    page = twice.form("/check").submit(wish_2=other).form("/check").submit(**{"p1-age": "30"})
    assert "第1希望：朝" in page.text
    assert "第2希望：夕" in page.text
    page.form("/registrations").submit()

    with app.app_context():
        assert [one.rank for one in db.session.scalars(select(Wish).order_by(Wish.rank))] == [1, 2]


def test_the_desk_asks_the_same_on_one_growing_screen(app: Flask, make: Make) -> None:
    slot = make(three_programmes)
    page = signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/registrations/new")

    page = page.form("/registrations").submit(**BABA, slot=slot.code, party_size="2")
    assert page.status == 200
    assert "2人目の方" in page.text
    assert page.form("/registrations")["name"] == "馬場 太郎"
    page = page.form("/registrations").submit(**{"p1-age": "30", "p2-age": "5"})
    assert page.status == 422
    page = page.form("/registrations").submit(**{"p2-age": "6"})

    assert "受付番号" in page.text
    assert "30歳" in page.text
    assert len(registrations(app, slot)) == 1
