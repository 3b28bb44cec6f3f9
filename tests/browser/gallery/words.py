"""Words stay words: a text with readings is never laid out as the parts of a row."""

from collections.abc import Iterator

from playwright.sync_api import Page

# The words of what lays out its children one by one and so tears a word from its ending: ［書|か］ きなおす.
_TORN = """() => [...document.querySelectorAll("ruby")]
  .map((ruby) => ruby.parentElement)
  .filter((holder) => holder.checkVisibility() && /flex|grid/.test(getComputedStyle(holder).display))
  .map((holder) => holder.innerText.replaceAll(/\\s+/g, " "))"""


def torn(page: Page) -> Iterator[str]:
    """Yield each text of the page whose readings stand beside their endings instead of within one line."""
    yield from (f"tears the words {words}" for words in sorted(set(page.evaluate(_TORN))))
