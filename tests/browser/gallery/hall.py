"""The hall of the gallery: one running site for all scenes, empty before each, and a visitor for each."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from werkzeug.serving import WSGIRequestHandler, make_server

from eventsite.accounts.models import Role
from eventsite.app import create_app
from eventsite.core.db import db, transaction
from tests.browser.gallery.scene import Scene, Stage
from tests.conftest import migrated, settings_for
from tests.factories.accounts import a_user
from tests.support.device import saved, wait_for_worker, wait_until
from tests.support.server import free_port
from tests.support.sessions import SESSION_COOKIE, a_session

LANGUAGES = {"ja": "", "easy": "/easy", "en": "/en"}
HTML_LANG = {"ja": "ja", "easy": "ja-simple", "en": "en"}
NARROW, PHONE, WIDE = 320, 390, 1280
PAPER = 680  # px: A4 within its margins of 15 mm, at 96 px per inch
HEIGHT = 844


class Hall:
    """A running site whose database every scene finds empty."""

    def __init__(self, app: Flask, used: Path, empty: Path, url: str) -> None:
        self.app = app
        self.url = url
        self._used, self._empty = used, empty
        self._views = dict(app.view_functions)

    def set(self, scene: Scene) -> tuple[str, str | None]:
        """Clear the site and make what the scene needs; return its path and the session of whoever is signed in."""
        self._clear()
        stage = Stage(self.app, self.url)
        with self.app.app_context():
            with transaction():
                path = scene.prepare(stage)
                token = a_session(stage.user_id or a_user(Role.ADMIN, name="管理 三子").id) if scene.signed_in else None
            db.engine.dispose()
        return path, token

    def _clear(self) -> None:
        self.app.view_functions = dict(self._views)
        with closing(sqlite3.connect(self._empty)) as empty, closing(sqlite3.connect(self._used)) as used:
            empty.backup(used)


@contextmanager
def opened(folder: Path) -> Iterator[Hall]:
    """Serve a site from this folder, in this process: scenes may break it."""
    used, empty, port = folder / "used.db", folder / "empty.db", free_port()
    url = f"http://127.0.0.1:{port}"
    app = migrated(create_app(settings_for(f"sqlite:///{used}", folder, EVENTSITE_BASE_URL=url)))
    with app.app_context():
        db.engine.dispose()
    shutil.copy(used, empty)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield Hall(app, used, empty, url)
    server.shutdown()
    serving.join()
    server.server_close()


class _Quiet(WSGIRequestHandler):
    """Answers without a line for each request."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def visited(browser: Browser, hall: Hall, scene: Scene, language: str) -> Iterator[Page]:
    """Show the scene to a visitor who reads that language, 320 px wide or as wide as paper."""
    path, token = hall.set(scene)
    context = _window(browser, hall, scene, token)
    try:
        page = context.new_page()
        page.emulate_media(
            media=scene.media, color_scheme=scene.scheme, forced_colors="active" if scene.forced_colors else "none"
        )
        _open(page, scene, f"{hall.url}{LANGUAGES[language]}{path}")
        if scene.act:
            scene.act(page)
        yield page
    finally:
        context.close()


def _window(browser: Browser, hall: Hall, scene: Scene, token: str | None) -> BrowserContext:
    context = browser.new_context(
        viewport=_size(narrowest(scene)),
        device_scale_factor=scene.zoom / 100,
        java_script_enabled=scene.javascript,
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        service_workers="allow" if scene.offline else "block",
    )
    context.set_default_timeout(10_000)
    if not scene.images:
        context.route("**/*.{svg,png,jpg}", lambda route: route.abort())
    wanted = {SESSION_COOKIE: token, "text_size": scene.text_size, "furigana": "on" if scene.furigana else ""}
    for name, value in wanted.items():
        if value:
            context.add_cookies([{"name": name, "value": value, "url": hall.url}])
    return context


def _open(page: Page, scene: Scene, url: str) -> None:
    answer = page.goto(url)
    assert answer
    assert answer.status == scene.status, f"{url} answered {answer.status}"
    if scene.offline:
        wait_for_worker(page)
        wait_until(page, lambda: bool(saved(page)))
        page.context.set_offline(True)
        page.reload()


def narrowest(scene: Scene) -> int:
    """Return into how many px across the scene has to fit."""
    return PAPER if scene.media == "print" else NARROW


def widen(page: Page, width: int) -> None:
    """Give the visitor's window another width."""
    page.set_viewport_size(_size(width))


def _size(width: int) -> ViewportSize:
    return {"width": width, "height": HEIGHT}
