"""Opening and changing a call: slots, places, period; nobody who registered loses what was promised."""

from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.admission.models import Call, Slot
from eventsite.audit.models import AuditEntry
from eventsite.core.db import db
from eventsite.events.models import Publication
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import an_occurrence, in_days
from tests.support.fixtures import Make
from tests.support.pages import Page
from tests.web.admission.test_roster import a_slot_at_niho
from tests.web.admission.ways import Opened, an_event_at_niho, mails, opened, registrations, signed_in


def an_event_with_two_dates() -> str:
    """The code of an event of 仁保 with two dates and no call."""
    event = an_event_at_niho()
    an_occurrence(event.id, in_days(7))
    an_occurrence(event.id, in_days(14))
    return event.code


def a_draft_with_a_date() -> str:
    """The code of a draft of 仁保 without a call."""
    event = an_event_at_niho(publication=Publication.DRAFT)
    an_occurrence(event.id, in_days(7))
    return event.code


def two_slots() -> Opened:
    """The first of two slots, one for each date."""
    event = an_event_at_niho()
    dates = [an_occurrence(event.id, in_days(days)) for days in (7, 14)]
    call = a_call(event.id)
    slots = [a_slot(call.id, 5, (one.id,), position=number) for number, one in enumerate(dates)]
    return opened(slots[0])


def new_form(app: Flask, event_code: str) -> Page:
    """Return the form of a new call as Aoki sees it."""
    return signed_in(app, "aoki@example.jp").open(f"/staff/events/{event_code}/calls/new")


def edit_form(app: Flask, slot: Opened) -> Page:
    """Return the form of a stored call as Aoki sees it."""
    return signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/edit")


def slots_of(app: Flask, call_code: str | None = None) -> Sequence[Slot]:
    """Return the slots in the database in their order, with their dates loaded."""
    with app.app_context():
        query = select(Slot).join(Slot.call).order_by(Slot.position, Slot.id)
        slots = db.session.scalars(query.where(Call.code == call_code) if call_code else query).all()
        for slot in slots:
            _ = slot.occurrences
        return slots


def the_form(page: Page) -> Any:
    """Return the page's form of the call."""
    return next(one for one in page.forms if "admission" in one.names())


def test_a_whole_course_is_one_slot_of_all_dates(app: Flask, make: Make) -> None:
    page = the_form(new_form(app, make(an_event_with_two_dates))).submit(
        capacity="２０", opens_on="2026-11-01", opens_time="9:00", closes_on="2099-11-20", closes_time="17:00"
    )

    assert "保存しました" in page.text
    assert "全2回をまとめて申し込みます。" in page.text
    assert "先着20人です。" in page.text
    (slot,) = slots_of(app)
    assert (slot.capacity, len(slot.occurrences)) == (20, 2)
    with app.app_context():
        assert [one.action for one in db.session.scalars(select(AuditEntry))] == ["call:create"]


def test_a_saved_call_leads_back_to_the_event_where_it_can_be_published(app: Flask, make: Make) -> None:
    page = the_form(new_form(app, make(a_draft_with_a_date))).submit(capacity="20")

    assert "保存しました" in page.text
    assert "先着20人です。" in page.text
    assert "公開しました" in page.form("/publication").submit().text


def test_choosing_a_day_makes_a_slot_of_each_date(app: Flask, make: Make) -> None:
    page = the_form(new_form(app, make(an_event_with_two_dates))).submit(arrangement="each_date", capacity="8")

    assert "先着で、合わせて16人です。" in page.text
    assert [(slot.capacity, len(slot.occurrences)) for slot in slots_of(app)] == [(8, 1), (8, 1)]


def test_programmes_have_their_own_names_and_times(app: Flask, make: Make) -> None:
    page = new_form(app, make(an_event_with_two_dates))
    page = the_form(page).submit("act=add", arrangement="own")
    page = the_form(page).submit("act=add", **{"slots-0-label": "体力測定"})
    assert the_form(page)["slots-0-label"] == "体力測定"
    date = next(
        one.get("value", "") for one in page.tree.iter("option") if one.get("value", "").isalnum()
        and "午前" in "".join(one.itertext())
    )  # fmt: skip

    typed = {"slots-0-date": date, "slots-0-starts": "9:30", "slots-0-ends": "11:00", "slots-1-label": "見学"}
    page = the_form(page).submit(**typed, **{"slots-0-capacity": "10"})

    assert "体力測定：10人" in page.text
    assert "見学：人数の制限なし" in page.text
    first, second = slots_of(app)
    assert (first.label, first.capacity, len(first.occurrences)) == ("体力測定", 10, 1)
    assert first.starts_at is not None
    assert first.ends_at is not None
    assert (second.label, second.capacity, second.starts_at) == ("見学", None, None)


def test_a_row_is_taken_out_without_storing_anything(app: Flask, make: Make) -> None:
    slot = make(two_slots)

    page = the_form(edit_form(app, slot)).submit("act=drop-0")

    assert page.status == 200
    assert "slots-0-label" not in the_form(page).names()
    assert len(slots_of(app, slot.call_code)) == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"capacity": "たくさん"}, "数字で入力してください"),
        ({"capacity": "0"}, "1から9999までの数を入力してください"),
        ({"party_max": ""}, "1回の申し込みで何人までを入力してください"),
        ({"party_max": "100"}, "1から99までの数を入力してください"),
        ({"opens_on": "2026-11-01"}, "日付と時刻を両方入力してください"),
        (
            {"opens_on": "2026-11-02", "opens_time": "9:00", "closes_on": "2026-11-01", "closes_time": "9:00"},
            "受付の終わりは、始まりより後にしてください",
        ),
        ({"arrangement": "own"}, "枠を1つ以上つくってください"),
        ({"note": "あ" * 301}, "300文字までで入力してください"),
    ],
)
def test_wrong_input_gets_a_sentence_and_keeps_what_was_typed(
    app: Flask, make: Make, typed: dict[str, str], sentence: str
) -> None:
    page = the_form(new_form(app, make(an_event_with_two_dates))).submit(title="出店募集", **typed)

    assert page.status == 422
    assert page.title.startswith("エラー：")
    assert sentence in page.text
    assert the_form(page)["title"] == "出店募集"
    assert {name: the_form(page)[name] for name in typed} == typed
    assert slots_of(app) == []


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"starts": "9:00"}, "開始と終了を両方入力してください"),
        ({"starts": "9:00", "ends": "10:00"}, "時刻のある枠は、日を選んでください"),
        ({"capacity": "-3"}, "数字で入力してください"),
    ],
)
def test_a_wrong_row_gets_its_sentence_at_its_field(app: Flask, make: Make, row: dict[str, str], sentence: str) -> None:
    page = the_form(new_form(app, make(an_event_with_two_dates))).submit("act=add", arrangement="own")

    page = the_form(page).submit(
        **{"slots-0-label": "午前の部"}, **{f"slots-0-{name}": value for name, value in row.items()}
    )

    assert page.status == 422
    assert page.text.count(sentence) == 2
    assert slots_of(app) == []


def test_rows_with_impossible_numbers_are_passed_over(app: Flask, make: Make) -> None:
    form = the_form(new_form(app, make(an_event_with_two_dates)))
    aoki = signed_in(app, "aoki@example.jp")
    token = the_form(aoki.open(form.action))["csrf_token"]

    data = {**dict(form.values), "csrf_token": token, "slots-²-label": "x", "slots-99999999999-label": "y"}

    assert aoki.post(form.action, data=data).status == 200


def test_more_places_move_the_waiting_line_up_and_tell_it(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=1)
    make(a_registration, slot.id)
    make(a_registration, slot.id, name="江藤 三郎", email="eto@example.jp")

    page = the_form(edit_form(app, slot)).submit(**{"slots-0-capacity": "2"})

    assert "先着2人です。" in page.text
    assert [one.state for one in registrations(app, slot)] == ["confirmed", "confirmed"]
    assert mails(app)[-1].subject.startswith("【席が空きました】")
    assert [one.code for one in slots_of(app, slot.call_code)] == [slot.code]


def test_fewer_places_throw_nobody_out(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=5)
    make(a_registration, slot.id, party_size=4)

    the_form(edit_form(app, slot)).submit(**{"slots-0-capacity": "2"})

    (stored,) = slots_of(app, slot.call_code)
    assert (stored.capacity, stored.taken, stored.beyond) == (2, 4, 2)
    assert [one.state for one in registrations(app, slot)] == ["confirmed"]


def test_a_slot_with_registrations_stays(app: Flask, make: Make) -> None:
    slot = make(two_slots)
    made = make(a_registration, slot.id)
    aoki = signed_in(app, "aoki@example.jp")
    aoki.open(f"/staff/registrations/{made.manage_token}/withdrawal").form("/withdrawal").submit()

    page = the_form(the_form(edit_form(app, slot)).submit("act=drop-0")).submit()

    assert page.status == 422
    assert "には申し込みがあるので、なくしたり日時を変えたりできません" in page.text
    assert len(slots_of(app, slot.call_code)) == 2


def test_a_slot_with_registrations_does_not_move(app: Flask, make: Make) -> None:
    slot = make(two_slots)
    make(a_registration, slot.id)
    other = slots_of(app, slot.call_code)[1].occurrences[0].code

    page = the_form(edit_form(app, slot)).submit(**{"slots-0-date": other})

    assert page.status == 422
    assert "には申し込みがあるので" in page.text


def test_a_slot_without_registrations_goes(app: Flask, make: Make) -> None:
    slot = make(two_slots)

    the_form(the_form(edit_form(app, slot)).submit("act=drop-0")).submit()

    (left,) = slots_of(app, slot.call_code)
    assert left.id != slot.id


def test_with_registrations_it_cannot_become_an_event_without(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    make(a_registration, slot.id)

    page = the_form(edit_form(app, slot)).submit(admission="none")

    assert page.status == 422
    assert "申し込みがあるので、申し込み方法と、人・組の数え方は変えられません" in page.text


def test_an_event_without_registration_has_its_programmes_all_the_same(app: Flask, make: Make) -> None:
    page = the_form(new_form(app, make(an_event_with_two_dates))).submit(
        admission="none", arrangement="each_date", opens_on="2026-11-01", opens_time="9:00"
    )

    assert "申し込みはいりません。当日、会場にお越しください。" in page.text
    assert len(slots_of(app)) == 2
    with app.app_context():
        assert db.session.scalars(select(Call.opens_at)).one() is None
