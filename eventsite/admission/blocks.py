"""What several pages about registrations show alike, as their templates want it."""

from collections.abc import Iterable
from datetime import datetime

from eventsite.admission import facts, queries, services
from eventsite.admission.models import Call, Registration, Slot
from eventsite.admission.places import Party
from eventsite.admission.standing import standing_of
from eventsite.admission.vocabulary import Counter, RegistrationState
from eventsite.core.errors import DomainError


def event_block(call: Call) -> dict[str, object]:
    """Return what a page says about the event of a call."""
    contact = facts.contact_of(call.event)
    return {"call": call, "event": call.event, "title": facts.title_of(call.event), "help_contact": contact}


def slot_block(slot: Slot) -> dict[str, object]:
    """Return what a page says about a slot."""
    return {"slot": slot, "when": facts.when_of(slot), "place": facts.place_of(slot)}


def slot_hint(slot: Slot) -> str:
    """Return the slot's dates, where its name does not say them, and its free places."""
    when = facts.when_of(slot, with_year=False) if slot.label else []
    seats = facts.seats_text(slot, queries.waiting_parties(slot.id))
    return "　".join([*when, *([seats] if seats else [])])


def registration_block(registration: Registration, *, now: datetime) -> dict[str, object]:
    """Return what a page says about a registration to the one who made it."""
    return {
        "registration": registration,
        "standing": standing_of(registration, now=now),
        "wishes": _wishes(registration),
        **slot_block(registration.slot),
        **event_block(registration.call),
    }


def all_wait(slots: Iterable[Slot], counter: Counter) -> bool:
    """Return whether somebody alone who registered there now would wait, whatever the slot."""
    return all(services.outlook([slot], Party(counter, 1)) is RegistrationState.WAITING for slot in slots)


def obstacle(call: Call, *, now: datetime) -> DomainError | None:
    """Return why the call takes no registration now, or None if it takes them."""
    try:
        services.require_open(call, now=now)
    except DomainError as error:
        return error
    return None


def _wishes(registration: Registration) -> list[str]:
    """Return the ranked wishes while it is undecided which of them becomes true."""
    if registration.is_active and len(registration.wishes) > 1:
        names = {slot.id: facts.slot_name(slot) for slot in registration.call.slots}
        return [facts.t_text("admission.wish", rank=one.rank, slot=names[one.slot_id]) for one in registration.wishes]
    return []
