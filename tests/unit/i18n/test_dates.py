"""Dates and times read as people in the city write them, in three languages."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.i18n.dates import (
    date_text,
    dense_range_text,
    holiday_name,
    moment_text,
    period_text,
    relative_day,
    short_date_text,
    time_range_text,
    time_text,
)

TOKYO = ZoneInfo("Asia/Tokyo")
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
LOCALES = st.sampled_from(["ja", "ja_easy", "en"])


def tokyo(day: int, hour: int = 0, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("day", "japanese", "easy", "english"),
    [
        (date(2026, 11, 14), "11月14日（土）", "11月14日（土曜日）", "Saturday, November 14"),
        (date(2026, 11, 23), "11月23日（月・祝）", "11月23日（月曜日、祝日）", "Monday, November 23 (public holiday)"),
        (date(2028, 2, 29), "2月29日（火）", "2月29日（火曜日）", "Tuesday, February 29"),
        (date(2026, 5, 6), "5月6日（水・祝）", "5月6日（水曜日、祝日）", "Wednesday, May 6 (public holiday)"),
    ],
)
def test_a_day_has_its_weekday_and_the_mark_of_a_holiday(day: date, japanese: str, easy: str, english: str) -> None:
    assert [date_text(day, locale) for locale in ("ja", "ja_easy", "en")] == [japanese, easy, english]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("ja", "2026年（令和8年）11月14日（土）"),
        ("ja_easy", "2026年11月14日（土曜日）"),
        ("en", "Saturday, November 14, 2026"),
    ],
)
def test_the_year_stands_beside_the_day_where_it_matters(locale: str, expected: str) -> None:
    assert date_text(date(2026, 11, 14), locale, with_year=True) == expected


def test_the_era_can_be_left_out() -> None:
    assert date_text(date(2026, 11, 14), "ja", with_year=True, with_era=False) == "2026年11月14日（土）"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 4, 30), "2019年（平成31年）4月30日（火・祝）"),
        (date(2019, 5, 1), "2019年（令和元年）5月1日（水・祝）"),
    ],
)
def test_an_era_begins_on_its_day(day: date, expected: str) -> None:
    assert date_text(day, "ja", with_year=True) == expected


def test_an_instant_is_no_day_until_somebody_says_where() -> None:
    with pytest.raises(TypeError):
        date_text(datetime(2026, 11, 14, tzinfo=UTC), "ja")


@pytest.mark.parametrize(
    ("moment", "japanese", "easy", "english"),
    [
        (time(10), "午前10時", "午前10時", "10:00 am"),
        (time(13, 30), "午後1時30分", "午後1時30分", "1:30 pm"),
        (time(9, 5), "午前9時5分", "午前9時5分", "9:05 am"),
        (time(12), "正午", "昼の 12時", "noon"),
        (time(12, 30), "午後0時30分", "午後0時30分", "12:30 pm"),
        (time(0), "午前0時", "午前0時", "midnight"),
        (time(0, 30), "午前0時30分", "午前0時30分", "12:30 am"),
        (time(23, 59), "午後11時59分", "午後11時59分", "11:59 pm"),
    ],
)
def test_a_time_is_said_with_its_half_of_the_day(moment: time, japanese: str, easy: str, english: str) -> None:
    assert [time_text(moment, locale) for locale in ("ja", "ja_easy", "en")] == [japanese, easy, english]


@given(st.times())
def test_nobody_ever_reads_twelve_in_the_afternoon(moment: time) -> None:
    said = time_text(moment, "ja")

    assert "12時" not in said
    assert said == time_text(moment.replace(second=0, microsecond=0), "ja")


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (time(10), time(12), "午前10時～正午"),
        (time(13, 30), time(15), "午後1時30分～3時"),
        (time(9), time(11, 30), "午前9時～11時30分"),
        (time(10), time(15), "午前10時～午後3時"),
        (time(12), time(13), "正午～午後1時"),
        (time(12, 15), time(13), "午後0時15分～1時"),
        (time(0), time(6), "午前0時～6時"),
        (time(10), None, "午前10時から"),
    ],
)
def test_the_half_of_the_day_is_not_said_twice(starts: time, ends: time | None, expected: str) -> None:
    assert time_range_text(starts, ends, "ja") == expected


def test_a_sentence_says_from_and_to() -> None:
    assert time_range_text(time(10), time(12), "ja", in_sentence=True) == "午前10時から正午まで"


PERIODS = [
    (
        tokyo(14, 10),
        tokyo(14, 12),
        "11月14日（土）午前10時～正午",
        "11月14日（土曜日）の 午前10時から 昼の 12時まで",
        "Saturday, November 14, 10:00 am to noon",
    ),
    (
        tokyo(14, 13, 30),
        tokyo(14, 15),
        "11月14日（土）午後1時30分～3時",
        "11月14日（土曜日）の 午後1時30分から 午後3時まで",
        "Saturday, November 14, 1:30 pm to 3:00 pm",
    ),
    (
        tokyo(14, 20),
        tokyo(15, 1),
        "11月14日（土）午後8時～翌日午前1時",
        "11月14日（土曜日）の 午後8時から 次の 日の 午前1時まで",
        "Saturday, November 14, 8:00 pm to 1:00 am the next day",
    ),
    (
        tokyo(14, 20),
        tokyo(15),
        "11月14日（土）午後8時～翌日午前0時",
        "11月14日（土曜日）の 午後8時から 次の 日の 午前0時まで",
        "Saturday, November 14, 8:00 pm to midnight",
    ),
    (
        tokyo(14, 10),
        tokyo(15, 15),
        "11月14日（土）午前10時～11月15日（日）午後3時",
        "11月14日（土曜日）の 午前10時から 11月15日（日曜日）の 午後3時まで",
        "Saturday, November 14, 10:00 am to Sunday, November 15, 3:00 pm",
    ),
    (
        tokyo(14, 10),
        None,
        "11月14日（土）午前10時から",
        "11月14日（土曜日）の 午前10時から",
        "from Saturday, November 14, 10:00 am",
    ),
]


@pytest.mark.parametrize(("starts", "ends", "japanese", "easy", "english"), PERIODS)
def test_a_period_says_day_and_times(
    starts: datetime, ends: datetime | None, japanese: str, easy: str, english: str
) -> None:
    said = [period_text(starts, ends, "minute", locale, zone=TOKYO) for locale in ("ja", "ja_easy", "en")]

    assert said == [japanese, easy, english]


@pytest.mark.parametrize(
    ("precision", "starts", "ends", "japanese", "easy", "english"),
    [
        ("day", tokyo(14), tokyo(15), "11月14日（土）", "11月14日（土曜日）", "Saturday, November 14"),
        (
            "day",
            tokyo(14),
            tokyo(16),
            "11月14日（土）～11月15日（日）",
            "11月14日（土曜日）から 11月15日（日曜日）まで",
            "Saturday, November 14 to Sunday, November 15",
        ),
        (
            "day",
            tokyo(31, month=3),
            tokyo(2, month=4),
            "3月31日（火）～4月1日（水）",
            "3月31日（火曜日）から 4月1日（水曜日）まで",
            "Tuesday, March 31 to Wednesday, April 1",
        ),
        (
            "month",
            tokyo(1, month=2, year=2024),
            tokyo(1, month=3, year=2024),
            "2024年2月",
            "2024年2月",
            "February 2024",
        ),
        (
            "month",
            tokyo(1, month=2, year=2024),
            tokyo(1, month=4, year=2024),
            "2024年2月～3月",
            "2024年2月から 3月まで",
            "February 2024 to March 2024",
        ),
        (
            "month",
            tokyo(1, month=12, year=2023),
            tokyo(1, month=2, year=2024),
            "2023年12月～2024年1月",
            "2023年12月から 2024年1月まで",
            "December 2023 to January 2024",
        ),
        ("year", tokyo(1, month=1, year=2024), tokyo(1, month=1, year=2025), "2024年（令和6年）", "2024年", "2024"),
        (
            "year",
            tokyo(1, month=1, year=2019),
            tokyo(1, month=1, year=2020),
            "2019年（平成31年・令和元年）",
            "2019年",
            "2019",
        ),
        (
            "fiscal_year",
            tokyo(1, month=4, year=2023),
            tokyo(1, month=4, year=2024),
            "令和5年度（2023年度）",
            "2023年度",
            "fiscal year 2023",
        ),
    ],
)
def test_a_date_is_told_no_more_exactly_than_it_is_known(
    precision: str, starts: datetime, ends: datetime, japanese: str, easy: str, english: str
) -> None:
    said = [period_text(starts, ends, precision, locale, zone=TOKYO) for locale in ("ja", "ja_easy", "en")]

    assert said == [japanese, easy, english]


def test_an_unknown_date_is_said_to_be_unknown() -> None:
    assert period_text(None, None, "day", "ja", zone=TOKYO) == "日程は公表されていません"


def test_the_year_is_repeated_only_when_it_changes() -> None:
    within = period_text(tokyo(14, 10), tokyo(15, 15), "minute", "ja", zone=TOKYO, with_year=True)
    across = period_text(tokyo(31, month=12), tokyo(2, month=1, year=2027), "day", "ja", zone=TOKYO, with_year=True)

    assert within == "2026年（令和8年）11月14日（土）午前10時～11月15日（日）午後3時"
    assert across == "2026年（令和8年）12月31日（木）～2027年（令和9年）1月1日（金・祝）"


def test_stored_instants_are_shown_by_the_citys_clock() -> None:
    late_evening_in_greenwich = datetime(2027, 3, 31, 15, 30, tzinfo=UTC)

    assert moment_text(late_evening_in_greenwich, "ja", zone=TOKYO) == "4月1日（木）午前0時30分"


@given(DAYS, st.times(), st.integers(1, 600), LOCALES)
def test_every_period_of_one_day_names_its_day_once(day: date, start: time, minutes: int, locale: str) -> None:
    starts = datetime.combine(day, start.replace(second=0, microsecond=0), TOKYO)
    ends = starts + timedelta(minutes=minutes)

    said = period_text(starts, ends, "minute", locale, zone=TOKYO)

    assert said.count(date_text(day, locale)) == 1


@given(DAYS, DAYS, LOCALES)
def test_two_days_of_a_year_never_read_alike(aoki: date, baba: date, locale: str) -> None:
    alike = date_text(aoki, locale, with_year=True) == date_text(baba, locale, with_year=True)

    assert alike == (aoki == baba)


def test_today_and_tomorrow_have_words_and_other_days_have_none() -> None:
    today = date(2028, 2, 28)

    assert relative_day(today, today, "ja") == "今日"
    assert relative_day(date(2028, 2, 29), today, "ja") == "あす"
    assert relative_day(date(2028, 2, 29), today, "en") == "tomorrow"
    assert relative_day(date(2028, 3, 1), today, "ja") is None
    assert relative_day(date(2028, 2, 27), today, "ja") is None


def test_a_holiday_has_a_name() -> None:
    assert holiday_name(date(2026, 11, 23)) == "勤労感謝の日"
    assert holiday_name(date(2026, 11, 24)) is None


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        (tokyo(14, 12), "10:00–12:00"),
        (tokyo(15, 1), "10:00–翌1:00"),
        (tokyo(16, 9), "10:00–11/16(月)9:00"),
        (None, "10:00–"),
    ],
)
def test_staff_tables_have_dense_times(ends: datetime | None, expected: str) -> None:
    assert dense_range_text(tokyo(14, 10), ends, TOKYO) == expected
    assert short_date_text(date(2026, 11, 14)) == "11/14(土)"


@pytest.mark.parametrize(
    ("day", "reading"),
    [(date(2026, 11, 14), "じゅうよっか"), (date(2026, 11, 20), "はつか"), (date(2026, 11, 1), "ついたち")],
)
def test_the_days_with_names_of_their_own_are_read_so(day: date, reading: str) -> None:
    assert f"<rt>{reading}</rt>" in date_text(day, "ja_easy").html
