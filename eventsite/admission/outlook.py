"""What would become of a registration that was sent now, in words for the page on which one checks it."""

from collections.abc import Sequence
from dataclasses import dataclass

from eventsite.admission import facts, queries, services
from eventsite.admission.models import Call, Slot
from eventsite.admission.places import Party
from eventsite.admission.vocabulary import Admission, RegistrationState
from eventsite.core import clock
from eventsite.i18n import Text, current_locale
from eventsite.i18n.dates import moment_text


@dataclass(frozen=True)
class Outlook:
    """What is in store, and how the page speaks of it.

    ``note`` is the kind of the note above, empty for none; ``why`` its title; ``lines`` the sentences in it.
    """

    waits: bool
    heading: Text
    submit: Text
    note: str = ""
    why: Text | None = None
    lines: Sequence[Text] = ()


def outlook_of(wishes: Sequence[Slot], party: Party) -> Outlook | None:
    """Return what is in store for a party with these wishes; None: it would be refused, for no place is free."""
    state, call = services.outlook(wishes, party), wishes[0].call
    if state is None:
        return None
    if state is RegistrationState.WAITING:
        next_ = facts.t_text("admission.would_wait_next")
        why = facts.waiting_note(queries.seats(wishes[0]))
        return Outlook(True, _heading(), facts.t_text("admission.submit_waiting"), "waitlist", why, [next_])
    if state is RegistrationState.APPLIED:
        return _undecided(call)
    return Outlook(False, _heading(), facts.t_text("admission.submit"))


def _undecided(call: Call) -> Outlook:
    """Return that it is decided later, and how; one that is always decided by lot is called a draw everywhere."""
    lot = "_lot" if call.admission is Admission.LOTTERY else ""
    return Outlook(
        waits=False,
        heading=facts.t_text(f"admission.check_heading{lot}"),
        submit=facts.t_text(f"admission.submit{lot}"),
        note="info",
        why=facts.t_text("admission.not_decided_yet"),
        lines=[facts.t_text(f"rule.decided_{call.admission}"), *_day_of_draw(call)],
    )


def _day_of_draw(call: Call) -> list[Text]:
    if call.admission is Admission.BY_ORGANISER or call.draw_at is None:
        return []
    moment = moment_text(call.draw_at, current_locale(), zone=clock.zone())
    return [facts.t_text("rule.draw_at", moment=moment)]


def _heading() -> Text:
    return facts.t_text("admission.check_heading")
