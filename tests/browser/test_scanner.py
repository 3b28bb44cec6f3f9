"""The door with a camera: a ticket held before it is checked in; screen and paper are read by another decoder."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from eventsite.accounts.access import COOKIE
from eventsite.attendance.models import Source
from eventsite.core.qr import qr_png
from tests.support.axe import violations
from tests.support.browser import find_chromium
from tests.support.door import Niho, a_walk
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser
FRAME = (640, 480)
PRINT_DPI = 300


@pytest.fixture
def niho(app: Flask, make: Make, client: Resident) -> Niho:
    """A walk with one date today."""
    return a_walk(app, make, client)


@pytest.fixture
def live(niho: Niho, tmp_path: Path) -> Iterator[LiveServer]:
    """The running site on the walk's database."""
    server = LiveServer(niho.app.config["SQLALCHEMY_DATABASE_URI"], env={"EVENTSITE_INSTANCE": str(tmp_path)})
    with server:
        yield server


def signed_in(context: BrowserContext, niho: Niho, live: LiveServer) -> Page:
    cookie = niho.clerk.http.get_cookie(COOKIE)
    assert cookie
    context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": live.url}])
    return context.new_page()


@pytest.fixture
def desk(browser: Browser, niho: Niho, live: LiveServer) -> Iterator[Page]:
    """The clerk's browser without a camera."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="ja-JP", timezone_id="Asia/Tokyo")
    yield signed_in(context, niho, live)
    context.close()


def seen_by_the_camera(code: str, file: Path) -> Path:
    """Write a film in which somebody holds up a ticket: frames of JPEG, one after another."""
    frame = Image.new("L", FRAME, 128)
    with Image.open(io.BytesIO(qr_png(code))) as ticket:
        frame.paste(ticket.convert("L").resize((300, 300)), (170, 90))
    still = io.BytesIO()
    frame.convert("RGB").save(still, "JPEG", quality=85)
    file.write_bytes(still.getvalue() * 20)
    return file


@pytest.fixture
def with_camera(browser: Browser, niho: Niho, live: LiveServer, tmp_path: Path) -> Iterator[Callable[[str], Page]]:
    """Return ``with_camera(code)``: a phone before whose camera that ticket is held."""
    started: list[Browser] = []

    def appear(code: str) -> Page:
        film = seen_by_the_camera(code, tmp_path / "film.mjpeg")
        flags = [
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
            "--disable-background-networking",
        ]
        phone = browser.browser_type.launch(executable_path=find_chromium(), args=flags)
        started.append(phone)
        return signed_in(phone.new_context(viewport={"width": 390, "height": 844}), niho, live)

    yield appear
    for phone in started:
        phone.close()


def test_a_ticket_before_the_camera_is_let_in_once(
    niho: Niho, live: LiveServer, with_camera: Callable[[str], Page]
) -> None:
    phone = with_camera(niho.registered("馬場 太郎", "ばば たろう").ticket_code)
    problems: list[str] = []
    phone.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    phone.goto(live.url + niho.door)

    phone.get_by_role("button", name="カメラで読み取る").click()

    expect(phone.get_by_text("受付しました")).to_be_visible(timeout=20_000)
    expect(phone.get_by_text("1/1")).to_be_visible()
    phone.wait_for_timeout(1500)  # the ticket is still held up
    assert [row.source for row in niho.rows()] == [Source.SCAN]
    assert problems == []
    assert violations(phone) == []


def test_a_strangers_code_before_the_camera_is_refused(
    niho: Niho, live: LiveServer, with_camera: Callable[[str], Page]
) -> None:
    phone = with_camera("7QK2M0ZP4X9A1B8C3D5E6F2GH")
    phone.goto(live.url + niho.door)

    phone.get_by_role("button", name="カメラで読み取る").click()

    expect(phone.get_by_text("この催しの参加票ではありません")).to_be_visible(timeout=20_000)
    assert niho.rows() == []


def test_a_hand_scanner_types_one_ticket_after_the_other(niho: Niho, live: LiveServer, desk: Page) -> None:
    codes = [niho.registered(name, "あ").ticket_code for name in ("馬場 太郎", "千葉 三郎", "土井 次郎")]
    desk.goto(live.url + niho.door)

    for number, code in enumerate(codes, start=1):
        expect(desk.locator("#who")).to_be_focused()
        desk.keyboard.type(code)
        desk.keyboard.press("Enter")
        expect(desk.get_by_text(f"{number}/3")).to_be_visible()

    assert len(niho.rows()) == 3


def test_quick_presses_are_one_person_each(niho: Niho, live: LiveServer, desk: Page) -> None:
    desk.goto(live.url + niho.tally)
    button = desk.locator(".tally button[value=over_75]")

    for _ in range(8):
        button.click(no_wait_after=True)

    expect(button).to_contain_text("いま 8人", timeout=20_000)
    assert niho.totals().residents == 8
    assert violations(desk) == []


def test_a_press_that_got_lost_is_said_and_counts_once_when_pressed_again(
    niho: Niho, live: LiveServer, desk: Page
) -> None:
    desk.goto(live.url + niho.tally)
    button = desk.locator(".tally button[value=over_75]")
    arrived = []

    def answer_is_lost(route: Any) -> None:
        route.fetch(max_redirects=0)  # it reaches the server; its answer does not come back
        arrived.append(True)
        route.abort()

    desk.route("**/tallies", answer_is_lost, times=1)
    button.click()
    expect(desk.get_by_text("つながりません")).to_be_visible()
    button.click()

    expect(button).to_contain_text("いま 1人")
    assert arrived
    assert niho.totals().residents == 1


def test_a_press_after_the_closing_is_said_to_be_too_late(niho: Niho, live: LiveServer, desk: Page) -> None:
    desk.goto(live.url + niho.tally)
    niho.clerk.open(niho.closing).form("closing").submit()

    desk.locator(".tally button[value=over_75]").click()

    expect(desk.get_by_text("締めてあります")).to_be_visible()
    assert niho.rows() == []


def test_the_ticket_on_the_screen_and_its_a6_print_are_read(niho: Niho, live: LiveServer, desk: Page) -> None:
    party = niho.registered("馬場 太郎", "ばば たろう")
    desk.goto(f"{live.url}/my/{party.manage_token}/ticket")

    code = desk.locator(".ticket svg")
    box = code.bounding_box()
    assert box
    assert box["width"] >= 240
    for media in ("screen", "print"):
        desk.emulate_media(media=media)
        with Image.open(io.BytesIO(code.screenshot())) as picture:
            [found] = zxingcpp.read_barcodes(picture)
        assert found.text == party.ticket_code
    sheets = desk.pdf(prefer_css_page_size=True)
    assert sheets.count(b"/MediaBox") == sheets.count(b"/MediaBox [0 0 298.07999 420]") == 1  # 105 × 148 mm


def test_the_printed_size_decodes_at_300_dpi(niho: Niho, live: LiveServer, browser: Browser) -> None:
    party = niho.registered("馬場 太郎", "ばば たろう")
    side = round(30 / 25.4 * PRINT_DPI)
    context = browser.new_context(viewport={"width": side, "height": side})
    page = context.new_page()
    page.goto(f"{live.url}/my/{party.manage_token}/ticket.svg")

    with Image.open(io.BytesIO(page.screenshot())) as picture:
        for printed in (picture.convert("L"), picture.convert("L").point(lambda grey: 60 + grey // 2)):
            [found] = zxingcpp.read_barcodes(printed)
            assert found.text == party.ticket_code
    context.close()
