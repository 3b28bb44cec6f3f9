"""Era years: shown beside the western ones, understood when typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.i18n.eras import ERAS, era_year, era_years, fiscal_year_text, western_year


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), "令和8年"),
        (date(2019, 5, 1), "令和元年"),
        (date(2019, 4, 30), "平成31年"),
        (date(1989, 1, 8), "平成元年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1955, 8, 15), "昭和30年"),
        (date(1926, 12, 25), "昭和元年"),
        (date(1912, 7, 29), "明治45年"),
        (date(1872, 12, 31), "1872年"),
    ],
)
def test_a_day_lies_in_its_era(day: date, expected: str) -> None:
    assert era_year(day) == expected


def test_a_year_in_which_the_era_changed_has_two_names() -> None:
    assert era_years(2019) == "平成31年・令和元年"
    assert era_years(2026) == "令和8年"


@pytest.mark.parametrize(
    ("year", "expected"), [(2026, "令和8年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1988, "昭和63年度")]
)
def test_a_fiscal_year_has_one_name(year: int, expected: str) -> None:
    assert fiscal_year_text(year) == expected


def test_people_may_write_an_era_by_name_or_initial() -> None:
    assert western_year("令和", 8) == western_year("R", 8) == western_year("r", 8) == 2026
    assert western_year("昭和", 30) == 1955
    assert western_year("平成", 32) == 2020
    assert western_year("慶応", 3) is None
    assert western_year("令和", 0) is None


@given(st.dates(date(1873, 1, 1), date(2150, 12, 31)))
def test_every_era_year_leads_back_to_its_western_year(day: date) -> None:
    said = era_year(day)
    era = next(era for era in ERAS if said.startswith(era.name))
    number = said.removeprefix(era.name).removesuffix("年")

    assert western_year(era.name, 1 if number == "元" else int(number)) == day.year
