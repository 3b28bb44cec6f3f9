"""The ways that residents and staff go in these tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.accounts.queries import user_by_email
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.core.db import db
from eventsite.events.models import Event
from eventsite.notifications.models import OutgoingMail
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_registration, an_open_slot
from tests.factories.events import an_event
from tests.support.pages import Page, Resident

BABA = {"name": "馬場 太郎", "name_kana": "ばば たろう", "phone": "083-900-0000"}


@dataclass(frozen=True)
class Opened:
    """A slot and what it belongs to, by ids and codes."""

    id: int
    code: str
    call_id: int
    call_code: str
    event_id: int
    event_code: str


def opened(slot: Slot) -> Opened:
    """Return the slot as plain values."""
    call = slot.call
    return Opened(slot.id, slot.code, call.id, call.code, call.event_id, call.event.code)


def an_opened_slot(capacity: int | None = 20, **more: Any) -> Opened:
    """A slot with one date; another event with a registration of its own always exists."""
    a_registration(an_open_slot().id, name="千葉 次郎", name_kana="ちば じろう", phone="083-911-1111")
    return opened(an_open_slot(capacity, **more))


def form_of(slot: Opened) -> str:
    """Return the address of the form for a slot's call."""
    return f"/calls/{slot.call_code}/registrations/new"


def an_event_at_niho(title: str = "ふるさと探訪", **more: Any) -> Event:
    """An event of 仁保 whose clerk Aoki is."""
    center = a_center(slug="niho")
    a_user(Role.CENTER_STAFF, center.id, name="青木 花子", email="aoki@example.jp")
    other = a_center(slug="odono", name="大殿地域交流センター", phone="083-924-0000")
    a_user(Role.CENTER_STAFF, other.id, name="千葉 春子", email="chiba@example.jp")
    return an_event(center.id, title, **more)


def send(page: Page, **typed: str) -> Page:
    """Fill in the form, check it, and send it."""
    return page.form("/check").submit(**{**BABA, **typed}).form("/registrations").submit()


def registrations(app: Flask, slot: Opened) -> Sequence[Registration]:
    """Return all registrations of the slot's call, as the database has them."""
    with app.app_context():
        return db.session.scalars(
            select(Registration).where(Registration.call_id == slot.call_id).order_by(Registration.sequence)
        ).all()


def mails(app: Flask) -> Sequence[OutgoingMail]:
    """Return all mails in the outbox, oldest first."""
    with app.app_context():
        return db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()


def signed_in(app: Flask, email: str) -> Resident:
    """Return a browser in which that person is signed in."""
    with app.app_context():
        user = user_by_email(email)
        assert user is not None
        user_id = user.id
    return Resident(app).sign_in_as(user_id)
