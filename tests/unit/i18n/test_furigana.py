"""Readings of the Japanese catalog: every word of every page has one, and the right one of two."""

import re
from datetime import date, time

import pytest
from markupsafe import Markup

from eventsite.i18n import furigana
from eventsite.i18n.dates import date_text, time_text
from eventsite.i18n.furigana import with_furigana
from eventsite.i18n.numbers import people_text
from eventsite.i18n.ruby import plain_template, with_reading, without_readings
from eventsite.i18n.texts import Locale, catalog, translate
from tests.unit.i18n.test_catalog import KANJI, MARKED, READING

NOT_ON_PAGES = ("mail.", "feed.")  # plain text and calendars
SHOWN = {key: text for key, text in catalog(Locale.JA).items() if not key.startswith(NOT_ON_PAGES)}
LINES = [line for line in furigana._FILE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def test_every_word_of_every_page_has_its_reading() -> None:
    bare = {key: MARKED.sub("", with_furigana(key, text)) for key, text in SHOWN.items()}

    missing = {key: re.findall(f"{KANJI}+", text) for key, text in bare.items() if re.search(KANJI, text)}
    assert missing == {}, "add these words to eventsite/i18n/furigana.txt"


def test_readings_change_no_text() -> None:
    assert [key for key, text in SHOWN.items() if plain_template(with_furigana(key, text)) != text] == []


def test_readings_are_written_in_kana_and_each_word_stands_once() -> None:
    assert [
        line for line in LINES for reading in READING.findall(line) if not re.fullmatch("[ぁ-ゖー]+", reading)
    ] == []
    assert len({plain_template(line) for line in LINES}) == len(LINES)


@pytest.mark.parametrize(
    ("key", "marked"),
    [
        ("ticket.when", "［日時|にちじ］"),
        ("frame.menu_my", "［申|もう］し［込|こ］みの［確認|かくにん］・［取|と］り［消|け］し"),
        ("dates.weekday_0", "［月|げつ］"),
        ("dates.month_4", "4［月|がつ］"),
        ("numbers.people", "{count:,}［人|にん］"),
        ("error_page.429_text", "15［分|ふん］"),
    ],
)
def test_what_is_read_in_two_ways_is_read_in_the_right_one(key: str, marked: str) -> None:
    assert marked in with_furigana(key, SHOWN[key])


def test_people_days_and_minutes_are_read_by_their_number() -> None:
    assert "<rt>ふたり</rt>" in people_text(2, Locale.JA).html
    assert "<rt>はつか</rt>" in date_text(date(2026, 11, 20), Locale.JA).html
    assert "<rt>ぷん</rt>" in time_text(time(10, 30), Locale.JA).html


def test_without_furigana_the_page_is_as_short_as_ever() -> None:
    text = translate(Locale.JA, "frame.menu_my")

    assert "<ruby>" in text.html
    assert without_readings(text.html) == str(text)


def test_places_to_break_stay_when_the_reading_goes() -> None:
    title = with_reading("大内塗の会", "おおうちぬりのかい", Markup("大内塗の<wbr>会"))

    assert without_readings(title.html) == Markup("大内塗の<wbr>会")
