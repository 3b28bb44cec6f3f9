"""The organiser's choice; the addresses of these views stand in routes_staff.py."""

from collections.abc import Collection
from http import HTTPStatus

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, note_look, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import facts
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.queries import applied
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.i18n import Locale
from eventsite.lottery import services_choice
from eventsite.lottery.forms import ChoiceForm
from eventsite.lottery.queries import chosen_call


@requires(Permission.RESULT_RELEASE, of=chosen_call)
def choice(call: Call) -> ResponseReturnValue:
    """Show everybody who applied, to be ticked. Opening it is noted in the audit log, like the roster."""
    note_look(call.event, center_id=call.center_id)
    return _choice_page(call, ChoiceForm(_applied(call)))


@requires(Permission.RESULT_RELEASE, of=chosen_call)
def check_choice(call: Call) -> ResponseReturnValue:
    """Show whom the choice brings in and how many it turns away, before anybody is told."""
    form = _checked_form(call)
    if form.errors:
        return _choice_page(call, form), HTTPStatus.UNPROCESSABLE_ENTITY
    chosen = [one for one in _applied(call) if one.receipt in form.chosen.data]
    others = [one for one in _applied(call) if one.receipt not in form.chosen.data]
    g.staff_center = call.event.center
    return render_template(
        "lottery/staff_choice_check.html",
        call=call, event=call.event, choice_form=form, chosen=chosen, others=others, slots=_slots(call, chosen),
    )  # fmt: skip


@requires(Permission.RESULT_RELEASE, of=chosen_call)
def announce_choice(call: Call) -> ResponseReturnValue:
    """Tell everybody who applied."""
    form, call_id, overview = _checked_form(call), call.id, url_for("desk.event", code=call.event.code)
    if form.errors:
        return _choice_page(call, form), HTTPStatus.UNPROCESSABLE_ENTITY
    chosen, reason = list(form.chosen.data), form.reason.data
    with transaction():
        services_choice.choose(call_id, chosen, reason, actor=current_actor(), now=clock.now())
    flash("決まったことを、申し込んだ方みなさんに知らせます。")
    return redirect(overview, HTTPStatus.SEE_OTHER)


def _checked_form(call: Call) -> ChoiceForm:
    """Return the form, with a sentence where the choice does not hold."""
    form = ChoiceForm(_applied(call))
    if form.validate():
        try:
            services_choice.require_choosable(call, form.chosen.data, now=clock.now())
        except DomainError as error:
            form.refuse(error, "chosen")
    return form


def _choice_page(call: Call, form: ChoiceForm) -> str:
    g.staff_center = call.event.center
    return render_template(
        "lottery/staff_choice.html",
        call=call,
        event=call.event,
        form=form,
        registrations=_applied(call),
        rules=facts.rules_of(call, Locale.JA),
        slot_names={slot.id: facts.slot_name(slot) for slot in call.slots},
        is_closed=call.closes_at is None or clock.now() >= call.closes_at,
    )


def _applied(call: Call) -> list[Registration]:
    return list(applied(call.id))


def _slots(call: Call, chosen: Collection[Registration]) -> list[tuple[str, int, int | None]]:
    """Return of each slot its name, the places that the choice takes, and its capacity."""
    return [
        (facts.slot_name(slot), sum(one.places for one in chosen if one.slot_id == slot.id), slot.capacity)
        for slot in call.slots
    ]
