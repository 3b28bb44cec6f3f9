"""What several pages about registrations show alike, as their templates want it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from eventsite.admission import dates, facts, queries, services, wished
from eventsite.admission.forms_changes import ChangeForm
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.places import Party
from eventsite.admission.standing import standing_of
from eventsite.admission.vocabulary import BY_LOT, Counter, RegistrationState
from eventsite.core import clock
from eventsite.core.errors import DomainError
from eventsite.events.former import said_before
from eventsite.events.models import Occurrence, OccurrenceStatus
from eventsite.i18n import Locale, Text, current_locale
from eventsite.questions.words import is_only_japanese

_NOTICES = {OccurrenceStatus.POSTPONED: "dates_postponed", OccurrenceStatus.CHANGED: "dates_changed"}


@dataclass(frozen=True)
class Notice:
    """What became of the dates of a registration: the heading, and what it means, one sentence a line."""

    title: Text
    lines: Sequence[str]


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
        "notice": notice_of(registration),
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


def more_rules_label(call: Call) -> Text:
    """Return what stands on the folded rest of the rules."""
    return facts.t_text("admission.more_rules_lot" if call.admission in BY_LOT else "admission.more_rules")


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


def notice_of(registration: Registration) -> Notice | None:
    """Return what one must know about dates that were put off or changed; None where nothing was, or nothing is held.

    The reasons stand in Japanese alone, as staff wrote them.
    """
    covered = dates.covered(registration.slot) if registration.is_active else []
    for status, key in _NOTICES.items():
        if moved := [one for one in covered if one.status is status]:
            reasons = [one.status_reason for one in moved if one.status_reason and current_locale() is Locale.JA]
            lines = [*_before(moved), *reasons, facts.t_text(f"admission.{key}_look")]
            return Notice(facts.t_text(f"admission.{key}"), lines)
    return None


def _before(moved: Iterable[Occurrence]) -> list[Text]:
    """Return when dates that were given another day or hour were to begin."""
    lines = [said_before(one, current_locale(), clock.zone()) for one in moved]
    return [line for line in lines if line]
