"""Somebody on the telephone is registered by keyboard alone: few keys, few stops, no mouse, no mail address."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Filled, sign_in
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser

# As typed on a Japanese keyboard, the conversion of the name and its confirmation included.
NAME, KANA, PHONE = "baba tarou", "baba tarou", "0839001234"
CONVERSIONS = 4
# 25 seconds at 0.28 s a key, the speed of an average non-secretary. Source: Card, Moran and Newell, the keystroke-level
# model (1980).
KEYS_IN_25_SECONDS = 89


@dataclass
class Clerk:
    """Hands on a keyboard: counts what they press."""

    page: Page
    keys: int = 0
    stops: list[str] = field(default_factory=list)

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, keys: str, text: str) -> None:
        """Type the text with these keys, as an input method turns them into it."""
        self.keys += len(keys)
        self.page.keyboard.insert_text(text)

    def tab(self) -> str:
        """Go on to the next stop and return what it is called."""
        self.press("Tab")
        self.stops.append(self.focused())
        return self.stops[-1]

    def focused(self) -> str:
        """Return what the cursor stands in: a field's name, or the words of a link or button."""
        words: str = self.page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")
        return words

    def tab_to(self, words: str, within: int) -> None:
        """Go on until the stop holds these words; fail if that takes more stops."""
        for _ in range(within):
            if words in self.tab():
                return
        raise AssertionError(f"{words!r} is not among the next {within} stops: {self.stops[-within:]}")


def test_a_caller_is_registered_by_keyboard_within_the_keys_of_25_seconds(
    filled: Filled, served: LiveServer, person: Callable[..., Page]
) -> None:
    page = person()
    sign_in(page, served, filled.token)
    page.goto(f"{served.url}/staff/")
    aoki = Clerk(page)

    aoki.tab_to("電話・窓口の申し込みを入れる", within=20)
    aoki.press("Enter")
    expect(page.get_by_text("どの催しの申し込みですか")).to_be_visible()
    assert "ふるさと探訪" in aoki.focused()
    aoki.press("Enter")
    expect(page.get_by_role("heading", name="電話・窓口の申し込み")).to_be_visible()
    to_the_form = aoki.keys

    assert aoki.focused() == "name"
    aoki.type(NAME, "馬場 太郎")
    aoki.keys += CONVERSIONS
    assert aoki.tab() == "name_kana"
    aoki.type(KANA, "ばば たろう")
    assert aoki.tab() == "phone"
    aoki.type(PHONE, PHONE)
    aoki.press("Enter")

    expect(page.get_by_text("席があります").first).to_be_visible()
    expect(page.get_by_text("読み上げ：")).to_be_visible()
    size = page.locator(".panel__figure--huge").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 48
    assert aoki.keys <= KEYS_IN_25_SECONDS, f"{aoki.keys} keys, {to_the_form} of them before the form"
    assert aoki.focused() == "続けて次の人"
    aoki.press("Enter")
    expect(page.get_by_role("heading", name="電話・窓口の申し込み")).to_be_visible()
    assert aoki.focused() == "name"


def test_the_slip_is_one_sheet_and_one_stop_away(
    filled: Filled, served: LiveServer, person: Callable[..., Page]
) -> None:
    page = person()
    sign_in(page, served, filled.token)
    page.goto(f"{served.url}/staff/")
    page.get_by_role("link", name="電話・窓口の申し込みを入れる").click()
    page.get_by_role("link", name="ふるさと探訪").first.click()
    for name, text in (("name", "馬場 太郎"), ("name_kana", "ばば たろう"), ("phone", PHONE)):
        page.locator(f"[name={name}]").fill(text)
    page.keyboard.press("Enter")
    clerk = Clerk(page)
    expect(page.get_by_text("席があります").first).to_be_visible()

    clerk.tab_to("参加票・控えを印刷", within=1)
    clerk.press("Enter")

    expect(page.get_by_text("馬場 太郎 様")).to_be_visible()
    for paper in ("", "?paper=postcard"):
        page.goto(page.url.partition("?")[0] + paper)
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
        assert PHONE not in page.locator(".slip").inner_text().replace("-", "")
