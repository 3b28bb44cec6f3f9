"""Dates as iCalendar text, read back by two parsers that are not ours."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from eventsite.accounts.models import Center, CenterPhone, PhoneKind
from eventsite.events.ical import calendar_text
from eventsite.events.models import Event, EventKind, Occurrence, OccurrenceStatus, Precision, Publication, Venue

TOKYO = ZoneInfo("Asia/Tokyo")
CHANGED = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)


def a_date(**facts: object) -> Occurrence:
    """One date of ふるさと探訪 in 仁保, not stored anywhere."""
    center = Center(name="仁保地域交流センター")
    center.phones = [CenterPhone(kind=PhoneKind.PHONE, label="講座", number="083-929-0411")]
    of_event = {
        "title": "ふるさと探訪", "title_en": "", "description": "", "audience": "", "belongings": "", "fee_yen": 500,
        "fee_note": "", "kind": EventKind.HERITAGE_WALK, "publication": Publication.PUBLISHED, "is_demo": False,
        "cancel_reason": "", "contact_name": "", "contact_phone": "", "updated_at": CHANGED, "code": "abc2345",
    }  # fmt: skip
    of_event |= {name: facts.pop(name) for name in list(facts) if name in of_event}
    mine: dict[str, object] = {
        "uid": "abc2345-1@city.example.jp", "sequence": 2, "precision": Precision.MINUTE, "note": "",
        "starts_at": datetime(2026, 11, 14, 1, 0, tzinfo=UTC), "ends_at": datetime(2026, 11, 14, 3, 0, tzinfo=UTC),
        "status": OccurrenceStatus.SCHEDULED, "status_reason": "", "meeting_place": "", "updated_at": CHANGED,
    }  # fmt: skip
    return Occurrence(event=Event(center=center, **of_event), **(mine | facts))


def text_of(*dates: Occurrence, **more: object) -> str:
    """Return the calendar of these dates."""
    return calendar_text(dates, name="仁保", zone=TOKYO, base_url="https://example.jp", **more)  # type: ignore[arg-type]  # the test's words


def entry_of(text: str) -> icalendar.Event:
    """Return the one entry of a calendar."""
    (entry,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return entry  # type: ignore[return-value]  # walk() names the base class


def test_both_parsers_read_the_same_facts() -> None:
    venue = Venue(name="大会議室", address="山口市仁保中郷1041", latitude=34.211926, longitude=131.558962)
    text = text_of(a_date(venue=venue))

    entry, other = entry_of(text), vobject.readOne(text).vevent

    assert entry["SUMMARY"] == other.summary.value == "ふるさと探訪"
    assert entry.start == other.dtstart.value == datetime(2026, 11, 14, 10, 0, tzinfo=TOKYO)
    assert entry.end == other.dtend.value == datetime(2026, 11, 14, 12, 0, tzinfo=TOKYO)
    assert entry["UID"] == other.uid.value == "abc2345-1@city.example.jp"
    assert entry["SEQUENCE"] == int(other.sequence.value) == 2
    assert entry["STATUS"] == other.status.value == "CONFIRMED"
    assert entry["LOCATION"] == other.location.value == "大会議室 山口市仁保中郷1041"
    assert entry["URL"] == "https://example.jp/e/abc2345"
    assert "参加費: 500円" in other.description.value
    assert "講座 083-929-0411" in other.description.value
    assert "GEO:34.211926;131.558962" in text


def test_the_stamp_is_the_last_change_of_the_date_or_its_event() -> None:
    later = CHANGED + timedelta(days=1)

    entry = entry_of(text_of(a_date(updated_at=later)))

    assert entry.decoded("dtstamp") == entry.decoded("last-modified") == later
    assert entry_of(text_of(a_date(), stamp=later)).decoded("dtstamp") == later


def test_two_renderings_are_the_same_bytes() -> None:
    assert text_of(a_date(), a_date(sequence=3)) == text_of(a_date(), a_date(sequence=3))


@pytest.mark.parametrize(
    ("facts", "method", "status", "summary"),
    [
        ({}, "PUBLISH", "CONFIRMED", "ふるさと探訪"),
        ({"status": OccurrenceStatus.CHANGED}, "PUBLISH", "CONFIRMED", "ふるさと探訪"),
        ({"status": OccurrenceStatus.CANCELLED}, "PUBLISH", "CANCELLED", "【中止】ふるさと探訪"),
        ({"publication": Publication.CANCELLED}, "PUBLISH", "CANCELLED", "【中止】ふるさと探訪"),
        ({"status": OccurrenceStatus.POSTPONED}, "PUBLISH", "TENTATIVE", "【延期】ふるさと探訪"),
        ({}, "CANCEL", "CANCELLED", "【中止】ふるさと探訪"),
        ({"is_demo": True}, "PUBLISH", "CONFIRMED", "【見本】ふるさと探訪"),
    ],
)
def test_what_has_become_of_a_date_is_said_twice(
    facts: dict[str, object], method: str, status: str, summary: str
) -> None:
    text = text_of(a_date(**facts), method=method)

    assert (entry_of(text)["STATUS"], entry_of(text)["SUMMARY"]) == (status, summary)
    assert f"METHOD:{method}\r\n" in text


def test_a_whole_day_is_a_date_with_an_exclusive_end() -> None:
    day = datetime(2026, 11, 14, tzinfo=TOKYO)
    two_days = a_date(precision=Precision.DAY, starts_at=day, ends_at=day + timedelta(days=2))

    entry = entry_of(text_of(two_days))

    assert (entry.start, entry.end) == (date(2026, 11, 14), date(2026, 11, 16))


def test_a_date_without_an_end_has_none() -> None:
    assert "DTEND" not in entry_of(text_of(a_date(ends_at=None)))


@pytest.mark.parametrize("precision", [Precision.MONTH, Precision.YEAR, Precision.FISCAL_YEAR])
def test_what_is_known_only_by_its_month_or_year_is_left_out(precision: Precision) -> None:
    assert "BEGIN:VEVENT" not in text_of(a_date(precision=precision))


HOSTILE = st.text(st.characters(codec="utf-8") | st.sampled_from('\r\n\x00;:,\\"\x85\u2028'), min_size=1, max_size=90)


@given(HOSTILE, HOSTILE)
def test_no_text_adds_a_property_or_a_long_line(title: str, place: str) -> None:
    evil = f"{title}\r\nATTACH:https://evil.example\r\nEND:VEVENT"
    text = text_of(
        a_date(
            title=evil, meeting_place=place + "\nX-EVIL:1", cancel_reason=evil, venue=Venue(name=evil, address=place)
        )
    )

    names = {line.partition(":")[0].partition(";")[0] for line in text.replace("\r\n ", "").split("\r\n")}

    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert not names & {"ATTACH", "X-EVIL", "ORGANIZER", "ATTENDEE"}
    assert text.count("\r\nEND:VEVENT\r\n") == 1
    assert entry_of(text)["UID"] == "abc2345-1@city.example.jp"


def test_the_calendar_names_itself_and_its_zone() -> None:
    calendar = icalendar.Calendar.from_ical(text_of(a_date()))

    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "仁保"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Tokyo"]
    assert calendar.decoded("refresh-interval") == timedelta(hours=1)
