"""The home page."""

from tests.factories.events import a_date, an_event
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.discovery.conftest import a_listed_event, some_events


def test_it_shows_the_next_events_and_how_many_there_are(client: Resident, make: Make) -> None:
    make(some_events, 7)

    page = client.open("/")

    assert "催し0" in page.text
    assert "催し4" in page.text
    assert "催し5" not in page.text
    assert "すべて見る（7件）" in page.text


def test_a_new_event_is_on_the_home_page_at_once(client: Resident, make: Make) -> None:
    make(some_events, 1)
    assert "紙芝居の会" not in client.open("/").text

    make(a_listed_event, "紙芝居の会")

    assert "紙芝居の会" in client.open("/").text


def test_searching_leads_to_the_list(client: Resident, make: Make) -> None:
    make(some_events, 1)
    make(a_listed_event, "しめ縄づくり")

    page = client.open("/").form("/events").submit(q="シメナワ")

    assert page.title.startswith("催しを探す")
    assert "「シメナワ」" in page.text
    assert "しめ縄づくり" in page.text
    assert "しめ縄づくり" not in client.open("/").form("/events").submit(q="竹細工").text


def test_with_nothing_to_come_it_says_so_and_shows_ways_on(client: Resident, make: Make) -> None:
    over = make(an_event, title="去年の催し")
    make(a_date, over.id, days=-30)

    page = client.open("/")

    assert "これからの催しは、まだありません。" in page.text
    assert "去年の催し" not in page.text
    assert "去年の催し" in page.follow("終わった催し").text
