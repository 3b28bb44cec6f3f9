"""The page of places in a browser: nothing is asked of another site before the press, and the position goes nowhere."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, Route

from eventsite.core.db import db, transaction
from tests.browser.conftest import Filled
from tests.support.axe import violations
from tests.support.server import LiveServer
from tests.web.discovery.test_places import three_centers

pytestmark = pytest.mark.browser

ELSEWHERE = re.compile(r"^https://")
A_TILE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)
ATO = {"latitude": 34.39853, "longitude": 131.721424}


@pytest.fixture
def places(filled: Filled, served: LiveServer) -> str:
    """The address of the page, with events at three centers."""
    with filled.app.app_context():
        with transaction():
            three_centers()
        db.engine.dispose()
    return f"{served.url}/places"


@pytest.fixture
def visitor(browser: Browser) -> Callable[..., Page]:
    """Return ``visitor(width)``: somebody whose requests to other sites can be answered by the test."""

    def appear(width: int = 320, **more: object) -> Page:
        # A service worker would make the requests in the page's stead, out of the test's reach.
        context = browser.new_context(viewport={"width": width, "height": 844}, service_workers="block", **more)  # type: ignore[arg-type]  # any option of the browser
        context.set_default_timeout(10_000)
        return context.new_page()

    return appear


def answer_elsewhere(page: Page, *, works: bool = True) -> list[str]:
    """Answer what the page asks of other sites, or fail to; return the addresses, growing."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if works:
            route.fulfill(body=A_TILE, content_type="image/png")
        else:
            route.abort()

    page.route(ELSEWHERE, answer)
    return asked


def test_the_map_is_asked_for_only_after_the_press(visitor: Callable[..., Page], places: str) -> None:
    page = visitor()
    asked, own = answer_elsewhere(page), []
    page.on("request", lambda request: own.append(request.url))

    page.goto(places)
    page.wait_for_load_state("networkidle")
    assert asked == []
    assert not [url for url in own if "place-map" in url or "map-" in url]

    page.get_by_role("button", name="地図を表示する").click()
    page.locator(".leaflet-tile-loaded").first.wait_for()

    assert asked
    assert {url.split("/")[2] for url in asked} == {"cyberjapandata.gsi.go.jp"}
    assert page.get_by_role("link", name="地理院タイル").is_visible()
    assert page.locator("[data-map-failed]").inner_text() == ""
    assert list(violations(page)) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


def test_the_map_works_by_keyboard_and_leads_back_to_the_list(visitor: Callable[..., Page], places: str) -> None:
    page = visitor(1280)
    answer_elsewhere(page)
    page.goto(places)

    page.get_by_role("button", name="地図を表示する").focus()
    page.keyboard.press("Enter")
    page.locator(".map-pin").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    link = page.locator(".map-link").first
    link.wait_for()
    assert link.evaluate("(one) => one === document.activeElement")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('map-pin')")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    assert "spot__name" in (page.evaluate("document.activeElement.className") or "")
    page.context.close()


def test_a_map_that_does_not_come_is_said_not_to_come_and_the_list_stays(
    visitor: Callable[..., Page], places: str
) -> None:
    page = visitor()
    answer_elsewhere(page, works=False)
    page.goto(places)

    page.get_by_role("button", name="地図を表示する").click()

    page.get_by_text("地図の画像を読み込めませんでした").wait_for()
    assert page.get_by_role("heading", name="阿東地域交流センター").is_visible()
    page.context.close()


def test_without_network_the_map_says_so_and_can_be_tried_again(visitor: Callable[..., Page], places: str) -> None:
    page = visitor()
    page.goto(places)
    page.context.set_offline(True)

    page.get_by_role("button", name="地図を表示する").click()

    page.get_by_text("地図の画像を読み込めませんでした").wait_for()
    assert page.get_by_role("button", name="地図を表示する").is_visible()
    page.context.close()


def test_from_here_sorts_on_the_device_as_the_server_sorts_from_a_center(
    visitor: Callable[..., Page], places: str
) -> None:
    by_server = visitor()
    by_server.goto(f"{places}?from=ato")
    page = visitor(geolocation=ATO, permissions=["geolocation"])
    page.goto(places)
    page.wait_for_load_state("networkidle")
    own: list[str] = []
    page.on("request", lambda request: own.append(request.url))

    page.get_by_role("button", name="現在地から近い順に並べる").click()
    page.get_by_text("現在地から近い順に並べました").wait_for()

    # The server writes 約100m for the center itself, and so does the device.
    assert (
        page.locator("[data-places] .spot__facts").all_inner_texts()
        == by_server.locator("[data-places] .spot__facts").all_inner_texts()
    )
    assert own == []
    assert list(violations(page)) == []
    page.context.close()
    by_server.context.close()


def test_who_does_not_say_where_they_are_is_shown_another_way(visitor: Callable[..., Page], places: str) -> None:
    page = visitor(permissions=[])
    page.goto(places)

    page.get_by_role("button", name="現在地から近い順に並べる").click()

    page.get_by_text("現在地が分かりません").wait_for()
    page.context.close()


def test_without_javascript_there_is_the_list_and_no_dead_button(visitor: Callable[..., Page], places: str) -> None:
    page = visitor(java_script_enabled=False)
    asked = answer_elsewhere(page)

    page.goto(f"{places}?from=odono")

    assert page.get_by_text("約1.2km").is_visible()
    assert not page.get_by_role("button", name="地図を表示する").is_visible()
    assert not page.get_by_role("button", name="現在地から近い順に並べる").is_visible()
    assert asked == []
    page.context.close()
