"""Saved visits: what opens without network, on a device that is switched on again, and what must not stay on it."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from eventsite.core.saving import HEADER
from tests.browser.conftest import sign_in
from tests.support.axe import violations
from tests.support.device import Device, assets, saved, visit, wait_for_worker, wait_until
from tests.support.server import LiveServer
from tests.support.town import NAME, Town, a_town

pytestmark = pytest.mark.browser


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """A town of its own for each test."""
    return a_town(tmp_path)


@pytest.fixture
def live(town: Town, tmp_path: Path) -> LiveServer:
    """The site's server, not yet running."""
    return LiveServer(town.url, env={"EVENTSITE_INSTANCE": str(tmp_path)})


@pytest.fixture
def phone(browser: Browser, tmp_path: Path) -> Device:
    """Baba's phone, new."""
    return Device(browser, tmp_path / "profile")


def test_ticket_and_event_open_without_network_from_a_cold_start(
    town: Town, live: LiveServer, phone: Device, tmp_path: Path
) -> None:
    with live, phone.page() as baba:
        visit(baba, live.url + town.event)
        visit(baba, live.url + town.ticket)
        visit(baba, live.url + "/en" + town.ticket)
        expect(baba.get_by_text("There is no connection now")).to_be_hidden()

    with phone.page() as baba:  # the server is gone
        baba.goto(live.url + town.ticket)
        expect(baba.get_by_text(NAME)).to_be_visible()
        expect(baba.get_by_text("いま、つながりません")).to_be_visible()
        assert (
            baba.evaluate("getComputedStyle(document.querySelector('.masthead')).backgroundColor") != "rgba(0, 0, 0, 0)"
        )
        baba.locator(".qr svg").screenshot(path=tmp_path / "qr.png")
        [found] = zxingcpp.read_barcodes(Image.open(tmp_path / "qr.png"))
        assert found.text == town.code

        baba.goto(live.url + town.event + "?utm_source=line")
        expect(baba.get_by_role("heading", level=1)).to_have_text("大内塗のお箸を作る")
        baba.goto(live.url + "/en" + town.ticket)
        expect(baba.get_by_text("There is no connection now")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "sentence"), [("", "圏外です"), ("/easy", "インターネットに"), ("/en", "You are offline")]
)
def test_every_other_page_says_that_there_is_no_network_and_lists_what_is_saved(
    town: Town, live: LiveServer, phone: Device, language: str, sentence: str
) -> None:
    with live, phone.page() as baba:
        visit(baba, live.url + town.event)
        visit(baba, live.url + town.ticket)

    with phone.page() as baba:
        for path in ("/events", "/staff/", f"/calls/{town.code}/registrations/new"):
            baba.goto(f"{live.url}{language}{path}")
            expect(baba.locator("[data-saved-note]")).to_contain_text(sentence)
        assert baba.locator("html").get_attribute("lang") == {"": "ja", "/easy": "ja-simple", "/en": "en"}[language]
        links = baba.locator("[data-saved-list] a")
        expect(links).to_have_count(2)
        assert [links.nth(n).get_attribute("href") for n in (0, 1)] == [town.ticket, town.event]
        assert violations(baba) == []
        links.nth(0).click()
        expect(baba.get_by_text(NAME)).to_be_visible()


def test_removing_leaves_nothing_of_the_person_on_the_device(town: Town, live: LiveServer, phone: Device) -> None:
    with live:
        with phone.page() as baba:
            visit(baba, live.url + town.ticket)
            visit(baba, live.url + "/en" + town.ticket)
        assert phone.holds(NAME)  # else the search below proves nothing

        with phone.page() as baba:
            visit(baba, live.url + town.ticket)
            baba.get_by_role("button", name="この端末から消す").click()
            expect(baba.get_by_text("この端末から消しました")).to_be_visible()
            assert saved(baba) == []
            baba.goto(live.url + "/saved")
            expect(baba.get_by_text("保存したページはありません")).to_be_visible()

    assert phone.holds(NAME) == []


def test_all_saved_pages_are_removed_by_one_button(town: Town, live: LiveServer, phone: Device) -> None:
    with live, phone.page() as baba:
        visit(baba, live.url + town.ticket)
        visit(baba, live.url + town.event)
        baba.goto(live.url + "/saved")
        baba.get_by_role("button", name="すべて、この端末から消す").click()
        expect(baba.get_by_text("保存したページはありません")).to_be_visible()
        assert saved(baba) == []


def test_a_ticket_is_gone_a_day_after_the_event(town: Town, live: LiveServer, phone: Device) -> None:
    town.move(datetime.now(UTC) - timedelta(days=1) + timedelta(seconds=8))
    with live, phone.page() as baba:
        visit(baba, live.url + town.ticket)
        assert saved(baba) == [town.ticket]
        baba.wait_for_timeout(8000)
        baba.goto(live.url + "/privacy")
        wait_until(baba, lambda: saved(baba) == [])

    assert phone.holds(NAME) == []


def test_pages_of_the_staff_are_never_saved_nor_what_they_open(town: Town, live: LiveServer, phone: Device) -> None:
    with live, phone.page() as aoki:
        aoki.goto(live.url + "/")
        wait_for_worker(aoki)
        sign_in(aoki, live, town.session())
        for path in ("/staff/", "/staff/events", town.event, town.ticket, "/staff/profile"):
            aoki.goto(live.url + path)
            expect(aoki.get_by_text("青木 花子").first).to_be_attached()
        aoki.wait_for_timeout(500)
        assert saved(aoki) == []

    cached = [file for file in phone.holds("青木 花子") if "CacheStorage" in file]
    assert cached == []


def test_signing_out_takes_saved_pages_along(town: Town, live: LiveServer, phone: Device) -> None:
    with live, phone.page() as aoki:
        visit(aoki, live.url + town.event)
        sign_in(aoki, live, town.session())
        aoki.goto(live.url + "/staff/")
        assert saved(aoki) == [town.event]
        aoki.locator("form[action='/staff/sign-out'] button").first.dispatch_event("click")
        aoki.wait_for_url("**/staff/sign-in")
        wait_until(aoki, lambda: saved(aoki) == [])


def test_what_was_taken_back_loses_its_saved_copy(town: Town, live: LiveServer, phone: Device) -> None:
    with live, phone.page() as baba:
        visit(baba, live.url + town.event)
        town.unpublish()
        answer = baba.reload()  # past the 30 seconds for which a browser asks nobody
        assert answer
        assert answer.status == 404
        wait_until(baba, lambda: saved(baba) == [])


def test_with_network_the_page_is_the_present_one(town: Town, live: LiveServer, phone: Device) -> None:
    with live, phone.page() as baba:
        visit(baba, live.url + town.event)
        wait_for_worker(baba)
        town.retitle("大内塗の小皿を作る")
        baba.reload()
        expect(baba.get_by_role("heading", level=1)).to_have_text("大内塗の小皿を作る")
        expect(baba.get_by_text("いま、つながりません")).to_be_hidden()


@pytest.mark.parametrize("trouble", ["silent", "broken"])
def test_a_saved_page_is_shown_when_the_server_is_slow_or_in_trouble(
    town: Town, live: LiveServer, phone: Device, trouble: str
) -> None:
    with live, phone.page() as baba:
        visit(baba, live.url + town.ticket)

    with in_trouble(urlsplit(live.url).port or 0, trouble), phone.page() as baba:
        baba.goto(live.url + town.ticket)
        expect(baba.get_by_text(NAME)).to_be_visible()
        expect(baba.get_by_text("いま、つながりません")).to_be_visible()


class Broken(BaseHTTPRequestHandler):
    """What stands before a server that is away."""

    def do_GET(self) -> None:
        """Refuse."""
        self.send_error(HTTPStatus.BAD_GATEWAY)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def in_trouble(port: int, trouble: str) -> Iterator[None]:
    """Take the server's place: accept and never answer, or answer that something is wrong."""
    if trouble == "silent":
        with socket.create_server(("127.0.0.1", port)):
            yield
        return
    with ThreadingHTTPServer(("127.0.0.1", port), Broken) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def test_only_so_many_event_pages_are_kept_and_the_ticket_stays(town: Town, live: LiveServer, phone: Device) -> None:
    others = town.more_events(32)
    with live, phone.page() as baba:
        visit(baba, live.url + town.ticket)
        for path in others:
            visit(baba, live.url + path)

        kept = saved(baba)

    assert kept == [*others[-30:], town.ticket]


def test_assets_of_older_styles_go_with_the_last_page_that_needs_them(
    town: Town, live: LiveServer, phone: Device
) -> None:
    plant = """async () => {
      await (await caches.open("saved-assets")).put("/static/dist/css/main-00000000.css", new Response("old"));
    }"""
    with live, phone.page() as baba:
        visit(baba, live.url + town.event)
        baba.evaluate(plant)
        visit(baba, live.url + town.ticket)
        wait_until(baba, lambda: not [url for url in assets(baba) if "00000000" in url])
        kept = assets(baba)

    assert {url.rpartition(".")[2] for url in kept} == {"css", "js", "svg"}


def test_without_a_service_worker_everything_is_as_before(
    town: Town, live: LiveServer, person: Callable[..., Page]
) -> None:
    with live:
        baba = person(390)
        baba.add_init_script("delete Navigator.prototype.serviceWorker")
        for path in (town.event, town.ticket, "/saved"):
            baba.goto(live.url + path)
            expect(baba.get_by_role("heading", level=1)).to_be_visible()
            expect(baba.locator("[data-saved-note]")).to_be_hidden()
        expect(baba.get_by_text("保存したページはありません")).to_be_visible()
        baba.goto(live.url + town.ticket)
        expect(baba.get_by_role("button", name="この端末から消す")).to_be_hidden()


def test_the_header_is_what_the_worker_asks_for() -> None:
    worker = (Path(__file__).parents[2] / "eventsite/static/js/sw.js").read_text(encoding="utf-8")

    assert f'"{HEADER}"' in worker
