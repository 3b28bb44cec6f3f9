"""Questions on the registration form: asked of residents and at the desk alike, stored once, lost never."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from eventsite.admission import services
from eventsite.admission.entries import Given
from eventsite.admission.models_registrations import Registration
from eventsite.core import clock
from eventsite.core.actor import VISITOR
from eventsite.core.db import db, transaction
from eventsite.core.errors import DomainError
from eventsite.i18n.dates import date_text
from eventsite.questions import services as questions
from eventsite.questions.models import Answer, QuestionKind
from tests.factories.admission import an_entry, an_open_slot
from tests.factories.questions import a_question
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.ways import BABA, opened, registrations
from tests.web.questions.ways import Asked, a_market, desk_page, fill_in, first_answers, form_page, stored

EXPECTED = [
    ("お弁当", None, "yes"),
    ("道具", None, "c1"),
    ("道具", None, "c3"),
    ("車の台数", None, "2"),
    ("前に来た日", None, "2025-11-08"),
    ("写真", None, "yes"),
    ("ひとこと", None, "楽しみにしています\n  よろしく"),
    ("アレルギー", 1, "卵"),
    ("何のお弁当", None, "c2"),
]


def test_a_resident_answers_every_kind_of_question(app: Flask, client: Resident, make: Make) -> None:
    asked = make(a_market)

    page = fill_in(form_page(client, asked), asked)
    assert "内容を確認する" in page.text
    assert "馬場 太郎 さん アレルギー 卵" in page.text
    assert "何のお弁当 魚" in page.text
    page.form("/registrations").submit()

    assert sorted(stored(app), key=str) == sorted(EXPECTED, key=str)


def test_the_desk_asks_the_same_and_stores_the_same_rows(app: Flask, make: Make) -> None:
    asked = make(a_market)

    page = fill_in(desk_page(app, asked), asked, "/registrations")

    assert "受付番号" in page.text
    assert sorted(stored(app), key=str) == sorted(EXPECTED, key=str)


def test_each_question_says_what_for_why_and_until_when(app: Flask, client: Resident, make: Make) -> None:
    asked = make(a_market)

    first = form_page(client, asked).form("/check").submit(**BABA, party_size="1")
    second = first.form("/check").submit(**first_answers(asked))

    with app.app_context():
        slot_end = clock.today(clock.now()) + timedelta(days=7)
    assert "使いみち：準備に使います" in first.text
    assert re.search(r"この答えは20[0-9]{2}年[0-9]+月[0-9]+日（.）に消します", first.text)
    assert "おききする理由：命にかかわるため" in second.text
    kept = date_text(slot_end + timedelta(days=10), "ja", with_year=True, with_era=False)
    assert f"この答えは{kept}に消します" in second.text


def test_the_day_that_was_shown_is_the_day_that_is_stored(app: Flask, client: Resident, make: Make) -> None:
    asked = make(a_market)
    page = form_page(client, asked).form("/check").submit(**BABA, party_size="1")
    fill_in(form_page(client, asked), asked).form("/registrations").submit()

    with app.app_context():
        days = {one.question.label: one.delete_on for one in db.session.scalars(select(Answer))}
        kept = db.session.scalars(select(Registration.delete_on)).one()

    assert days["ひとこと"] == kept
    for label in ("車の台数", "ひとこと"):
        shown = f"この答えは{date_text(days[label], 'ja', with_year=True, with_era=False)}に消します"
        assert shown in page.text


def test_a_question_is_asked_only_under_its_condition(app: Flask, client: Resident, make: Make) -> None:
    asked = make(a_market)
    page = form_page(client, asked).form("/check").submit(**BABA, party_size="1")
    page = page.form("/check").submit(**{asked.party("お弁当"): "no"})

    page = page.form("/check").submit()

    assert "内容を確認する" in page.text
    assert "何のお弁当" not in page.text


def test_an_answer_that_is_not_asked_any_more_is_not_stored(app: Flask, client: Resident, make: Make) -> None:
    """Baba chose fish, went back, and wants no lunch."""
    asked = make(a_market)
    check = fill_in(form_page(client, asked), asked)
    back = check.form("/registrations").submit(button="to=2")
    assert back.form("/check")[asked.party("お弁当")] == "yes"

    page = back.form("/check").submit(**{asked.party("お弁当"): "no"}).form("/check").submit()
    assert page.form("/registrations")[asked.party("何のお弁当")] == "c2"  # kept, should he go back once more
    page.form("/registrations").submit()

    assert "何のお弁当" not in {label for label, _, _ in stored(app)}


def test_nothing_typed_is_lost_on_the_way_and_back(client: Resident, make: Make) -> None:
    asked = make(a_market)
    check = fill_in(form_page(client, asked), asked)

    first = check.form("/registrations").submit(button="change")
    assert first.form("/check")["name"] == "馬場 太郎"
    page = first.form("/check").submit()

    form = page.form("/check")
    assert form[asked.party("車の台数")] == "２件"
    assert form[asked.party("前に来た日")] == "令和7年11月8日"
    assert [value for name, value in form.values if name == asked.party("道具")] == ["c1", "c3"]
    assert form[asked.person(1, "アレルギー")] == "卵"


def test_wrong_answers_are_said_at_their_fields_and_kept(app: Flask, client: Resident, make: Make) -> None:
    asked = make(a_market)
    page = form_page(client, asked).form("/check").submit(**BABA, party_size="2")

    wrong: dict[str, Any] = {
        asked.party("車の台数"): "たくさん",
        asked.party("前に来た日"): "きのう",
        asked.party("道具"): ["c2"],
    }
    page = page.form("/check").submit(**wrong)

    assert page.status == 422
    assert page.title.startswith("エラー：")
    assert page.text.count("「お弁当」に答えてください") == 2
    assert page.text.count("数字で入力してください") == 2
    assert page.text.count("日付を、年・月・日の順に入力してください") == 2
    form = page.form("/check")
    assert (form[asked.party("車の台数")], form[asked.party("道具")]) == ("たくさん", "c2")
    assert (form["name"], form["party_size"]) == ("馬場 太郎", "2")
    assert registrations(app, asked.slot) == []


@pytest.mark.parametrize("typed", ["あ" * 10_000, "卵\x00"])
def test_what_no_database_takes_is_refused_at_the_question(
    app: Flask, client: Resident, make: Make, typed: str
) -> None:
    asked = make(a_market)
    check = fill_in(form_page(client, asked), asked).form("/registrations")
    sent = {name: value for name, value in check.values if name != asked.person(1, "アレルギー")}

    page = client.post(check.action, data={**sent, asked.person(1, "アレルギー"): typed})

    assert page.status == 422
    assert "参加する方おひとりずつ" in page.text
    assert registrations(app, asked.slot) == []


def test_a_forged_choice_and_a_skipped_page_are_refused(app: Flask, client: Resident, make: Make) -> None:
    asked = make(a_market)
    check = fill_in(form_page(client, asked), asked).form("/registrations")
    values = dict(check.values)

    for name, value in ((asked.party("何のお弁当"), "c9"), (asked.party("お弁当"), "")):
        assert client.post(check.action, data={**values, name: value}).status == 422
    assert registrations(app, asked.slot) == []


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "required_answer"),
        ({"お弁当": "yes"}, "required_answer"),
        ({"お弁当": "no", "何のお弁当": "c1"}, "answer_not_asked"),
        ({"お弁当": "perhaps"}, "answer_unknown"),
        ({"お弁当": "no", "前に来た日": "きのう"}, "answer_unknown"),
    ],
)
def test_no_channel_can_pass_by_the_questions(app: Flask, make: Make, answers: dict[str, str], code: str) -> None:
    asked = make(a_market)
    given = tuple(Given(asked.codes[label], (value,)) for label, value in answers.items())

    with app.app_context(), pytest.raises(DomainError) as refused, transaction():
        services.register(asked.slot.id, an_entry(answers=given), actor=VISITOR, now=clock.now())

    assert refused.value.code == code
    assert registrations(app, asked.slot) == []


def test_control_without_the_guard_the_questions_are_passed_by(
    app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = make(a_market)
    monkeypatch.setattr(questions, "require", lambda *_args: None)

    with app.app_context(), transaction():
        services.register(asked.slot.id, an_entry(), actor=VISITOR, now=clock.now())

    assert len(registrations(app, asked.slot)) == 1


def test_a_consent_that_is_needed_must_be_given(app: Flask, client: Resident, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot()))
    consent = make(lambda: a_question(slot.call_id, "写真に写ります", QuestionKind.CONSENT, is_required=True))
    page = form_page(client, Asked(slot, {})).form("/check").submit(**BABA)

    page = page.form("/check").submit()
    assert page.status == 422
    assert "申し込むには、同意が必要です" in page.text
    page.form("/check").submit(**{f"q-{consent.code}": "y"}).form("/registrations").submit()

    assert stored(app) == [("写真に写ります", None, "yes")]


def test_an_event_without_questions_has_two_pages(client: Resident, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot()))

    page = form_page(client, Asked(slot, {}))
    assert "手順 1/2" in page.text
    assert "手順 2/2" in page.form("/check").submit(**BABA).text


def test_the_database_refuses_a_question_about_health_without_a_reason(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot()))
    make(lambda: a_question(slot.call_id, "持病", topic="health", reason="救護のため"))

    with app.app_context(), pytest.raises(IntegrityError, match="reason"), transaction():
        db.session.execute(text("UPDATE questions SET reason = ''"))


@pytest.mark.parametrize(
    ("prefix", "words", "note"),
    [
        ("/easy", "この 答えは", "難しい 日本語の 質問が あります"),
        ("/en", "This answer is deleted on", "Some questions are in Japanese only"),
    ],
)
def test_the_questions_speak_the_readers_language_as_far_as_they_can(
    client: Resident, make: Make, prefix: str, words: str, note: str
) -> None:
    slot = make(lambda: opened(an_open_slot()))
    make(lambda: a_question(slot.call_id, "車で来ますか", label_en="Do you come by car?", label_easy="くるま"))

    page = client.open(f"{prefix}/calls/{slot.call_code}/registrations/new").form("/check").submit(**BABA)

    assert words in page.text
    assert note in page.text
    assert "車で来ますか" not in page.text
    assert '<span lang="ja">準備に使います</span>' in page.html


def test_control_a_question_in_all_languages_needs_no_note(client: Resident, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot()))
    make(lambda: a_question(slot.call_id, "車", label_en="By car?", purpose_en="For the car park"))

    page = client.open(f"/en/calls/{slot.call_code}/registrations/new").form("/check").submit(**BABA)

    assert "For the car park" in page.text
    assert "Japanese only" not in page.text
