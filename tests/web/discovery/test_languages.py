"""The same facts in three languages."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest

from eventsite.events.models import Event
from tests.factories.accounts import a_center
from tests.factories.events import a_venue
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.discovery.conftest import a_listed_event

JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff]")


def walking() -> Event:
    """An event with an English name and a short text for each kind of reader."""
    center = a_center(slug="niho", name_en="Niho Community Center")
    venue = a_venue(center.id)
    return a_listed_event(
        "仁保の里を歩く", center_id=center.id, fee_yen=0, taken=18, date={"venue_id": venue.id},
        title_en="Walking in Niho", title_kana="にほのさとをあるく",
        summary_en="A slow walk.", summary_easy="ゆっくり 歩きます。", description="里山を歩きます。",
    )  # fmt: skip


def outside_of_japanese(page: Page) -> str:
    """Return the words on an English page that are not marked as Japanese."""

    def words(element: Element) -> Iterator[str]:
        if (element.get("lang") or "").startswith("ja") or element.tag in ("script", "style"):
            return
        yield element.text or ""
        for child in element:
            yield from words(child)
            yield child.tail or ""

    return " ".join("".join(words(page.tree)).split())


def test_english_readers_get_names_facts_and_states_in_english(client: Resident, make: Make) -> None:
    shown = make(walking)

    page = client.open(f"/en/events/{shown.code}")

    for words in (
        "Walking in Niho",
        "Few places left",
        "Free",
        " am",
        "Register",
        "Niho Community Center",
        "A slow walk.",
    ):
        assert words in page.text, words
    assert page.tree.get("lang") == "en"


@pytest.mark.parametrize(
    "address",
    ["/en/", "/en/events", "/en/calendar", "/en/centers", "/en/centers/niho", "/en/privacy", "/en/accessibility"],
)
def test_no_japanese_on_an_english_page_goes_unmarked(client: Resident, make: Make, address: str) -> None:
    make(walking)

    page = client.open(address)

    assert not JAPANESE.search(outside_of_japanese(page)), outside_of_japanese(page)


def test_plain_japanese_has_readings_and_weekdays_in_full(client: Resident, make: Make) -> None:
    shown = make(walking)

    page = client.open(f"/easy/events/{shown.code}")

    assert "曜日" in page.text
    assert "<rt>にほのさとをあるく</rt>" in page.html
    assert "ゆっくり 歩きます。" in page.text
    assert "お金は いりません" in page.text


def test_a_reader_of_another_language_is_told_that_the_rest_is_japanese(client: Resident, make: Make) -> None:
    shown = make(a_listed_event, "竹細工", description="竹で籠を編みます。")

    assert "The description below is in Japanese." in client.open(f"/en/events/{shown.code}").text
    assert "くわしい 説明は 日本語です。" in client.open(f"/easy/events/{shown.code}").text
    assert "日本語です" not in client.open(f"/events/{shown.code}").text


@pytest.mark.parametrize("prefix", ["/easy", "/en"])
def test_the_way_from_the_list_to_an_event_keeps_the_language(client: Resident, make: Make, prefix: str) -> None:
    shown = make(walking)

    for address in ("/", "/events", "/centers/niho"):
        links = client.open(f"{prefix}{address}").links()
        assert f"{prefix}/events/{shown.code}" in links
        assert f"/events/{shown.code}" not in links
