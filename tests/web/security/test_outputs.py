"""Hostile words in every text of an event: what goes out keeps its shape, as other programs read it."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from email import policy
from email.parser import BytesParser
from typing import Any

import openpyxl
import pytest
import vobject
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.admission.models import Slot
from eventsite.attendance.services import close
from eventsite.core import clock
from eventsite.core.actor import SYSTEM, Actor, ActorKind
from eventsite.core.db import db, transaction
from eventsite.core.text import normalise
from eventsite.events.models import EventKind, Organizer, OrganizerRole
from eventsite.kpi.export import Format
from eventsite.kpi.queries import fiscal_year_of
from eventsite.kpi.services import export
from eventsite.notifications.letters import written
from eventsite.notifications.models import OutgoingMail
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_registration, a_slot, an_open_slot
from tests.factories.events import a_venue, an_event, an_occurrence, in_days
from tests.factories.kpi import TRAINING, an_indicator
from tests.support.pages import Page, Resident

PLAIN = "ふるさと探訪"
WORDS = (
    PLAIN,
    "<script>alert(1)</script>\"><img src=x onerror=alert(1)>'",
    "</title></textarea></script><!--",
    "探訪\nBCC:eto@example.jp\nEND:VEVENT\nBEGIN:VEVENT\n\nくらべる",
    "探訪\r\nBcc: eto@example.jp\r\n\r\nspam",
    "\u2028\u2029\x85\x0b\x0c探訪",
    '=HYPERLINK("http://evil.example")',
    "\u00a0=1+1\n@SUM(A1)\n＝1+1",
    ";,:\\\"^'|\t-2+3",
    "=?utf-8?q?=0d=0aBcc:_eto@example.jp?=",
    "eto@example.jp, <shiga@example.jp>",
    "{{ 7*7 }}{% raw %}${7*7}%s{0}",
    "\u202egnihs\u202c\u200b\ufeff",
    "あ" * 190,
)


def an_event_of(words: str) -> tuple[int, str]:
    """Build an event in which every text is these words, with somebody who comes; return its id and code."""
    words = normalise(words)
    line, short = words[:100], words[:60]
    center = a_center()
    venue = a_venue(center.id, line)
    event = an_event(
        center.id, line, kind=EventKind.MARKET, summary_easy=words, description=words, audience=words, belongings=words,
        fee_note=words, weather_note=words, contact_name=line, how_to_join=words, title_en=words, summary_en=words,
        counts_toward=TRAINING, organizers=[Organizer(role=OrganizerRole.HOST, name=line)],
    )  # fmt: skip
    today = an_occurrence(event.id, in_days(0, hour=0), venue_id=venue.id, meeting_place=words)
    later = an_occurrence(event.id, in_days(7), venue_id=venue.id, note=words)
    slot = a_slot(a_call(event.id, title=short, note=words).id, occurrence_ids=(later.id,), label=short)
    a_registration(slot.id, line, email="baba@example.jp")
    closer = Actor(ActorKind.STAFF, a_user(Role.CENTER_STAFF, center.id).id)
    close(today.id, 0, actor=closer, now=clock.now() + timedelta(days=1))
    return event.id, event.code


@pytest.fixture
def indicator(make: Callable[..., Any]) -> None:
    """The indicator toward which the events count."""
    make(an_indicator)


def names_in(component: Any) -> list[str]:
    """Return the names of all components and properties, in order."""
    return [part.name for part in component.walk()] + [name for name, _value in component.property_items()]


@pytest.mark.parametrize("words", WORDS[1:], ids=range(1, len(WORDS)))
def test_the_calendar_keeps_its_shape(
    app: Flask, make: Callable[..., Any], client: Resident, indicator: None, words: str
) -> None:
    (_, plain), (_, code) = make(an_event_of, PLAIN), make(an_event_of, words)

    expected = Calendar.from_ical(client.open(f"/events/{plain}.ics").html)
    feed = client.open(f"/events/{code}.ics").html

    assert names_in(Calendar.from_ical(feed)) == names_in(expected)
    assert len(vobject.readOne(feed).vevent_list) == 2
    assert all(len(line.encode()) <= 75 for line in feed.split("\r\n"))


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_the_mail_has_one_recipient_and_the_same_headers(
    app: Flask, make: Callable[..., Any], indicator: None, words: str
) -> None:
    make(an_event_of, words)
    with app.app_context():
        [mail] = db.session.scalars(select(OutgoingMail)).all()
        letter = written(mail, sender="noreply@example.jp", zone=clock.zone())

    message = BytesParser(policy=policy.default).parsebytes(letter.content)

    assert sorted(message.keys()) == sorted(
        ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")
    )
    assert [one.addr_spec for one in message["To"].addresses] == ["baba@example.jp"]
    assert message.defects == []
    parts = [part.get_content_type() for part in message.walk()]
    assert parts == ["multipart/mixed", "text/plain", "text/calendar", "image/png"]


def test_the_report_has_no_formula_and_loses_no_cell(app: Flask, make: Callable[..., Any], indicator: None) -> None:
    for words in WORDS:
        make(an_event_of, words)
    with app.app_context(), transaction():
        year = fiscal_year_of(clock.now())
        as_csv, as_book = (export(year, form, actor=SYSTEM, now=clock.now()) for form in (Format.CSV, Format.XLSX))

    rows = list(csv.reader(io.StringIO(as_csv.decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(as_book)).worksheets[0]

    assert len({len(row) for row in rows}) == 1
    assert sheet.max_row == len(rows)
    assert sum("数えた催し" in row for row in rows) == len(WORDS)
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]
    lines = [line.lstrip() for row in rows for cell in row for line in cell.splitlines()]
    assert not [line for line in lines if line.startswith(("=", "+", "@", "＝", "＋", "＠"))]


@pytest.mark.parametrize("words", WORDS[1:], ids=range(1, len(WORDS)))
def test_pages_gain_no_element(
    app: Flask, make: Callable[..., Any], client: Resident, indicator: None, words: str
) -> None:
    plain, hostile = make(an_event_of, PLAIN), make(an_event_of, words)

    for address in ("/events/{}", "/easy/events/{}", "/en/events/{}"):
        assert risky(client.open(address.format(hostile[1]))) == risky(client.open(address.format(plain[1])))


def risky(page: Page) -> list[object]:
    """Return what of a page could act: its scripts, frames, forms and attributes that hold a script."""
    acting = [
        one.tag
        for one in page.tree.iter()
        if one.tag in ("script", "iframe", "object", "embed", "img", "form", "style")
    ]
    return [acting, [name for one in page.tree.iter() for name in one.attrib if str(name).startswith("on")]]


@pytest.mark.parametrize("kana", ["㌖" * 100, "ｶﾞ" * 50, "㍿", "ば" * 100], ids=range(4))
def test_a_reading_that_grows_is_asked_back_or_kept_whole(
    app: Flask, make: Callable[..., Any], client: Resident, kana: str
) -> None:
    slot = make(an_open_slot)
    with app.app_context():
        code = db.session.get_one(Slot, slot.id).call.code
    page = client.open(f"/calls/{code}/registrations/new")

    page = page.form("/check").submit(name="馬場", name_kana=kana, phone="083-900-0000")

    assert page.status in (200, 422)
    if page.status == 200:
        assert page.form("/registrations").submit().status == 200
