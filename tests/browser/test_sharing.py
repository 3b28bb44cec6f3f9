"""Passing an event on: with and without JavaScript, and without a word to any other site."""

import pytest
from playwright.sync_api import Browser

from eventsite.core.db import db, transaction
from tests.browser.conftest import Filled
from tests.support.server import LiveServer
from tests.web.discovery.conftest import a_listed_event

pytestmark = pytest.mark.browser


def an_address(filled: Filled) -> str:
    """Return the path of an event that can be noted down."""
    with filled.app.app_context():
        with transaction():
            path = f"/events/{a_listed_event('星空観察会').code}"
        db.engine.dispose()
    return path


@pytest.mark.parametrize("javascript", [True, False])
def test_only_what_works_is_shown_and_nothing_is_asked_of_another_site(
    filled: Filled, served: LiveServer, browser: Browser, javascript: bool
) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=javascript).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(served.url + an_address(filled))
    page.wait_for_load_state("networkidle")

    assert page.locator("[data-print]").is_visible() == javascript
    assert page.locator("[data-copy]").is_visible() == (javascript and page.evaluate("!!navigator.clipboard"))
    assert page.get_by_role("link", name="LINEで知らせる").is_visible()
    assert not page.get_by_role("link", name="Googleカレンダーに入れる").is_visible()
    page.locator("#share ~ details > summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Googleカレンダーに入れる").is_visible()
    assert [url for url in asked if not url.startswith(served.url)] == []
    page.context.close()
