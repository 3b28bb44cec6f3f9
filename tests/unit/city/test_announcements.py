"""Real announcements keep the precision of their sources, and nothing more."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from eventsite.city.announcements import (
    Admission,
    AnnouncementRecord,
    CountUnit,
    Headcount,
    Precision,
    Span,
    read_announcements,
)
from eventsite.city.fields import CityError
from eventsite.city.settings import CitySettings, read_settings

ById = dict[str, AnnouncementRecord]
Edit = Callable[[str, str, str], Path]


@pytest.fixture(scope="module")
def announcements(yamaguchi: CitySettings) -> ById:
    """All shipped announcements by their id."""
    return {announcement.id: announcement for announcement in read_announcements(yamaguchi)}


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+09:00")


def test_44_announcements_of_which_8_are_examples_from_7_other_municipalities(announcements: ById) -> None:
    places = Counter(announcement.municipality for announcement in announcements.values())

    assert len(announcements) == 44
    assert places.pop("352039") == 35
    assert places.pop(None) == 1
    assert (sum(places.values()), len(places)) == (8, 7)


def test_a_place_that_the_source_does_not_tell_is_left_open_with_its_reason(announcements: ById) -> None:
    seminar = announcements["ev044"]

    assert (seminar.municipality, seminar.organizer) == (None, None)
    assert seminar.municipality_note == "主催者も会場の所在地も出典に書かれていない。"


@pytest.mark.parametrize(
    ("name", "starts_at", "ends_at", "precision"),
    [
        ("ev001", "2026-02-21T09:30", "2026-02-21T14:00", Precision.MINUTE),
        ("ev018", "2019-06-01T00:00", "2019-06-02T00:00", Precision.DAY),
        ("ev003", "2024-02-01T00:00", "2024-03-01T00:00", Precision.MONTH),
        ("ev010", "2025-12-01T00:00", "2026-01-01T00:00", Precision.MONTH),
        ("ev002", "2023-04-01T00:00", "2024-04-01T00:00", Precision.FISCAL_YEAR),
    ],
)
def test_a_date_is_the_span_that_its_source_allows(
    announcements: ById, name: str, starts_at: str, ends_at: str, precision: Precision
) -> None:
    assert announcements[name].when == Span(tokyo(starts_at), tokyo(ends_at), precision)


def test_a_calendar_year_is_not_a_fiscal_year() -> None:
    hagi = read_settings(Path(__file__).parents[2] / "support/cities/hagi/hagi.toml")

    (announcement,) = read_announcements(hagi)

    assert announcement.when == Span(tokyo("2024-01-01T00:00"), tokyo("2025-01-01T00:00"), Precision.YEAR)


def test_dates_known_only_by_their_fiscal_year_stay_so(announcements: ById) -> None:
    precisions = Counter(announcement.when.precision for announcement in announcements.values())

    assert precisions == {"minute": 24, "day": 9, "fiscal_year": 8, "month": 2, "unknown": 1}


def test_an_unknown_start_stays_unknown_while_the_known_end_is_kept(announcements: ById) -> None:
    assert announcements["ev020"].when == Span(None, tokyo("2024-03-01T00:00"), Precision.UNKNOWN)


def test_a_start_without_an_end_gets_none(announcements: ById) -> None:
    assert announcements["ev029"].when == Span(tokyo("2013-12-06T10:00"), None, Precision.MINUTE)


def test_sessions_keep_their_own_times_and_notes(announcements: ById) -> None:
    walk = announcements["ev015"].sessions
    lectures = announcements["ev041"].sessions

    assert [(session.when.starts_at, session.note) for session in walk] == [
        (tokyo("2021-11-07T08:00"), "健脚コース約26km 定員60"),
        (tokyo("2021-11-07T10:00"), "一般コース約9km 定員60"),
    ]
    assert len(lectures) == 6


def test_the_last_day_to_apply_is_whole(announcements: ById) -> None:
    cooking = announcements["ev014"]

    assert cooking.apply_from == tokyo("2015-07-01T00:00")
    assert cooking.apply_until == tokyo("2015-07-09T00:00")


def test_an_hour_from_which_one_applies_is_kept(announcements: ById) -> None:
    assert announcements["ev051"].apply_from == tokyo("2021-12-01T09:00")


@pytest.mark.parametrize(
    ("name", "admission"),
    [
        ("ev001", Admission.NONE),
        ("ev015", Admission.LOTTERY),
        ("ev051", Admission.FIRST_COME),
        ("ev014", Admission.UNKNOWN),
        ("ev002", Admission.UNKNOWN),
    ],
)
def test_an_unstated_rule_of_admission_stays_unknown(announcements: ById, name: str, admission: Admission) -> None:
    assert announcements[name].admission is admission


@pytest.mark.parametrize(
    ("name", "headcount"),
    [
        ("ev002", Headcount(36, CountUnit.PEOPLE, estimated=False)),
        ("ev004", Headcount(600, CountUnit.PEOPLE, estimated=True)),
        ("ev018", Headcount(20, CountUnit.PEOPLE, estimated=True)),
        ("ev029", Headcount(9, CountUnit.PARTIES, estimated=False)),
        ("ev005", None),
    ],
)
def test_a_headcount_tells_its_unit_and_whether_it_is_an_estimate(
    announcements: ById, name: str, headcount: Headcount | None
) -> None:
    assert announcements[name].headcount == headcount


def test_what_the_source_does_not_say_is_none(announcements: ById) -> None:
    exchange = announcements["ev003"]

    assert (exchange.fee_yen, exchange.capacity, exchange.venue, exchange.headcount) == (None,) * 4
    assert announcements["ev001"].fee_yen == 0


@pytest.mark.parametrize(
    ("old", "new", "record", "reason"),
    [
        ('"2026-02-21T09:30:00+09:00"', '"2026-02-21T09:30:00"', "ev001", "の形の日時ではありません"),
        ('"2026-02-21T14:00:00+09:00"', '"2026-02-21T09:00:00+09:00"', "ev001", "終わりが始まり"),
        ('"start": "2023"', '"start": "令和5"', "ev002", "西暦の年"),
        ('"start": "2024-02"', '"start": "2024-13"', "ev003", "年月"),
        ('"start": null', '"start": "2024"', "ev020", "unknown"),
        ('"capacity": 18', '"capacity": 0', "ev014", "1 以上"),
        ('"municipality": "112011"', '"municipality": "112012"', "ev050", "検査数字"),
        ('"apply_method": "lottery"', '"apply_method": "くじ"', "ev015", "「くじ」は使えません"),
        ('"apply_until": "2021-10-11"', '"apply_until": "44525"', "ev015", "日付"),
        ('"note": "健脚', '"memo": "健脚', "ev015", "「memo」"),
        ('"id": "ev002"', '"id": "ev001"', "ev001", "2 度"),
    ],
)
def test_a_mistake_names_its_line(edit: Edit, own_copy: Path, old: str, new: str, record: str, reason: str) -> None:
    file = edit("data/yamaguchi/announcements.json", old, new)

    with pytest.raises(CityError) as caught:
        read_announcements(read_settings(own_copy / "yamaguchi.toml"))

    lines = file.read_text(encoding="utf-8").splitlines()
    line = int(str(caught.value).split(" の ")[1].split(" ")[0])
    heads = [text for text in lines[:line] if '"id":' in text]
    assert heads[-1].strip() == f'"id": "{record}",'
    assert reason in str(caught.value)


def test_a_file_that_is_not_json_names_the_line(edit: Edit, own_copy: Path) -> None:
    edit("data/yamaguchi/announcements.json", '"id": "ev001",', '"id": "ev001"')

    with pytest.raises(CityError, match=r"announcements\.json の 4 行目: JSON として読めません"):
        read_announcements(read_settings(own_copy / "yamaguchi.toml"))
