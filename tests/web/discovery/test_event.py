"""The page of an event."""

import json
from typing import Any

import pytest
from flask import Flask

from eventsite.admission.vocabulary import Admission, Audience
from eventsite.core.db import db
from eventsite.events.models import (
    Event,
    EventKind,
    EventOffer,
    OccurrenceStatus,
    Offer,
    Organizer,
    OrganizerRole,
    Precision,
    Publication,
    Visibility,
    WeatherRule,
)
from tests.factories.accounts import a_center
from tests.factories.admission import a_call, a_slot
from tests.factories.events import a_date, a_venue, an_event, an_occurrence, in_days
from tests.factories.lottery import a_lottery
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.discovery.conftest import a_listed_event

FACTS: dict[str, Any] = {
    "fee_yen": 500,
    "fee_note": "材料費として",
    "audience": "市内にお住まいの方",
    "belongings": "筆記用具",
    "how_to_join": "電話か窓口、このページで",
    "weather_rule": WeatherRule.LIGHT_RAIN_OK,
    "weather_note": "朝7時に決めます",
    "description": "案内人と歩きます。\n雨具をお持ちください。",
}


def with_everything() -> Event:
    """An event of 仁保 about which all is known."""
    center = a_center(slug="niho")
    venue = a_venue(center.id, latitude=34.2, longitude=131.55)
    shown = a_listed_event(
        "仁保の里を歩く", center_id=center.id, taken=12, date={"venue_id": venue.id, "meeting_place": "玄関前"}, **FACTS
    )
    shown.offers = [EventOffer(offer=Offer.WHEELCHAIR)]
    shown.organizers = [Organizer(role=OrganizerRole.CO_HOST, name="仁保地域開発協議会")]
    return shown


def ld_of(page: Page) -> Any:
    """Return what search engines read."""
    return json.loads(
        next("".join(one.itertext()) for one in page.tree.iter("script") if one.get("type") == "application/ld+json")
    )


def test_it_answers_when_where_how_much_and_how_to_come(client: Resident, make: Make) -> None:
    make(a_listed_event, "ほかの催し")
    shown = make(with_everything)

    page = client.open(f"/events/{shown.code}")

    for words in (
        "受付中 あと8人", "午前10時", "仁保地域交流センター 大会議室", "玄関前", "500円", "20人（先着順）",
        "筆記用具", "市内にお住まいの方", "小雨決行", "朝7時に決めます", "車いすで入れます",
        "仁保地域開発協議会", "083-929-0411", "電話か窓口、このページで", "案内人と歩きます。",
    ):  # fmt: skip
        assert words in page.text, words
    assert "ほかの催し" not in page.text
    assert page.title.startswith("仁保の里を歩く")


def test_the_button_leads_to_the_registration_of_its_call(client: Resident, make: Make) -> None:
    shown = make(a_listed_event, "仁保の里を歩く")

    links = client.open(f"/events/{shown.code}").links()

    assert any(link.startswith("/calls/") and link.endswith("/registrations/new") for link in links)


@pytest.mark.parametrize(
    ("facts", "tag", "button"),
    [
        ({"capacity": 10, "taken": 8}, "残りわずか あと2人", "申し込む"),
        ({"capacity": 10, "taken": 10}, "キャンセル待ち受付", "キャンセル待ちに登録する"),
        ({"call": {"admission": Admission.NONE}}, "申込不要", None),
        ({"days": -3}, "終わりました", None),
        (
            {"publication": Publication.CANCELLED, "cancel_reason": "雨のため"},
            "この催しは中止になりました 理由：雨のため",
            None,
        ),
        ({"date": {"status": OccurrenceStatus.CANCELLED, "status_reason": "雪"}}, "理由：雪", None),
        ({"date": {"status": OccurrenceStatus.CHANGED, "status_reason": "2階に変更"}}, "理由：2階に変更", "申し込む"),
        ({"date": {"status": OccurrenceStatus.POSTPONED}}, "申し込んだ方の席は、そのままとってあります", None),
        ({"date": {"status": OccurrenceStatus.POSTPONED}, "days": -1}, "延期になりました", None),
    ],
)
def test_each_state_says_what_it_is_and_offers_only_what_can_be_done(
    client: Resident, make: Make, facts: dict[str, Any], tag: str, button: str
) -> None:
    shown = make(a_listed_event, "催し", **facts)

    page = client.open(f"/events/{shown.code}")

    assert tag in page.text
    buttons = [
        " ".join("".join(one.itertext()).split())
        for one in page.tree.iter("a")
        if "/registrations/new" in one.get("href", "")
    ]
    assert set(buttons) == ({button} if button else set())


def test_the_way_into_a_draw_says_that_it_is_one(client: Resident, make: Make) -> None:
    call = make(lambda: a_lottery(closes_at=in_days(1), draw_at=in_days(2)))
    with_places = make(a_listed_event, "仁保の里を歩く")

    def ways(code: str) -> str:
        links = [one for one in client.open(f"/events/{code}").tree.iter("a") if "/calls/" in one.get("href", "")]
        return " ".join("".join(one.itertext()).strip() for one in links)

    assert "抽選に申し込む" in ways(make(lambda: db.session.get_one(Event, call.event_id)).code)
    assert "抽選" not in ways(with_places.code)


def test_before_the_opening_it_says_when(client: Resident, make: Make) -> None:
    shown = make(a_listed_event, "催し", call={"opens_at": make(in_days, 2, hour=9)})

    page = client.open(f"/events/{shown.code}")

    assert "受付前" in page.text
    assert "午前9時から" in page.text
    assert "/registrations/new" not in page.html


def test_a_deadline_at_midnight_is_the_day_before(client: Resident, make: Make) -> None:
    shown = make(a_listed_event, "催し", call={"closes_at": make(in_days, 3, hour=0)})

    page = client.open(f"/events/{shown.code}")

    _, deadline = page.text.split("申込期限", 1)
    assert "午前0時" not in deadline


def programmes() -> Event:
    """A health day with programmes, and helpers wanted; a call for city staff beside them."""
    shown = an_event(title="健康づくり体験会", kind=EventKind.HEALTH)
    day = an_occurrence(shown.id, in_days(5))
    call = a_call(shown.id, title="体験する方")
    for place, (label, capacity) in enumerate((("フレイル測定", 10), ("ボッチャ", 12))):
        a_slot(call.id, capacity, (day.id,), label=label, position=place, starts_at=in_days(5, hour=10 + place))
    a_slot(a_call(shown.id, audience=Audience.YOUTH_STAFF, position=2).id, 4)
    a_slot(a_call(shown.id, audience=Audience.CITY_STAFF, position=3, title="地域活動応援隊").id, 3)
    return shown


def test_calls_and_programmes_stand_apart_and_those_for_staff_are_not_shown(client: Resident, make: Make) -> None:
    shown = make(programmes)

    page = client.open(f"/events/{shown.code}")

    for words in ("体験する方", "フレイル測定", "ボッチャ", "午前11時", "中学生・高校生スタッフの募集"):
        assert words in page.text
    assert "地域活動応援隊" not in page.text


def choose_your_day() -> Event:
    """One slot per date; the first date is off."""
    shown = an_event(title="スマホ教室")
    call = a_call(shown.id)
    for place in range(3):
        status = OccurrenceStatus.CANCELLED if place == 0 else OccurrenceStatus.SCHEDULED
        one = an_occurrence(shown.id, in_days(3 + place), status=status)
        a_slot(call.id, 10, (one.id,), position=place)
    return shown


@pytest.mark.parametrize(
    "over",
    [{"publication": Publication.CANCELLED}, {"days": -3}],
    ids=["cancelled", "past"],
)
def test_what_does_not_come_is_not_offered_for_the_calendar(client: Resident, make: Make, over: dict[str, Any]) -> None:
    shown = make(a_listed_event, "星空観察会", **over)

    page = client.open(f"/events/{shown.code}")

    assert "カレンダーに入れる" not in page.text
    assert "LINEで知らせる" in page.text


def test_a_cancelled_date_among_others_is_marked_and_the_others_stay_open(client: Resident, make: Make) -> None:
    shown = make(choose_your_day)

    page = client.open(f"/events/{shown.code}")

    assert "は中止になりました" in page.text
    assert "この催しは中止になりました" not in page.text
    assert page.text.count("受付中 あと10人") >= 2
    assert "申し込む" in page.text


@pytest.mark.parametrize("hidden", [{"publication": Publication.DRAFT}, {"visibility": Visibility.INTERNAL}])
def test_what_is_not_public_does_not_exist(client: Resident, make: Make, hidden: dict[str, object]) -> None:
    shown = make(a_listed_event, "秘密", **hidden)

    for address in (f"/events/{shown.code}", f"/e/{shown.code}", f"/events/{shown.code}.ics"):
        page = client.open(address)
        assert page.status == 404
        assert "秘密" not in page.html


def test_the_short_address_leads_to_the_event_in_the_same_language(client: Resident, make: Make) -> None:
    shown = make(a_listed_event, "催し")

    assert client.http.get(f"/e/{shown.code}").headers["Location"] == f"/events/{shown.code}"
    assert client.http.get(f"/en/e/{shown.code}").headers["Location"] == f"/en/events/{shown.code}"
    assert client.open("/e/nowhere").status == 404


def test_an_imported_announcement_names_its_source(client: Resident, make: Make) -> None:
    shown = make(an_event, title="研修会", source="https://example.jp/a?b=1\n市報やまぐち")
    make(a_date, shown.id, days=30, hour=0, hours=24 * 30, precision=Precision.MONTH)

    page = client.open(f"/events/{shown.code}")

    assert "https://example.jp/a?b=1" in page.links()
    assert "市報やまぐち" in page.text


def test_search_engines_read_the_facts(client: Resident, make: Make, app: Flask) -> None:
    shown = make(with_everything)

    (date,) = ld_of(client.open(f"/events/{shown.code}"))

    assert date["@type"] == "Event"
    assert date["name"] == "仁保の里を歩く"
    assert date["startDate"].endswith("T10:00:00+09:00")
    assert date["eventStatus"] == "https://schema.org/EventScheduled"
    assert date["location"]["address"]["streetAddress"] == "仁保中郷1041"
    assert date["offers"]["price"] == 500
    assert date["url"].startswith(app.config["SETTINGS"].base_url)


def test_no_text_of_an_event_leaves_its_place(client: Resident, make: Make) -> None:
    evil = '</script><img src=x onerror="alert(1)">&amp;\u2028'
    shown = make(a_listed_event, evil, description=evil, audience=evil, fee_yen=0, source="javascript:alert(1)")

    page = client.open(f"/events/{shown.code}")

    assert not [one for one in page.tree.iter("img") if one.get("onerror")]
    assert not [link for link in page.links() if link.startswith("javascript")]
    assert ld_of(page)[0]["name"] == evil
    assert client.open("/events").status == 200


def test_search_engines_hear_of_a_cancellation(client: Resident, make: Make) -> None:
    shown = make(a_listed_event, "星空観察会", publication=Publication.CANCELLED)

    (date,) = ld_of(client.open(f"/events/{shown.code}"))

    assert date["eventStatus"] == "https://schema.org/EventCancelled"
