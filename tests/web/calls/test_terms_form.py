"""The further rules of a call: every one set by a clerk, kept as typed, and said back in sentences."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from eventsite.admission.errors import TermsContradict
from eventsite.admission.terms import OpeningTerms
from eventsite.admission.vocabulary import Admission, Channel, Counter, FreePlaceRule, Priority, Residence
from eventsite.calls.services import edit_call
from eventsite.core.actor import SYSTEM
from eventsite.core.db import transaction
from tests.factories.admission import a_registration
from tests.support.fixtures import Make
from tests.web.admission.terms_ways import (
    LOTTERY,
    an_event_with_dates,
    open_call,
    set_terms,
    stored,
    terms_page,
    the_form,
)
from tests.web.admission.test_roster import a_slot_at_niho
from tests.web.admission.ways import Opened, registrations, signed_in

FIRST = datetime(2099, 1, 5, tzinfo=UTC)


def test_whom_a_call_asks_is_set_and_said_back(app: Flask, make: Make) -> None:
    code = open_call(app, make(an_event_with_dates), capacity="15")

    page = set_terms(
        app, code, eligibility__residence="city_life", eligibility__age_min="６５", eligibility__grade_min="5",
        eligibility__guardian_up_to_grade="9",
    )  # fmt: skip

    assert "申し込めるのは、市内にお住まい・お勤め・通学の方です。" in page.text
    assert "参加する日に65歳以上の方が対象です。" in page.text
    assert "小学5年生以上の方が対象です。" in page.text
    assert "中学3年生までのお子さんは、保護者といっしょに申し込んでください。" in page.text
    call = stored(app, code)
    assert (call.residence, call.age_min, call.grade_min) == (Residence.CITY_LIFE, 65, 5)


def test_registration_opens_for_some_before_others(app: Flask, make: Make) -> None:
    code = open_call(app, make(an_event_with_dates), capacity="15")

    page = set_terms(
        app, code, rows=2,
        openings__0__residence="area", openings__0__opens_on="2099-01-10", openings__0__opens_time="9:00",
        openings__1__channel="phone", openings__1__opens_on="2099-01-20", openings__1__opens_time="9:00",
    )  # fmt: skip

    assert "受付の始まりは、次のように分かれています。" in page.text
    assert "仁保地区にお住まいの方：1月10日（土）午前9時から" in page.text
    assert "どなたでも（電話）：1月20日（火）午前9時から" in page.text
    call = stored(app, code)
    assert [(one.residence, one.channel) for one in call.openings] == [
        (Residence.AREA, None), (Residence.ANYWHERE, Channel.PHONE)
    ]  # fmt: skip
    assert call.opens_at == call.openings[0].opens_at
    edit = signed_in(app, "aoki@example.jp").open(f"/staff/calls/{code}/edit")
    assert "opens_on" not in the_form(edit).names()


def test_places_are_kept_for_a_counter_and_counted_in_the_totals(app: Flask, make: Make) -> None:
    code = open_call(app, make(an_event_with_dates), capacity="40")

    page = set_terms(app, code, kept__0__phone_and_desk="10")

    assert "このうち10人の席は、電話や窓口で申し込む方に取ってあります。" in page.text
    assert "この決まりで、全部で40人（電話・窓口10人、どの方法でも30人）に席が渡ります。" in page.text
    assert [(one.counter, one.places) for one in stored(app, code).slots[0].reserves] == [(Counter.PHONE_AND_DESK, 10)]


def test_the_draw_the_line_the_minimum_and_the_limits_are_said_back(app: Flask, make: Make) -> None:
    code = open_call(app, make(an_event_with_dates, 7, 14), **{**LOTTERY, "arrangement": "each_date"})

    page = set_terms(
        app, code, draw__first="first_timers", draw__second="residents", draw__reserves_max="3",
        draw__leftover_first_come="y", waiting__free_place_rule="next_that_fits", waiting__offer_hours="48",
        wishes__wishes_max="2", minimum__minimum="8", minimum__decide_on="2099-02-10",
        minimum__decide_time="12:00", limits__limit_event="1", limits__limit_series="2", limits__limit_year="3",
    )  # fmt: skip

    for sentence in (
        "希望する順に第2希望まで選べます。",
        "抽選の日時は2月6日（金）午前10時です。",
        "優先する方（1番目）：はじめて参加する方",
        "優先する方（2番目）：市内にお住まいの方",
        "抽選の順に、3組までが補欠になります。",
        "席が残ったときは、結果のお知らせのあと、先着順で受け付けます。",
        "お知らせから48時間以内のお返事をお願いします。",
        "最少催行人数は8人です。開催するかどうかを2月10日（火）正午に決め",
        "この催しに申し込めるのは、1人1回までです。",
        "同じシリーズの催しに申し込めるのは、全部で1人2回までです。",
        "1人3回までです。",
    ):
        assert sentence in page.text, sentence
    call = stored(app, code)
    assert [one.priority for one in call.priorities] == [Priority.FIRST_TIMERS, Priority.RESIDENTS]
    assert (call.reserves_max, call.offer_hours, call.free_place_rule) == (3, 48, FreePlaceRule.NEXT_THAT_FITS)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"eligibility-age_min": "10", "eligibility-age_max": "5"}, "上の年齢は、下の年齢と同じか大きくしてください"),
        ({"eligibility-grade_min": "6", "eligibility-grade_max": "1"}, "上の学年は、下の学年と同じか上にしてください"),
        ({"eligibility-age_min": "131"}, "0から130までの数を入力してください"),
        ({"waiting-offer_hours": "0"}, "1から336までの数を入力してください"),
        ({"minimum-minimum": "5"}, "開催するかどうかを決める日時を入力してください"),
        ({"minimum-decide_on": "2099-01-01", "minimum-decide_time": "9:00"}, "最少催行人数を入力してください"),
        ({"minimum-minimum": "5", "minimum-decide_on": "2099-01-01"}, "日付と時刻を両方入力してください"),
        ({"kept-0-web": "12", "kept-0-paper": "12"}, "取っておく席は、合わせて定員までにしてください"),
        ({"limits-limit_year": "たくさん"}, "数字で入力してください"),
    ],
)
def test_a_wrong_rule_gets_its_sentence_and_keeps_what_was_typed(
    app: Flask, make: Make, typed: dict[str, str], sentence: str
) -> None:
    code = open_call(app, make(an_event_with_dates), capacity="20")

    page = the_form(terms_page(app, code), "eligibility-residence").submit(**typed)

    assert page.status == 422
    assert sentence in page.text
    form = the_form(page, "eligibility-residence")
    assert {name: form[name] for name in typed} == typed


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"closes_on": "", "closes_time": ""}, "抽選のときは、受付の終わりを入力してください"),
        ({"draw_on": "", "draw_time": ""}, "抽選の日時を入力してください"),
        ({"draw_on": "2099-02-01"}, "抽選は、受付の終わりより後にしてください"),
        ({"draw_source": ""}, "抽選に使う値を、どこから取るか入力してください"),
    ],
)
def test_a_draw_without_its_dates_is_not_stored(app: Flask, make: Make, typed: dict[str, str], sentence: str) -> None:
    event = make(an_event_with_dates)
    page = signed_in(app, "aoki@example.jp").open(f"/staff/events/{event}/calls/new")

    page = the_form(page).submit(**{**LOTTERY, **typed})

    assert page.status == 422
    assert sentence in page.text


def test_an_opening_lies_before_the_end_of_the_call(app: Flask, make: Make) -> None:
    code = open_call(app, make(an_event_with_dates), capacity="20")

    page = set_terms(app, code, rows=1, openings__0__opens_on="2099-03-01", openings__0__opens_time="9:00")

    assert page.status == 422
    assert "募集の受付の終わりより前にしてください" in page.text


def a_sealed_lottery(opens_in: int, **more: object) -> Opened:
    """A lottery at 仁保 whose rules are sealed, and whose entries open in so many days."""
    opens_at = (datetime.now(UTC) + timedelta(opens_in)).replace(second=0, microsecond=0)
    return a_slot_at_niho(
        capacity=5, admission=Admission.LOTTERY, opens_at=opens_at, closes_at=opens_at + timedelta(3),
        draw_at=opens_at + timedelta(4),
        draw_source="さいころ", sealed_at=datetime.now(UTC), **more,
    )  # fmt: skip


def test_once_entries_have_opened_nobody_changes_the_rules_of_the_draw(app: Flask, make: Make) -> None:
    slot = make(a_sealed_lottery, -1)
    clerk = signed_in(app, "aoki@example.jp")

    page = the_form(clerk.open(f"/staff/calls/{slot.call_code}/edit")).submit(**{"slots-0-capacity": "6"})
    terms = set_terms(app, slot.call_code, draw__first="residents")

    sentence = "受付が始まったので、抽選の決まり"
    assert (page.status, terms.status) == (422, 422)
    assert sentence in page.text
    assert sentence in terms.text
    call = stored(app, slot.call_code)
    assert (call.slots[0].capacity, call.priorities) == (5, [])
    assert call.sealed_at is not None


def test_what_a_draw_is_not_bound_to_can_still_be_mended(app: Flask, make: Make) -> None:
    slot = make(a_sealed_lottery, -1)

    page = the_form(signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/edit")).submit(
        note="駐車場はありません"
    )

    assert page.status == 200
    call = stored(app, slot.call_code)
    assert call.note == "駐車場はありません"
    assert call.sealed_at is not None


def test_before_entries_open_a_change_takes_the_seal_away(app: Flask, make: Make) -> None:
    slot = make(a_sealed_lottery, 1)

    set_terms(app, slot.call_code, draw__first="residents")

    assert stored(app, slot.call_code).sealed_at is None


def test_after_the_result_places_can_be_added(app: Flask, make: Make) -> None:
    now = datetime.now(UTC)
    slot = make(a_sealed_lottery, -5, frozen_at=now, announced_at=now)

    page = the_form(signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/edit")).submit(
        **{"slots-0-capacity": "6"}
    )

    assert page.status == 200
    assert stored(app, slot.call_code).slots[0].capacity == 6


def test_with_people_waiting_the_line_stays(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=1)
    make(a_registration, slot.id)
    make(a_registration, slot.id, name="江藤 三郎")

    page = set_terms(app, slot.call_code, waiting__free_place_rule="reopen")

    assert page.status == 422
    assert "待っている方がいるので" in page.text
    assert stored(app, slot.call_code).free_place_rule is FreePlaceRule.HOLD_FOR_NEXT


def test_with_registrations_neither_the_way_nor_the_unit_changes(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    make(a_registration, slot.id, party_size=2)

    page = the_form(signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/edit")).submit(
        unit="parties"
    )

    assert page.status == 422
    assert "申し込み方法と、人・組の数え方は変えられません" in page.text


def test_places_that_are_no_longer_kept_go_to_who_waits(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=2)
    set_terms(app, slot.call_code, kept__0__phone_and_desk="1")
    make(a_registration, slot.id)
    make(a_registration, slot.id, name="江藤 三郎")
    assert [one.state for one in registrations(app, slot)] == ["confirmed", "waiting"]

    set_terms(app, slot.call_code, kept__0__phone_and_desk="")

    assert [one.state for one in registrations(app, slot)] == ["confirmed", "confirmed"]


def test_places_kept_later_count_who_came_that_way_before(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=5)
    make(a_registration, slot.id, channel=Channel.PHONE, party_size=2)
    make(a_registration, slot.id)

    set_terms(app, slot.call_code, kept__0__phone_and_desk="3")

    (reserve,) = stored(app, slot.call_code).slots[0].reserves
    assert (reserve.places, reserve.taken) == (3, 2)


def test_two_clerks_who_edit_two_forms_both_keep_their_change(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    first = the_form(terms_page(app, slot.call_code), "eligibility-residence")
    second = the_form(signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/edit"))

    first.submit(**{"eligibility-age_min": "65"})
    second.submit(note="上ばきを持ってきてください")

    call = stored(app, slot.call_code)
    assert (call.age_min, call.note) == (65, "上ばきを持ってきてください")


def test_what_is_odd_is_shown_where_it_is_set_and_before_publishing(app: Flask, make: Make) -> None:
    event = make(an_event_with_dates)
    code = open_call(app, event, **{**LOTTERY, "capacity": ""})

    assert "定員がないので、申し込んだ方は全員参加できます。" in terms_page(app, code).text
    assert (
        "抽選の日時が、催しの始まったあとです。"
        in signed_in(app, "aoki@example.jp").open(f"/staff/events/{event}").text
    )


def test_a_clerk_of_another_center_finds_no_rules(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)

    assert signed_in(app, "chiba@example.jp").open(f"/staff/calls/{slot.call_code}/terms").status == 404


@pytest.mark.parametrize(
    "change",
    [
        {"closes_at": FIRST},
        {"closes_at": FIRST - timedelta(1)},
        {"openings": (OpeningTerms(Residence.AREA, None, FIRST + timedelta(30)),)},
        {"openings": (OpeningTerms(Residence.AREA, None, FIRST, FIRST),)},
        {"age_min": 10, "age_max": 9},
        {"grade_min": 6, "grade_max": 5},
        {"admission": Admission.LOTTERY},
        {"admission": Admission.LOTTERY, "closes_at": None, "draw_at": FIRST},
        {"draw_at": FIRST},
        {"minimum": 3},
    ],
)
def test_what_two_forms_at_once_could_make_never_reaches_the_database(
    app: Flask, make: Make, change: dict[str, Any]
) -> None:
    slot = make(a_slot_at_niho, opens_at=FIRST, closes_at=FIRST + timedelta(20))

    with app.app_context(), pytest.raises(TermsContradict), transaction():
        edit_call(slot.call_id, lambda plan: replace(plan, **change), actor=SYSTEM, now=FIRST)

    assert stored(app, slot.call_code).closes_at == FIRST + timedelta(20)
