"""Whatever strangers do with our forms and links, hardly a mail more reaches the one whose address they typed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import update

from eventsite.admission import services_changes
from eventsite.admission.models_registrations import Registration
from eventsite.admission.said import entry_of
from eventsite.admission.services_changes import Change
from eventsite.admission.vocabulary import Channel, RegistrationState
from eventsite.core import clock
from eventsite.core.actor import VISITOR
from eventsite.core.db import db, transaction
from eventsite.notifications import pace
from eventsite.notifications.models import MailState, OutgoingMail
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import an_event, an_occurrence
from tests.support.fixtures import Make
from tests.web.admission.ways import an_opened_slot, mails

VICTIM = "victim@example.jp"


def change(app: Flask, registration: Registration, step: int, slot_id: int = 0, **said: Any) -> None:
    """Change a registration by its link, so many seconds from now; the worker has sent all mails before that."""
    with app.app_context(), transaction():
        stored = db.session.get_one(Registration, registration.id)
        wanted = Change(slot_id or stored.slot_id, replace(entry_of(stored), **said), waits=True)
        services_changes.change(registration.id, wanted, actor=VISITOR, now=clock.now() + timedelta(seconds=step))


def going_to(app: Flask, *addresses: str) -> int:
    """Return how many mails go to these within the hour."""
    soon = clock.now() + timedelta(minutes=50)
    gone = [one for one in mails(app) if one.state is not MailState.ABORTED and one.due_at < soon]
    return sum(one.recipient in addresses for one in gone)


def sent(app: Flask) -> None:
    """Let the worker send what is due."""
    soon = clock.now() + timedelta(minutes=5)
    due = (OutgoingMail.state == MailState.QUEUED, OutgoingMail.due_at <= soon)
    with app.app_context(), transaction():
        db.session.execute(update(OutgoingMail).where(*due).values(state=MailState.SENT, sent_at=clock.now()))


def test_one_mailbox_under_fifteen_spellings_gets_three_mails_an_hour(app: Flask, make: Make) -> None:
    slot = make(an_opened_slot, capacity=60)
    spelled = [f"victim+{number}@example.jp" for number in range(15)]

    for number, address in enumerate(spelled):
        make(a_registration, slot.id, f"別名 {number}", email=address)

    assert going_to(app, *spelled) == pace.IN_AN_HOUR


def test_dots_make_no_other_mailbox_where_they_do_not_count(app: Flask, make: Make) -> None:
    slot = make(an_opened_slot, capacity=60)
    spelled = [f"{local}@gmail.com" for local in ("victim", "v.ictim", "vi.ctim", "V.I.ctim")] + [
        "vic.tim@googlemail.com"
    ]

    for number, address in enumerate(spelled):
        make(a_registration, slot.id, f"別名 {number}", email=address)

    assert going_to(app, *spelled) == pace.IN_AN_HOUR


def test_the_link_of_what_staff_took_in_sends_no_more(app: Flask, make: Make) -> None:
    slot = make(an_opened_slot)
    baba = make(a_registration, slot.id, email="baba@example.jp", channel=Channel.PHONE)

    for step in range(1, 20):
        change(app, baba, step, email=VICTIM if step % 2 else "other@example.jp")
        sent(app)

    assert going_to(app, VICTIM) == pace.IN_AN_HOUR


def two_slots() -> tuple[int, int]:
    """One slot with one place left of two, and one that is full."""
    event = an_event()
    date = an_occurrence(event.id)
    call = a_call(event.id)
    small, full = (a_slot(call.id, capacity, (date.id,), position=capacity) for capacity in (2, 1))
    for slot in (small, full):
        a_registration(slot.id, "千葉 次郎", phone="083-911-1111")
    return small.id, full.id


def test_going_up_and_down_in_the_line_sends_no_more(app: Flask, make: Make) -> None:
    small, full = make(two_slots)
    baba = make(a_registration, small, email=VICTIM)

    for step in range(1, 30, 3):
        change(app, baba, step, slot_id=full, party_size=1)
        sent(app)
        change(app, baba, step + 1, slot_id=small, party_size=2)
        sent(app)
        change(app, baba, step + 2, party_size=1)
        sent(app)

    with app.app_context():
        assert db.session.get_one(Registration, baba.id).state is RegistrationState.CONFIRMED
    assert going_to(app, VICTIM) == pace.IN_AN_HOUR
