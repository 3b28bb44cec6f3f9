"""Registrations in every state, for the pages and mails that come after an entry."""

from datetime import timedelta
from typing import Any

from flask import Flask
from icalendar import Calendar

from eventsite.admission import services, services_decisions
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.services_decisions import Fate
from eventsite.admission.vocabulary import Admission, RegistrationState
from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db, transaction
from tests.factories.admission import a_registration, an_open_slot
from tests.factories.events import in_days
from tests.web.admission.ways import Opened, opened


def a_draw(capacity: int = 1, **more: Any) -> Opened:
    """A slot whose draw is in two days, with sealed rules, open now."""
    facts = {"closes_at": in_days(1), "draw_at": in_days(2), "sealed_at": clock.now(), **more}
    return opened(an_open_slot(capacity, admission=Admission.LOTTERY, **facts))


def frozen(app: Flask, slot: Opened) -> None:
    """Freeze the list of entries."""
    with app.app_context(), transaction():
        db.session.get_one(Call, slot.call_id).frozen_at = clock.now()


def announced(app: Flask, slot: Opened, **fates: tuple[RegistrationState, int | None]) -> None:
    """Announce what was decided, by the receipt's number: state, and order in the line."""
    with app.app_context(), transaction():
        db.session.get_one(Call, slot.call_id).frozen_at = clock.now()
        named = {receipt.replace("_", "-"): Fate(state, order=order) for receipt, (state, order) in fates.items()}
        services_decisions.announce(slot.call_id, named, actor=SYSTEM, now=clock.now())


def fate(registration: Registration, state: RegistrationState, order: int | None = None) -> dict[str, Any]:
    """Return one registration's fate as ``announced`` takes it."""
    return {registration.receipt.replace("-", "_"): (state, order)}


def an_offer(email: str = "") -> Registration:
    """Baba, who waited, is offered a place: whoever had it has withdrawn."""
    slot = an_open_slot(1, offer_hours=48)
    first = a_registration(slot.id, name="千葉 次郎", name_kana="ちば じろう", phone="083-911-1111")
    baba = a_registration(slot.id, email=email)
    a_registration(slot.id, name="土井 三郎", name_kana="どい さぶろう", phone="083-922-2222", email="doi@example.jp")
    withdraw(first.id)
    return baba


def withdraw(registration_id: int) -> None:
    """Give a registration's places back, as its link would."""
    services.withdraw(registration_id, actor=SYSTEM, now=clock.now())


def let_days_pass(app: Flask, slot: Opened, days: float) -> None:
    """Move all dates of the slot into the past, as if that many days had gone by."""
    with app.app_context(), transaction():
        for one in db.session.get_one(Slot, slot.id).occurrences:
            one.starts_at -= timedelta(days=days)
            one.ends_at = one.ends_at - timedelta(days=days) if one.ends_at else None


def entries(calendar: str) -> list[Any]:
    """Return the entries of a calendar's text."""
    return list(Calendar.from_ical(calendar).walk("VEVENT"))
