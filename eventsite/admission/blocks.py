"""What several pages about registrations show alike, as their templates want it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from markupsafe import Markup

from eventsite.admission import dates, facts, queries, services, wished
from eventsite.admission.forms_changes import ChangeForm
from eventsite.admission.models import Call, Registration, Slot
from eventsite.admission.places import Party
from eventsite.admission.standing import standing_of
from eventsite.admission.vocabulary import Counter, RegistrationState
from eventsite.core.errors import DomainError
from eventsite.events.models import OccurrenceStatus
from eventsite.i18n import Locale, Text, current_locale
from eventsite.questions.words import is_only_japanese


def event_block(call: Call) -> dict[str, object]:
    """Return what a page says about the event of a call."""
    contact = facts.contact_of(call.event)
    return {"call": call, "event": call.event, "title": facts.title_of(call.event), "help_contact": contact}


def slots_block(slots: Sequence[Slot]) -> dict[str, object]:
    """Return what a page says about a slot, or about ranked wishes of which one may come true."""
    return {"slot_label": wished.label(slots), "when": wished.when(slots), "place": wished.places(slots)}


def slot_hint(slot: Slot) -> Text:
    """Return the slot's dates, where its name does not say them, and its free places, one a line."""
    when = facts.when_of(slot, with_year=False) if slot.label else []
    seats = facts.seats_text(slot, queries.waiting_parties(slot.id))
    lines = [*when, *([seats] if seats else [])]
    return Text("　".join(lines), Markup("<br>").join(line.html for line in lines))


def registration_block(registration: Registration, *, now: datetime) -> dict[str, object]:
    """Return what a page says about a registration to the one who made it."""
    return {
        "registration": registration,
        "standing": standing_of(registration, now=now),
        "changes": _changes(registration),
        **slots_block(wished.slots_of(registration)),
        **event_block(registration.call),
    }


def change_block(form: ChangeForm) -> dict[str, object]:
    """Return what every form to change a registration needs."""
    return {
        "form": form,
        "slot_hints": {code: slot_hint(slot) for code, slot in form.slots.items()},
        "only_japanese": any(is_only_japanese(one) for one in form.asking.questions),
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


def _changes(registration: Registration) -> list[str] | None:
    """Return the reasons for changed dates, in Japanese alone, as staff wrote them; None where nothing changed."""
    changed = [one for one in dates.covered(registration.slot) if one.status is OccurrenceStatus.CHANGED]
    if not changed or not registration.is_active:
        return None
    return [one.status_reason for one in changed if one.status_reason and current_locale() is Locale.JA]
