"""The center's side of registration: the roster, entries by telephone and at the desk, withdrawals."""

from http import HTTPStatus

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, note_look, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import (
    answers,
    dates,
    facts,
    queries,
    queries_channels,
    queries_roster,
    receipts,
    routes_staff_line,
    routes_staff_persons,
    routes_staff_questions,
    routes_staff_series,
    routes_staff_slip,
    services,
    services_persons,
    wished,
)
from eventsite.admission.asking import asking_of
from eventsite.admission.blocks import all_wait, slots_block
from eventsite.admission.entries import Entry
from eventsite.admission.forms_desk import DESK_COUNTERS, WAYS, DeskForm
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import COUNTERS, Channel
from eventsite.admission.words import CHANNELS, STATES
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.core.text import normalise
from eventsite.events.models import Event
from eventsite.events.queries import event_by_code
from eventsite.i18n import Locale

bp = Blueprint("admission_staff", __name__, url_prefix="/staff")
bp.add_url_rule("/events/<code>/repeats", "repeats", routes_staff_persons.repeats)
bp.add_url_rule("/registrations/<token>/merge", "merge", routes_staff_persons.merge, methods=["POST"])
bp.add_url_rule("/registrations/<token>/slip", "slip", routes_staff_slip.slip)
bp.add_url_rule("/slots/<code>/line", "show_line", routes_staff_line.show_line)
bp.add_url_rule("/registrations/<token>/line", "move_in_line", routes_staff_line.move_in_line, methods=["GET", "POST"])
bp.add_url_rule("/events/<code>/series", "edit_series", routes_staff_series.edit_series, methods=["GET", "POST"])
for _rule in routes_staff_questions.RULES:
    bp.add_url_rule(_rule.path, _rule.view.__name__, _rule.view, methods=_rule.methods)

SEARCH_MAX = 100
_CHANNEL = "desk_channel"  # in the browser's signed cookie: the way by which the last one came


@bp.get("/events/<code>/registrations")
@requires(Permission.REGISTRATION_WRITE, of=event_by_code)
def roster(event: Event) -> ResponseReturnValue:
    """Show who registered for an event. Opening it is noted in the audit log, and changes nothing else."""
    note_look(event, center_id=event.center_id)
    g.staff_center = event.center
    search = normalise(request.args.get("q", ""))[:SEARCH_MAX]
    calls, registrations = queries.calls_of(event.id), queries_roster.roster(event.id, search)
    return render_template(
        "admission/staff_roster.html",
        event=event,
        calls=calls,
        rules={call.id: facts.rules_of(call, Locale.JA) for call in calls},
        counts=queries_roster.roster_counts(event.id),
        by_channel=queries_channels.of_event(event.id),
        registrations=registrations,
        answer_columns=answers.columns_of(calls),
        answers=answers.general_of(registrations),
        with_sensitive=answers.hidden_of(registrations),
        slot_names={slot.id: facts.slot_name(slot) for call in calls for slot in call.slots},
        search=search,
        **_names(),
    )


@bp.get("/calls/<code>/registrations/new")
@requires(Permission.REGISTRATION_WRITE, of=queries.call_by_code)
def new_registration(call: Call) -> ResponseReturnValue:
    """Show the desk's form: one screen, by keyboard, without e-mail."""
    g.staff_center = call.event.center
    return _desk_page(call, _desk_form(call, channel=_usual_channel()))


@bp.post("/calls/<code>/registrations")
@requires(Permission.REGISTRATION_WRITE, of=queries.call_by_code)
def create_registration(call: Call) -> ResponseReturnValue:
    """Register a party that called, came or wrote, by the same way as the public page."""
    g.staff_center = call.event.center
    form, earlier = _desk_form(call), None
    shown = form.page_shown(request.form.get("page", ""))
    if form.first_wrong(shown) is None:
        if shown < len(form.pages):
            return _desk_page(call, form, shown + 1)
        slot_id, call_id = form.chosen_slot.id, call.id
        entry = form.to_entry(Channel(form.channel.data))
        try:
            with transaction():
                _require_new(call_id, entry, despite=form.despite.data)
                made = services.register(slot_id, entry, actor=current_actor(), now=clock.now())
                token = made.manage_token
            session[_CHANNEL] = str(entry.channel)
            return redirect(url_for(".show_registration", token=token), HTTPStatus.SEE_OTHER)
        except DomainError as error:
            form.refuse(error)
            earlier = queries_roster.by_receipt(call_id, str(error.values.get("receipt", "")))
    return _desk_page(call, form, shown, earlier), HTTPStatus.UNPROCESSABLE_ENTITY


def _usual_channel() -> str:
    """Return the way by which the next one comes: as said, else as the last one taken in by this browser."""
    said = (request.args.get("channel"), session.get(_CHANNEL))
    return next((way for way in said if way in WAYS), Channel.PHONE.value)


def _require_new(call_id: int, entry: Entry, *, despite: bool) -> None:
    """Pass unless the person is known here and the clerk has not said to go on; the same form sent again is no news."""
    if not despite and not queries.registration_by_submission(entry.submission_key or ""):
        services_persons.require_new(queries.lock_call(call_id), entry)


@bp.get("/registrations/<token>")
@requires(Permission.REGISTRATION_WRITE, of=queries.registration_by_token)
def show_registration(registration: Registration) -> ResponseReturnValue:
    """Show one registration, its number large enough to read aloud. Opening it is noted like the roster."""
    note_look(registration, center_id=registration.center_id)
    g.staff_center = registration.call.event.center
    return render_template(
        "admission/staff_show.html",
        position=queries.waiting_position(registration),
        spoken=receipts.spoken(registration.receipt),
        same_phone=queries_roster.others_with_phone(registration),
        said=answers.said_of(registration),
        answers=answers.general_of([registration]).get(registration.id, []),
        has_sensitive=bool(answers.hidden_of([registration])),
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


def _desk_form(call: Call, **data: object) -> DeskForm:
    now = clock.now()
    slots = dates.open_slots(call, now=now) or call.slots
    names = [facts.slot_name(slot) for slot in slots]
    return DeskForm(call, slots, names, asking_of(call, now=now), counters=DESK_COUNTERS, **data)


def _desk_page(call: Call, form: DeskForm, shown: int | None = None, earlier: Registration | None = None) -> str:
    """Show the first pages of the form on one screen, by default all that are known before anything is said.

    ``earlier``: the registration that seems to be of the same person.
    """
    pages = form.pages[: form.known_pages if shown is None else shown]
    seats = {slot.code: facts.seats_text(slot, queries.waiting_parties(slot.id)) for slot in form.slots.values()}
    return render_template(
        "admission/staff_new.html",
        form=form,
        pages=pages,
        carried=form.carried(pages),
        all_wait=all_wait(form.slots.values(), COUNTERS[Channel.PHONE]),
        goes_on=shown is not None and not form.errors,
        earlier=earlier,
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
        **slots_block(wished.slots_of(registration)),
        "is_over": dates.is_over(registration.slot, now=clock.now()),
        **_names(),
    }


def _names() -> dict[str, object]:
    return {"states": STATES, "channels": CHANNELS}
