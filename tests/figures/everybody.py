"""Every kind of public page for everybody to use: axe at 320 px, and nothing that scrolls sideways.

Each page in each of its states, in three languages, is the gallery's: tests/browser/gallery.
"""

from collections.abc import Iterator

from playwright.sync_api import Browser

from tests.figures.figure import Figure, at_most, none_of
from tests.figures.scene import NARROW, Scene, visitor
from tests.support.axe import violations


def measure(scene: Scene, browser: Browser) -> Iterator[Figure]:
    """Look at every kind of public page on the narrowest phone."""
    wrong, widest = [], (0, "")
    with visitor(browser, NARROW) as page:
        for place in scene.places:
            page.goto(scene.url + place.path)
            wrong += [f"{place.kind}: {sentence}" for sentence in violations(page)]
            widest = max(widest, (page.evaluate("document.documentElement.scrollWidth"), place.kind))
    yield none_of("axe violations", wrong)
    yield at_most(NARROW, "width of a page at 320 px", widest[0], "px", widest[1])
