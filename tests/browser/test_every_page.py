"""Every page that exists, asked of the URL map: for everybody to use, at 320 px, in three languages."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from eventsite.accounts.access import Reach
from tests.browser.conftest import Filled, sign_in
from tests.support.axe import violations
from tests.support.pages import Resident
from tests.support.routes import World, address, rules
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser

LANGUAGES = ("", "/easy", "/en")
NARROW = 320


def pages(app: Flask, world: World) -> Iterator[tuple[str, bool]]:
    """Yield the address of every page, and whether it is for the public."""
    administrator = Resident(app).sign_in_as(world.administrator_id)

    def works(path: str) -> bool:
        return administrator.http.get(path).status_code == HTTPStatus.OK

    for rule, declared in rules(app):
        if "GET" in (rule.methods or ()) and (found := address(app, rule, declared, world, works)):
            yield found, declared.reach is Reach.PUBLIC


def test_every_page_is_for_everybody(filled: Filled, served: LiveServer, person: Callable[..., Page]) -> None:
    resident, staff = person(NARROW), person(NARROW)
    sign_in(staff, served, filled.token)
    seen, wrong = 0, []

    for path, is_public in pages(filled.app, filled.world):
        for language in LANGUAGES if is_public else LANGUAGES[:1]:
            reader = resident if is_public else staff
            if not is_html(reader, served.url + language + path):
                continue
            seen += 1
            wrong += [f"{language}{path}: {sentence}" for sentence in faults(reader)]

    assert wrong == []
    assert seen > 60


def is_html(page: Page, url: str) -> bool:
    """Open the address if it is a page; files are for other tests."""
    answer = page.request.get(url, headers=_cookies(page))
    if "text/html" not in answer.headers.get("content-type", ""):
        return False
    page.goto(url)
    return True


def _cookies(page: Page) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())}


def faults(page: Page) -> Iterator[str]:
    """Yield what is wrong with the page that is open."""
    yield from violations(page)
    width: Any = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW:
        yield f"scrolls sideways: {width} px"
