"""Every figure that the public pages are held to, held now."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.figures import contrast, everybody, keyboard, lighthouse, presses, search, targets, validity, weights
from tests.figures.figure import Figure, broken
from tests.figures.scene import Scene

pytestmark = pytest.mark.browser

QUICK = [weights, presses, targets, keyboard, contrast, everybody, validity]


def is_held(figures: list[Figure]) -> None:
    assert figures
    assert broken(figures) == []


@pytest.mark.parametrize("measure", [one.measure for one in QUICK], ids=[one.__name__.split(".")[-1] for one in QUICK])
def test_a_quick_figure_is_held(
    scene: Scene, browser: Browser, measure: Callable[[Scene, Browser], Iterator[Figure]]
) -> None:
    is_held([*measure(scene, browser)])


@pytest.mark.long
def test_lighthouse_has_nothing_to_say(scene: Scene, browser: Browser) -> None:
    is_held([*lighthouse.measure(scene, browser)])


@pytest.mark.long
@pytest.mark.postgres
def test_a_search_among_a_hundred_thousand_events_is_quick() -> None:
    is_held([*search.measure()])
