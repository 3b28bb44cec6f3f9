"""What must hold of every scene, in every language."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from eventsite.i18n.texts import CATALOG
from tests.browser.gallery.hall import HTML_LANG, narrowest
from tests.browser.gallery.scene import Scene
from tests.browser.gallery.words import torn
from tests.figures import keyboard, targets
from tests.figures.figure import broken
from tests.support.axe import violations

_FILES = "|".join(file.stem for file in sorted((CATALOG / "ja").glob("*.json")))
_KEY = re.compile(rf"(?<![\w./@-])(?:{_FILES})\.[a-z][a-z0-9]*_?[a-z0-9_]*\b(?![@.])")


def faults(page: Page, scene: Scene, language: str) -> Iterator[str]:
    """Yield what is wrong with the scene, one sentence each, on the screen or on the paper on which it is open."""
    if scene.media == "screen":
        with _with_scripts(page, scene) as readable:
            yield from violations(readable)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > narrowest(scene):
        yield f"scrolls sideways at {narrowest(scene)} px: {width} px wide"
    lang = page.locator("html").get_attribute("lang")
    if lang != HTML_LANG[language]:
        yield f"says that its language is {lang}"
    for key in sorted(set(_KEY.findall(page.inner_text("body")))):
        yield f"shows the name of a text instead of the text: {key}"
    yield from torn(page)
    if scene.media == "screen":
        if not scene.signed_in:  # the tables of staff are denser
            yield from broken([*targets.figures([targets.Seen(scene.name, targets.targets(page))])])
        yield from keyboard.faults(page, keyboard.walk(page))


@contextmanager
def _with_scripts(page: Page, scene: Scene) -> Iterator[Page]:
    """Give axe a page on which it can work: where JavaScript is off, a copy of what is seen there."""
    if scene.javascript:
        yield page
        return
    seen, browser = (
        page.content().replace("<script", "<template").replace("</script", "</template"),
        page.context.browser,
    )
    assert browser
    context = browser.new_context(viewport=page.viewport_size)
    copy = context.new_page()
    copy.route(page.url, lambda route: route.fulfill(body=seen, content_type="text/html; charset=utf-8"))
    copy.goto(page.url)
    yield copy
    context.close()
