"""The resident's way: form, check, registration; then one's own page, calendar and withdrawal."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, public
from eventsite.admission import dates, facts, queries, rules, services
from eventsite.admission.forms import RegistrationForm
from eventsite.admission.messages import calendar_of
from eventsite.admission.models import Call, Registration, RegistrationState, Slot
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.core.settings import settings
from eventsite.i18n import Text, current_locale

bp = Blueprint("admission", __name__)

# Answers to a POST: with no-store the browser's way back ends at its own error page ("send the form again?").
_KEPT_FOR_GOING_BACK = {"admission.check", "admission.change"}


@dataclass(frozen=True)
class Outlook:
    """What would become of a registration sent now; ``note`` is the sentence that says why it would wait."""

    waits: bool
    note: Text | None


@bp.after_request
def _keep_private(response: Response) -> Response:
    """Keep what is one person's out of other sites' logs, search engines and shared caches."""
    if "token" in (request.view_args or {}):
        # A page with a form stays same-origin: without any Referer the check against forged forms
        # refuses every answer over HTTPS. Neither policy tells another site anything.
        policy = "same-origin" if request.endpoint == "admission.confirm_withdrawal" else "no-referrer"
        response.headers["Referrer-Policy"] = policy
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "no-store"
    elif request.endpoint in _KEPT_FOR_GOING_BACK:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.get("/calls/<code>/registrations/new")
@public
def new(code: str) -> ResponseReturnValue:
    """Show the form, or why there is none now."""
    call = queries.open_call(code)
    if refusal := _refusal(call):
        return _refusal_page(call, refusal)
    return _form_page(call, _form(call, slot=request.args.get("slot")))


@bp.post("/calls/<code>/registrations/new")
@public
def change(code: str) -> ResponseReturnValue:
    """Show the form again with everything that was typed, to change it. Nothing is stored or judged."""
    call = queries.open_call(code)
    if refusal := _refusal(call):
        return _refusal_page(call, refusal), refusal.status
    return _form_page(call, _form(call))


@bp.post("/calls/<code>/registrations/check")
@public
def check(code: str) -> ResponseReturnValue:
    """Show what was typed and what would become of it, or the form again with sentences at the fields."""
    call = queries.open_call(code)
    if refusal := _refusal(call):
        return _refusal_page(call, refusal), refusal.status
    form = _form(call)
    if not form.validate():
        return _form_page(call, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _check_page(call, form)


@bp.post("/calls/<code>/registrations")
@public
def create(code: str) -> ResponseReturnValue:
    """Register the party and lead to its own page; the same form sent again leads to the same page."""
    call = queries.open_call(code)
    form = _form(call, call.slots)
    if not form.validate():
        return _form_page(call, form), HTTPStatus.UNPROCESSABLE_ENTITY
    slot_id, entry = form.chosen_slot.id, form.to_entry()
    try:
        with transaction():
            made = services.register(slot_id, entry, actor=current_actor(), now=clock.now())
            token = made.manage_token
    except DomainError as error:
        return _refusal_page(call, error), error.status
    return redirect(url_for(".show", token=token), HTTPStatus.SEE_OTHER)


@bp.get("/my")
@public
def own() -> ResponseReturnValue:
    """Explain how to see and withdraw a registration."""
    return render_template("admission/own.html")


@bp.get("/my/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Show one's own registration: right after registering, and whenever the link is opened again."""
    registration = queries.registration_by_token(token)
    return render_template(
        "admission/show.html",
        position=queries.waiting_position(registration),
        can_register_again=_refusal(registration.call) is None,
        mail_sender=settings().city.mail_sender,
        cancel_reason=facts.cancel_reason_of(registration.slot),
        **_own_page(registration),
    )


@bp.get("/my/<token>/calendar.ics")
@public
def calendar(token: str) -> ResponseReturnValue:
    """Return the dates of one's registration for a calendar."""
    registration = queries.registration_by_token(token)
    headers = {"Content-Disposition": f'attachment; filename="{registration.receipt}.ics"'}
    return Response(calendar_of(registration), mimetype="text/calendar", headers=headers)


@bp.get("/my/<token>/withdrawal")
@public
def confirm_withdrawal(token: str) -> ResponseReturnValue:
    """Ask whether the registration is to be withdrawn; one that is over shows its page instead."""
    registration = queries.registration_by_token(token)
    if not registration.is_active or dates.is_over(registration.slot, now=clock.now()):
        return redirect(url_for(".show", token=token), HTTPStatus.SEE_OTHER)
    return render_template("admission/withdrawal.html", **_own_page(registration))


@bp.post("/my/<token>/withdrawal")
@public
def withdraw(token: str) -> ResponseReturnValue:
    """Give the place back and show that it is done."""
    registration_id = queries.registration_by_token(token).id
    with transaction():
        services.withdraw(registration_id, actor=current_actor(), now=clock.now())
    return redirect(url_for(".show", token=token), HTTPStatus.SEE_OTHER)


def _refusal(call: Call) -> DomainError | None:
    """Return why the call takes no registration now, or None if it takes them."""
    try:
        services.require_open(call, now=clock.now())
    except DomainError as error:
        return error
    return None


def _form(call: Call, slots: list[Slot] | None = None, slot: str | None = None) -> RegistrationForm:
    """Return the form for these slots, by default those that lie ahead; ``slot`` is chosen beforehand."""
    slots = dates.open_slots(call, now=clock.now()) if slots is None else slots
    return RegistrationForm(call, slots, [facts.slot_name(one) for one in slots], slot=slot)


def _form_page(call: Call, form: RegistrationForm) -> str:
    return render_template(
        "admission/new.html",
        form=form,
        slot_hints={code: _slot_hint(slot) for code, slot in form.slots.items()},
        full=all(_waits_for_one(slot) for slot in form.slots.values()),
        rules=facts.rules_of(call, current_locale()),
        when=[line for slot in form.slots.values() for line in facts.when_of(slot)] if len(form.slots) == 1 else [],
        **_event_block(call),
    )


def _check_page(call: Call, form: RegistrationForm) -> str:
    return render_template(
        "admission/check.html",
        form=form,
        outlook=_outlook(form.chosen_slot, form.people),
        **_slot_block(form.chosen_slot),
        **_event_block(call),
    )


def _refusal_page(call: Call, error: DomainError) -> str:
    return render_template(
        "admission/refused.html",
        sentence=facts.refusal_of(call, error),
        may_start_again=isinstance(error, services.SubmissionConflict),
        **_event_block(call),
    )


def _event_block(call: Call) -> dict[str, object]:
    contact = facts.contact_of(call.event)
    return {"call": call, "event": call.event, "title": facts.title_of(call.event), "help_contact": contact}


def _slot_block(slot: Slot) -> dict[str, object]:
    return {"slot": slot, "when": facts.when_of(slot), "place": facts.place_of(slot)}


def _own_page(registration: Registration) -> dict[str, object]:
    return {
        "registration": registration,
        "is_over": dates.is_over(registration.slot, now=clock.now()),
        **_slot_block(registration.slot),
        **_event_block(registration.call),
    }


def _slot_hint(slot: Slot) -> str:
    """Return the slot's dates, where its name does not say them, and its free places."""
    when = facts.when_of(slot, with_year=False) if slot.label else []
    seats = facts.seats_text(slot, queries.waiting_parties(slot.id))
    return "　".join([*when, *([seats] if seats else [])])


def _waits_for_one(slot: Slot) -> bool:
    return rules.admit_first_come(queries.seats(slot), 1) is RegistrationState.WAITING


def _outlook(slot: Slot, people: int) -> Outlook:
    seats = queries.seats(slot)
    if rules.admit_first_come(seats, people) is RegistrationState.CONFIRMED:
        return Outlook(waits=False, note=None)
    return Outlook(waits=True, note=facts.waiting_note(seats))
