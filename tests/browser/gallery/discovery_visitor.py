"""What a visitor who looks for something does before the picture is taken."""

from playwright.sync_api import Page


def narrows(page: Page) -> None:
    """Open the filter with all its choices."""
    page.locator("details.filter > summary").click()
    for more in page.locator("details.disclosure > summary").all():
        more.click()


def opens_calendar_links(page: Page) -> None:
    """Unfold the ways of noting the event down."""
    page.locator("#share ~ details > summary").click()


def goes_elsewhere(page: Page) -> None:
    """Open a page that was never seen, without network, in the language of this one."""
    home: str = page.evaluate("document.querySelector('.masthead__brand').href")
    page.goto(f"{home}centers")
