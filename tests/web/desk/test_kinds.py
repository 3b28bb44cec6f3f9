"""The 23 events that the city's own documents name (kinds.md): each is posted, read by people, and counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from eventsite.accounts.models import User
from eventsite.core.db import db
from eventsite.events.models import Event, Occurrence
from eventsite.kpi.models import KpiDefinition
from tests.factories.accounts import a_center, a_user
from tests.support.fixtures import Make
from tests.support.pages import Form, Page, Resident

Fields = dict[str, Any]
TRAINING = "training_attendance"
AOKI = "aoki@example.jp"
AFTERWARDS = "2031-06-01 10:00"


@dataclass(frozen=True)
class Kind:
    """One event: what the clerk types, and what a person must then read. ``dates``: day, start, end, last day."""

    number: int
    title: str
    kind: str
    dates: Sequence[tuple[str, ...]]
    event: Fields = field(default_factory=dict)
    calls: list[Fields] = field(default_factory=lambda: [{"admission": "none"}])
    reads: list[str] = field(default_factory=list)
    reads_in: dict[str, list[str]] = field(default_factory=dict)  # by the prefix of another language
    slots: list[str] = field(default_factory=list)  # programmes with a slot each, in the first call
    repeat: Fields = field(default_factory=dict)

    @property
    def is_internal(self) -> bool:
        return self.event.get("visibility") == "internal"


ONE_DAY = [("2030-02-16", "10:00", "12:00")]
WORKS = {"admission": "first_come", "title": "作品の応募", "party_max": "1"}

KINDS = [
    Kind(
        1, "地域の話し合いワークショップ", "workshop",
        [("2030-02-16", "10:00", "12:00"), ("2030-03-16", "10:00", "12:00")],
        calls=[{"admission": "first_come", "capacity": "24", "arrangement": "whole"}],
        reads=["2月16日（土）", "3月16日（土）", "24人"],
    ),
    Kind(
        2, "あさ市マーケット", "market", ONE_DAY,
        {"weather_rule": "light_rain_ok"},
        calls=[
            {"admission": "none"},
            {"admission": "first_come", "audience": "stallholders", "title": "出店募集", "capacity": "30"},
        ],
        reads=["小雨", "出店募集"],
    ),
    Kind(
        3, "ふれあいの居場所", "exchange", [("2030-01-08", "13:00", "15:00")],
        repeat={"repeat-step": "weekly", "repeat-until": "2030-03-26"},
        reads=["1月8日（火）", "3月26日（火）"],
    ),
    Kind(
        4, "ふるさと探訪", "heritage_walk", ONE_DAY,
        {"meeting_place": "道の駅の入口", "weather_rule": "cancel", "belongings": "歩きやすい靴"},
        calls=[{"admission": "first_come", "capacity": "20", "asks_companion_names": "y"}],
        reads=["道の駅の入口", "雨", "歩きやすい靴", "20人"],
    ),
    Kind(
        5, "三世代交流 しめ縄づくり", "exchange", ONE_DAY,
        {"fee": "yen", "fee_yen": "300", "fee_note": "材料費", "belongings": "はさみ、軍手"},
        calls=[{"admission": "first_come", "capacity": "30", "party_max": "6"}],
        reads=["300円", "材料費", "はさみ、軍手"],
    ),
    Kind(
        6, "子ども未来プロジェクト", "workshop", ONE_DAY,
        {"audience": "小学4年生から高校生まで（保護者の同意が必要です）"},
        calls=[{"admission": "first_come", "capacity": "15", "note": "保護者の同意をいただきます"}],
        reads=["小学4年生から高校生まで"],
    ),
    Kind(
        7, "小中学生絵画コンクール", "contest",
        [("2030-01-10", "", "", "2030-01-31"), ("2030-02-16", "10:00", "11:00")],
        {"description": "1月に作品を集め、2月に表彰式をします。"},
        calls=[WORKS],
        reads=["1月10日（木）", "2月16日（土）", "表彰式"],
    ),
    Kind(
        8, "地域の運動会", "festival",
        [("2030-10-12", "13:00", "17:00"), ("2030-10-13", "8:00", "16:00")],
        {"weather_rule": "postpone"},
        calls=[
            {"admission": "none"},
            {"admission": "first_come", "audience": "city_staff", "capacity": "8", "arrangement": "each_date"},
        ],
        reads=["雨"],
    ),
    Kind(
        9, "新任職員の協働研修", "training", ONE_DAY,
        {"visibility": "internal"},
        calls=[{"admission": "first_come", "audience": "invited", "capacity": "40"}],
        reads=["職員だけ", "40人"],
    ),
    Kind(
        10, "中高生の企画・運営スタッフ", "volunteer", ONE_DAY,
        calls=[{"admission": "first_come", "audience": "youth_staff", "title": "中高生スタッフ募集", "capacity": "10"}],
        reads=["中高生スタッフ募集"],
    ),
    Kind(
        11, "国際交流カフェ", "exchange", ONE_DAY,
        {
            "offers": ["english", "easy_japanese"],
            "summary_easy": "いろいろな 国の 人と 話します。",
            "title_en": "International Café",
            "summary_en": "Talk with people from many countries.",
        },
        reads_in={"/en": ["International Café", "Talk with people"], "/easy": ["いろいろな 国の 人と 話します。"]},
    ),
    Kind(
        12, "学生インターン", "other",
        [("2030-08-05", "9:00", "17:00"), ("2030-08-19", "9:00", "17:00"), ("2030-09-02", "9:00", "17:00")],
        {"hosts": "さぽらんて", "co_hosts": "山口市"},
        calls=[{"admission": "first_come", "audience": "residents", "capacity": "5", "arrangement": "whole"}],
        reads=["さぽらんて", "9月2日（月）"],
    ),
    Kind(
        13, "円卓会議", "workshop", ONE_DAY,
        {"hosts": "さぽらんて", "audience": "市民活動団体（1団体5人まで）"},
        calls=[{"admission": "first_come", "capacity": "25", "party_max": "5", "asks_companion_names": "y"}],
        reads=["1団体5人まで"],
    ),
    Kind(
        14, "おおうち産業フェア", "market", [("2030-11-17", "10:00", "15:00")],
        calls=[
            {"admission": "none"},
            {"admission": "first_come", "audience": "stallholders", "title": "出展者募集", "capacity": "15"},
        ],
        reads=["出展者募集"],
    ),
    Kind(
        15, "自治会長情報交換会", "training", ONE_DAY,
        {"visibility": "internal", "counts_toward": TRAINING, "co_hosts": "大内、宮野、仁保、小鯖の各地域"},
        calls=[{"admission": "first_come", "audience": "invited", "capacity": "60"}],
        reads=["職員だけ"],
    ),
    Kind(
        16, "キッカケ見つけ隊２１", "training", ONE_DAY,
        {"hosts": "山口市協働推進課", "counts_toward": TRAINING},
        calls=[{"admission": "first_come", "capacity": "30"}],
        reads=["山口市協働推進課", "研修会"],
    ),
    Kind(
        17, "スマートフォン講座（全4回）", "course", [("2030-01-10", "10:00", "12:00")],
        repeat={"repeat-step": "weekly", "repeat-until": "2030-01-31"},
        calls=[{"admission": "first_come", "capacity": "12", "arrangement": "whole"}],
        reads=["1月31日（木）", "12人"],
    ),
    Kind(
        18, "プログラム体験会", "health", [("2026-02-21", "9:30", "14:00")],
        {
            "audience": "市内にお住まいの65歳以上の方",
            "venue": "new",
            "place_name": "湯田温泉こんこんパーク",
            "place_address": "山口市湯田温泉5-2-15",
        },
        slots=["運動", "脳トレ", "スマホ教室", "ドローン操縦"],
        reads=["2月21日（土）", "湯田温泉こんこんパーク", "無料", "65歳以上"],
    ),
    Kind(
        19, "ずっと元気の健康教室", "health", [("2030-04-04", "10:00", "11:30")],
        {"hosts": "山口市、健康づくりの会社", "audience": "65歳以上の方"},
        repeat={"repeat-step": "fortnightly", "repeat-until": "2030-09-19"},
        calls=[{"admission": "first_come", "capacity": "20"}],
        reads=["健康づくりの会社", "9月19日（木）"],
    ),
    Kind(
        20, "クリスマスマーケット", "market",
        [("2030-12-21", "16:00", "21:00"), ("2030-12-22", "16:00", "21:00")],
        calls=[
            {"admission": "none"},
            {"admission": "first_come", "audience": "stallholders", "title": "出店募集", "capacity": "40"},
            {"admission": "first_come", "audience": "youth_staff", "title": "学生スタッフ募集", "capacity": "20"},
        ],
        reads=["12月22日（日）", "出店募集", "学生スタッフ募集"],
    ),
    Kind(
        21, "ショート動画コンテスト「Y-1」", "contest",
        [("2030-06-01", "", "", "2030-08-31"), ("2030-10-05", "13:00", "15:00")],
        calls=[WORKS],
        reads=["8月31日（土）", "Y-1"],
    ),
    Kind(
        22, "ランニング教室", "course", [("2030-05-17", "9:00", "11:00")],
        {"visibility": "internal", "venue": "new", "place_name": "仁保小学校"},
        calls=[{"admission": "first_come", "audience": "invited", "capacity": "40", "party_max": "40"}],
        reads=["仁保小学校"],
    ),
    Kind(
        23, "関わりしろ体験ツアー", "other", [("2030-05-03", "13:00", "11:00", "2030-05-05")],
        {"audience": "市外にお住まいの方", "fee": "note", "fee_note": "宿泊費は自己負担"},
        calls=[{"admission": "first_come", "capacity": "12"}],
        reads=["5月3日（金・祝）", "5月5日（日・祝）", "市外にお住まいの方", "宿泊費は自己負担"],
    ),
]  # fmt: skip


@pytest.fixture
def aoki(make: Make, client: Resident) -> Resident:
    """A clerk of Niho; the indicator to which training counts is known."""
    make(_indicator)
    return client.sign_in_as(make(a_user, center_id=make(a_center, slug="niho").id, email=AOKI).id)


def _indicator() -> None:
    db.session.add(
        KpiDefinition(
            key=TRAINING, level="KPI", name="地域づくりに関する研修会の参加者数", unit="人", counted_from_events=True
        )
    )


def form_with(page: Page, name: str) -> Form:
    return next(form for form in page.forms if name in form.names())


def post_event(clerk: Resident, kind: Kind) -> Page:
    """Fill in the event's form as a clerk without a script does."""
    form = form_with(clerk.open(f"/staff/centers/niho/events/new?start={kind.kind}"), "title")
    for _ in kind.dates[1:]:
        form = form_with(form.submit("act=add"), "title")
    for index, (day, starts, ends, *last) in enumerate(kind.dates):
        form.fill(**{f"dates-{index}-day": day, f"dates-{index}-starts": starts, f"dates-{index}-ends": ends})
        if last:
            form.fill(**{f"dates-{index}-last_day": last[0]})
        if not starts:
            form.fill(**{f"dates-{index}-all_day": "y"})
    if kind.repeat:
        form = form_with(form.submit("act=repeat", **kind.repeat), "title")
    return form.submit("act=save", **{"title": kind.title, "description": "くわしい話です。", **kind.event})


def open_call(clerk: Resident, code: str, fields: Fields, slots: list[str]) -> Page:
    """Fill in the form of one call."""
    form = form_with(clerk.open(f"/staff/events/{code}/calls/new"), "admission")
    if slots:
        form.fill(arrangement="own")
    for _ in slots:
        form = form_with(form.submit("act=add"), "admission")
    return form.fill(**fields, **{f"slots-{n}-label": label for n, label in enumerate(slots)}).submit("act=save")


@pytest.mark.parametrize("kind", KINDS, ids=[f"{kind.number:02}" for kind in KINDS])
def test_each_of_the_23_events_can_be_posted_read_and_counted(app: Any, aoki: Resident, kind: Kind) -> None:
    overview = post_event(aoki, kind)
    assert "保存しました" in overview.text
    with app.app_context():
        code = db.session.scalars(select(Event.code).where(Event.title == kind.title)).one()

    for index, call in enumerate(kind.calls):
        assert open_call(aoki, code, call, kind.slots if index == 0 else []).status == 200
    published = aoki.open(f"/staff/events/{code}").form("publication").submit()
    assert "公開しました" in published.text

    anybody = Resident(app)
    page = published if kind.is_internal else anybody.open(f"/events/{code}")
    assert kind.title in page.title
    for words in kind.reads:
        assert words in page.text, words
    for prefix, elsewhere in kind.reads_in.items():
        for words in elsewhere:
            assert words in anybody.open(f"{prefix}/events/{code}").text, words
    if kind.is_internal:
        assert anybody.open(f"/events/{code}").status == 404
    with time_machine.travel(AFTERWARDS, tick=False):
        counts_and_closes(app, aoki, code)


def counts_and_closes(app: Any, clerk: Resident, code: str) -> None:
    """Afterwards the clerk types 36 people who came to the first date, and closes it with them."""
    with app.app_context():
        user_id = db.session.scalars(select(User.id).where(User.email == AOKI)).one()
        date = db.session.scalars(
            select(Occurrence.code).join(Occurrence.event).where(Event.code == code).order_by(Occurrence.starts_at)
        ).first()
    clerk.sign_in_as(user_id)  # the session of years ago is over
    tally = next(one for one in clerk.open(f"/staff/occurrences/{date}/tally").forms if "is_estimate" in one.names())
    tally.submit(people="36")
    closed = clerk.open(f"/staff/occurrences/{date}/closing").form("closing").submit()
    assert "締めました" in closed.text
    assert "36人" in closed.text.replace(" ", "")


def test_the_list_of_kinds_is_whole() -> None:
    assert [kind.number for kind in KINDS] == list(range(1, 24))
