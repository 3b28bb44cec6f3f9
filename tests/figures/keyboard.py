"""Every page by keyboard alone: Tab reaches all that can be used, in the order in which it is seen, and shows where."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.figures.figure import Figure, at_least, none_of
from tests.figures.scene import Scene, arrive, visitor

_SCRIPT = Path(__file__).with_name("keyboard.js")
_MOST_STOPS = 400


def measure(scene: Scene, browser: Browser) -> Iterator[Figure]:
    """Walk every kind of public page from its first stop to its last."""
    wrong, total = [], 0
    with visitor(browser) as page:
        for place in scene.places:
            arrive(page, scene.url + place.path)
            stops = walk(page)
            total += len(stops)
            wrong += [f"{place.kind}: {sentence}" for sentence in faults(page, stops)]
    yield none_of("faults on the way by keyboard", wrong)
    yield at_least(1, "stops made by keyboard", total)


def walk(page: Page) -> list[dict[str, Any]]:
    """Press Tab until the page is left, and return each stop: its number on the page, place and looks."""
    page.evaluate(_script())
    page.evaluate("walked.begin()")
    stops: list[dict[str, Any]] = []
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate("walked.stop()")
        if stop is None or (stops and stop["number"] == stops[0]["number"]):
            page.evaluate("walked.end()")
            return stops
        stops.append(stop)
    raise AssertionError("Tab never leaves the page")


def faults(page: Page, stops: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what is wrong with a walk over the page that is open."""
    visited = {stop["number"] for stop in stops}
    usable: list[dict[str, Any]] = page.evaluate("walked.usable()")
    yield from (f"{one['words']} is never reached" for one in usable if one["number"] not in visited)
    for stop in stops:
        if not stop["marked"]:
            yield f"nothing shows that {stop['words']} has the focus"
        if stop["covered"]:
            yield f"{stop['words']} is covered while it has the focus"
    for before, after in pairwise(stops[1:]):  # the first is the skip link, which comes from above
        if _is_back(before, after):
            yield f"{after['words']} is seen before {before['words']} but comes after it"


def _is_back(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Return whether the later stop lies wholly above the earlier one, or left of it in the same line."""
    if after["bottom"] <= before["top"]:
        return True
    is_same_line = after["top"] < before["bottom"] and before["top"] < after["bottom"]
    return bool(is_same_line and after["right"] <= before["left"])


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")
