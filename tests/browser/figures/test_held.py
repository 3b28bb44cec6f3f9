"""Every figure that the public pages are held to, held now."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.figures import contrast, everybody, keyboard, lighthouse, presses, targets, validity, weights
from tests.figures.figure import Figure, broken
from tests.figures.scene import Scene

pytestmark = pytest.mark.browser

QUICK = (weights, presses, targets)
# Contrast, axe and validity have quick tests of their own.
SLOW = (keyboard, contrast, everybody, validity, lighthouse)


def is_held(figures: list[Figure]) -> None:
    assert figures
    assert broken(figures) == []


def cases() -> Iterator[object]:
    """Yield what measures each group of figures."""
    for group in (*QUICK, *SLOW):
        marks = (pytest.mark.long,) if group in SLOW else ()
        yield pytest.param(group.measure, id=group.__name__.split(".")[-1], marks=marks)


@pytest.mark.parametrize("measure", list(cases()))
def test_a_figure_is_held(
    scene: Scene, browser: Browser, measure: Callable[[Scene, Browser], Iterator[Figure]]
) -> None:
    is_held([*measure(scene, browser)])
