"""The pages of a search: titles above texts, page by page; the feed and the month agree; nothing typed breaks it."""

from urllib.parse import quote

import pytest
from flask import Flask

from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.discovery.conftest import a_listed_event
from tests.web.discovery.searching import event_of


def addresses_of(page: Page) -> list[str]:
    """Return the addresses of the events of the cards, in order."""
    return [one.get("href", "") for one in page.tree.iter("a") if "event-card__link" in one.get("class", "")]


def addresses(app: Flask, *keys: str) -> list[str]:
    """Return the addresses of these events of the list."""
    with app.app_context():
        return [f"/events/{event_of(key).code}" for key in keys]


def test_the_page_shows_titles_above_texts(calendar: Flask, client: Resident) -> None:
    page = client.open(f"/events?q={quote('しめなわ')}")

    assert addresses_of(page) == addresses(calendar, "shimenawa", "shimenawa-kana", "year-end")
    by_title, by_text = page.text.index("題名に合う催し"), page.text.index("説明や場所などに合う催し")
    assert by_title < by_text < page.html.index(addresses(calendar, "year-end")[0])
    assert "催しを探す 3件" in page.text


def test_where_only_titles_match_the_page_needs_no_parts(calendar: Flask, client: Resident) -> None:
    page = client.open(f"/events?q={quote('竹細工')}")

    assert addresses_of(page) == addresses(calendar, "bamboo")
    assert "題名に合う催し" not in page.text


def test_the_second_page_goes_on_where_the_first_ended(client: Resident, make: Make) -> None:
    names = [make(a_listed_event, f"囲碁{number}", days=30 + number).code for number in range(15)]
    texts = [make(a_listed_event, f"つどい{number}", days=1 + number, description="囲碁").code for number in range(15)]

    first, second = client.open("/events?q=囲碁"), client.open("/events?q=囲碁&page=2")

    assert addresses_of(first) == [f"/events/{code}" for code in (*names, *texts[:5])]
    assert addresses_of(second) == [f"/events/{code}" for code in texts[5:]]
    assert "題名に合う催し" not in second.text
    assert "説明や場所などに合う催し" in second.text


def test_the_feed_finds_what_the_list_finds(calendar: Flask, client: Resident) -> None:
    feed = client.http.get(f"/calendar.ics?q={quote('しめなわ')}").get_data(as_text=True)

    assert all(title in feed for title in ("しめ縄づくり", "しめなわ教室", "年末のつどい"))
    assert "縄跳び大会" not in feed


@pytest.mark.parametrize(
    "typed",
    [
        "あ" * 10_000,
        "\x00",
        "し\x00め",
        "%",
        "_",
        "\\",
        "'",
        '"',
        "🎄" * 200,
        "𠮷",
        "ｼ",
        "竹",
        "、。！？",
        " 　 ",
        "a b c d e f g h i j",
    ],
)
def test_whatever_is_typed_gets_a_page(client: Resident, make: Make, typed: str) -> None:
    make(a_listed_event, "しめ縄づくり")

    assert client.open(f"/events?q={quote(typed)}").status == 200
    assert client.http.get(f"/calendar.ics?q={quote(typed)}").status_code == 200


def test_the_month_counts_what_the_list_finds(client: Resident, make: Make) -> None:
    shown = make(a_listed_event, "竹細工", days=0, date={"hours": 13.99})
    make(a_listed_event, "囲碁", days=0, date={"hours": 13.99})

    assert addresses_of(client.open("/calendar?q=竹")) == [f"/events/{shown.code}"]
