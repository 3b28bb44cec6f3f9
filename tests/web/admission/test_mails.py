"""The mails about registrations say what the page says, and nothing that a visitor typed."""

import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from icalendar import Calendar

from eventsite.admission import dates, messages, services_dates, writing
from eventsite.admission.models_registrations import Registration
from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db, transaction
from eventsite.events.changes import as_announced
from eventsite.notifications.services import Mail
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import a_venue, an_event, an_occurrence, in_days
from tests.support.fixtures import Make
from tests.web.admission.ways import Opened, an_opened_slot, mails, opened


def moved(registration: Registration) -> writing.Letter:
    """Return the mail about the same change of every date of the registration."""
    return messages.changed(registration, [as_announced(one, "雪のため") for one in dates.covered(registration.slot)])


def off(registration: Registration) -> writing.Letter:
    """Return the mail that none of the registration's dates takes place."""
    changes = [as_announced(one, "雪のため") for one in dates.covered(registration.slot)]
    return messages.dates_cancelled(registration, changes)


KINDS = (messages.received, messages.promoted, messages.withdrawn, messages.event_cancelled, moved)
TYPED = {"name": "見よ http://evil.example", "name_kana": "みよ", "phone": "083-900-1234", "note": "合言葉"}


def columns(text: str) -> int:
    """Return how many half-width columns the text takes."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def a_long_course() -> Opened:
    """A course of three dates with the longest of everything."""
    event = an_event(title="大内塗のお箸を作る" * 10, belongings="エプロンと手ぬぐい、" * 20 + "飲み物")
    venue = a_venue(event.center_id, name="仁保地域交流センター 大会議室（2階）" * 2)
    dates = [an_occurrence(event.id, in_days(days), venue_id=venue.id) for days in (7, 14, 21)]
    return opened(a_slot(a_call(event.id).id, 20, tuple(one.id for one in dates), label="基礎から学ぶ"))


def mail_of(app: Flask, registration: Registration, message: messages.Message) -> Mail:
    """Return the mail as it would be queued now."""
    with app.app_context():
        found = db.session.get_one(Registration, registration.id)
        return writing.mail_of(found, message(found))


def test_the_mail_about_a_registration_holds_its_facts(app: Flask, make: Make) -> None:
    made = make(a_registration, make(an_opened_slot).id, email="baba@example.jp", party_size=2)

    (mail,) = mails(app)

    assert mail.recipient == "baba@example.jp"
    assert mail.sender_name == "山口市 仁保地域交流センター"
    assert mail.subject.startswith("【受付完了】")
    assert mail.subject.endswith(f"ふるさと探訪 {made.receipt}")
    lines = mail.body.splitlines()
    assert "申し込みを受け付けました。席をご用意しています。" in lines
    assert "人数：2人" in lines
    assert f"受付番号：{made.receipt}" in lines
    assert f"http://127.0.0.1:8000/my/{made.manage_token}" in lines
    assert "電話 083-929-0411" in lines
    assert mail.body.index("席をご用意") < mail.body.index("■ ふるさと探訪") < mail.body.index("/my/")


def test_the_mail_about_waiting_promises_no_place_and_no_date(app: Flask, make: Make) -> None:
    slot = make(an_opened_slot, capacity=1)
    make(a_registration, slot.id)
    make(a_registration, slot.id, email="baba@example.jp")

    (mail,) = mails(app)

    assert mail.subject.startswith("【キャンセル待ち】")
    assert "まだ席はありません" in mail.body
    assert (mail.calendar, mail.calendar_method) == ("", "")


@pytest.mark.parametrize("message", [*KINDS, off])
@pytest.mark.parametrize("locale", ["ja", "ja_easy", "en"])
def test_no_mail_holds_what_a_visitor_typed(app: Flask, make: Make, message: messages.Message, locale: str) -> None:
    made = make(a_registration, make(an_opened_slot).id, email="victim@example.jp", locale=locale, **TYPED)

    mail = mail_of(app, made, message)

    whole = f"{mail.subject}\n{mail.body}\n{mail.calendar}\n{mail.sender_name}"
    assert not [typed for typed in TYPED.values() if typed in whole]
    assert "evil.example" not in whole


@pytest.mark.parametrize("message", [*KINDS, off])
@pytest.mark.parametrize("locale", ["ja", "ja_easy", "en"])
def test_subjects_and_lines_stay_short_however_long_the_facts_are(
    app: Flask, make: Make, message: messages.Message, locale: str
) -> None:
    made = make(a_registration, make(a_long_course).id, email="baba@example.jp", locale=locale)

    mail = mail_of(app, made, message)

    assert columns(mail.subject) <= 60
    assert "\n" not in mail.subject
    assert mail.subject.endswith(made.receipt)
    assert max(columns(line) for line in mail.body.splitlines()) <= 76
    assert [line for line in mail.body.splitlines() if line.endswith(f"/my/{made.manage_token}")]


@pytest.mark.parametrize(
    ("message", "method", "status"),
    [
        (messages.received, "PUBLISH", "CONFIRMED"),
        (messages.promoted, "PUBLISH", "CONFIRMED"),
        (messages.withdrawn, "CANCEL", "CANCELLED"),
        (messages.event_cancelled, "CANCEL", "CANCELLED"),
        (moved, "PUBLISH", "CONFIRMED"),
        (off, "CANCEL", "CANCELLED"),
    ],
)
def test_the_calendar_of_a_mail_adds_the_dates_or_takes_them_out(
    app: Flask, make: Make, message: messages.Message, method: str, status: str
) -> None:
    made = make(a_registration, make(a_long_course).id, email="baba@example.jp")

    mail = mail_of(app, made, message)

    calendar = Calendar.from_ical(mail.calendar)
    assert (calendar["METHOD"], mail.calendar_method) == (method, method)
    assert [entry["STATUS"] for entry in calendar.walk("VEVENT")] == [status] * 3


def test_every_cause_has_its_own_mail_once(app: Flask, make: Make) -> None:
    made = make(a_registration, make(an_opened_slot).id, email="baba@example.jp")

    keys = [mail_of(app, made, message).key for message in KINDS]

    assert len(set(keys)) == len(KINDS)
    assert keys == [mail_of(app, made, message).key for message in KINDS]


def test_a_date_known_only_as_a_month_is_no_day_in_the_subject(app: Flask, make: Make) -> None:
    event = make(an_event)
    first = datetime(2099, 4, 1, tzinfo=ZoneInfo("Asia/Tokyo"))
    month = make(an_occurrence, event.id, first, hours=24 * 30, precision="month")
    make(a_registration, make(lambda: a_slot(a_call(event.id).id, 5, (month.id,))).id, email="baba@example.jp")

    (mail,) = mails(app)

    assert "2099年4月" in mail.subject
    assert "4/1" not in mail.subject


def test_a_cancelled_event_says_why(app: Flask, make: Make) -> None:
    slot = make(an_opened_slot)
    made = make(a_registration, slot.id, email="baba@example.jp")
    with app.app_context(), transaction():
        db.session.get_one(Registration, made.id).call.event.cancel_reason = "雨のため"
        services_dates.cancel_all(slot.event_id, actor=SYSTEM, now=clock.now())

    mail = mails(app)[-1]

    assert mail.subject.startswith("【中止】")
    assert "会場にはお越しにならないでください" in mail.body
    assert "理由：雨のため" in mail.body


def test_who_has_no_mail_address_gets_none(app: Flask, make: Make) -> None:
    make(a_registration, make(an_opened_slot).id)

    assert mails(app) == []
