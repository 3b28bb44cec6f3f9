"""Numbers with their counters."""

import pytest

from eventsite.i18n.numbers import duration_text, minute_text, people_text, yen_text


@pytest.mark.parametrize(
    ("count", "japanese", "english"),
    [(4182, "4,182人", "4,182 people"), (1, "1人", "1 person"), (0, "0人", "0 people")],
)
def test_people_are_counted(count: int, japanese: str, english: str) -> None:
    assert people_text(count, "ja") == japanese
    assert people_text(count, "en") == english


@pytest.mark.parametrize(("count", "reading"), [(1, "ひとり"), (2, "ふたり"), (3, "にん")])
def test_one_and_two_people_have_readings_of_their_own(count: int, reading: str) -> None:
    assert f"<rt>{reading}</rt>" in people_text(count, "ja_easy").html


def test_what_costs_nothing_is_free() -> None:
    assert [yen_text(0, locale) for locale in ("ja", "ja_easy", "en")] == ["無料", "お金は いりません", "Free"]
    assert [yen_text(1500, locale) for locale in ("ja", "ja_easy", "en")] == ["1,500円", "1,500円", "1,500 yen"]


@pytest.mark.parametrize(
    ("minutes", "japanese", "easy", "english"),
    [
        (45, "45分", "45分", "45 minutes"),
        (60, "1時間", "1時間", "1 hour"),
        (90, "1時間30分", "1時間 30分", "1 hour 30 minutes"),
        (121, "2時間1分", "2時間 1分", "2 hours 1 minute"),
        (0, "0分", "0分", "0 minutes"),
    ],
)
def test_a_length_of_time_is_said_in_hours_and_minutes(minutes: int, japanese: str, easy: str, english: str) -> None:
    assert [duration_text(minutes, locale) for locale in ("ja", "ja_easy", "en")] == [japanese, easy, english]


@pytest.mark.parametrize(("minute", "reading"), [(30, "ぷん"), (15, "ふん"), (1, "ぷん"), (42, "ふん")])
def test_minutes_are_read_by_their_last_figure(minute: int, reading: str) -> None:
    assert f"<rt>{reading}</rt>" in minute_text(minute, "ja_easy").html
