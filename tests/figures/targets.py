"""How large what can be pressed is, and how far apart: the areas that answer to a finger, felt out point by point.

Left out are links within a sentence, as high as their line (WCAG 2.2, 2.5.8, exception "inline"), and of the distances
the days of a month: seven of 44 px and the gaps between them are wider than a phone, so they touch, as on paper. The
same days stand below each other in the list that the month's page links to.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.figures.figure import Figure, at_least
from tests.figures.scene import NARROW, PHONE, Scene, arrive, visitor

# In CSS pixels.
MAIN, CONTROL, LINK, APART = 56, 48, 44, 8
KINDS = {"main": MAIN, "control": CONTROL, "link": LINK, "day": LINK}
_NAMES = {
    "main": "smallest main button",
    "control": "smallest button or field",
    "link": "smallest link on its own",
    "day": "smallest day of a month",
}
_SCRIPT = Path(__file__).with_name("targets.js")


@dataclass(frozen=True)
class Target:
    """Something to press, the kind of its size, and the area that answers, in CSS pixels of the page."""

    words: str
    kind: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def size(self) -> float:
        """Return the smaller of height and width."""
        return round(min(self.bottom - self.top, self.right - self.left), 1)

    def gap(self, other: "Target") -> float:
        """Return the distance to another target: the larger of the gaps across and down, below 0 where they overlap."""
        across = max(self.left, other.left) - min(self.right, other.right)
        down = max(self.top, other.top) - min(self.bottom, other.bottom)
        return round(max(across, down), 1)


@dataclass(frozen=True)
class Seen:
    """A page at a width, and all that can be pressed there."""

    page: str
    targets: list[Target]


def measure(scene: Scene, browser: Browser) -> Iterator[Figure]:
    """Feel out every kind of public page at both widths of a phone, as it comes and with its lists opened."""
    seen = []
    for width in (PHONE, NARROW):
        with visitor(browser, width) as page:
            for place in scene.places:
                arrive(page, scene.url + place.path)
                seen += list(states(page, f"{place.kind} at {width} px"))
    yield from figures(seen)


def states(page: Page, name: str) -> Iterator[Seen]:
    """Yield what can be pressed on the page as it comes, and once more with everything opened that opens."""
    yield Seen(name, targets(page))
    if page.evaluate("[...document.querySelectorAll('details')].map((one) => (one.open = true)).length"):
        yield Seen(f"{name}, opened", targets(page))


def targets(page: Page) -> list[Target]:
    """Return all that can be pressed on the page that is open."""
    found: list[dict[str, Any]] = page.evaluate(_script())
    return [Target(**one) for one in found]


def figures(seen: Sequence[Seen]) -> Iterator[Figure]:
    """Yield the smallest size of each kind, and the smallest distance, with where they are."""
    for kind, least in KINDS.items():
        of_kind = [
            (one.size, f"{one.words} ({each.page})") for each in seen for one in each.targets if one.kind == kind
        ]
        size, where = min(of_kind, default=(least, "none"))
        yield at_least(least, _NAMES[kind], size, "px", where)
    gap, where = min(nearest(each) for each in seen)
    yield at_least(APART, "smallest distance of two targets", gap, "px", where)


def nearest(seen: Seen) -> tuple[float, str]:
    """Return the smallest distance of two targets on a page, and which they are."""
    pairs = combinations((one for one in seen.targets if one.kind != "day"), 2)
    every = ((one.gap(other), f"{one.words} / {other.words} ({seen.page})") for one, other in pairs)
    return min(every, default=(float(APART), "none"))


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")
