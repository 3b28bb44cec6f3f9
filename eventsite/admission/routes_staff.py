"""The center's side of registration: the roster, entries by telephone and at the desk, withdrawals."""

from http import HTTPStatus

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import dates, facts, queries, routes_staff_calls, rules, services
from eventsite.admission.forms import CHANNELS, DeskForm
from eventsite.admission.models import Call, Channel, Registration, RegistrationState
from eventsite.audit.actions import Action
from eventsite.audit.services import Subject, record
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.core.text import normalise
from eventsite.events.models import Event
from eventsite.events.queries import event_by_code
from eventsite.i18n import Locale

bp = Blueprint("admission_staff", __name__, url_prefix="/staff")
bp.add_url_rule("/events/<code>/calls/new", "new_call", routes_staff_calls.new_call, methods=["GET", "POST"])
bp.add_url_rule("/calls/<code>/edit", "edit_call", routes_staff_calls.edit_call, methods=["GET", "POST"])

SEARCH_MAX = 100
STATES = {
    RegistrationState.CONFIRMED: "参加",
    RegistrationState.WAITING: "待ち",
    RegistrationState.WITHDRAWN: "取り消し",
    RegistrationState.CANCELLED: "中止",
}


@bp.get("/events/<code>/registrations")
@requires(Permission.REGISTRATION_WRITE, of=event_by_code)
def roster(event: Event) -> ResponseReturnValue:
    """Show who registered for an event. Opening it is noted in the audit log, and changes nothing else."""
    _note_view(event, event.center_id)
    g.staff_center = event.center
    search = normalise(request.args.get("q", ""))[:SEARCH_MAX]
    calls = queries.calls_of(event.id)
    return render_template(
        "admission/staff_roster.html",
        event=event,
        calls=calls,
        rules={call.id: facts.rules_of(call, Locale.JA) for call in calls},
        counts=queries.roster_counts(event.id),
        registrations=queries.roster(event.id, search),
        slot_names={slot.id: facts.slot_name(slot) for call in calls for slot in call.slots},
        search=search,
        **_names(),
    )


@bp.get("/calls/<code>/registrations/new")
@requires(Permission.REGISTRATION_WRITE, of=queries.call_by_code)
def new_registration(call: Call) -> ResponseReturnValue:
    """Show the desk's form: one screen, by keyboard, without e-mail."""
    g.staff_center = call.event.center
    return _desk_page(call, _desk_form(call, channel=request.args.get("channel") or Channel.PHONE))


@bp.post("/calls/<code>/registrations")
@requires(Permission.REGISTRATION_WRITE, of=queries.call_by_code)
def create_registration(call: Call) -> ResponseReturnValue:
    """Register a party that called, came or wrote, by the same way as the public page."""
    g.staff_center = call.event.center
    form = _desk_form(call)
    if form.validate():
        slot_id, entry = form.chosen_slot.id, form.to_entry(Channel(form.channel.data))
        try:
            with transaction():
                made = services.register(slot_id, entry, actor=current_actor(), now=clock.now())
                token = made.manage_token
            return redirect(url_for(".show_registration", token=token), HTTPStatus.SEE_OTHER)
        except DomainError as error:
            form.refuse(error)
    return _desk_page(call, form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/registrations/<token>")
@requires(Permission.REGISTRATION_WRITE, of=queries.registration_by_token)
def show_registration(registration: Registration) -> ResponseReturnValue:
    """Show one registration, its number large enough to read aloud. Opening it is noted like the roster."""
    _note_view(registration, registration.center_id)
    g.staff_center = registration.call.event.center
    return render_template(
        "admission/staff_show.html",
        position=queries.waiting_position(registration),
        spoken=rules.spoken(registration.receipt),
        same_phone=queries.others_with_phone(registration),
        **_registration_block(registration),
    )


@bp.get("/registrations/<token>/withdrawal")
@requires(Permission.REGISTRATION_WRITE, of=queries.registration_by_token)
def confirm_withdrawal(registration: Registration) -> ResponseReturnValue:
    """Ask whether the registration is to be withdrawn at the person's word."""
    g.staff_center = registration.call.event.center
    return render_template("admission/staff_withdrawal.html", **_registration_block(registration))


@bp.post("/registrations/<token>/withdrawal")
@requires(Permission.REGISTRATION_WRITE, of=queries.registration_by_token)
def withdraw(registration: Registration) -> ResponseReturnValue:
    """Withdraw at the person's word, by telephone or at the counter."""
    registration_id, token = registration.id, registration.manage_token
    with transaction():
        services.withdraw(registration_id, actor=current_actor(), now=clock.now())
    return redirect(url_for(".show_registration", token=token), HTTPStatus.SEE_OTHER)


def _note_view(subject: Subject, center_id: int) -> None:
    """Note who looked at personal data: the one thing that a GET writes, so that looking can be accounted for."""
    with transaction():
        record(Action.ROSTER_VIEW, subject, actor=current_actor(), now=clock.now(), center_id=center_id)


def _desk_form(call: Call, **data: object) -> DeskForm:
    slots = dates.open_slots(call, now=clock.now()) or call.slots
    return DeskForm(call, slots, [facts.slot_name(slot) for slot in slots], **data)


def _desk_page(call: Call, form: DeskForm) -> str:
    seats = {slot.code: facts.seats_text(slot, queries.waiting_parties(slot.id)) for slot in form.slots.values()}
    return render_template(
        "admission/staff_new.html",
        form=form,
        call=call,
        event=call.event,
        seats=seats,
        rules=facts.rules_of(call, Locale.JA),
    )


def _registration_block(registration: Registration) -> dict[str, object]:
    return {
        "registration": registration,
        "event": registration.call.event,
        "call": registration.call,
        "when": facts.when_of(registration.slot),
        "is_over": dates.is_over(registration.slot, now=clock.now()),
        **_names(),
    }


def _names() -> dict[str, object]:
    return {"states": STATES, "channels": CHANNELS}
