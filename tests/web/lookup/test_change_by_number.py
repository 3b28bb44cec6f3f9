"""A change by receipt number: for whom no mail reaches; it shows nothing of anybody, and what is left empty stays."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.admission.entries import Entry, Given, Person
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.said import entry_of
from eventsite.admission.vocabulary import Admission
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core import clock
from eventsite.core.actor import ActorKind
from eventsite.core.db import db, transaction
from eventsite.lookup import services
from eventsite.questions.models import Question, QuestionKind, QuestionScope, Topic
from eventsite.questions.rules import NO, YES
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import a_date, an_event, in_days
from tests.factories.questions import a_question, only_if
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident

PHONE = "083-987-6541"
CHILDREN = (Person("馬場 花子", age=9), Person("馬場 次郎", age=6))
CHIBA = {"name": "千葉 次郎", "name_kana": "ちば じろう", "phone": "083-911-6541"}


@pytest.fixture
def baba(make: Make) -> int:
    """Baba, without a mail address, with children of 9 and 6 on the first of two days; Chiba takes its last place."""

    def build() -> Registration:
        event = an_event()
        call = a_call(event.id, asks_companion_names=True, age_min=5)
        first = a_slot(call.id, 4, (a_date(event.id, 10).id,), label="1日目")
        a_slot(call.id, 4, (a_date(event.id, 11).id,), label="2日目", position=2)
        allergy = a_question(call.id, "アレルギー", QuestionKind.YES_NO, topic=Topic.HEALTH, reason="おやつのため")
        food = a_question(
            call.id, "食べもの", topic=Topic.HEALTH, reason="おやつのため", is_required=True, **only_if(allergy, YES)
        )
        shoes = a_question(call.id, "くつのサイズ", QuestionKind.NUMBER, scope=QuestionScope.PARTICIPANT)
        sizes = [Given(shoes.code, (str(size),), person) for person, size in enumerate((26, 21, 18), start=1)]
        kept = (Given(allergy.code, (YES,)), Given(food.code, ("落花生",)), *sizes)
        a_registration(first.id, age=30, answers=(Given(allergy.code, (NO,)),), **CHIBA)
        return a_registration(first.id, phone=PHONE, age=41, party_size=3, companions=CHILDREN, answers=kept)

    return int(make(build).id)


def said(app: Flask, registration_id: int) -> Entry:
    """Return what the registration says now."""
    with app.app_context():
        return entry_of(db.session.get_one(Registration, registration_id))


def slot_of(app: Flask, registration_id: int) -> Slot:
    with app.app_context():
        return db.session.get_one(Registration, registration_id).slot


def named(app: Flask, label: str) -> str:
    """Return the name of the field that asks the question."""
    with app.app_context():
        return f"q-{db.session.scalars(select(Question.code).where(Question.label == label)).one()}"


def form(app: Flask, client: Resident, registration_id: int, prefix: str = "") -> Page:
    """Look the registration up and press 変更する."""
    with app.app_context():
        receipt = db.session.get_one(Registration, registration_id).receipt
    client.open(f"{prefix}/my").form("/my/number").submit(number=receipt, last_digits=PHONE[-4:])
    return client.open(f"{prefix}/my/found/0/change")


@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
def test_the_form_shows_nothing_of_anybody(app: Flask, client: Resident, baba: int, prefix: str) -> None:
    page = form(app, client, baba, prefix)

    assert page.status == 200
    for secret in ("馬場", "ばば", "花子", "次郎", "987", 'value="41"', 'value="9"', 'value="26"', "落花生"):
        assert secret not in page.html
    assert "checked" not in page.html
    assert named(app, "食べもの") not in page.html, "that this is asked would tell that somebody is allergic"


def test_what_is_left_empty_stays(app: Flask, client: Resident, baba: int) -> None:
    before = said(app, baba)

    done = form(app, client, baba).form("/change").submit(phone=PHONE, name="馬塲 太郎")

    assert "見つかった申し込み" in done.text
    assert "変更しました" in done.text
    assert said(app, baba) == replace(before, name="馬塲 太郎")


def test_nothing_typed_changes_nothing(app: Flask, client: Resident, baba: int) -> None:
    before = said(app, baba)

    form(app, client, baba).form("/change").submit(phone=PHONE)

    assert said(app, baba) == before
    with app.app_context():
        assert not db.session.scalars(select(AuditEntry).where(AuditEntry.action == Action.REGISTRATION_CHANGE)).all()


def test_the_answers_of_a_child_who_still_comes_go_with_the_child(app: Flask, client: Resident, baba: int) -> None:
    form(app, client, baba).form("/change").submit(phone=PHONE, party_size="2", companions="馬場 次郎")

    now = said(app, baba)
    assert now.people == (Person("馬場 太郎", "ばば たろう", 41), Person("馬場 次郎", age=6))
    assert {one.person: one.values for one in now.answers if one.person} == {1: ("26",), 2: ("18",)}
    assert ("落花生",) in [one.values for one in now.answers]


def test_fewer_people_without_their_names_are_asked_for_them(app: Flask, client: Resident, baba: int) -> None:
    before = said(app, baba)

    wrong = form(app, client, baba).form("/change").submit(phone=PHONE, party_size="2")

    assert wrong.status == 422
    assert "1人分" in wrong.text
    assert "花子" not in wrong.html
    assert said(app, baba) == before


def test_the_other_day_is_taken_and_the_first_is_free_again(app: Flask, client: Resident, baba: int) -> None:
    with app.app_context():
        other = db.session.scalars(select(Slot.code).where(Slot.label == "2日目")).one()

    form(app, client, baba).form("/change").submit(phone=PHONE, slot=other)

    assert slot_of(app, baba).label == "2日目"
    assert slot_of(app, baba).taken == 3


def test_more_people_than_places_are_refused_and_what_was_typed_stays(app: Flask, client: Resident, baba: int) -> None:
    before, shoes = said(app, baba), named(app, "くつのサイズ").removeprefix("q-")
    grown = (
        form(app, client, baba)
        .form("/change")
        .submit(phone=PHONE, party_size="4", companions="馬場 花子\n馬場 次郎\n馬場 三郎")
    )
    assert "p4-age" in grown.html, "the fourth is asked for an age"

    wrong = grown.form("/change").submit(**{"phone": PHONE, "p4-age": "5", f"p4-{shoes}": "17"})

    assert wrong.status == 422
    assert "席は、いま空いていません" in wrong.text
    assert "馬場 三郎" in wrong.html
    assert said(app, baba) == before


def test_an_answer_that_asks_on_is_followed_and_what_it_replaces_goes(app: Flask, client: Resident, baba: int) -> None:
    allergy, food = named(app, "アレルギー"), named(app, "食べもの")
    page = form(app, client, baba).form("/change").submit(**{"phone": PHONE, allergy: NO})
    assert page.status == 200
    assert [one.values for one in said(app, baba).answers if one.person is None] == [(NO,)]

    asked = form(app, client, baba).form("/change").submit(**{"phone": PHONE, allergy: YES})
    assert food in asked.html
    asked.form("/change").submit(**{"phone": PHONE, food: "えび"})
    assert ("えび",) in [one.values for one in said(app, baba).answers]


def test_a_wrong_telephone_number_changes_nothing_and_is_counted(app: Flask, client: Resident, baba: int) -> None:
    before, page = said(app, baba), form(app, client, baba)

    answers = [page.form("/change").submit(phone=f"083-{100 + one}-6541", name="泥棒").status for one in range(6)]

    assert answers == [422] * 5 + [429]
    assert page.form("/change").submit(phone=PHONE, name="泥棒").status == 429
    assert said(app, baba) == before


def test_control_without_the_number_anybody_would_change_it(
    app: Flask, client: Resident, baba: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "is_known_to", lambda *_, **__: True)

    form(app, client, baba).form("/change").submit(phone="083-100-6541", name="泥棒")

    assert said(app, baba).name == "泥棒"


def test_a_neighbour_cannot_change_somebody_who_has_a_mail_address(app: Flask, client: Resident, baba: int) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Registration, baba).email = "baba@example.jp"
    before = said(app, baba)

    page = form(app, client, baba)

    assert "メールでお送りするリンクからできます" in page.text
    token = page.form("/links")["csrf_token"]
    client.post("/my/found/0/change", data={"csrf_token": token, "phone": PHONE, "name": "泥棒"})
    assert said(app, baba) == before


def test_ranked_wishes_are_one_answer(app: Flask, client: Resident, make: Make) -> None:
    def build() -> tuple[int, list[str]]:
        event = an_event()
        call = a_call(
            event.id, Admission.LOTTERY, wishes_max=3, closes_at=in_days(1), draw_at=in_days(2), sealed_at=clock.now()
        )
        slots = [a_slot(call.id, 4, (a_date(event.id, 10 + day).id,), label=f"{day}日目") for day in (1, 2, 3)]
        wishes = (slots[1].id, slots[2].id)
        return a_registration(slots[0].id, phone=PHONE, wishes=wishes).id, [one.code for one in slots]

    made, codes = make(build)
    wrong = form(app, client, made).form("/change").submit(phone=PHONE, wish_2=codes[2])
    assert wrong.status == 422, "a second wish alone does not say what the first is"
    assert wrong.text.count("エラー：") == 1

    wrong.form("/change").submit(phone=PHONE, slot=codes[2], wish_2=codes[0])

    assert slot_of(app, made).code == codes[2]
    assert len(said(app, made).wishes) == 1


def test_every_way_leaves_the_same_line_in_the_log(app: Flask, client: Resident, baba: int) -> None:
    form(app, client, baba).form("/change").submit(phone=PHONE, party_size="2", companions="馬場 次郎")

    with app.app_context():
        line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == Action.REGISTRATION_CHANGE)).one()
        assert (line.actor_kind, line.detail) == (ActorKind.VISITOR, "people size answers 3>2")
