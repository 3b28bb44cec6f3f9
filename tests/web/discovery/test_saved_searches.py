"""Searches that are kept on the device, without a script and without an account."""

from tests.factories.accounts import a_center
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.discovery.conftest import a_listed_event


def kept(client: Resident, query: str) -> Page:
    """Look for something and keep the search."""
    offered = client.open(f"/events?{query}").follow("この条件をこの端末に残す")
    return offered.form("/searches/keep").submit()


def test_aoki_keeps_a_search_and_finds_it_on_both_pages(client: Resident, make: Make) -> None:
    make(a_center, slug="niho")
    make(a_listed_event, "竹細工")

    page = kept(client, "q=竹&free=1&center=niho")

    assert "「竹」" in page.text
    assert "無料" in page.text
    for address in ("/", "/events", "/easy/events", "/en/"):
        assert any("free=1" in link and "center=niho" in link for link in client.open(address).links()), address
    assert any(link.startswith("webcal:") and "free=1" in link for link in page.links())


def test_a_search_can_be_removed(client: Resident, make: Make) -> None:
    make(a_listed_event, "竹細工")
    kept(client, "q=竹")
    page = kept(client, "q=紙")

    left = next(one for one in page.forms if "q=%E7%AB%B9" in one["search"] and "remove" in one.action).submit()

    assert "「紙」" in left.text
    assert "「竹」" not in left.text
    assert "「竹」" not in client.open("/").text
    empty = left.form("/searches/remove").submit()
    assert "残した条件はありません" in empty.text
    assert "残した条件" not in client.open("/").text


def test_the_eleventh_is_refused_in_words_and_nothing_is_lost(client: Resident, make: Make) -> None:
    make(a_listed_event, "竹細工")
    for number in range(10):
        kept(client, f"q=竹{number}")

    page = kept(client, "q=竹十一")

    assert page.status == 422
    assert "残せる条件は10件までです" in page.text
    assert "「竹0」" in page.text


def test_nobody_else_sees_it(client: Resident, make: Make) -> None:
    make(a_listed_event, "竹細工")
    kept(client, "q=竹")

    baba = Resident(client.app)

    assert "残した条件" not in baba.open("/").text
    assert "残した条件はありません" in baba.open("/searches").text


def test_what_stands_in_the_cookie_breaks_no_page(client: Resident, make: Make) -> None:
    make(a_listed_event, "竹細工")

    for value in ("x", "W10", "W3sicSI6MX1d", "%%%", "a" * 4000, "W3sicGxhY2UiOiI5OTk5In1d"):
        client.http.set_cookie("saved_searches", value)
        assert client.open("/").status == 200
        assert client.open("/events").status == 200
        assert "残した条件はありません" in client.open("/searches").text


def test_without_conditions_there_is_nothing_to_keep(client: Resident, make: Make) -> None:
    make(a_listed_event, "竹細工")

    assert "残す" not in client.open("/events").text
    page = kept(client, "q=竹").form("/searches/remove")
    page.action = "/searches/keep"
    page.values = [pair if pair[0] != "search" else ("search", "nonsense=1&" * 200) for pair in page.values]

    assert page.submit().address.endswith("/searches")
