"""Places offered until a time: taken by one press, or passed on when nobody answers."""

from datetime import datetime

from sqlalchemy import select

from eventsite.admission import holding, messages, telling
from eventsite.admission.errors import OfferOver
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.audit.actions import Action
from eventsite.core.actor import SYSTEM, Actor
from eventsite.core.db import db


def accept(registration_id: int, *, actor: Actor, now: datetime) -> Registration:
    """Take an offered place for good. Taking it twice changes nothing.

    Raises:
        OfferOver: the time is past, or nothing was offered.
    """
    registration = holding.lock_registration(registration_id)
    if registration.state is RegistrationState.CONFIRMED:
        return registration
    if registration.offer_until is None or now >= registration.offer_until:
        raise OfferOver
    registration.state, registration.offer_until = RegistrationState.CONFIRMED, None
    registration.updated_at = now
    telling.note(Action.REGISTRATION_ACCEPT, registration, actor, now)
    telling.tell(registration, messages.accepted, now)
    return registration


def next_lapsed(now: datetime) -> int | None:
    """Return the id of a registration whose offer has ended unanswered, the earliest first; None if there is none."""
    return db.session.scalar(
        select(Registration.id).where(Registration.offer_until <= now).order_by(Registration.offer_until).limit(1)
    )


def lapse(registration_id: int, *, now: datetime) -> Registration:
    """End an offer that nobody answered in time and pass the places on; one answered meanwhile stays."""
    registration = holding.lock_registration(registration_id)
    if registration.offer_until is None or now < registration.offer_until:
        return registration
    holding.end(registration, RegistrationState.WITHDRAWN, now)
    telling.note(Action.REGISTRATION_LAPSE, registration, SYSTEM, now)
    telling.tell(registration, messages.lapsed, now)
    holding.promote(registration.slot, now=now)
    return registration


def next_to_reopen(now: datetime) -> int | None:
    """Return the id of a slot whose held places are due to reopen; None if there is none."""
    return db.session.scalar(select(Slot.id).where(Slot.held_until <= now).order_by(Slot.held_until).limit(1))
