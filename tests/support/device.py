"""A device whose browser keeps what it has stored when it is switched off, and what its service worker has saved."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from tests.support.browser import find_chromium

PATIENCE = 20.0  # seconds
SAVED_PATHS = """async () => {
  const paths = [];
  for (const name of ["saved-event", "saved-ticket"]) {
    if (await caches.has(name)) paths.push(...(await (await caches.open(name)).keys()).map((one) => one.url));
  }
  return paths.map((url) => new URL(url).pathname);
}"""


class Device:
    """A phone: what its browser has stored is still there when it is switched on again."""

    def __init__(self, browser: Browser, profile: Path) -> None:
        self._browser = browser
        self.profile = profile

    @contextmanager
    def page(self) -> Iterator[Page]:
        """Open the browser with one page, and close it afterwards."""
        context = self._browser.browser_type.launch_persistent_context(
            self.profile, executable_path=find_chromium(), viewport={"width": 390, "height": 844}, locale="ja-JP",
            timezone_id="Asia/Tokyo",
        )  # fmt: skip
        context.set_default_timeout(10_000)
        yield context.pages[0]
        context.close()

    def holds(self, words: str) -> list[str]:
        """Return the files of the profile in which the words stand, but for those that the browser is taking away."""
        spellings = (words.encode(), words.encode("utf-16-le"))
        files = [file for file in self.profile.rglob("*") if file.is_file() and not file.name.startswith("todelete_")]
        return [str(file) for file in files if any(one in file.read_bytes() for one in spellings)]


def saved(page: Page) -> list[str]:
    """Return the paths of the pages that are saved, oldest first, tickets after events."""
    found: list[str] = page.evaluate(SAVED_PATHS)
    return found


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait for something that the worker does in its own time. The page itself may not evaluate anything."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)


def visit(page: Page, url: str) -> None:
    """Open a page and wait until it is saved."""
    page.goto(url)
    wait_until(page, lambda: urlsplit(url).path in saved(page))


def wait_for_worker(page: Page) -> None:
    """Wait until the worker answers for the pages of this browser."""
    wait_until(page, lambda: bool(page.evaluate("navigator.serviceWorker.controller !== null")))


def assets(page: Page) -> list[str]:
    """Return the addresses of the saved assets."""
    kept: list[str] = page.evaluate(
        "async () => (await (await caches.open('saved-assets')).keys()).map((one) => one.url)"
    )
    return kept
