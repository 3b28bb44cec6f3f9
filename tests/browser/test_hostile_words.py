"""Words made to run as a program, in every field: no browser runs them, and no policy has to stop them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page

from eventsite.app import create_app
from eventsite.core.db import db, transaction
from tests.browser.conftest import sign_in
from tests.conftest import migrated, settings_for
from tests.support.server import LiveServer
from tests.support.sessions import a_session
from tests.web.security.ways import a_city, addresses

pytestmark = pytest.mark.browser

HOSTILE = "\"'><img src=x onerror=alert(1)><script>alert(2)</script></title></textarea><svg onload=alert(3)>{{7*7}}"
NO_PAGE = (".ics", ".png", ".py", ".json", ".csv", ".pdf", ".svg", "/none", "/attachments/0")


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[tuple[LiveServer, list[str], str]]:
    """The running site of a city in which everybody and everything is called like this."""
    url = f"sqlite:///{tmp_path / 'hostile.db'}"
    app = migrated(create_app(settings_for(url, tmp_path)))
    with app.app_context():
        with transaction():
            city = a_city(words=HOSTILE)
            token = a_session(city.admin_id)
        db.engine.dispose()
    pages = [address for _rule, address in addresses(app, city) if not address.endswith(NO_PAGE)]
    with LiveServer(url, env={"EVENTSITE_INSTANCE": str(tmp_path), "EVENTSITE_DEMO": "1"}, worker=True) as live:
        live.run_cli("jobs", "run")
        yield live, pages, token


def test_no_word_runs_as_a_program(hostile: tuple[LiveServer, list[str], str], person: Callable[..., Page]) -> None:
    live, pages, token = hostile
    stranger, staff = person(), person()
    sign_in(staff, live, token)
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            heard.append(message.text)

    def stop(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    for page in (stranger, staff):
        page.on("dialog", stop)
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("console", listen)
        for address in pages:
            page.goto(live.url + address)
    assert heard == []
