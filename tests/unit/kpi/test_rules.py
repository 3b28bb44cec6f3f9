"""Fiscal years, rates and lines of figures."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.kpi.charts import HEIGHT, WIDTH, chart_of
from eventsite.kpi.definitions import READINGS, reading_of
from eventsite.kpi.models import FigureRole
from eventsite.kpi.rules import CountedDate, Published, achievement, total, year_lines, year_of

TOKYO = ZoneInfo("Asia/Tokyo")
PLAN = [
    Published(2022, FigureRole.BASELINE, Decimal(188)),
    Published(2022, FigureRole.ACTUAL, Decimal(188)),
    Published(2023, FigureRole.ACTUAL, Decimal(156)),
    Published(2027, FigureRole.TARGET, Decimal(250)),
]


@pytest.mark.parametrize(
    ("local", "year"),
    [
        ("2026-03-31T23:30", 2025),
        ("2026-03-31T23:59:59", 2025),
        ("2026-04-01T00:00", 2026),
        ("2027-03-31T23:30", 2026),
        ("2024-02-29T10:00", 2023),
    ],
)
def test_a_date_belongs_to_the_fiscal_year_of_the_local_day_on_which_it_begins(local: str, year: int) -> None:
    starts_at = datetime.fromisoformat(local).replace(tzinfo=TOKYO).astimezone(UTC)

    assert year_of(starts_at, TOKYO, 4) == year


@pytest.mark.parametrize(
    ("value", "target", "rate"),
    [(156, 250, "62.4"), (188, 250, "75.2"), (250, 250, "100.0"), (1, 3, "33.3"), (2, 3, "66.7"), (105, 100, "105.0")],
)
def test_the_rate_has_one_decimal(value: int, target: int, rate: str) -> None:
    assert achievement(Decimal(value), Decimal(target)) == Decimal(rate)


def test_without_a_figure_or_a_target_there_is_no_rate() -> None:
    assert achievement(None, Decimal(250)) is None
    assert achievement(Decimal(1), None) is None
    assert achievement(Decimal(1), Decimal(0)) is None


def test_a_year_without_a_figure_is_a_line_and_not_a_zero() -> None:
    lines = {line.fiscal_year: line for line in year_lines(PLAN, {2026: 36}, 2026)}

    assert sorted(lines) == [2022, 2023, 2024, 2025, 2026, 2027]
    assert (lines[2024].published, lines[2024].counted, lines[2024].rate) == (None, None, None)
    assert (lines[2026].counted, lines[2026].reached) == (36, Decimal(36))
    assert (lines[2027].target, lines[2027].reached) == (Decimal(250), None)


def test_a_published_figure_is_not_replaced_by_what_was_counted_nor_added_to_it() -> None:
    line = year_lines(PLAN, {2023: 36}, 2026)[1]

    assert (line.published, line.counted, line.reached) == (Decimal(156), 36, Decimal(156))


DATES = st.lists(
    st.builds(
        CountedDate,
        event_code=st.just("abcdefg"),
        title=st.just("自治会長情報交換会"),
        starts_at=st.just(datetime(2026, 6, 1, tzinfo=UTC)),
        center_slug=st.sampled_from(("niho", "ohdono", "kyodo")),
        center_name=st.just("仁保"),
        people=st.integers(0, 1000),
        staff=st.integers(0, 1000),
        is_estimate=st.booleans(),
        is_demo=st.booleans(),
    )
)


@given(DATES)
def test_the_total_is_the_sum_of_the_rows(dates: list[CountedDate]) -> None:
    assert total(dates) == sum(date.people for date in dates)


@given(st.dictionaries(st.integers(2022, 2040), st.integers(0, 10**6)))
def test_every_bar_lies_within_its_drawing(counted: dict[int, int]) -> None:
    chart = chart_of(year_lines(PLAN, counted, 2026), Decimal(250))

    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
    assert chart.target_y is not None
    assert 0 <= chart.target_y <= HEIGHT


def test_heights_compare_as_values_do() -> None:
    bars = {bar.year: bar for bar in chart_of(year_lines(PLAN, {2026: 78}, 2026), Decimal(250)).bars}

    assert bars[2023].height == pytest.approx(2 * bars[2026].height, abs=0.2)


def test_a_reading_holds_from_its_year_on() -> None:
    assert reading_of(2026) == READINGS[-1]
    assert reading_of(1990) == READINGS[0]
