"""The ticket that a registrant opens by the own link."""

import io
import random

import pytest
import zxingcpp
from flask import Flask
from PIL import Image

from eventsite.admission import services
from eventsite.core import clock
from eventsite.core.actor import VISITOR
from eventsite.core.db import db, transaction
from eventsite.events.models import Event
from tests.support.door import Niho
from tests.support.pages import Resident

PAPER_DPI = 300


def ticket_of(niho: Niho, **more: object) -> tuple[str, str]:
    party = niho.registered(**more)  # type: ignore[arg-type]  # the caller's words
    return f"/my/{party.manage_token}/ticket", party.ticket_code


@pytest.fixture
def stranger(app: Flask) -> Resident:
    return Resident(app)


def test_the_ticket_shows_code_number_name_date_place_and_people(niho: Niho, stranger: Resident) -> None:
    party = niho.registered("馬場 太郎", "ばば たろう", party_size=2)

    page = stranger.open(f"/my/{party.manage_token}/ticket")

    assert page.status == 200
    for words in (party.receipt, "馬場 太郎 様", "2人", "ふるさと探訪", "番号かお名前だけでも受付できます"):
        assert words in page.text
    assert "<svg" in page.html


def test_a_used_ticket_says_so_and_only_that_one(niho: Niho, stranger: Resident) -> None:
    baba = niho.registered("馬場 太郎", "ばば たろう")
    other, _ = ticket_of(niho, name="千葉 次郎", kana="ちば じろう")
    mine = f"/my/{baba.manage_token}/ticket"
    assert "受付ずみ" not in stranger.open(mine).text

    niho.scan(baba.ticket_code)

    assert "受付ずみ" in stranger.open(mine).text
    assert "Checked in" in stranger.open(f"/en{mine}").text
    assert "受付ずみ" not in stranger.open(other).text


@pytest.mark.parametrize("language", ["", "/easy", "/en"])
def test_the_ticket_is_private_in_every_language(niho: Niho, stranger: Resident, language: str) -> None:
    address, _ = ticket_of(niho)

    for ending in ("", ".svg", ".png"):
        headers = stranger.http.get(f"{language}{address}{ending}").headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex"


def test_the_saved_picture_prints_30_mm_wide_and_holds_the_code_only(niho: Niho, stranger: Resident) -> None:
    address, code = ticket_of(niho)

    picture = Image.open(io.BytesIO(stranger.http.get(f"{address}.png").data))

    assert picture.width / PAPER_DPI * 25.4 >= 30
    assert round(picture.info["dpi"][0]) == PAPER_DPI
    [found] = zxingcpp.read_barcodes(picture)
    assert found.text == code


@pytest.mark.parametrize("damage", ["grey", "dark", "noise", "blurred"])
def test_the_picture_is_read_from_a_bad_print(niho: Niho, stranger: Resident, damage: str) -> None:
    address, code = ticket_of(niho)
    picture = Image.open(io.BytesIO(stranger.http.get(f"{address}.png").data)).convert("L")

    [found] = zxingcpp.read_barcodes(damaged(picture, damage))

    assert found.text == code


def damaged(picture: Image.Image, how: str) -> Image.Image:
    if how == "grey":
        return picture.point(lambda grey: 90 + grey * 110 // 255)
    if how == "dark":
        return picture.point(lambda grey: grey * 110 // 255)
    if how == "blurred":
        return picture.resize((120, 120), Image.Resampling.BILINEAR).resize((500, 500), Image.Resampling.BICUBIC)
    noise = random.Random(20261123)
    grains = bytes(noise.randrange(256) for _ in range(picture.width * picture.height))
    return Image.blend(picture, Image.frombytes("L", picture.size, grains), 0.3)


def test_who_waits_has_no_code_yet(niho: Niho, stranger: Resident) -> None:
    for name in ("青木", "千葉", "土井", "江藤", "福田"):
        niho.registered(name, "あ", party_size=4)
    address, code = ticket_of(niho)

    page = stranger.open(address)

    assert "キャンセル待ちです" in page.text
    assert code not in page.html
    assert 'class="qr' not in page.html
    assert stranger.open(f"{address}.png").status == 404


def test_a_withdrawn_registration_has_no_ticket(app: Flask, niho: Niho, stranger: Resident) -> None:
    party = niho.registered()
    with app.app_context(), transaction():
        services.withdraw(party.id, actor=VISITOR, now=clock.now())

    page = stranger.open(f"/my/{party.manage_token}/ticket")

    assert "取り消されています" in page.text
    assert 'class="qr' not in page.html
    assert stranger.open(f"/my/{party.manage_token}/ticket.svg").status == 404


@pytest.mark.parametrize("token", ["nobody", "x" * 10_000, "%00", "%F0%9F"])
def test_a_wrong_link_opens_nothing(niho: Niho, stranger: Resident, token: str) -> None:
    for ending in ("", ".svg", ".png"):
        assert stranger.open(f"/my/{token}/ticket{ending}").status in (400, 404)


def test_the_flyers_code_leads_to_the_short_address(niho: Niho) -> None:
    code = event_code(niho)

    png = Image.open(io.BytesIO(niho.clerk.http.get(f"/staff/events/{code}/qr.png").data))
    svg = niho.clerk.http.get(f"/staff/events/{code}/qr.svg")

    [found] = zxingcpp.read_barcodes(png)
    assert found.text.endswith(f"/e/{code}")
    assert svg.mimetype == "image/svg+xml"


def test_the_flyers_code_is_the_centers_own_business(niho: Niho, stranger: Resident) -> None:
    answer = stranger.http.get(f"/staff/events/{event_code(niho)}/qr.png")

    assert answer.status_code == 303


def event_code(niho: Niho) -> str:
    with niho.app.app_context():
        return db.session.get_one(Event, niho.event_id).code
