"""Dark colours, forced colours, furigana and paper: every kind of public page can still be read."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.support.axe import low_contrast, violations
from tests.support.server import LiveServer
from tests.support.town import Town, a_town

pytestmark = pytest.mark.browser

NARROW = 320


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A site with an event and a ticket."""
    return a_town(tmp_path_factory.mktemp("town"))


@pytest.fixture
def live(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The running site."""
    with LiveServer(town.url, env={"EVENTSITE_INSTANCE": str(tmp_path_factory.mktemp("instance"))}) as live:
        yield live


def addresses(town: Town) -> list[str]:
    """Return one address of each kind of public page."""
    own = town.ticket.removesuffix("/ticket")
    lists = ["/", "/events", "/calendar/2026-12", "/centers", "/display", "/saved", "/privacy", "/my", "/nowhere"]
    return [*lists, town.event, own, town.ticket, f"{own}/withdrawal"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_seven_to_one_in_both_schemes_with_furigana(
    browser: Browser, town: Town, live: LiveServer, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": NARROW, "height": 844}, color_scheme=scheme)
    context.add_cookies([{"name": "furigana", "value": "on", "url": live.url}])
    page, wrong = context.new_page(), []

    for path in addresses(town):
        page.goto(live.url + path)
        assert page.locator("rt").count() > 0, path
        wrong += [f"{path}: {sentence}" for sentence in (*low_contrast(page), *violations(page))]
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, path

    context.close()
    assert wrong == []


def test_dark_is_dark_and_the_ticket_stays_white(browser: Browser, town: Town, live: LiveServer) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(live.url + town.ticket)

    assert ground(page, "body") == "rgb(28, 24, 21)"
    assert ground(page, ".ticket") == "rgb(255, 255, 255)"
    context.close()


def test_forced_colours_keep_borders_and_the_code_black_on_white(
    browser: Browser, town: Town, live: LiveServer
) -> None:
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(live.url + town.event)
    assert page.evaluate("getComputedStyle(document.querySelector('.tag')).borderTopWidth") != "0px"
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).borderTopWidth") != "0px"
    page.goto(live.url + town.ticket)
    assert ground(page, ".ticket .qr") == "rgb(255, 255, 255)"
    context.close()


def ground(page: Page, selector: str) -> str:
    """Return the colour behind an element."""
    color: str = page.evaluate("(one) => getComputedStyle(document.querySelector(one)).backgroundColor", selector)
    return color


def test_on_paper_nothing_stands_that_can_only_be_pressed(browser: Browser, town: Town, live: LiveServer) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.emulate_media(media="print")

    for path in addresses(town):
        page.goto(live.url + path)
        for pressed in (".button", ".menu", ".utility", ".skip-link", ".saved-here", ".month-nav"):
            assert page.locator(f"{pressed} >> visible=true").count() == 0, (path, pressed)
        assert ground(page, "body") in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), path
    context.close()


def test_the_ticket_is_one_slip_and_the_event_one_sheet(browser: Browser, town: Town, live: LiveServer) -> None:
    context = browser.new_context()
    page = context.new_page()

    for path in (town.event, town.ticket, town.ticket.removesuffix("/ticket")):
        page.goto(live.url + path)
        page.wait_for_timeout(300)
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1, path
    context.close()
