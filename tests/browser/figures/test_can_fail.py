"""The controls: on a page that does what is forbidden, each figure says so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from tests.figures import keyboard, lighthouse, presses, targets, validity, weights
from tests.figures.figure import broken
from tests.figures.scene import visitor
from tests.figures.targets import Seen

pytestmark = pytest.mark.browser

PAGE = '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>市</title><meta name="viewport" {}</html>'
BODY = PAGE.format('content="width=device-width"><style>{}</style></head><body style="margin: 40px">{}</body>')
RING = ":focus-visible { outline: 3px solid } "
ROOMY = "a { display: inline-block; padding: 20px; margin: 10px; } .button { display: block; min-height: 60px; }"


@contextmanager
def serving(html: str) -> Iterator[str]:
    """Serve one page at every address, uncompressed."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind = "text/css" if self.path.endswith(".css") else "text/html"
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def shown(browser: Browser) -> Iterator[Callable[[str, str], Page]]:
    """Return ``shown(css, html)``: a phone on which that page is open."""
    with visitor(browser) as page:

        def show(css: str, html: str) -> Page:
            page.set_content(BODY.format(css, html))
            return page

        yield show


def weighed(browser: Browser, body: str) -> list[str]:
    with serving(BODY.format("", body)) as site, visitor(browser) as page:
        return broken([*weights.figures([weights.load_of(page, "a page", site, "/")])])


def felt(page: Page) -> list[str]:
    return broken([*targets.figures([Seen("a page", targets.targets(page))])])


def test_an_image_from_another_site_is_told(browser: Browser) -> None:
    wrong = weighed(browser, '<img src="http://127.0.0.1:9/seal.png" alt="">')

    assert wrong == ["requests to other sites: 1, a page: http://127.0.0.1:9/seal.png"]


def test_a_heavy_page_is_told(browser: Browser) -> None:
    wrong = weighed(browser, "市" * 12_000 + '<link rel="stylesheet" href="/all.css">')

    assert [one.split(":")[0] for one in wrong] == ["HTML of a page, compressed", "CSS of a page, compressed"]


def test_a_light_page_is_not(browser: Browser) -> None:
    assert weighed(browser, "<h1>市</h1>") == []


LOW_BUTTON = '<a class="button button--primary" href="/" style="padding: 0; min-height: 50px">申し込む</a>'
COVERED = '<div style="position: relative"><a href="/">催し</a><i style="position: absolute; inset: 0"></i></div>'


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ('<a href="/">山口市の催し</a> <a href="/x">仁保の催し</a>', []),
        ('<p>くわしくは<a href="/" style="padding: 0; margin: 0; display: inline">こちら</a>へ。</p>', []),
        ('<label style="padding: 20px; display: block"><input type="checkbox"> 申込不要</label>', []),
        ('<a href="/" style="padding: 2px">山口市の催し</a>', ["smallest link on its own"]),
        ('<button style="height: 40px; width: 90px">探す</button>', ["smallest button or field"]),
        ('<a href="/">山口市</a><a href="/x" style="margin-left: -6px">仁保</a>', ["smallest distance of two targets"]),
        (LOW_BUTTON, ["smallest main button"]),
        (COVERED, ["smallest link on its own"]),
    ],
)
def test_what_is_small_close_or_covered_is_told(shown: Callable[[str, str], Page], html: str, wrong: list[str]) -> None:
    assert [one.split(":")[0] for one in felt(shown(ROOMY, html))] == wrong


@pytest.mark.parametrize(
    ("css", "html", "wrong"),
    [
        ("", '<a href="/">一</a> <a href="/">二</a> <a href="/">三</a>', None),
        ("a:focus-visible { outline: 0 }", '<a href="/">一</a>', "nothing shows that 一 has the focus"),
        (
            "a { box-shadow: 0 0 0 3px; border: 1px solid } a:focus-visible { outline: 0 }",
            '<a href="/">一</a>',
            "nothing shows that 一 has the focus",
        ),
        ("a:focus-visible { outline-color: transparent }", '<a href="/">一</a>', "nothing shows that 一 has the focus"),
        ("a { outline: 3px solid }", '<a href="/" autofocus>一</a>', "nothing shows that 一 has the focus"),
        ("a:focus-visible { outline: 0; box-shadow: 0 0 0 3px }", '<a href="/">一</a> <a href="/">二</a>', None),
        ("a { border: 1px solid } a:focus-visible { outline: 0; border-width: 3px }", '<a href="/">一</a>', None),
        ("", '<a href="/">一</a><div tabindex="0">二</div><a href="/" tabindex="-1">三</a><a href="/">四</a>', None),
        (
            ".last { position: absolute; top: 0 }",
            '<a href="/">一</a> <p><a href="/">二</a></p> <a class="last" href="/">三</a>',
            "三 is seen before 二 but comes after it",
        ),
        ("div { position: fixed; inset: 0 }", '<a href="/">一</a><div></div>', "一 is covered while it has the focus"),
    ],
)
def test_a_walk_by_keyboard_that_goes_wrong_is_told(
    shown: Callable[[str, str], Page], css: str, html: str, wrong: str | None
) -> None:
    page = shown(RING + css, html)

    found = [*keyboard.faults(page, keyboard.walk(page))]

    assert found == [wrong] if wrong else not found


def test_a_stop_that_is_left_out_is_told(shown: Callable[[str, str], Page]) -> None:
    page = shown(RING, '<a href="/">一</a> <a href="/">二</a>')
    stops = keyboard.walk(page)

    assert [*keyboard.faults(page, stops[:1])] == ["二 is never reached"]


def test_every_press_counts_and_keys_do_not_press_what_tab_does_not_reach(shown: Callable[[str, str], Page]) -> None:
    page = shown("", '<button>一</button><button tabindex="-1">二</button>')
    pointer, keys = presses.Hand(), presses.Keys()

    for name in ("一", "二"):
        pointer.press(page.get_by_role("button", name=name))
    keys.press(page.get_by_role("button", name="一"))

    assert (pointer.presses, keys.presses) == (2, 1)
    with pytest.raises(AssertionError, match="Tab does not lead"):
        keys.press(page.get_by_role("button", name="二"))


def test_a_page_without_facts_for_search_engines_is_told() -> None:
    assert validity.incomplete("<h1>市</h1>") == ["no JSON-LD"]
    assert validity.incomplete('<script type="application/ld+json">[{"@type": "Event"}]</script>') != []


@pytest.mark.long
def test_lighthouse_finds_fault_with_a_bad_page(browser: Browser) -> None:
    with serving("<!DOCTYPE html><html><body>市<img src='/seal.png'><input></body></html>") as site:
        report = lighthouse.judge(site)

    assert report.scores["accessibility"] < lighthouse.FULL
    assert report.scores["seo"] < lighthouse.FULL
    assert "html-has-lang" in report.reasons["accessibility"]
