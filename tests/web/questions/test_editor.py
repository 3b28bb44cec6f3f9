"""The editor of a call's questions: added, changed, moved and removed without a script."""

from typing import Any

import pytest
from flask import Flask

from eventsite.admission.queries import calls_of
from eventsite.admission.vocabulary import Audience
from eventsite.calls import services as calls
from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db, transaction
from eventsite.events.models import Event
from eventsite.questions import queries, services
from eventsite.questions.models import Question, QuestionKind, QuestionScope
from tests.factories.admission import an_open_slot
from tests.factories.questions import a_question, only_if
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.admission.ways import Opened, an_event_at_niho, opened, signed_in
from tests.web.questions.ways import Asked, a_market, fill_in, form_page

MEAL = {"label": "お弁当はいりますか", "purpose": "注文する数を決めます", "kind": "yes_no"}


@pytest.fixture
def slot(make: Make) -> Opened:
    """A slot of 仁保, whose clerk Aoki is."""
    found: Opened = make(lambda: opened(an_open_slot(event=an_event_at_niho())))
    return found


def listed(app: Flask, slot: Opened) -> Page:
    return signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/questions")


def new(app: Flask, slot: Opened, **typed: Any) -> Page:
    return listed(app, slot).follow("はじめから書く").form("/new").submit(**{**MEAL, **typed})


def asked_of(app: Flask, slot: Opened) -> list[Question]:
    with app.app_context():
        return list(queries.questions_of(slot.call_id))


def test_a_question_is_written_and_shown_with_its_purpose_and_last_day(app: Flask, slot: Opened) -> None:
    page = new(app, slot, keep_days="1")

    assert "お弁当はいりますか" in page.text
    assert "使いみち 注文する数を決めます" in page.text
    [question] = asked_of(app, slot)
    assert (question.kind, question.keep_days, question.is_required) == (QuestionKind.YES_NO, 1, False)


def test_what_is_missing_is_said_and_what_was_typed_is_kept(app: Flask, slot: Opened) -> None:
    page = new(app, slot, purpose="", keep_days="400")

    assert page.status == 422
    assert "使いみちを入力してください" in page.text
    assert "1から365までの数を入力してください" in page.text
    assert page.form("/new")["label"] == "お弁当はいりますか"
    assert asked_of(app, slot) == []


def test_city_employees_join_with_one_press_and_are_asked_nothing(app: Flask, make: Make) -> None:
    shift = make(lambda: opened(an_open_slot(event=an_event_at_niho(), audience=Audience.CITY_STAFF)))

    page = new(app, shift)

    assert page.status == 422
    assert "応援隊の募集では、質問はできません" in page.text
    assert asked_of(app, shift) == []


@pytest.mark.parametrize("topic", ["health", "birth_date"])
def test_health_and_birth_dates_are_asked_with_a_reason_only(app: Flask, slot: Opened, topic: str) -> None:
    page = new(app, slot, topic=topic)
    assert page.status == 422
    assert page.text.count("健康や生年月日をきくときは、理由を書いてください") == 2
    assert asked_of(app, slot) == []

    page.form("/new").submit(reason="食事を用意するため")
    assert [one.topic for one in asked_of(app, slot)] == [topic]


def test_choices_are_written_in_rows_that_buttons_add_and_remove(app: Flask, slot: Opened) -> None:
    page = new(app, slot, kind="choice")
    assert "選ぶものを2つ以上書いてください" in page.text
    for _ in range(3):
        page = page.form("/new").submit(button="act=add")
    page = page.form("/new").submit(**{"choices-0-label": "肉", "choices-1-label": "x", "choices-2-label": "魚"})
    assert page.status == 200

    [question] = asked_of(app, slot)
    assert [one.label for one in question.choices] == ["肉", "x", "魚"]
    edit = listed(app, slot).follow("直す").form("/edit").submit(button="act=drop-1").form("/edit").submit()
    assert edit.status == 200
    assert [one.label for one in asked_of(app, slot)[0].choices] == ["肉", "魚"]
    assert [one.code for one in asked_of(app, slot)[0].choices] == [question.choices[0].code, question.choices[2].code]


@pytest.mark.parametrize("start", ["allergy", "care", "photo", "address", "birth_date"])
def test_what_centers_ask_often_needs_one_press_to_save(app: Flask, slot: Opened, start: str) -> None:
    aoki = signed_in(app, "aoki@example.jp")

    page = aoki.open(f"/staff/calls/{slot.call_code}/questions/new?start={start}").form("/new").submit()

    assert page.status == 200
    [question] = asked_of(app, slot)
    assert question.label_easy
    assert question.label_en


def test_a_question_depends_on_an_earlier_answer(app: Flask, slot: Opened) -> None:
    new(app, slot)
    page = listed(app, slot).follow("はじめから書く")
    assert "「お弁当はいりますか」に「はい」と答えたときだけ" in page.html
    meal = asked_of(app, slot)[0]

    page = page.form("/new").submit(label="何のお弁当", purpose="注文", kind="text", condition=f"{meal.code}:yes")

    assert "「お弁当はいりますか」に「はい」と答えた方だけに" in page.text
    assert [one.depends_value for one in asked_of(app, slot)] == ["", "yes"]


def test_a_forged_condition_is_refused(app: Flask, slot: Opened, make: Make) -> None:
    each = make(lambda: a_question(slot.call_id, "泳げますか", QuestionKind.YES_NO, scope=QuestionScope.PARTICIPANT))

    page = new(app, slot, condition=f"{each.code}:yes")

    assert page.status == 422
    assert page.text.count("その質問と答えは、条件に使えません") == 2


def test_questions_are_moved_but_not_before_what_they_depend_on(app: Flask, slot: Opened, make: Make) -> None:
    def three() -> None:
        first = a_question(slot.call_id, "一", QuestionKind.YES_NO)
        a_question(slot.call_id, "二", **only_if(first, "yes"))
        a_question(slot.call_id, "三")

    make(three)
    codes = {one.label: one.code for one in asked_of(app, slot)}

    page = listed(app, slot).form(f"{codes['三']}/position").submit(button="step=up")
    assert [one.label for one in asked_of(app, slot)] == ["一", "三", "二"]
    page.form(f"{codes['三']}/position").submit(button="step=up")
    refused = listed(app, slot).form(f"{codes['二']}/position").submit(button="step=up")

    assert refused.status == 422
    assert "もとになる質問より前には、置けません" in refused.text
    assert [one.label for one in asked_of(app, slot)] == ["三", "一", "二"]


def test_a_question_goes_unless_another_depends_on_it(app: Flask, slot: Opened, make: Make) -> None:
    def two() -> None:
        a_question(slot.call_id, "二", **only_if(a_question(slot.call_id, "一", QuestionKind.YES_NO), "yes"))

    make(two)
    first, second = asked_of(app, slot)
    aoki = signed_in(app, "aoki@example.jp")
    address = f"/staff/calls/{slot.call_code}/questions/{{}}/removal"

    refused = aoki.open(address.format(first.code)).form("/removal").submit()
    assert "先にそちらを直してください" in refused.text
    aoki.open(address.format(second.code)).form("/removal").submit()

    assert [one.label for one in asked_of(app, slot)] == ["一"]


@pytest.fixture
def answered(client: Resident, make: Make) -> Asked:
    """A market for which Baba has registered."""
    asked: Asked = make(a_market)
    fill_in(form_page(client, asked), asked).form("/registrations").submit()
    return asked


def edit(app: Flask, asked: Asked, label: str) -> Page:
    address = f"/staff/calls/{asked.slot.call_code}/questions/{asked.codes[label]}/edit"
    return signed_in(app, "aoki@example.jp").open(address)


@pytest.mark.parametrize(
    ("label", "change"),
    [
        ("車の台数", {"kind": "text"}),
        ("車の台数", {"scope": "participant"}),
        ("車の台数", {"keep_days": "30"}),
        ("アレルギー", {"topic": "general"}),
        ("何のお弁当", {"condition": ""}),
        ("何のお弁当", {"button": "act=drop-1"}),
    ],
)
def test_a_question_that_was_answered_keeps_its_meaning(
    app: Flask, answered: Asked, label: str, change: dict[str, str]
) -> None:
    page = edit(app, answered, label)
    if "button" in change:
        page, change = page.form("/edit").submit(button=change["button"]), {"choices-0-label": "魚"}
        page = page.form("/edit").submit(button="act=add")
        change["choices-1-label"] = "菓子"

    page = page.form("/edit").submit(**change)

    assert page.status == 422
    assert "すでに答えた方がいるので、変えられるのは言葉だけです" in page.text


def test_its_wording_may_change_and_choices_be_added(app: Flask, answered: Asked) -> None:
    page = edit(app, answered, "何のお弁当").form("/edit").submit(button="act=add")

    page = page.form("/edit").submit(label="お弁当の種類", **{"choices-2-label": "野菜"})

    assert page.status == 200
    renamed = next(one for one in asked_of(app, answered.slot) if one.code == answered.codes["何のお弁当"])
    assert (renamed.label, [one.label for one in renamed.choices]) == ("お弁当の種類", ["肉", "魚", "野菜"])


def test_a_question_of_another_call_is_not_found(app: Flask, answered: Asked, make: Make) -> None:
    other = make(lambda: a_question(an_open_slot().call_id, "よその質問"))
    aoki = signed_in(app, "aoki@example.jp")

    assert aoki.open(f"/staff/calls/{answered.slot.call_code}/questions/{other.code}/edit").status == 404


def test_a_copied_call_asks_the_same_under_codes_of_its_own(app: Flask, answered: Asked, make: Make) -> None:
    new_call = make(an_open_slot).call_id

    with app.app_context(), transaction():
        assert services.copy(answered.slot.call_id, new_call) == 8

    with app.app_context():
        before, after = queries.questions_of(answered.slot.call_id), queries.questions_of(new_call)
        assert [one.label for one in before] == [one.label for one in after]
        assert not {one.code for one in before} & {one.code for one in after}
        kind = next(one for one in after if one.label == "何のお弁当")
        assert db.session.get_one(Question, kind.depends_on_id).call_id == new_call


def test_the_calls_of_a_copied_event_ask_the_same(app: Flask, answered: Asked, make: Make) -> None:
    copy = make(lambda: an_open_slot().call.event)

    with app.app_context(), transaction():
        event = db.session.get_one(Event, copy.id)
        calls.copy_calls(answered.slot.event_id, event, actor=SYSTEM, now=clock.now())
        made = calls_of(copy.id)[-1]
        assert [one.label for one in queries.questions_of(made.id)] == list(answered.codes)
