"""Opening and changing a call, and its rules."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Protocol

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import facts, queries
from eventsite.admission.models import Call
from eventsite.admission.odd_terms import oddities
from eventsite.calls import forms_terms, releasing, services, services_minimum
from eventsite.calls.forms import CallForm, fields_of
from eventsite.calls.forms_terms import TermsForm
from eventsite.calls.totals import who_gets_places
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.core.forms import rearranged
from eventsite.events.models import Event
from eventsite.events.queries import event_by_code
from eventsite.i18n import Locale

bp = Blueprint("calls", __name__, url_prefix="/staff")

_FORM = ("GET", "POST")
_SAVED = "保存しました。下の「募集」の文で、決まりをもう一度確かめてください。"


class _Form(Protocol):
    """What both forms of a call can do."""

    def validate(self) -> bool: ...

    def refuse(self, error: DomainError) -> None: ...


@bp.route("/events/<code>/calls/new", methods=_FORM)
@requires(Permission.EVENT_WRITE, of=event_by_code)
def new_call(event: Event) -> ResponseReturnValue:
    """Show the form of a new call; a saved one leads to the event's overview, where its rules stand in sentences."""
    g.staff_center = event.center
    form, event_id, overview = CallForm(event), event.id, _overview(event)

    def save() -> None:
        services.create_call(event_id, form.to_plan(), actor=current_actor(), now=clock.now())

    status = _answer(form, save, form.add_row, form.drop_row)
    if status is HTTPStatus.SEE_OTHER:
        return redirect(overview, status)
    return render_template("calls/staff_call.html", form=form, event=event, call=None), status


@bp.route("/calls/<code>/edit", methods=_FORM)
@requires(Permission.EVENT_WRITE, of=queries.call_by_code)
def edit_call(call: Call) -> ResponseReturnValue:
    """Show the form with what is stored, and what it means; a saved one leads to the overview."""
    g.staff_center = call.event.center
    form = CallForm(call.event, call, data=fields_of(call) if request.method == "GET" else None)
    call_id, overview = call.id, _overview(call.event)

    def save() -> None:
        services.edit_call(call_id, form.to_plan, actor=current_actor(), now=clock.now())

    status = _answer(form, save, form.add_row, form.drop_row)
    if status is HTTPStatus.SEE_OTHER:
        return redirect(overview, status)
    return render_template("calls/staff_call.html", form=form, **_shown(call)), status


@bp.route("/calls/<code>/terms", methods=_FORM)
@requires(Permission.EVENT_WRITE, of=queries.call_by_code)
def edit_terms(call: Call) -> ResponseReturnValue:
    """Show the further rules of a call, part by part, and what they mean; saved ones lead to the overview."""
    g.staff_center = call.event.center
    form = TermsForm(call, data=forms_terms.fields_of(call) if request.method == "GET" else None)
    call_id, overview = call.id, _overview(call.event)

    def save() -> None:
        services.edit_call(call_id, form.change, actor=current_actor(), now=clock.now())

    status = _answer(form, save, form.add_opening, form.drop_opening)
    if status is HTTPStatus.SEE_OTHER:
        return redirect(overview, status)
    names = {slot.code: facts.slot_name(slot) for slot in call.slots}
    return render_template("calls/staff_terms.html", form=form, names=names, **_shown(call)), status


@bp.post("/calls/<code>/runs")
@requires(Permission.EVENT_WRITE, of=queries.call_by_code)
def run_anyway(call: Call) -> ResponseReturnValue:
    """Let it take place although fewer have registered than were to, and tell them."""
    call_id, overview = call.id, _overview(call.event)
    with transaction():
        services_minimum.run_anyway(call_id, actor=current_actor(), now=clock.now())
    flash("開催することにしました。参加する方にお知らせします。")
    return redirect(overview, HTTPStatus.SEE_OTHER)


def _overview(event: Event) -> str:
    return url_for("desk.event", code=event.code)


def _shown(call: Call) -> dict[str, object]:
    """Return what a page says of a stored call: its rules, its totals, what is odd, whether its draw is fixed."""
    terms = facts.terms_of(call)
    return {
        "call": call,
        "event": call.event,
        "rules": facts.rules_of(call, Locale.JA),
        "totals": who_gets_places(terms),
        "oddities": [*oddities(terms, facts.days_of(call)), *releasing.warnings(call)],
        "is_bound": services.is_bound(call, now=clock.now()),
    }


def _answer(form: _Form, save: Callable[[], None], add: Callable[[], None], drop: Callable[[int], None]) -> HTTPStatus:
    """Do what the pressed button asks: change the rows (200), or save (303); what stands against it is noted (422)."""
    if request.method != "POST" or rearranged(request.form.get("act", ""), add, drop):
        return HTTPStatus.OK
    if form.validate():
        try:
            with transaction():
                save()
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_SAVED)
            return HTTPStatus.SEE_OTHER
    return HTTPStatus.UNPROCESSABLE_ENTITY
