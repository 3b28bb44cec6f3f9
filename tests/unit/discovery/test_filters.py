"""What addresses mean, and that nothing in one can break the page."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.discovery.filters import (
    CARE,
    WORDS_MAX,
    Days,
    Filter,
    Near,
    Switch,
    Tongue,
    query,
    read,
    read_page,
    weekend,
)
from eventsite.events.models import EventKind
from eventsite.events.targets import Target

CENTERS = {"niho", "odono", "ato"}
NAMES = [
    "q", "date", "from", "to", "center", "kind", "for", "care", "language", "place", "no_registration", "free",
    "places_left", "past", "page", "x",
]  # fmt: skip
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
filters = st.builds(
    Filter,
    words=st.text(st.characters(categories=["L", "N"]), max_size=WORDS_MAX),
    near=st.none() | st.sampled_from(Near),
    centers=st.lists(st.sampled_from(sorted(CENTERS)), unique=True).map(tuple),
    kinds=st.sets(st.sampled_from(EventKind)).map(lambda chosen: tuple(kind for kind in EventKind if kind in chosen)),
    targets=st.sets(st.sampled_from(Target)).map(lambda chosen: tuple(one for one in Target if one in chosen)),
    care=st.sets(st.sampled_from(CARE)).map(lambda chosen: tuple(one for one in CARE if one in chosen)),
    languages=st.sets(st.sampled_from(Tongue)).map(lambda chosen: tuple(one for one in Tongue if one in chosen)),
    switches=st.frozensets(st.sampled_from(Switch)),
    place=st.none() | st.integers(1, 999_999_999),
    past=st.booleans(),
)


def as_args(pairs: dict[str, str | list[str]]) -> dict[str, list[str]]:
    """Return the query as an address gives it."""
    return {name: value if isinstance(value, list) else [value] for name, value in pairs.items()}


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(), max_size=3)))
def test_no_address_is_an_error(args: dict[str, list[str]]) -> None:
    chosen = read(args, CENTERS)

    assert set(chosen.centers) <= CENTERS
    assert len(chosen.words) <= WORDS_MAX
    assert read_page(args) >= 1


@given(filters)
def test_a_filter_survives_its_address(chosen: Filter) -> None:
    assert read(as_args(query(chosen)), CENTERS) == chosen


@given(days, days)
def test_a_period_survives_its_address_and_its_order_does_not_matter(one: date, other: date) -> None:
    asked = {"from": [one.isoformat()], "to": [other.isoformat()]}

    chosen = read(asked, CENTERS)

    assert chosen.days == Days(min(one, other), max(one, other))
    assert read(as_args(query(chosen)), CENTERS) == chosen


@pytest.mark.parametrize(
    "args",
    [
        {"kind": ["nonsense"]},
        {"center": ["atlantis", "'; DROP TABLE events; --"]},
        {"date": ["2026-02-30..x"]},
        {"from": ["9" * 10_000]},
        {"to": ["\x00"]},
        {"from": ["0001-01-01"]},
        {"date": ["yesterday"]},
        {"free": ["maybe"]},
        {"q": ["\x00 \u200b"]},
    ],
)
def test_what_cannot_be_understood_counts_as_not_chosen(args: dict[str, list[str]]) -> None:
    assert read(args, CENTERS) == Filter()


def test_words_are_cut_and_stripped_of_what_nobody_types() -> None:
    assert read({"q": ["しめ\x00縄　 づくり"]}, CENTERS).words == "しめ縄 づくり"
    assert len(read({"q": ["竹" * 10_000]}, CENTERS).words) == WORDS_MAX


def test_a_period_can_stand_in_one_word() -> None:
    chosen = read({"date": ["2026-11-14..2026-11-20"]}, CENTERS)

    assert chosen.days == Days(date(2026, 11, 14), date(2026, 11, 20))


def test_a_typed_period_goes_before_a_named_day() -> None:
    chosen = read({"date": ["today"], "from": ["令和8年11月14日"]}, CENTERS)

    assert chosen == Filter(days=Days(date(2026, 11, 14), None))


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 23), date(2026, 11, 28), date(2026, 11, 29)),  # Monday
        (date(2026, 11, 28), date(2026, 11, 28), date(2026, 11, 29)),  # Saturday
        (date(2026, 11, 29), date(2026, 11, 29), date(2026, 11, 29)),  # Sunday
    ],
)
def test_the_weekend_is_what_is_left_of_this_one(today: date, first: date, last: date) -> None:
    assert weekend(today) == Days(first, last)


@pytest.mark.parametrize(("typed", "page"), [("3", 3), ("0", 1), ("-1", 1), ("٣", 1), ("9" * 30, 9999), ("", 1)])
def test_a_page_is_a_number_from_one_on(typed: str, page: int) -> None:
    assert read_page({"page": [typed]}) == page
