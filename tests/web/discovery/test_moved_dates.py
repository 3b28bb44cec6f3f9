"""A date that was moved says when it was to begin: to people, to search engines, and to calendars by its SEQUENCE."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy.exc import IntegrityError

from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db
from eventsite.events import services_dates
from eventsite.events.details import Place, Times
from eventsite.events.models import Event, FormerStart, Precision
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import a_venue, an_event, an_occurrence
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.support.rich_result import faults
from tests.web.discovery.test_rich_results import told

TEN, SCHEMA = time(10), "https://schema.org"


def june(day: int, at: time = TEN) -> datetime:
    return datetime.combine(date(2030, 6, day), at, tzinfo=ZoneInfo("Asia/Tokyo")).astimezone(UTC)


def a_walk(**facts: Any) -> Event:
    """A walk on 1 June 2030 at 10, to which one registers."""
    walk = an_event()
    planned = an_occurrence(walk.id, facts.pop("starts_at", june(1)), **facts)
    a_slot(a_call(walk.id).id, 20, (planned.id,))
    db.session.refresh(walk)
    return walk


def move(code: str, *starts: datetime, precision: Precision = Precision.MINUTE, **place: Any) -> None:
    """Move the only date of the walk to each of these starts, one after the other."""
    for start in starts:
        times = Times(start, start + timedelta(hours=2), precision=precision)
        (planned,) = db.session.query(Event).filter_by(code=code).one().occurrences
        services_dates.reschedule(planned.id, times, Place(**place), "雪のため", actor=SYSTEM, now=clock.now())
        db.session.flush()


def facts_of(client: Resident, walk: Event) -> Any:
    """Return what search engines read of the only date."""
    (facts,) = told(client.open(f"/events/{walk.code}"))
    assert faults([facts]) == []
    return facts


def test_search_engines_are_told_the_former_start(client: Resident, make: Make) -> None:
    walk = make(a_walk)

    make(move, walk.code, june(8))

    facts = facts_of(client, walk)
    assert facts["eventStatus"] == f"{SCHEMA}/EventRescheduled"
    assert facts["previousStartDate"] == ["2030-06-01T10:00:00+09:00"]
    assert facts["startDate"] == "2030-06-08T10:00:00+09:00"


def test_all_former_starts_are_told_of_what_was_moved_often(client: Resident, make: Make) -> None:
    walk = make(a_walk)

    make(move, walk.code, june(8), june(15))

    assert facts_of(client, walk)["previousStartDate"] == ["2030-06-01T10:00:00+09:00", "2030-06-08T10:00:00+09:00"]
    assert "前の日時：6月1日（土）午前10時、6月8日（土）午前10時" in client.open(f"/events/{walk.code}").text


def test_a_date_that_was_moved_back_was_never_planned_for_its_own_start(client: Resident, make: Make) -> None:
    walk = make(a_walk)

    make(move, walk.code, june(8), june(1), june(8), june(1))

    assert facts_of(client, walk)["previousStartDate"] == ["2030-06-08T10:00:00+09:00"]


@pytest.mark.parametrize(
    ("facts", "moved"),
    [
        ({}, {"name": "講堂"}),
        ({"hours": 5}, {}),
        ({"starts_at": june(1, time(0)), "hours": 24 * 30, "precision": Precision.MONTH}, {}),
    ],
    ids=["another place", "another end", "a month made exact"],
)
def test_only_another_start_is_a_move(client: Resident, make: Make, facts: dict[str, Any], moved: Any) -> None:
    walk = make(a_walk, **facts)

    make(move, walk.code, june(1), **moved)

    assert facts_of(client, walk)["eventStatus"] == f"{SCHEMA}/EventScheduled"
    assert "previousStartDate" not in facts_of(client, walk)


def test_a_whole_day_given_an_hour_was_planned_for_the_day(client: Resident, make: Make) -> None:
    walk = make(a_walk, starts_at=june(1, time(0)), hours=24, precision=Precision.DAY)

    make(move, walk.code, june(1, time(0)))

    assert facts_of(client, walk)["previousStartDate"] == ["2030-06-01"]


def test_what_was_moved_and_then_called_off_is_cancelled_and_no_more(client: Resident, make: Make) -> None:
    walk = make(a_walk)
    make(move, walk.code, june(8))

    make(services_dates.cancel_event, walk.id, "大雨のため", actor=SYSTEM, now=clock.now())

    assert facts_of(client, walk)["eventStatus"] == f"{SCHEMA}/EventCancelled"
    assert "previousStartDate" not in facts_of(client, walk)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("", "前の日時：6月1日（土）午前10時"),
        ("/easy", "前の 日と 時間：6月1日"),
        ("/en", "Date and time before: Saturday, June 1"),
    ],
)
def test_people_read_the_former_start_on_the_page_and_on_their_own(
    client: Resident, make: Make, language: str, words: str
) -> None:
    walk = make(a_walk)
    baba = make(lambda: a_registration(db.session.get_one(Event, walk.id).occurrences[0].id))

    make(move, walk.code, june(8))

    assert words in client.open(f"{language}/events/{walk.code}").text
    assert words in client.open(f"{language}/my/{baba.manage_token}").text


def test_calendars_get_the_new_start_of_the_same_entry_and_a_higher_sequence(client: Resident, make: Make) -> None:
    walk = make(a_walk)

    def entry() -> Any:
        (found,) = Calendar.from_ical(client.http.get(f"/events/{walk.code}.ics").data).walk("VEVENT")
        return found

    before = entry()
    make(move, walk.code, june(8), june(15))

    after = entry()
    assert (before["UID"], before["SEQUENCE"], before["DTSTART"].dt) == (after["UID"], 0, june(1))
    assert (after["SEQUENCE"], after["DTSTART"].dt, after["STATUS"]) == (2, june(15), "CONFIRMED")


def test_only_starts_known_to_the_day_are_kept(make: Make) -> None:
    walk = make(a_walk)

    def kept(precision: Precision) -> None:
        (planned,) = db.session.get_one(Event, walk.id).occurrences
        db.session.add(FormerStart(occurrence_id=planned.id, starts_at=june(2), precision=precision))

    make(kept, Precision.DAY)
    with pytest.raises(IntegrityError):
        make(kept, Precision.MONTH)


def test_with_the_event_its_former_starts_are_gone(app: Flask, make: Make) -> None:
    walk = make(a_walk)
    make(move, walk.code, june(8))

    make(lambda: db.session.delete(db.session.get_one(Event, walk.id)))

    with app.app_context():
        assert db.session.query(FormerStart).count() == 0


def test_a_new_place_says_the_place_before(client: Resident, make: Make) -> None:
    hall = make(a_venue, name="講堂")
    walk = make(a_walk, venue_id=hall.id)

    make(move, walk.code, june(1), name="会議室")

    assert "前の場所は講堂でした。雪のため" in client.open(f"/events/{walk.code}").text
