"""Where a registration stands, in words for the one who made it: the heading, what it means, what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from eventsite.admission import dates, facts, queries, queries_mails
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import BY_LOT, DECIDED_LATER, HOLDING_STATES, FreePlaceRule, RegistrationState
from eventsite.admission.writing import is_shift
from eventsite.audit.actions import Action
from eventsite.audit.queries import was_done
from eventsite.core import clock
from eventsite.core.settings import settings
from eventsite.events.models import Publication
from eventsite.i18n import Text, current_locale
from eventsite.i18n.dates import date_text, moment_text
from eventsite.i18n.numbers import people_text

# What a city employee reads in place of the residents' words.
_SHIFT_STATES = ("confirmed", "waiting", "withdrawn", "cancelled", "cancelled_dates", "over")
_PANELS = {
    "confirmed": "done", "chosen": "done", "withdrawn": "done", "waiting": "waitlist", "reserve": "waitlist",
    "applied": "waitlist", "offered": "waitlist", "selected_offer": "waitlist", "not_selected": "warning",
    "lapsed": "warning", "merged": "warning", "over": "past",
}  # fmt: skip
_UNDECIDED = (RegistrationState.APPLIED, RegistrationState.OFFERED)


@dataclass(frozen=True)
class Standing:
    """A registration's state as its page says it.

    ``panel`` is the panel's kind (done, waitlist, warning, error, past); ``leave`` the words for giving up, empty where
    nothing can be given up any more, and ``ask`` the question whether one really will. ``giving_up`` says what that
    means, one sentence a line; ``who`` stands above the names.
    """

    panel: str
    heading: Text
    lines: list[Text]
    steps: list[Text]
    leave: Text
    ask: Text
    giving_up: list[Text]
    can_answer: bool
    can_change: bool
    has_place: bool
    who: Text


def standing_of(registration: Registration, *, now: datetime) -> Standing:
    """Return where a registration stands at this instant."""
    word = _word(registration, now)
    is_live = registration.is_active and word != "over"
    return Standing(
        panel=_PANELS.get(word, "error"),
        heading=heading(registration, word),
        lines=list(_lines(registration, word, now)),
        steps=list(_steps(registration, word)) if is_live else [],
        leave=facts.t_text(f"admission.leave_{_leaving(registration)}") if is_live else Text(""),
        ask=facts.t_text(f"admission.ask_leave_{_leaving(registration)}"),
        giving_up=list(_giving_up(registration)),
        can_answer=is_live and registration.state is RegistrationState.OFFERED,
        can_change=is_live and not is_shift(registration),
        has_place=is_live and registration.state is RegistrationState.CONFIRMED,
        who=facts.t_text("admission.who_comes" if is_live else "admission.who_was_registered"),
    )


def heading(registration: Registration, word: str) -> Text:
    """Return the state in one sentence; city employees' shifts have their own."""
    if is_shift(registration) and word in _SHIFT_STATES:
        return facts.t_text(f"admission.shift_state_{word}")
    return facts.t_text(f"admission.state_{word}")


def _word(registration: Registration, now: datetime) -> str:
    """Return the state as finely as the page tells it."""
    state = registration.state
    if registration.is_active and dates.is_over(registration.slot, now=now):
        return "over"
    if state is RegistrationState.CANCELLED:
        return _end_word(registration)
    if state is RegistrationState.WITHDRAWN and was_done(Action.REGISTRATION_LAPSE, registration):
        return "lapsed"
    if _was_decided(registration):
        decided = {RegistrationState.WAITING: "reserve", RegistrationState.CONFIRMED: "chosen"}
        return "selected_offer" if _won_an_offer(registration) else decided.get(state, str(state))
    return str(state)


def _end_word(registration: Registration) -> str:
    if registration.merged_into_id:
        return "merged"
    is_off = registration.call.event.publication is Publication.CANCELLED
    return "cancelled" if is_off else "cancelled_dates"


def _was_decided(registration: Registration) -> bool:
    """Return whether it was one of those about whom was decided all at once; left-over places came later."""
    call, announced_at = registration.call, registration.call.announced_at
    return call.admission in DECIDED_LATER and announced_at is not None and registration.created_at < announced_at


def _won_an_offer(registration: Registration) -> bool:
    """Return whether the draw itself gave it the offered place: who came to it from reserve has stood in line."""
    by_lot = registration.call.admission in BY_LOT and registration.line is None
    return by_lot and registration.state is RegistrationState.OFFERED


def _lines(registration: Registration, word: str, now: datetime) -> Iterator[Text]:
    """Yield what the state means, in whole sentences."""
    if word in ("waiting", "reserve"):
        position = queries.waiting_position(registration)
        yield facts.t_text("admission.reserve_position" if word == "reserve" else "admission.position", count=position)
    if word == "applied":
        yield from _decision(registration, now)
    if word == "selected_offer":
        yield facts.t_text("admission.result_drawn")
    if registration.offer_until and word != "over":
        yield facts.t_text("admission.answer_by", moment=_moment(registration.offer_until))
        yield facts.t_text("admission.offer_passes_on")
    if word in ("lapsed", "not_selected", "merged"):
        yield facts.t_text(f"admission.means_{word}")
    reason = facts.cancel_reason_of(registration.slot) if word.startswith("cancelled") else ""
    if reason:
        yield facts.t_text("admission.reason", reason=reason)


def _decision(registration: Registration, now: datetime) -> Iterator[Text]:
    """Yield when it is decided, and how one learns of it.

    What is drawn but not announced reads like what is still to be drawn: nobody can tell from it that it was.
    """
    call, way = registration.call, "mail" if registration.email else "phone"
    if call.frozen_at:
        yield facts.t_text("admission.entries_counted")
    if call.admission not in BY_LOT or call.draw_at is None:
        yield facts.t_text("admission.organiser_decides")
        yield facts.t_text(f"admission.result_by_{way}")
    elif clock.today(now) <= clock.today(call.draw_at):
        day = date_text(clock.today(call.draw_at), current_locale())
        yield facts.t_text(f"admission.result_on_by_{way}", date=day)
    else:
        yield facts.t_text(f"admission.result_soon_by_{way}")


def _steps(registration: Registration, word: str) -> Iterator[Text]:
    """Yield what to do next."""
    if registration.offer_until:
        yield facts.t_text("admission.next_answer")
    if not registration.email:
        yield facts.t_text("admission.next_keep_number")
    elif queries_mails.is_undelivered(registration):
        yield facts.t_text("admission.next_mail_failed")
    else:
        yield facts.t_text("admission.next_mail", sender=settings().city.mail_sender)
    if word in ("waiting", "reserve"):
        yield facts.t_text("admission.next_wait_mail" if registration.email else "admission.next_wait_phone")
        yield from _answer_within(registration.call)
        yield facts.t_text("admission.next_stop_waiting")
    elif is_shift(registration):
        yield facts.t_text("admission.next_shift_day")
        yield facts.t_text("admission.next_shift_cannot")
    else:
        if registration.state not in _UNDECIDED:
            yield facts.t_text("admission.next_on_the_day")
        yield facts.t_text("admission.next_cannot_come")


def _answer_within(call: Call) -> Iterator[Text]:
    """Yield in how many hours one must answer once a place is free, or that nobody has to."""
    if call.free_place_rule is FreePlaceRule.REOPEN:
        return
    if call.offer_hours is None:
        yield facts.t_text("admission.next_no_answer")
    else:
        yield facts.t_text("admission.next_answer_within", count=call.offer_hours)


def _leaving(registration: Registration) -> str:
    """Return which words say that one gives up: a wait, an offer, a shift, or a registration."""
    if registration.state is RegistrationState.WAITING:
        return "line"
    if registration.state is RegistrationState.OFFERED:
        return "offer"
    return "shift" if is_shift(registration) else "registration"


def _giving_up(registration: Registration) -> Iterator[Text]:
    """Yield what it means to give up: for the whole of a party, and what becomes of the places where any are held."""
    if registration.party_size > 1:
        yield facts.t_text("admission.withdraw_all", people=people_text(registration.party_size, current_locale()))
    if registration.state in HOLDING_STATES:
        reopens = registration.call.free_place_rule is FreePlaceRule.REOPEN
        yield facts.t_text("admission.withdraw_reopens" if reopens else "admission.withdraw_passes_on")


def _moment(instant: datetime) -> Text:
    return moment_text(instant, current_locale(), zone=clock.zone())
