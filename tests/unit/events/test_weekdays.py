"""Dates in running text that contradict their weekday."""

from datetime import date

import pytest

from eventsite.events.weekdays import find_slips

TODAY = date(2026, 11, 23)
FEBRUARY = [date(2026, 2, 21)]  # a Saturday


@pytest.mark.parametrize(
    "text",
    [
        "2月21日（土）に行います",
        "２月２１日(土)に行います",
        "2026年2月21日（土曜日）",
        "令和8年2月21日(土)",
        "2026年（令和8年）2月21日（土）",
        "2/21(土)と2/22(日)",
        "11月23日（月・祝）は休み",
        "第2土曜（2月14日）",
        "受付は2月21日から",
        "A-2月21日〔土〕",
    ],
)
def test_what_agrees_is_left_alone(text: str) -> None:
    assert find_slips(text, [*FEBRUARY, date(2026, 11, 23)], TODAY) == []


@pytest.mark.parametrize(
    ("text", "written", "right"),
    [
        ("2月21日（日）に行います", "2月21日(日)", "土"),
        ("２月２１日（金曜日）", "2月21日(金曜日)", "土"),
        ("2025年2月21日（土）", "2025年2月21日(土)", "金"),
        ("令和7年2月21日(土)", "令和7年2月21日(土)", "金"),
        ("2026.2.21(月)", "2026.2.21(月)", "土"),
        ("2/21（火・祝）", "2/21(火・祝)", "土"),
    ],
)
def test_what_contradicts_is_quoted_with_the_right_weekday(text: str, written: str, right: str) -> None:
    (slip,) = find_slips(text, FEBRUARY, TODAY)

    assert (slip.written, slip.right) == (written, right)


def test_a_deadline_before_new_year_belongs_to_the_year_before() -> None:
    assert find_slips("締切は12月25日（金）", [date(2027, 1, 9)], TODAY) == []
    assert find_slips("締切は12月25日（土）", [date(2027, 1, 9)], TODAY)[0].day == date(2026, 12, 25)


def test_a_series_over_two_years_is_read_from_each_of_its_dates() -> None:
    dates = [date(2026, 4, 11), date(2027, 3, 13)]

    assert find_slips("4月11日（土）から3月13日（土）まで", dates, TODAY) == []


def test_a_day_that_the_calendar_lacks_is_named_without_a_weekday() -> None:
    (slip,) = find_slips("2月30日（月）", FEBRUARY, TODAY)

    assert (slip.day, slip.right) == (None, None)


def test_without_dates_today_decides_the_year() -> None:
    assert find_slips("11月28日（土）", [], TODAY) == []
    assert find_slips("11月28日（日）", [], TODAY)[0].right == "土"


def test_the_same_spelling_is_named_once() -> None:
    assert len(find_slips("2月21日（日）、2月21日（日）", FEBRUARY, TODAY)) == 1
