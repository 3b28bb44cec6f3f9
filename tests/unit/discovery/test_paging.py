"""Numbered pages."""

from hypothesis import given
from hypothesis import strategies as st

from eventsite.discovery.paging import last_page, paging, slice_of


def url(number: int) -> str:
    """Return the address of a page."""
    return f"?page={number}"


def numbers(current: int, last: int) -> list[int | None]:
    """Return what the navigation shows; None is a gap."""
    return [page.number if page else None for page in paging(current, last, url).pages]


def test_the_neighbours_and_the_ends_are_shown() -> None:
    assert numbers(1, 1) == [1]
    assert numbers(1, 4) == [1, 2, 3, 4]
    assert numbers(6, 12) == [1, None, 5, 6, 7, None, 12]
    assert numbers(3, 12) == [1, 2, 3, 4, None, 12]


def test_the_ways_back_and_on_end_at_the_ends() -> None:
    first, last = paging(1, 3, url), paging(3, 3, url)

    assert (first.previous_url, first.next_url) == (None, "?page=2")
    assert (last.previous_url, last.next_url) == ("?page=2", None)


@given(st.integers(0, 5000), st.integers(1, 50))
def test_the_pages_together_show_everything_once(found: int, size: int) -> None:
    everything = list(range(found))

    shown = [one for page in range(1, last_page(found, size) + 1) for one in everything[slice_of(page, size)]]

    assert shown == everything
