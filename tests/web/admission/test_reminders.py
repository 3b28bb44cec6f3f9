"""The mail that a date is near: once, in the morning, to those who come."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from eventsite.admission import jobs, services, services_reminders
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Audience
from eventsite.core.actor import SYSTEM, VISITOR
from eventsite.core.db import db, transaction
from eventsite.events.models import OccurrenceStatus, Precision
from eventsite.notifications.models import MailState, OutgoingMail
from tests.factories.admission import a_call, a_slot, an_entry
from tests.factories.events import an_event, an_occurrence
from tests.support.fixtures import Make
from tests.web.admission.standing_ways import entries

TOKYO = ZoneInfo("Asia/Tokyo")
BEGINS = datetime(2027, 4, 1, 10, 0, tzinfo=TOKYO)
EVE = datetime(2027, 3, 31, 9, 0, tzinfo=TOKYO)
LONG_BEFORE = datetime(2027, 3, 1, 12, 0, tzinfo=TOKYO)


def a_guest(
    begins: datetime = BEGINS, capacity: int = 5, registered_at: datetime = LONG_BEFORE, **more: Any
) -> Registration:
    """Baba, who comes to an event that begins then."""
    event = an_event(**{key: more.pop(key) for key in ("reminder_days",) if key in more})
    date = an_occurrence(event.id, begins)
    slot = a_slot(a_call(event.id, **more).id, capacity, (date.id,))
    return services.register(slot.id, an_entry(email="baba@example.jp"), actor=VISITOR, now=registered_at)


def remind(app: Flask, at: datetime) -> int:
    """Let the worker look at that time."""
    with app.app_context():
        return jobs.remind_due(at.astimezone(UTC))


def reminders(app: Flask) -> list[OutgoingMail]:
    with app.app_context():
        return list(
            db.session.query(OutgoingMail).filter(OutgoingMail.key.contains("reminder")).order_by(OutgoingMail.id)
        )


def test_the_day_before_at_nine_and_not_earlier(app: Flask, make: Make) -> None:
    made = make(a_guest)

    assert remind(app, EVE - timedelta(minutes=1)) == 0
    assert remind(app, EVE) == 1
    (mail,) = reminders(app)
    assert mail.subject.startswith("【あす】4/1(木)")
    assert mail.subject.endswith(made.receipt)
    assert mail.ticket_code == made.ticket_code
    assert "来られないときは" in mail.body


def test_it_comes_exactly_once_however_often_the_worker_looks(app: Flask, make: Make) -> None:
    make(a_guest)

    for minutes in (0, 1, 2, 600):
        remind(app, EVE + timedelta(minutes=minutes))

    assert len(reminders(app)) == 1


def test_two_workers_at_once_send_one(app: Flask, make: Make) -> None:
    made = make(a_guest)
    with app.app_context():
        found = services_reminders.due(EVE.astimezone(UTC), 10)
    for _ in range(2):
        with app.app_context(), transaction():
            services_reminders.remind(found[0], now=EVE.astimezone(UTC))

    assert [one.subject_id for one in reminders(app)] == [made.id]


def test_a_worker_that_was_away_catches_up_and_says_today(app: Flask, make: Make) -> None:
    make(a_guest)

    assert remind(app, BEGINS - timedelta(hours=1)) == 1
    assert reminders(app)[0].subject.startswith("【きょう】")


def test_never_for_what_has_begun(app: Flask, make: Make) -> None:
    make(a_guest)

    assert remind(app, BEGINS) == 0


@pytest.mark.parametrize(
    ("begins", "days", "due"),
    [
        (datetime(2027, 4, 1, 0, 30, tzinfo=TOKYO), 1, datetime(2027, 3, 31, 9, 0, tzinfo=TOKYO)),
        (datetime(2027, 3, 31, 23, 0, tzinfo=TOKYO), 1, datetime(2027, 3, 30, 9, 0, tzinfo=TOKYO)),
        (datetime(2027, 1, 1, 8, 0, tzinfo=TOKYO), 1, datetime(2026, 12, 31, 9, 0, tzinfo=TOKYO)),
        (datetime(2028, 3, 1, 10, 0, tzinfo=TOKYO), 1, datetime(2028, 2, 29, 9, 0, tzinfo=TOKYO)),
        (datetime(2027, 4, 1, 13, 0, tzinfo=TOKYO), 0, datetime(2027, 4, 1, 9, 0, tzinfo=TOKYO)),
        (datetime(2027, 4, 1, 8, 0, tzinfo=TOKYO), 0, datetime(2027, 4, 1, 5, 0, tzinfo=TOKYO)),
        (datetime(2027, 4, 8, 10, 0, tzinfo=TOKYO), 7, datetime(2027, 4, 1, 9, 0, tzinfo=TOKYO)),
    ],
)
def test_the_hour_is_the_citys_on_whatever_day(app: Flask, begins: datetime, days: int, due: datetime) -> None:
    with app.app_context():
        assert services_reminders.remind_at(begins.astimezone(UTC), days) == due


def test_an_event_over_midnight_is_reminded_of_by_its_first_day(app: Flask, make: Make) -> None:
    make(a_guest, datetime(2027, 3, 31, 23, 0, tzinfo=TOKYO))

    assert remind(app, datetime(2027, 3, 30, 9, 0, tzinfo=TOKYO)) == 1
    assert "3/31(水)" in reminders(app)[0].subject


def test_an_event_may_want_none_or_an_earlier_one(app: Flask, make: Make) -> None:
    none = make(a_guest)
    with app.app_context(), transaction():
        db.session.get_one(Registration, none.id).call.event.reminder_days = None
    early = make(a_guest, reminder_days=7)

    assert remind(app, EVE - timedelta(days=6)) == 1
    assert remind(app, EVE) == 0
    assert [one.subject_id for one in reminders(app)] == [early.id]
    assert reminders(app)[0].subject.startswith("【まもなく】")


def test_only_those_who_have_a_place_are_reminded(app: Flask, make: Make) -> None:
    made = make(a_guest, capacity=1)

    def second() -> None:
        services.register(made.slot_id, an_entry("千葉", email="chiba@example.jp"), actor=VISITOR, now=LONG_BEFORE)

    make(second)

    assert remind(app, EVE) == 1
    assert [one.recipient for one in reminders(app)] == ["baba@example.jp"]


def test_whoever_registered_this_morning_has_had_a_mail_already(app: Flask, make: Make) -> None:
    make(a_guest, registered_at=EVE + timedelta(minutes=5))

    assert remind(app, EVE + timedelta(minutes=10)) == 0


def test_a_cancelled_date_and_a_postponed_one_remind_nobody(app: Flask, make: Make) -> None:
    for status in (OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED):
        made = make(a_guest)
        with app.app_context(), transaction():
            date = db.session.get_one(Registration, made.id).slot.occurrences[0]
            date.status, date.status_reason = status, "雨のため"

    assert remind(app, EVE) == 0


def test_a_date_that_moves_afterwards_is_reminded_of_anew(app: Flask, make: Make) -> None:
    made = make(a_guest)
    remind(app, EVE)
    with app.app_context(), transaction():
        date = db.session.get_one(Registration, made.id).slot.occurrences[0]
        date.starts_at += timedelta(days=7)
        date.ends_at = None

    assert remind(app, EVE + timedelta(days=7)) == 1
    assert len(reminders(app)) == 2


def test_whoever_withdraws_before_it_has_left_gets_none(app: Flask, make: Make) -> None:
    made = make(a_guest)
    remind(app, EVE)

    make(lambda: services.withdraw(made.id, actor=SYSTEM, now=EVE.astimezone(UTC)))

    assert [one.state for one in reminders(app)] == [MailState.ABORTED]


def test_a_course_reminds_of_each_of_its_dates(app: Flask, make: Make) -> None:
    def course() -> Registration:
        event = an_event()
        days = [an_occurrence(event.id, BEGINS + timedelta(days=week * 7)).id for week in range(3)]
        slot = a_slot(a_call(event.id).id, 5, tuple(days))
        return services.register(slot.id, an_entry(email="baba@example.jp"), actor=VISITOR, now=LONG_BEFORE)

    make(course)

    for week in range(3):
        assert remind(app, EVE + timedelta(days=week * 7)) == 1
    assert [one.subject[:10] for one in reminders(app)] == ["【あす】4/1(木)", "【あす】4/8(木)", "【あす】4/15(木"]


def test_city_employees_are_reminded_in_their_own_words(app: Flask, make: Make) -> None:
    make(a_guest, audience=Audience.CITY_STAFF)
    remind(app, EVE)

    (mail,) = reminders(app)
    assert mail.subject.startswith("【応援隊・まもなく】")
    assert mail.ticket_code == ""


@pytest.mark.parametrize("locale", ["ja", "ja_easy", "en"])
def test_it_is_in_the_readers_language_and_short(app: Flask, make: Make, locale: str) -> None:
    made = make(a_guest)
    with app.app_context(), transaction():
        db.session.get_one(Registration, made.id).locale = locale
    remind(app, EVE)

    assert made.receipt in reminders(app)[0].subject


def test_a_withdrawal_outranks_what_the_first_mail_put_into_the_calendar(app: Flask, make: Make) -> None:
    made = make(a_guest)
    make(lambda: services.withdraw(made.id, actor=SYSTEM, now=EVE.astimezone(UTC)))

    with app.app_context():
        mails = db.session.query(OutgoingMail).order_by(OutgoingMail.id).all()
    (put,), (taken,) = (entries(one.calendar) for one in mails)
    assert put["UID"] == taken["UID"]
    assert taken["SEQUENCE"] >= put["SEQUENCE"]
    assert taken["DTSTAMP"].dt > put["DTSTAMP"].dt
    assert (put["STATUS"], taken["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_control_without_the_note_it_would_come_again(app: Flask, make: Make) -> None:
    make(a_guest)
    remind(app, EVE)
    with app.app_context(), transaction():
        for one in db.session.query(OutgoingMail):
            db.session.delete(one)

    assert remind(app, EVE + timedelta(minutes=1)) == 1


def test_what_is_known_only_as_a_month_is_no_day_to_be_reminded_of(app: Flask, make: Make) -> None:
    made = make(a_guest)
    with app.app_context(), transaction():
        db.session.get_one(Registration, made.id).slot.occurrences[0].precision = Precision.MONTH

    assert remind(app, EVE) == 0
