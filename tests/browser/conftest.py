"""A real server with its worker on each database, and a real browser to walk through it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from eventsite.app import create_app
from eventsite.core.db import db, transaction
from tests.conftest import migrated, settings_for
from tests.factories.events import an_event
from tests.support import browser as chromium
from tests.support.postgres import Server, own_name
from tests.support.routes import World, a_world
from tests.support.server import LiveServer
from tests.support.sessions import SESSION_COOKIE, a_session

LONG_TITLE = "五十文字までの長い題名の催しがあっても表示がくずれないことを確かめるための長い題名です"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys of this worker."""
    with sync_playwright() as playwright:
        started = chromium.launch(playwright)
        yield started
        started.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveServer]:
    """The running site of Yamaguchi without demo events; its mails can be read in the browser."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'site.db'}"
    else:
        server: Server = request.getfixturevalue("postgres_server")
        url = server.create_database(own_name("story"))
    live = LiveServer(url, env={"EVENTSITE_INSTANCE": str(tmp_path), "EVENTSITE_DEMO": "1"}, worker=True)
    live.run_cli("db", "upgrade")
    live.run_cli("site", "load")
    with live:
        yield live
    assert "Traceback" not in live.stderr(), live.stderr()


@dataclass(frozen=True)
class Filled:
    """A site with one of everything, and the session of its administrator."""

    app: Flask
    world: World
    token: str
    url: str


@pytest.fixture
def filled(tmp_path: Path) -> Filled:
    """A site with one of everything, on SQLite: its pages are the same on both engines."""
    url = f"sqlite:///{tmp_path / 'pages.db'}"
    app = migrated(create_app(settings_for(url, tmp_path)))
    with app.app_context():
        with transaction():
            world = a_world("niho")
            an_event(title=LONG_TITLE)
            token = a_session(world.administrator_id)
        db.engine.dispose()
    return Filled(app, world, token, url)


@pytest.fixture
def served(filled: Filled, tmp_path: Path) -> Iterator[LiveServer]:
    """The running site of ``filled``."""
    with LiveServer(filled.url, env={"EVENTSITE_INSTANCE": str(tmp_path), "EVENTSITE_DEMO": "1"}) as live:
        yield live


def sign_in(page: Page, site: LiveServer, token: str) -> None:
    """Let the page's browser hold that session."""
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": site.url}])


@pytest.fixture
def person(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return ``person(width)``: somebody with a browser window of their own."""
    contexts: list[BrowserContext] = []

    def appear(width: int = 1280, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            java_script_enabled=javascript,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield appear
    for context in contexts:
        context.close()
