"""The colours of tokens.css keep the ratios of the design, measured here from the style sheet itself."""

import pytest

from tests.unit.look.pairs import CONTROLS_AND_MARKS, TEXT_ON_GROUND
from tests.unit.look.tokens import DARK, LIGHT, THEMES, contrast, pairs_of_rules


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_every_text_reaches_seven_to_one(theme: str, text: str, ground: str) -> None:
    colors = THEMES[theme]

    assert contrast(colors[text], colors[ground]) >= 7


def test_every_pair_that_a_rule_puts_together_is_among_them() -> None:
    pairs = pairs_of_rules()

    assert len(pairs) > 20
    assert pairs - set(TEXT_ON_GROUND) == set()


def test_every_colour_has_one_of_its_own_in_the_evening() -> None:
    same = {name for name in LIGHT if DARK[name] == LIGHT[name]}

    assert same == {"--lacquer", "--lacquer-dark", "--on-lacquer", "--gold"}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), CONTROLS_AND_MARKS)
def test_every_border_and_mark_reaches_three_to_one(theme: str, mark: str, ground: str) -> None:
    colors = THEMES[theme]

    assert contrast(colors[mark], colors[ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["--paper", "--surface", "--lacquer", "--action", "--ok-tint", "--error-tint"])
def test_one_line_of_the_focus_ring_shows_on_every_ground(theme: str, ground: str) -> None:
    colors = THEMES[theme]

    ring = (contrast(colors[line], colors[ground]) for line in ("--focus", "--focus-ring"))

    assert max(ring) >= 3
    assert contrast(colors["--focus"], colors["--focus-ring"]) >= 3


@pytest.mark.parametrize(
    ("text", "ground", "ratio"),
    [
        ("--ink", "--paper", 16.3),
        ("--ink-2", "--paper", 7.9),
        ("--action", "--paper", 9.1),
        ("--on-lacquer", "--lacquer", 8.2),
    ],
)
def test_the_light_colours_are_those_of_the_design(text: str, ground: str, ratio: float) -> None:
    assert contrast(LIGHT[text], LIGHT[ground]) == pytest.approx(ratio, abs=0.06)


def test_the_lacquer_is_the_same_in_the_evening() -> None:
    brand = ("--lacquer", "--lacquer-dark", "--on-lacquer", "--gold")

    assert [DARK[name] for name in brand] == [LIGHT[name] for name in brand]


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
