"""The preview card: its size, its colours, and what it says in each state."""

import time
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from eventsite.discovery import preview_image
from eventsite.discovery.preview import Preview
from eventsite.discovery.preview_image import png
from tests.unit.look.tokens import LIGHT, contrast

CARD = Preview(
    title="大内塗はし絵付け", when="11月14日（土）午前10時～正午", where="大殿地域交流センター 大会議室", center="",
    state="", state_label="", service="やまぐち催し案内",
)  # fmt: skip
LONG = "五十文字までの長い題名の催しがあっても表示がくずれないことを確かめるための長い題名です。ここまで五十字"


def opened(card: Preview) -> Image.Image:
    """Return the picture of a card."""
    return Image.open(BytesIO(png(card))).convert("RGB")


def colors(image: Image.Image, box: tuple[int, int, int, int]) -> set[str]:
    """Return the colours in a part of the picture."""
    counted = image.crop(box).getcolors(maxcolors=1 << 24) or []
    return {"#{:02x}{:02x}{:02x}".format(*color) for _count, color in counted if isinstance(color, tuple)}


def inked(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the box of all that is not paper below the band."""
    below = image.crop((0, 110, *image.size))
    box = ImageChops.difference(below, Image.new("RGB", below.size, preview_image.PAPER)).getbbox()
    assert box is not None
    return box[0], box[1] + 110, box[2], box[3] + 110


def test_it_is_a_small_png_of_the_size_that_messengers_ask_for() -> None:
    picture = png(CARD)

    assert Image.open(BytesIO(picture)).size == (1200, 630)
    assert Image.open(BytesIO(picture)).format == "PNG"
    assert len(picture) < 60_000


def test_its_colours_are_those_of_the_style_sheet_and_its_letters_have_seven_to_one() -> None:
    named = {
        "PAPER": "--paper", "INK": "--ink", "INK_2": "--ink-2", "HAIR": "--hair", "LACQUER": "--lacquer",
        "LACQUER_DARK": "--lacquer-dark", "GOLD": "--gold", "ON_LACQUER": "--on-lacquer",
    }  # fmt: skip
    assert {name: getattr(preview_image, name) for name in named} == {name: LIGHT[key] for name, key in named.items()}
    letters = [(color, ground) for color, ground, _sign in preview_image.STATES.values()]
    letters += [(LIGHT["--ink"], LIGHT["--paper"]), (LIGHT["--ink-2"], LIGHT["--paper"])]
    letters += [(LIGHT["--on-lacquer"], LIGHT["--lacquer"])]
    assert min(contrast(*pair) for pair in letters) >= 7


def test_the_band_and_the_mark_are_at_the_top() -> None:
    image = opened(CARD)

    assert colors(image, (1000, 0, 1200, 90)) == {LIGHT["--lacquer"]}
    assert LIGHT["--gold"] in colors(image, (50, 0, 140, 92))
    assert colors(image, (1150, 600, 1200, 630)) == {LIGHT["--paper"]}


@pytest.mark.parametrize(
    "card",
    [
        CARD,
        replace(CARD, title=LONG, when=f"{CARD.when} ほかに2回あります", center="仁保地域交流センター"),
        replace(CARD, title="インターネットスマートフォン コミュニケーション プログラミング"),
        replace(CARD, title="あ" * 100, where="い" * 100, center="う" * 100, state="cancelled", state_label="中止"),
        replace(CARD, title="W" * 200, when="M" * 200, state="changed", state_label="Postponed"),
        replace(CARD, title="🎉", where="", when="まだ決まっていません"),
        replace(CARD, title="𠮷田・髙橋🎉", state="closed", state_label="終わりました"),
    ],
    ids=["plain", "50 letters", "long words", "all too long", "latin", "nothing but emoji", "rare letters"],
)
def test_whatever_is_typed_it_stays_within_the_margins(card: Preview) -> None:
    left, top, right, bottom = inked(opened(card))

    assert left >= 60
    assert right <= 1200 - 56
    assert top > 110
    assert bottom <= 630 - 20


def test_a_cancelled_event_shows_it_in_words_and_shape() -> None:
    image = opened(replace(CARD, state="cancelled", state_label="中止"))

    assert {"#850000", "#fdeeee"} <= colors(image, (60, 110, 400, 230))
    assert "#850000" not in colors(opened(CARD), (0, 110, 1200, 630))


def test_other_words_have_another_name_and_the_same_words_the_same() -> None:
    assert CARD.digest == replace(CARD).digest
    others = [replace(CARD, **{name: "ほか"}).digest for name in ("title", "when", "where", "center", "state_label")]
    assert len({CARD.digest, *others}) == 6


def test_a_card_is_drawn_in_less_than_a_third_of_a_second() -> None:
    png(CARD)  # the typeface is opened once
    card = replace(CARD, title=LONG, center="仁保地域交流センター", state="cancelled", state_label="中止")

    begun = time.thread_time()
    png(card)

    assert time.thread_time() - begun < 0.3
