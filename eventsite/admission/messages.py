"""What is told about registrations: one function each, called when what it says has become true.

It becomes a mail (writing.py) or, without an address, a call (phone_scripts.py).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from eventsite.admission import news
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import BY_LOT, RegistrationState
from eventsite.admission.writing import CANCEL, CHANGED_OWN, PUBLISH, Letter, is_shift
from eventsite.core import clock
from eventsite.events.changes import Change
from eventsite.events.models import Occurrence

Message = Callable[[Registration], Letter]
# What was decided, by state: in the words of a draw, and in those of an organiser's choice.
_DRAWN = {
    RegistrationState.CONFIRMED: "selected",
    RegistrationState.OFFERED: "selected_offer",
    RegistrationState.WAITING: "reserve",
    RegistrationState.NOT_SELECTED: "not_selected",
}
_CHOSEN = {
    RegistrationState.CONFIRMED: "chosen",
    RegistrationState.OFFERED: "offered",
    RegistrationState.WAITING: "reserve",
    RegistrationState.NOT_SELECTED: "not_chosen",
}


def received(registration: Registration) -> Letter:
    """Return the letter about a new registration: it has its places, waits for them, or is decided about later."""
    if registration.state is not RegistrationState.CONFIRMED:
        return Letter("received", registration.state)
    return Letter("received", _own_words(registration, "confirmed"), method=PUBLISH)


def accepted(_registration: Registration) -> Letter:
    """Return the letter that an offered place was taken."""
    return Letter("accepted", "confirmed", method=PUBLISH)


def result(registration: Registration) -> Letter:
    """Return the letter about what was decided: a place, an offer of one, a number in reserve, or none."""
    kinds = _DRAWN if registration.call.admission in BY_LOT else _CHOSEN
    return Letter("result", kinds[registration.state], method=_dates_of(registration))


def offered(registration: Registration) -> Letter:
    """Return the letter about a place that is held until an answer comes."""
    return Letter(f"offered:{registration.offer_until}", "offered")


def lapsed(_registration: Registration) -> Letter:
    """Return the letter that no answer came in time, and the place has passed on."""
    return Letter("lapsed", "lapsed")


def promoted(registration: Registration) -> Letter:
    """Return the letter about places that became free for those who waited; who changed to wait again has it again."""
    kind = _own_words(registration, "promoted")
    return Letter(f"promoted:{registration.updated_at:%Y%m%dT%H%M%S%f}", kind, method=PUBLISH)


def at_own_wish(message: Message) -> Message:
    """Return what is told as what the party's own change has brought about: such mails are paced (pace.py)."""

    def letter(registration: Registration) -> Letter:
        told = message(registration)
        return replace(told, cause=f"{CHANGED_OWN}:{told.cause}")

    return letter


def withdrawn(registration: Registration) -> Letter:
    """Return the letter about a withdrawal, which also takes the dates out of the calendar."""
    return Letter("withdrawn", _own_words(registration, "withdrawn"), method=CANCEL)


def merged(_registration: Registration) -> Letter:
    """Return the letter that a second registration of the same person has ended, and the other one stays."""
    return Letter("merged", "merged")


def changed_own(registration: Registration, gone: Collection[Occurrence] = ()) -> Letter:
    """Return the letter that what was registered has been changed as wished; ``gone`` are dates that fell out by it."""
    method = PUBLISH if gone else _dates_of(registration)
    cause = f"{CHANGED_OWN}:{registration.updated_at:%Y%m%dT%H%M%S%f}"
    return Letter(cause, _standing(registration), method=method, gone=gone)


def address_left(registration: Registration, address: str) -> Letter:
    """Return the letter to an address that was replaced by another: whoever did not wish so can say so."""
    cause = f"{CHANGED_OWN}:{registration.updated_at:%Y%m%dT%H%M%S%f}:left"
    return Letter(cause, "address_left", recipient=address)


def reminder(registration: Registration, date: Occurrence, now: datetime) -> Letter:
    """Return the letter that a date is near; once for each day on which it is to take place."""
    day = clock.today(date.starts_at)
    nearness = {0: "reminder_today", 1: "reminder_tomorrow"}.get((day - clock.today(now)).days, "reminder")
    kind = _own_words(registration, "reminder")
    subject = nearness if kind == "reminder" else kind
    return Letter(reminder_cause(date), kind, subject, date=date)


def reminder_cause(date: Occurrence) -> str:
    """Return by what the reminder of a date is known; a date that moves to another day is reminded of anew."""
    return f"reminder:{date.id}:{clock.today(date.starts_at):%Y-%m-%d}"


def runs(registration: Registration) -> Letter:
    """Return the letter that enough have registered, so that it takes place (最少催行人数)."""
    return Letter("runs", "runs", method=_dates_of(registration))


def event_cancelled(registration: Registration) -> Letter:
    """Return the letter that the event does not take place."""
    reason = registration.call.event.cancel_reason
    return Letter("event_cancelled", "event_cancelled", method=CANCEL, reason=reason)


def dates_cancelled(_registration: Registration, changes: Sequence[Change]) -> Letter:
    """Return the letter that none of the registration's dates takes place; the event may go on without them."""
    return _about(changes, "dates_cancelled", CANCEL)


def changed(registration: Registration, changes: Sequence[Change]) -> Letter:
    """Return the letter about dates that moved or fell out while the registration stays; who waits has no calendar."""
    return _about(changes, "changed", _dates_of(registration))


def _about(changes: Sequence[Change], kind: str, method: str) -> Letter:
    """Return the letter about changes of dates, known by a date's SEQUENCE, which rises with each of them."""
    first = changes[0].occurrence
    cause = f"{first.code}:{first.sequence}"
    return Letter(cause, kind, method=method, reason=news.reason(changes), changes=changes)


def _dates_of(registration: Registration) -> str:
    """Return the method of the calendar that goes along: only who has a place gets one."""
    return PUBLISH if registration.state is RegistrationState.CONFIRMED else ""


def _own_words(registration: Registration, kind: str) -> str:
    """Return the kind of a mail: city employees' shifts (応援隊) have words of their own."""
    return f"shift_{kind}" if is_shift(registration) else kind


def _standing(registration: Registration) -> str:
    """Return the kind of the mail about a change of one's own: it says how one stands now."""
    return "changed_and_waits" if registration.state is RegistrationState.WAITING else "changed_own"
