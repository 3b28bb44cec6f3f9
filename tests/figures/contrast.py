"""How far letters stand out: from the variables of the style sheet, in both themes, and from the pages as drawn."""

from collections.abc import Iterator

from playwright.sync_api import Browser

from tests.figures.figure import Figure, at_least, none_of
from tests.figures.scene import Scene, visitor
from tests.support.axe import low_contrast
from tests.unit.look.pairs import TEXT_ON_GROUND
from tests.unit.look.tokens import THEMES, contrast

RATIO = 7


def measure(scene: Scene, browser: Browser) -> Iterator[Figure]:
    """Compute every pair of the style sheet, and let axe look at every kind of public page."""
    for name, colors in THEMES.items():
        ratio, pair = min(
            (contrast(colors[text], colors[ground]), f"{text} on {ground}") for text, ground in TEXT_ON_GROUND
        )
        yield at_least(RATIO, f"contrast of text, {name}", ratio, ":1", pair)
    with visitor(browser) as page:
        faint = []
        for place in scene.places:
            page.goto(scene.url + place.path)
            faint += [f"{place.kind}: {sentence}" for sentence in low_contrast(page)]
    yield none_of("faint texts on the pages as drawn", faint)
