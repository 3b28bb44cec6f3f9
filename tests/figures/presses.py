"""How many presses it takes: from an event's page to the receipt, and from the mail to the cancelled registration.

Walked twice, by pointer and by keyboard alone. Typing and moving on with Tab are no presses.
"""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.figures.figure import Figure, at_most
from tests.figures.scene import Scene, visitor

MOST_PRESSES, MOST_FIELDS = 3, 3
_TABS = 200  # more stops than any page has
# Fields marked as required in which nothing is filled in or chosen yet.
_EMPTY_AND_REQUIRED = """() => [...document.querySelectorAll(".field:has(.field__need--required)")].filter((field) =>
  ![...field.querySelectorAll("input, select, textarea")].some((one) =>
    one.matches("[type=radio], [type=checkbox]") ? one.checked : one.value)).length"""
_PERSON = {"name": "千葉 さくら", "name_kana": "ちば さくら", "phone": "083-900-0002"}
_MAIL = "chiba@example.jp"


class Hand:
    """A resident's hand, which counts what it presses."""

    def __init__(self) -> None:
        self.presses = 0

    def press(self, target: Locator) -> None:
        """Press a link or a button, and count it."""
        self.presses += 1
        self.act(target)

    def act(self, target: Locator) -> None:
        """Press by pointer."""
        target.click()

    def fill(self, target: Locator, words: str) -> None:
        """Type words into a field, which is no press."""
        target.fill(words)


class Keys(Hand):
    """Somebody who uses the keyboard alone: Tab until the target has the focus, then Enter or letters."""

    def act(self, target: Locator) -> None:
        """Press by Enter."""
        _walk_to(target)
        target.page.keyboard.press("Enter")

    def fill(self, target: Locator, words: str) -> None:
        """Type words into the field that has the focus."""
        _walk_to(target)
        target.page.keyboard.insert_text(words)


def _walk_to(target: Locator) -> None:
    target.wait_for()
    for _ in range(_TABS):
        if target.evaluate("one => one === document.activeElement"):
            return
        target.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def measure(scene: Scene, browser: Browser) -> Iterator[Figure]:
    """Register and cancel, once with each hand."""
    for name, new_hand in (("pointer", Hand), ("keyboard", Keys)):
        with visitor(browser) as page:
            yield from _figures(scene, page, name, new_hand)


def _figures(scene: Scene, page: Page, name: str, new_hand: Callable[[], Hand]) -> Iterator[Figure]:
    presses, fields = register(scene, page, new_hand(), email=_MAIL)
    yield at_most(MOST_PRESSES, f"presses from event to done, {name}", presses)
    yield at_most(MOST_FIELDS, f"required fields to fill in, {name}", fields)
    link = link_in_mail(scene, page.url)
    yield at_most(MOST_PRESSES, f"presses from mail to cancelled, {name}", cancel(page, link, new_hand()))


def register(scene: Scene, page: Page, hand: Hand, *, email: str = "") -> tuple[int, int]:
    """Register from the event's page, filling in what is required and, where given, the address for mails.

    Returns the number of presses, and of the required fields that wait for words: one person is chosen already.
    """
    page.goto(scene.url + scene.event)
    hand.press(page.get_by_role("link", name="申し込む", exact=True).first)
    page.locator("[name=name]").wait_for()
    fields: int = page.evaluate(_EMPTY_AND_REQUIRED)
    for name, words in _PERSON.items():
        hand.fill(page.locator(f"[name={name}]"), words)
    if email:
        hand.fill(page.locator("[name=email]"), email)
    hand.press(page.get_by_role("button", name="確認へ進む"))
    hand.press(page.get_by_role("button", name="申し込む", exact=True))
    expect(page.get_by_text("申し込みが完了しました")).to_be_visible()
    return hand.presses, fields


def link_in_mail(scene: Scene, own: str) -> str:
    """Send what is due, and return the link by which one of the mails leads to one's own page."""
    scene.server.run_cli("jobs", "run")
    links = [link for mail in scene.mails.glob("*.eml") for link in re.findall(r"https?://\S+", words_of(mail))]
    found: str = next(link for link in links if link == own)
    return found


def words_of(mail: Path) -> str:
    """Return the text of a mail that is kept as a file."""
    body = message_from_bytes(mail.read_bytes(), policy=policy.default).get_body(("plain",))
    return str(body.get_content()) if body else ""


def cancel(page: Page, link: str, hand: Hand) -> int:
    """Press the link in the mail and give the registration up; return the number of presses."""
    page.goto("about:blank")
    page.set_content(f'<a href="{link}">{link}</a>')
    hand.press(page.get_by_role("link"))
    hand.press(page.get_by_role("link", name="申し込みを取り消す"))
    hand.press(page.get_by_role("button", name="申し込みを取り消す"))
    expect(page.get_by_text("取り消しました").first).to_be_visible()
    return hand.presses
