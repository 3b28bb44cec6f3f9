"""The ways of applying that real announcements print: each is entered by a clerk without a note, and reads back.

Found in the city's bulletins, newsletters and web pages, and in open data of other cities.
"""

from dataclasses import dataclass, field

import pytest
from flask import Flask

from tests.support.fixtures import Make
from tests.web.admission.terms_ways import an_event_with_dates, open_call, set_terms, stored
from tests.web.admission.ways import signed_in

UNTIL = {"opens_on": "2099-01-05", "opens_time": "9:00", "closes_on": "2099-02-02", "closes_time": "17:00"}
DRAW = {"draw_on": "2099-02-06", "draw_time": "10:00"}
Typed = dict[str, str]


def by(channel: str, row: int = 0) -> Typed:
    """The row by which a call is open for one way only, from 5 January."""
    return {
        f"openings__{row}__channel": channel,
        f"openings__{row}__opens_on": "2099-01-05",
        f"openings__{row}__opens_time": "9:00",
    }


def tier(residence: str, day: str, row: int = 0) -> Typed:
    """The row by which some may come before others."""
    return {
        f"openings__{row}__residence": residence,
        f"openings__{row}__opens_on": day,
        f"openings__{row}__opens_time": "9:00",
    }


@dataclass(frozen=True)
class Way:
    """One way of applying: as it is printed, what the clerk types into both forms, and what is read back."""

    printed: str
    call: Typed
    says: tuple[str, ...]
    terms: Typed = field(default_factory=dict)
    rows: int = 0
    dates: tuple[int, ...] = (7,)


WAYS = {
    "ev014": Way(
        "7月1日から電話・窓口で先着18人",
        {"capacity": "18", "party_max": "1"},
        (
            "先着18人です。",
            "どなたでも（電話）：1月5日（月）午前9時から",
            "どなたでも（窓口）：1月5日（月）午前9時から",
        ),
        {**by("phone"), **by("desk", 1)},
        rows=2,
    ),
    "ev001": Way(
        "市内在住の65歳以上、申込不要",
        {"admission": "none"},
        ("申し込みはいりません。当日、会場にお越しください。",),
    ),
    "ev015": Way(
        "市内在住（中学生以下は保護者同伴）、120人、多数の場合抽選、10月11日必着",
        {**DRAW, "admission": "lottery_if_over", "capacity": "120"},
        (
            "申し込めるのは、市内にお住まいの方です。",
            "中学3年生までのお子さんは、保護者といっしょに申し込んでください。",
            "定員は120人です。",
            "申し込みが定員をこえたときは、締め切りのあとに抽選で決めます。",
            "2月2日（月）午後5時まで受け付けます。",
        ),
        {"eligibility__residence": "city", "eligibility__guardian_up_to_grade": "9"},
    ),
    "ev021": Way(
        "嘉川地区在住65歳以上",
        {"capacity": "40"},
        ("仁保地区にお住まいの方です。", "参加する日に65歳以上の方が対象です。"),
        {"eligibility__residence": "area", "eligibility__age_min": "65"},
    ),
    "ev042": Way(
        "往復はがきのみ、1通2人まで、重複無効、多数の場合抽選",
        {**DRAW, "admission": "lottery_if_over", "capacity": "50", "party_max": "2", "asks_companion_names": "y"},
        (
            "1回の申し込みで2人までです。",
            "いっしょに来る方のお名前もうかがいます。",
            "どなたでも（はがき）：",
            "この催しに申し込めるのは、1人1回までです。",
        ),
        {**by("postcard"), "limits__limit_event": "1"},
        rows=1,
    ),
    "ev050": Way(
        "電子申請のみ、応募多数で抽選",
        {**DRAW, "admission": "lottery_if_over", "capacity": "15"},
        ("どなたでも（ホームページ）：1月5日（月）午前9時から",),
        by("web"),
        rows=1,
    ),
    "ev051": Way(
        "窓口と電子申請、12月1日から20日まで、先着200人",
        {"capacity": "200"},
        ("先着200人です。", "1月5日（月）午前9時から2月2日（月）午後5時まで受け付けます。"),
        {**by("desk"), **by("web", 1)},
        rows=2,
    ),
    "ev053": Way(
        "1日4回、各15人、先着順",
        {"capacity": "15", "arrangement": "each_date"},
        ("4つの枠から1つを選びます。", "先着で、合わせて60人です。"),
        dates=(7, 8, 9, 10),
    ),
    "ev056": Way(
        "抽選。結果は当落とも知らせる。満たないときは先着順に変わる",
        {**DRAW, "admission": "lottery_if_over", "capacity": "20"},
        (
            "結果は、申し込んだ方全員に、参加できるときもできないときもお知らせします。",
            "席が残ったときは、結果のお知らせのあと、先着順で受け付けます。",
        ),
        {"draw__leftover_first_come": "y"},
    ),
    "ev057": Way(
        "市内在住・在勤。抽選のときは過去に参加していない人を優先",
        {**DRAW, "admission": "lottery", "capacity": "36", "party_max": "1"},
        (
            "申し込めるのは、市内にお住まい・お勤め・通学の方です。",
            "優先する方（1番目）：はじめて参加する方",
        ),
        {"eligibility__residence": "city_life", "draw__first": "first_timers"},
    ),
    "ev059": Way(
        "毎週の講座、全部でひとつの申し込み、6人",
        {"capacity": "6"},
        ("全3回をまとめて申し込みます。", "先着6人です。"),
        dates=(7, 14, 21),
    ),
    "ev060": Way(
        "抽選は申し込んだグループごと",
        {**DRAW, "admission": "lottery", "capacity": "20", "party_max": "6"},
        ("いっしょに申し込んだ方は、ひとまとまりで抽選します。",),
    ),
    "ev029": Way(
        "親子9組",
        {"capacity": "9", "unit": "parties"},
        ("先着9組です。", "1組は4人までです。", "全部で9組、多くて36人に席が渡ります。"),
    ),
    "小学5年生以上": Way(
        "小学5年生以上（中学生以下は保護者同伴）",
        {"capacity": "30"},
        ("小学5年生以上の方が対象です。", "中学3年生までのお子さんは、保護者といっしょに"),
        {"eligibility__grade_min": "5", "eligibility__guardian_up_to_grade": "9"},
    ),
    "就学前児": Way(
        "1歳6か月以上の就学前児",
        {"capacity": "12", "unit": "parties"},
        ("1歳6か月以上の方が対象です。", "就学前の子以下の方が対象です。"),
        {"eligibility__age_min": "1", "eligibility__age_min_months": "6", "eligibility__grade_max": "0"},
    ),
    "小郡市": Way(
        "市民を優先して抽選",
        {**DRAW, "admission": "lottery", "capacity": "20"},
        ("優先する方（1番目）：市内にお住まいの方",),
        {"draw__first": "residents"},
    ),
    "地区の方から": Way(
        "地区内の方は先に、市内の方、だれでもの順に受け付ける",
        {"capacity": "20"},
        (
            "仁保地区にお住まいの方：1月5日（月）午前9時から",
            "市内にお住まいの方：1月12日（月・祝）午前9時から",
            "どなたでも：1月19日（月）午前9時から",
        ),
        {**tier("area", "2099-01-05"), **tier("city", "2099-01-12", 1), **tier("anywhere", "2099-01-19", 2)},
        rows=3,
    ),
    "浦安市": Way(
        "抽選日を公表し、外れた方は第2希望の日で抽選する",
        {**DRAW, "admission": "lottery", "capacity": "10", "arrangement": "each_date"},
        ("希望する順に第2希望まで選べます。", "抽選の日時は2月6日（金）午前10時です。"),
        {"wishes__wishes_max": "2"},
        dates=(7, 14),
    ),
    "最少催行人数": Way(
        "最少催行人数10人",
        {"capacity": "25"},
        ("最少催行人数は10人です。開催するかどうかを2月9日（月）正午に決め",),
        {"minimum__minimum": "10", "minimum__decide_on": "2099-02-09", "minimum__decide_time": "12:00"},
    ),
    "補欠と返事の期限": Way(
        "補欠は5組まで。空きが出たら連絡し、2日以内に返事をいただく",
        {**DRAW, "admission": "lottery", "capacity": "20"},
        ("抽選の順に、5組までが補欠になります。", "お知らせから48時間以内のお返事をお願いします。"),
        {"draw__reserves_max": "5", "waiting__offer_hours": "48"},
    ),
    "当日受付の席": Way(
        "定員40人のうち10人は電話・窓口で受け付ける",
        {"capacity": "40"},
        ("このうち10人の席は、電話や窓口で申し込む方に取ってあります。",),
        {"kept__0__phone_and_desk": "10"},
    ),
    "年1回まで": Way(
        "参加は年度内に1人1回",
        {"capacity": "20"},
        ("参加できるのは、同じ年度（4月から翌年3月まで）に1人1回までです。",),
        {"limits__limit_year": "1"},
    ),
    "ev027": Way(
        "出展・出演者の募集。実行委員会が選ぶ",
        {"audience": "stallholders", "admission": "by_organiser", "capacity": "20", "party_max": "10"},
        ("出店する方の募集です。", "だれが参加するかは、申し込みを締め切ってから主催者が決めます。"),
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_real_way_of_applying_is_entered_and_reads_back(app: Flask, make: Make, way: Way) -> None:
    event = make(an_event_with_dates, *way.dates)
    code = open_call(app, event, **{**UNTIL, **way.call})

    if way.terms:
        assert set_terms(app, code, rows=way.rows, **way.terms).status == 200

    page = signed_in(app, "aoki@example.jp").open(f"/staff/events/{event}")
    assert [one for one in way.says if one not in page.text.replace("\u2060", "")] == []
    assert stored(app, code).note == ""


def test_two_lectures_with_two_deadlines_are_two_calls_of_one_event(app: Flask, make: Make) -> None:
    event = make(an_event_with_dates, 7, 14)
    for title, day in (("1回目の講演", "2099-01-20"), ("2回目の講演", "2099-01-30")):
        open_call(app, event, title=title, capacity="100", closes_on=day, **DRAW, admission="lottery_if_over")

    text = signed_in(app, "aoki@example.jp").open(f"/staff/events/{event}").text.replace("\u2060", "")

    assert "1月20日（火）午後5時まで受け付けます。" in text
    assert "1月30日（金）午後5時まで受け付けます。" in text
    assert "1回目の講演" in text
    assert "2回目の講演" in text
