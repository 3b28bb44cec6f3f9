"""The list and its filters."""

from datetime import timedelta

import pytest
from flask import Flask

from eventsite.accounts.models import CenterKind
from eventsite.admission.vocabulary import Admission
from eventsite.core import clock
from eventsite.events.models import EventKind, OccurrenceStatus, Precision, Publication, Visibility
from tests.factories.accounts import a_center
from tests.factories.admission import a_registration, an_open_slot
from tests.factories.events import a_date, an_event, in_days
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.discovery.conftest import a_listed_event, some_events


def titles(page: Page) -> list[str]:
    """Return the titles of the cards, in order."""
    return ["".join(one.itertext()) for one in page.tree.iter("a") if "event-card__link" in one.get("class", "")]


def test_events_come_in_the_order_of_their_dates_below_their_day(client: Resident, make: Make, app: Flask) -> None:
    make(a_listed_event, "あさって", days=2)
    make(a_listed_event, "あす", days=1)
    make(a_listed_event, "きのう", days=-1)

    page = client.open("/events")

    assert titles(page) == ["あす", "あさって"]
    assert "催しを探す 2件" in page.text
    with app.app_context():
        day = clock.today(clock.now()) + timedelta(days=1)
    assert f"{day.month}月{day.day}日" in page.text


def test_drafts_and_internal_events_are_never_listed(client: Resident, make: Make) -> None:
    make(a_listed_event, "公開の催し")
    make(a_listed_event, "下書き", publication=Publication.DRAFT)
    make(a_listed_event, "職員だけの研修", visibility=Visibility.INTERNAL)

    for address in ("/events", "/events?past=1", "/events?q=下書き", "/events?q=職員", "/"):
        assert not {"下書き", "職員だけの研修"} & set(titles(client.open(address)))


def test_a_cancelled_event_stays_to_be_seen_as_cancelled(client: Resident, make: Make) -> None:
    make(a_listed_event, "星空観察会", publication=Publication.CANCELLED)

    page = client.open("/events")

    assert titles(page) == ["星空観察会"]
    assert "中止" in page.text
    assert "受付中" not in page.text


def test_what_goes_on_since_before_today_comes_first(client: Resident, make: Make) -> None:
    exhibition = make(an_event, title="写真展")
    make(a_date, exhibition.id, days=-3, hour=0, hours=24 * 7, precision=Precision.DAY)
    make(a_listed_event, "あすの催し", days=1)

    page = client.open("/events")

    assert titles(page) == ["写真展", "あすの催し"]
    assert "開催中" in page.text


def test_a_date_of_which_only_the_month_is_known_is_listed_by_its_month(client: Resident, make: Make) -> None:
    training = make(an_event, title="地域づくり研修会")
    make(a_date, training.id, days=20, hour=0, hours=24 * 30, precision=Precision.MONTH)

    assert titles(client.open("/events")) == ["地域づくり研修会"]
    assert titles(client.open("/events?date=today")) == []


def test_past_events_come_latest_first_and_only_when_asked_for(client: Resident, make: Make) -> None:
    make(a_listed_event, "先月", days=-30)
    make(a_listed_event, "先週", days=-7)
    make(a_listed_event, "来週", days=7)

    page = client.open("/events?past=1")

    assert titles(page) == ["先週", "先月"]
    assert "終わりました" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=market", {"マルシェ"}),
        ("kind=market&kind=health", {"マルシェ", "健康体操"}),
        ("kind=nonsense", {"マルシェ", "健康体操", "竹細工"}),
        ("center=niho", {"マルシェ"}),
        ("center=ato", {"健康体操", "竹細工"}),
        ("center=ato-kane", {"竹細工"}),
        ("center=niho&center=ato-kane", {"マルシェ", "竹細工"}),
        ("free=1", {"マルシェ"}),
        ("no_registration=1", {"マルシェ"}),
        ("places_left=1", {"マルシェ", "竹細工"}),
        ("q=竹", {"竹細工"}),
        ("q=ﾏﾙｼｪ", {"マルシェ"}),
        ("q=健康 たいそう", {"健康体操"}),
        ("q=健康　水泳", set()),
        ("q=%25", set()),
        ("q=_", set()),
        ("date=today", {"マルシェ"}),
    ],
)
def test_each_choice_narrows_the_list(client: Resident, make: Make, query: str, found: set[str]) -> None:
    niho, ato = make(a_center, slug="niho"), make(a_center, slug="ato")
    kane = make(a_center, slug="ato-kane", kind=CenterKind.BRANCH, parent_id=ato.id)
    free_market = {"kind": EventKind.MARKET, "fee_yen": 0, "call": {"admission": Admission.NONE}}
    # Until the end of its day, so that it is still on when the test runs late in the evening.
    make(a_listed_event, "マルシェ", days=0, center_id=niho.id, date={"hours": 13.99}, **free_market)
    make(a_listed_event, "健康体操", capacity=10, taken=10, center_id=ato.id, kind=EventKind.HEALTH, fee_yen=500)
    make(a_listed_event, "竹細工", capacity=10, taken=9, center_id=kane.id, kind=EventKind.COURSE)

    assert set(titles(client.open(f"/events?{query}"))) == found


def test_places_left_and_the_tag_agree(client: Resident, make: Make) -> None:
    make(a_listed_event, "空きあり", capacity=10, taken=2)
    make(a_listed_event, "満員", capacity=10, taken=10)
    make(a_listed_event, "受付前", call={"opens_at": make(in_days, 1)})
    make(a_listed_event, "締切後", call={"closes_at": make(in_days, -1)})
    make(a_listed_event, "中止", date={"status": OccurrenceStatus.CANCELLED})
    make(wait_for_a_place)

    page = client.open("/events?places_left=1")

    assert titles(page) == ["空きあり"]
    assert "受付中" in page.text
    everything = client.open("/events").text
    assert all(word in everything for word in ("キャンセル待ち受付", "受付前", "受付終了", "中止"))


def wait_for_a_place() -> None:
    """Let Aoki take one of two places, and Baba wait with a friend: one place is free and promised."""
    slot = an_open_slot(2, an_event(title="待つ人あり"))
    a_registration(slot.id, "青木 花子")
    a_registration(slot.id, "馬場 太郎", party_size=2)


def test_a_choice_can_be_taken_back_by_its_own_link(client: Resident, make: Make) -> None:
    make(a_center, slug="niho")
    make(a_listed_event, "竹細工", kind=EventKind.COURSE, fee_yen=500)

    page = client.open("/events?q=竹&kind=market&center=niho&free=1")

    assert "この条件の催しは見つかりませんでした" in page.text
    without_market = page.follow("市・マルシェ")
    assert without_market.address.count("kind=") == 0
    assert titles(without_market.follow("仁保地域交流センター").follow("無料")) == ["竹細工"]
    assert titles(page.follow("条件をすべて外す")) == ["竹細工"]


def test_the_form_keeps_what_is_chosen(client: Resident, make: Make) -> None:
    make(a_center, slug="niho")

    page = client.open("/events?kind=market&center=niho&date=weekend&free=1&q=竹")

    values = page.forms[1].values
    chosen = {("q", "竹"), ("date", "weekend"), ("kind", "market"), ("free", "1"), ("center", "niho")}
    assert set(values) - {("from", ""), ("to", "")} == chosen
    assert set(page.forms[0].values) == chosen  # searching for other words keeps the rest


def test_twenty_on_a_page_and_numbers_below(client: Resident, make: Make) -> None:
    make(some_events, 45)

    first, third, beyond = client.open("/events"), client.open("/events?page=3"), client.open("/events?page=99")

    assert len(titles(first)) == 20
    assert titles(third) == titles(beyond) == [f"催し{number}" for number in range(40, 45)]
    assert titles(first.follow("次へ"))[0] == "催し20"


@pytest.mark.parametrize(
    "query",
    [
        "page=99999999999999999999",
        "q=%00%F0%9F%98%80",
        "q=" + "あ" * 3000,
        "from=9999-99-99&to=abc&date=..",
        "from=2199-12-31&to=1900-01-01",
        "center=%00&kind=%00&past=%00",
        "%00=1&q[]=x&page[]=2",
        "q=%FF%FE",
        "q='; DROP TABLE events; --",
        "date=today&date=weekend&center=a&center=a",
    ],
)
def test_hostile_addresses_get_a_page(client: Resident, make: Make, query: str) -> None:
    make(some_events, 1)

    assert client.open(f"/events?{query}").status == 200
    assert client.http.get(f"/calendar.ics?{query}").status_code == 200
