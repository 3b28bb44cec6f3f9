"""Codes as pictures."""

import io
from typing import get_args

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from eventsite.core.qr import QUIET_ZONE, Level, modules_of, qr_png, qr_svg
from eventsite.core.tokens import short_code, ticket_code

MODULES_OF_VERSION_3 = 29


@pytest.mark.parametrize("level", ["M", "Q"])
def test_a_ticket_and_a_short_address_stay_within_version_3(level: Level) -> None:
    for text in (ticket_code(), f"https://moyooshi.example/e/{short_code()}"[:30]):
        assert len(modules_of(text, level)) - 2 * QUIET_ZONE <= MODULES_OF_VERSION_3


def test_a_quiet_zone_of_four_light_modules_surrounds_the_code() -> None:
    modules = modules_of(ticket_code(), "M")

    edge = [*modules[:4], *modules[-4:], *(row[:4] for row in modules), *(row[-4:] for row in modules)]
    assert not any(dark for row in edge for dark in row)


@pytest.mark.parametrize("level", get_args(Level))
def test_the_picture_holds_the_text_at_every_level(level: Level) -> None:
    code = ticket_code()

    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(qr_png(code, level))))

    assert found.text == code


@pytest.mark.parametrize("millimetres", [20, 25, 30, 40, 70])
def test_the_picture_is_never_smaller_than_was_asked_for(millimetres: float) -> None:
    picture = Image.open(io.BytesIO(qr_png(ticket_code(), "Q", millimetres=millimetres)))

    assert picture.width / 300 * 25.4 >= millimetres


def test_the_drawing_paints_the_same_modules() -> None:
    code = ticket_code()
    drawing = str(qr_svg(code))
    size = len(modules_of(code, "M"))
    path = drawing.rpartition('d="')[2].partition('"')[0]

    picture = Image.new("L", (size * 10, size * 10), 255)
    pen = ImageDraw.Draw(picture)
    for run in path.split("M")[1:]:
        x, rest = run.split(" ")
        y, width = rest.partition("v1")[0].split("h")
        pen.rectangle([int(x) * 10, int(y) * 10, (int(x) + int(width)) * 10 - 1, int(y) * 10 + 9], fill=0)

    assert f'viewBox="0 0 {size} {size}"' in drawing
    assert [one.text for one in zxingcpp.read_barcodes(picture)] == [code]
