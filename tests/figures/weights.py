"""What a first visit costs: the bytes that the browser itself counts on the network, with nothing stored before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, Request

from tests.figures.figure import Figure, at_most, none_of
from tests.figures.scene import Scene, arrive, visitor

KILOBYTE = 1000
PAGE_KB, HTML_KB, CSS_KB, JS_KB = 100, 20, 20, 15
_IMAGES = ("image",)


@dataclass
class Load:
    """What one page made the browser fetch: kilobytes by kind of resource, and the addresses of other sites."""

    page: str
    kilobytes: dict[str, float] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)

    def of(self, kind: str) -> float:
        """Return the kilobytes of that kind."""
        return self.kilobytes.get(kind, 0.0)

    @property
    def without_images(self) -> float:
        """Return the kilobytes of all but images."""
        return sum(size for kind, size in self.kilobytes.items() if kind not in _IMAGES)


def measure(scene: Scene, browser: Browser) -> Iterator[Figure]:
    """Visit every kind of public page for the first time and yield the heaviest of each."""
    loads = []
    for place in scene.places:
        with visitor(browser) as page:
            loads.append(load_of(page, place.kind, scene.url, place.path))
    yield from figures(loads)


def figures(loads: Sequence[Load]) -> Iterator[Figure]:
    """Yield what the heaviest of these pages weigh."""
    heaviest = max(loads, key=lambda one: one.without_images)
    yield at_most(PAGE_KB, "first visit without images", heaviest.without_images, "KB", heaviest.page)
    for kind, name, limit in (("document", "HTML", HTML_KB), ("stylesheet", "CSS", CSS_KB), ("script", "JS", JS_KB)):
        worst = max(loads, key=lambda one: one.of(kind))
        yield at_most(limit, f"{name} of a page, compressed", worst.of(kind), "KB", worst.page)
    yield none_of("pages with a web font", [one.page for one in loads if one.of("font")])
    yield none_of("requests to other sites", [f"{one.page}: {url}" for one in loads for url in one.outside])


def load_of(page: Page, name: str, site: str, path: str) -> Load:
    """Open a page to its end, and return what the browser fetched for it, its service worker included."""
    load = Load(name)

    def note(request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            _count(load, request, site)

    page.context.on("requestfinished", note)
    page.context.on("requestfailed", note)
    arrive(page, site + path)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    page.context.remove_listener("requestfinished", note)
    page.context.remove_listener("requestfailed", note)
    return load


def _count(load: Load, request: Request, site: str) -> None:
    if not request.url.startswith(f"{site}/"):
        load.outside.append(request.url)
        return
    sizes = request.sizes()
    kind = request.resource_type
    load.kilobytes[kind] = load.of(kind) + (sizes["responseBodySize"] + sizes["responseHeadersSize"]) / KILOBYTE
