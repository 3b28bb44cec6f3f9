"""/my/<token>/change and its staff counterpart: what is shown, what is kept, what a refusal keeps."""

from typing import Any

import pytest
from flask import Flask

from eventsite.admission.models_registrations import Participant
from eventsite.audit.models import AuditEntry
from eventsite.core.db import db
from eventsite.questions.models import Answer, Question, QuestionKind, QuestionScope, Topic
from tests.factories.admission import a_registration, a_slot, an_open_slot
from tests.factories.events import a_date
from tests.factories.questions import a_question
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.standing_ways import a_draw, frozen
from tests.web.admission.ways import an_event_at_niho, an_opened_slot, opened, registrations, signed_in

SECRET = {"phone": "083-987-6541", "email": "canary-baba@example.jp"}


def test_one_changes_what_was_said_on_one_page(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    made = make(a_registration, slot.id, party_size=2, email="baba@example.jp")

    page = client.open(f"/my/{made.manage_token}").follow("内容を変更する")
    done = page.form("/change").submit(name="馬場 花子", party_size="3")

    assert "変更しました" in done.text
    (after,) = registrations(app, slot)
    assert (after.name, after.party_size, after.phone, after.email) == ("馬場 花子", 3, made.phone, "baba@example.jp")


@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
def test_a_link_that_was_handed_on_shows_neither_number_nor_address(client: Resident, make: Make, prefix: str) -> None:
    made = make(a_registration, make(an_opened_slot).id, **SECRET)

    page = client.open(f"{prefix}/my/{made.manage_token}/change")

    assert page.status == 200
    assert "987-6541" not in page.html
    assert "6541" in page.text
    assert "canary" not in page.html


def test_answers_about_health_are_neither_shown_nor_lost(app: Flask, client: Resident, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(5)))

    def ask() -> None:
        db.session.add(Question(
            code="allergy", call_id=slot.call_id, position=1, kind=QuestionKind.TEXT, label="アレルギー",
            purpose="食事", topic=Topic.HEALTH, reason="食事を出すため", is_required=True,
        ))  # fmt: skip

    make(ask)
    sent = client.open(f"/calls/{slot.call_code}/registrations/new").form("/check")
    typed = {"name": "馬場 太郎", "name_kana": "ばば たろう", "phone": "083-900-0000"}
    page = sent.submit(**typed).form("/check").submit(**{"q-allergy": "そば"}).form("/registrations").submit()

    asked = page.follow("内容を変更する")
    assert "そば" not in asked.html
    assert "変更しました" in asked.form("/change").submit(name="馬場 次郎").text

    with app.app_context():
        assert [one.value for one in db.session.query(Answer)] == ["そば"]


def test_a_party_that_does_not_fit_keeps_what_was_typed_and_everything_as_it_was(
    app: Flask, client: Resident, make: Make
) -> None:
    slot = make(an_opened_slot, capacity=3)
    made = make(a_registration, slot.id)
    make(a_registration, slot.id, name="江藤 四郎", name_kana="えとう しろう", phone="083-933-3333")

    refused = client.open(f"/my/{made.manage_token}/change").form("/change").submit(name="馬場 花子", party_size="3")

    assert refused.status == 422
    assert "席は、いま空いていません" in refused.text
    assert refused.form("/change")["name"] == "馬場 花子"
    assert "waits" not in refused.form("/change").names()
    assert registrations(app, slot)[0].name == "馬場 太郎"


def test_a_full_day_is_waited_for_after_an_explicit_choice(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, capacity=1)
    full = make(lambda: opened(a_slot(slot.call_id, 1, (a_date(slot.event_id, 9).id,), label="2日目")))
    made = make(a_registration, slot.id)
    make(a_registration, full.id, name="江藤 四郎", name_kana="えとう しろう", phone="083-933-3333")

    form = client.open(f"/my/{made.manage_token}/change").form("/change")
    refused = form.submit(slot=full.code)
    done = refused.form("/change").submit(waits="y")

    assert refused.status == 422
    assert "キャンセル待ちに登録しました" in done.text
    assert "いま1番目です" in done.text


def test_once_the_list_is_closed_only_names_and_contacts_are_asked(app: Flask, client: Resident, make: Make) -> None:
    slot = make(a_draw, capacity=3)
    made = make(a_registration, slot.id, party_size=2)
    frozen(app, slot)

    page = client.open(f"/my/{made.manage_token}/change")
    assert "受付が終わり" in page.text
    assert "party_size" not in page.form("/change").names()

    page.form("/change").submit(name="馬場 花子")
    (after,) = registrations(app, slot)
    assert (after.name, after.party_size) == ("馬場 花子", 2)


def test_a_wrong_number_is_said_at_its_field(client: Resident, make: Make) -> None:
    made = make(a_registration, make(an_opened_slot).id)

    refused = client.open(f"/my/{made.manage_token}/change").form("/change").submit(phone="12", name="")

    assert refused.status == 422
    assert "お名前を入力してください" in refused.text
    assert "電話番号は10桁か11桁で入力してください" in refused.text


def test_what_is_over_leads_to_ones_own_page(client: Resident, make: Make) -> None:
    made = make(a_registration, make(an_opened_slot).id)
    client.open(f"/my/{made.manage_token}/withdrawal").form("/withdrawal").submit()

    assert client.open(f"/my/{made.manage_token}/change").address.endswith(f"/my/{made.manage_token}")


def test_staff_change_it_at_the_persons_word_by_the_same_way(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(5, event=an_event_at_niho())))
    made = make(a_registration, slot.id, **SECRET)
    aoki = signed_in(app, "aoki@example.jp")

    page = aoki.open(f"/staff/registrations/{made.manage_token}/change")
    assert "いまは 083-987-6541" in page.text
    page.form("/change").submit(party_size="2", phone="090-1111-2222")

    (after,) = registrations(app, slot)
    assert (after.party_size, after.phone) == (2, "090-1111-2222")
    with app.app_context():
        entry = db.session.query(AuditEntry).filter_by(action="registration:change").one()
        assert (entry.actor_kind, entry.detail) == ("staff", "contact people size 1>2")


def test_another_centers_staff_find_nothing(app: Flask, make: Make) -> None:
    made = make(a_registration, make(lambda: opened(an_open_slot(5, event=an_event_at_niho()))).id)

    assert signed_in(app, "chiba@example.jp").open(f"/staff/registrations/{made.manage_token}/change").status == 404


@pytest.mark.parametrize(
    ("now_come", "expected"),
    [("ささき\nちば", 2), ("ばば\nささき さくら", 3), ("ばば\nちば", None), ("ばば\nささき\nちば", 3)],
)
def test_an_allergy_that_is_not_shown_stays_with_its_person(
    app: Flask, client: Resident, make: Make, now_come: str, expected: int | None
) -> None:
    slot = make(lambda: opened(an_open_slot(9, party_max=4, asks_companion_names=True)))
    each: dict[str, Any] = {"scope": QuestionScope.PARTICIPANT, "topic": Topic.HEALTH, "reason": "食事を出すため"}
    code = make(lambda: a_question(slot.call_id, "アレルギー", **each).code)
    typed = {"name": "青木", "name_kana": "あおき", "phone": "083-900-0000", "companions": "ばば\nささき\nちば"}
    sent = client.open(f"/calls/{slot.call_code}/registrations/new").form("/check").submit(**typed, party_size="4")
    page = sent.form("/check").submit(**{f"p3-{code}": "えび"}).form("/registrations").submit()

    size = str(now_come.count("\n") + 2)
    page.follow("内容を変更する").form("/change").submit(companions=now_come, party_size=size)

    with app.app_context():
        people = {one.id: one.position for one in db.session.query(Participant)}
        assert [people[one.participant_id or 0] for one in db.session.query(Answer)] == ([expected] if expected else [])
