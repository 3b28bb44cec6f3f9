"""Valid HTML, and all that a search engine asks of an event, judged by programs that are not ours."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from tests.figures.figure import Figure, none_of
from tests.figures.scene import LANGUAGES, Scene, visitor
from tests.support import checker, rich_result

_JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def measure(scene: Scene, browser: Browser) -> Iterator[Figure]:
    """Read every kind of public page, and the facts of the event in three languages."""
    with visitor(browser) as page, TemporaryDirectory(prefix="eventsite-html-") as folder:
        texts = {one.kind: page.request.get(scene.url + one.path).text() for one in scene.places}
        yield none_of("mistakes in the HTML", checker.faults(texts, Path(folder)))
        events = {language: page.request.get(f"{scene.url}{language}{scene.event}").text() for language in LANGUAGES}
    missing = [f"{language or '/'}: {one}" for language, html in events.items() for one in incomplete(html)]
    yield none_of("facts that a rich result misses", missing)


def incomplete(html: str) -> list[str]:
    """Return what is missing in the facts for search engines that an event's page carries."""
    told = _JSON_LD.search(html)
    return rich_result.faults(json.loads(told[1])) if told else ["no JSON-LD"]
