"""Searches in a cookie: whatever a cookie says, a page is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.discovery.saved_searches import (
    MAX_BYTES,
    MOST,
    Search,
    args_of,
    cookie_of,
    read_cookie,
    with_search,
    without,
)

texts = st.text(max_size=20)
searches = st.lists(st.dictionaries(texts, texts | st.lists(texts, max_size=3), min_size=1, max_size=4), max_size=MOST)


@given(searches)
def test_searches_survive_their_cookie(kept: list[Search]) -> None:
    if len(cookie_of(kept)) <= MAX_BYTES:
        assert read_cookie(cookie_of(kept)) == kept


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_no_cookie_is_an_error(value: str) -> None:
    assert isinstance(read_cookie(value), list)


@pytest.mark.parametrize("wrong", [[1], ["竹"], [{}], [{"q": 1}], [{"q": [1]}], [[]], [None]])
def test_what_is_no_search_is_left_out(wrong: list[Search]) -> None:
    assert read_cookie(cookie_of(wrong)) == []


def test_the_newest_stands_first_and_each_once() -> None:
    bamboo, market = {"q": "竹"}, {"kind": ["market"]}

    assert with_search([market, bamboo], bamboo) == [bamboo, market]
    assert without([market, bamboo], market) == [bamboo]


def test_there_is_room_for_ten_and_for_what_a_browser_keeps() -> None:
    ten: list[Search] = [{"q": str(number)} for number in range(MOST)]

    assert with_search(ten, {"q": "もう一つ"}) is None
    assert with_search(ten, {"q": "3"}) is not None
    assert with_search([], {"q": "竹" * MAX_BYTES}) is None


def test_a_search_reads_like_an_address() -> None:
    assert args_of({"q": "竹", "kind": ["market", "course"]}) == {"q": ["竹"], "kind": ["market", "course"]}
