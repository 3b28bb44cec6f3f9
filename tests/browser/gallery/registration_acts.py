"""What the visitors of the form do, in every language: by the names of fields, never by words."""

from playwright.sync_api import Page, expect

from tests.browser.gallery.registration_rows import LONG_NAME

BABA = {"name": "馬場 太郎", "name_kana": "ばば たろう", "phone": "083-900-0000", "email": "baba@example.jp"}
TEN_THOUSAND = "長" * 10_000


def fill(page: Page, **typed: str) -> None:
    """Type into the fields of these names."""
    for name, text in typed.items():
        page.locator(f"main [name='{name}']").fill(text)


def go_on(page: Page) -> None:
    """Press the button that leads on."""
    with page.expect_navigation():
        page.locator("main form .button--primary").first.click()


def choose(page: Page, *ids: str) -> None:
    """Press the cards with these ids."""
    for one in ids:
        page.locator(f"label[for='{one}']").click()


def says_who(page: Page) -> None:
    """Fill in the first page as 馬場 and go on."""
    fill(page, **BABA)
    go_on(page)


def nothing_typed(page: Page) -> None:
    go_on(page)


def everything_wrong(page: Page) -> None:
    fill(
        page, name=TEN_THOUSAND, name_kana="馬場 太郎", phone="083-92", email="baba.example.jp", companions="馬場 花子"
    )
    choose(page, "party_size-2")
    go_on(page)


def ten_thousand_letters(page: Page) -> None:
    fill(page, **{**BABA, "name": TEN_THOUSAND, "name_kana": "あ" * 10_000, "phone": "0" * 10_000})
    go_on(page)


def full_width(page: Page) -> None:
    """What a keyboard set to full width gives, and everything in it is understood."""
    fill(
        page,
        name="馬場　太郎",
        name_kana="ﾊﾞﾊﾞ　タロウ",
        phone="（０８３）９００－００００",
        email="ｂａｂａ＠ｅｘａｍｐｌｅ．ｊｐ",
    )
    go_on(page)


def long_name(page: Page) -> None:
    fill(page, **{**BABA, "name": LONG_NAME, "name_kana": "ちょうじゃがはらのみや ごんざえもんのすけ"})
    fill(page, companions="\n".join([LONG_NAME] * 5))
    choose(page, "party_size-5")
    go_on(page)


def questions(page: Page) -> None:
    fill(page, **BABA)
    choose(page, "party_size-1")
    go_on(page)


def questions_unanswered(page: Page) -> None:
    questions(page)
    go_on(page)


def answers(page: Page) -> None:
    questions(page)
    for kind, place in (("radio", 1), ("checkbox", 0), ("checkbox", 2)):
        page.locator(f"main .choice:has(input[type={kind}]) label").nth(place).click()
    page.locator("main textarea").first.fill("車いすで行きます")
    go_on(page)


def people(page: Page) -> None:
    """Come to the page about each person."""
    answers(page)


def people_wrong(page: Page) -> None:
    answers(page)
    page.locator("main form input:not([type=hidden])").first.fill("昭和30年2月30日")
    go_on(page)


def questions_checked(page: Page) -> None:
    answers(page)
    for place, day in enumerate(("昭和30年2月3日", "2015/4/1")):
        page.locator("main form input:not([type=hidden])").nth(place).fill(day)
    go_on(page)


def ranks(page: Page) -> None:
    """Rank two of three dates, the dearest first."""
    choose(page, "slot-1")
    page.locator("[name=wish_2]").select_option(index=1)
    says_who(page)


def ranks_twice(page: Page) -> None:
    choose(page, "slot-0")
    page.locator("[name=wish_2]").select_option(index=1)
    says_who(page)


def register_twice(page: Page) -> None:
    """Press, go back, and press again."""
    says_who(page)
    go_on(page)
    page.go_back()
    go_on(page)


def comes_from_afar(page: Page) -> None:
    says_who(page)
    choose(page, "residence-1")
    go_on(page)


def forgets_the_token(page: Page) -> None:
    """The browser was closed in between: its session is gone."""
    fill(page, **BABA)
    page.context.clear_cookies()
    go_on(page)


def loses_network(page: Page) -> None:
    """Press where there is no network: what was typed stays."""
    fill(page, **BABA)
    page.context.set_offline(True)
    page.locator("main form .button--primary").click()
    expect(page.locator(".no-network")).to_be_visible()
    expect(page.locator("[name=name]")).to_have_value(BABA["name"])


def waits_for_the_answer(page: Page) -> None:
    """Press where the answer does not come: the button stays as it is while one waits."""
    fill(page, **BABA)
    page.evaluate("window.addEventListener('submit', (event) => event.preventDefault())")
    page.locator("main form .button--primary").click()
    expect(page.locator("main form .button--primary[aria-disabled]")).to_be_visible()


def sends(page: Page) -> None:
    """Fill in, check, and register."""
    says_who(page)
    go_on(page)


def waits_long(page: Page) -> None:
    """Wait until the button says that it takes a while."""
    page.clock.install()
    waits_for_the_answer(page)
    page.clock.run_for(9000)


def sends_again(page: Page) -> None:
    """Press the button of the page that hands everything back."""
    forgets_the_token(page)
    go_on(page)
