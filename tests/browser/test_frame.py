"""The frame around every page: what stands in the header stays apart on narrow screens and with large text."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.server import LiveServer

pytestmark = pytest.mark.browser

# Where the letters of the service's name end, and where the menu's label begins.
EDGES = """() => {
  const name = document.createRange();
  name.selectNodeContents(document.querySelector(".masthead__brand"));
  return [name.getBoundingClientRect().right, document.querySelector(".menu__label").getBoundingClientRect().left];
}"""


@pytest.mark.parametrize("size", ["standard", "large", "xlarge"])
@pytest.mark.parametrize("width", [320, 390])
def test_the_services_name_and_the_menu_do_not_meet(
    served: LiveServer, person: Callable[..., Page], width: int, size: str
) -> None:
    page = person(width)
    page.context.add_cookies([{"name": "text_size", "value": size, "url": served.url}])

    for language in ("/", "/easy/", "/en/"):
        page.goto(served.url + language)
        name_ends, menu_begins = page.evaluate(EDGES)
        assert name_ends < menu_begins, language
        assert page.evaluate("document.documentElement.scrollWidth") <= width, language
