"""What the visitors of a measurement do: each deed gets a visitor ready to do one thing again and again."""

import itertools
import queue
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address
from random import Random, getrandbits
from urllib.parse import urlencode

from eventsite.accounts.access import COOKIE
from eventsite.core import tokens
from eventsite.ops.bench_load import Browser, Deed, NothingLeft, Visit, fields

_PERSON = {"name": "見本 花子", "name_kana": "みほん はなこ", "phone": "083-900-0000", "party_size": "1"}
FILTERED = "/events?q=%E6%96%99%E7%90%86&kind=course&places_left=1"  # 料理


@dataclass(frozen=True)
class Scene:
    """What a prepared site offers to its visitors."""

    address: str
    event_codes: tuple[str, ...]
    month: str  # yyyy-mm of the busiest month
    open_call: str  # a call without limit
    rush_call: str
    door: str  # the date at which people are checked in
    tickets: tuple[str, ...]
    staff_token: str


def page(path: str) -> Deed:
    """Open one page."""

    def make(browser: Browser) -> Visit:
        return lambda: void(browser.get(path).expect(200))

    return make


def event_pages(scene: Scene) -> Deed:
    """Open the pages of many events."""
    seeds = itertools.count()

    def make(browser: Browser) -> Visit:
        dice = Random(next(seeds))  # noqa: S311  # which page is open is no secret
        return lambda: void(browser.get(f"/events/{dice.choice(scene.event_codes)}").expect(200))

    return make


def searches(words: Sequence[str]) -> Deed:
    """Look for words, each visitor in an order of his own."""
    seeds = itertools.count()

    def make(browser: Browser) -> Visit:
        dice = Random(next(seeds))  # noqa: S311  # what is looked for is no secret
        return lambda: void(browser.get(f"/events?{urlencode({'q': dice.choice(words)})}").expect(200))

    return make


def unchanged_feed() -> Deed:
    """Ask whether the feed has changed."""

    def make(browser: Browser) -> Visit:
        etag = browser.get("/calendar.ics").expect(200).headers["ETag"]
        return lambda: void(browser.get("/calendar.ics", **{"If-None-Match": etag}).expect(304))

    return make


def sign_up(scene: Scene) -> Deed:
    """Register as a resident does: the form, the check, the registration."""
    path = f"/calls/{scene.open_call}/registrations"

    def make(browser: Browser) -> Visit:

        def visit() -> None:
            browser.source = somewhere()
            form = fields(browser.get(f"{path}/new").expect(200).body, f"{path}/check")
            checked = browser.post(f"{path}/check", {**form, **_PERSON}).expect(200)
            browser.post(path, fields(checked.body, path)).expect(303)

        return visit

    return make


def rush(call: str, keys: "queue.SimpleQueue[str]") -> Deed:
    """Send the filled-in form at once, for each submission key in the queue."""
    path = f"/calls/{call}/registrations"

    def make(browser: Browser) -> Visit:
        form = {**fields(browser.get(f"{path}/new").expect(200).body, f"{path}/check"), **_PERSON}

        def visit() -> None:
            browser.source = somewhere()
            browser.post(path, {**form, "key": _next(keys)}).expect(303)

        return visit

    return make


def check_in(scene: Scene) -> Deed:
    """Let in one ticket after the other, as a scanner does."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for ticket in scene.tickets:
        waiting.put(ticket)
    path = f"/staff/occurrences/{scene.door}"

    def make(browser: Browser) -> Visit:
        browser.cookies[COOKIE] = scene.staff_token
        form = fields(browser.get(f"{path}/door").expect(200).body, f"{path}/check-ins")

        def visit() -> None:
            sent = {"csrf_token": form["csrf_token"], "nonce": tokens.capability(), "who": _next(waiting)}
            browser.post(f"{path}/check-ins", sent).expect(303)

        return visit

    return make


def somewhere() -> str:
    """Return an address in a network of its own."""
    return str(IPv6Address(0x2001_0DB8 << 96 | getrandbits(32) << 64 | 1))


def void(_answer: object) -> None:
    """Throw an answer away."""


def _next(waiting: "queue.SimpleQueue[str]") -> str:
    try:
        return waiting.get_nowait()
    except queue.Empty:
        raise NothingLeft from None
