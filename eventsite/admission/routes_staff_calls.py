"""Opening and changing a call; the addresses of these views stand in routes_staff.py with the others."""

import re
from collections.abc import Callable
from http import HTTPStatus

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import facts, queries, services_calls
from eventsite.admission.forms_calls import CallForm, fields_of
from eventsite.admission.models import Call
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.events.models import Event
from eventsite.events.queries import event_by_code
from eventsite.i18n import Locale

_DROP = re.compile(r"drop-([0-9]{1,3})")


@requires(Permission.EVENT_WRITE, of=event_by_code)
def new_call(event: Event) -> ResponseReturnValue:
    """Show the form of a new call; a saved one leads to the event's overview, where its rules stand in sentences."""
    g.staff_center = event.center
    form, event_id = CallForm(event), event.id

    def save() -> Call:
        return services_calls.create_call(event_id, form.to_plan(), actor=current_actor(), now=clock.now())

    return _answer(form, save, event=event, call=None)


@requires(Permission.EVENT_WRITE, of=queries.call_by_code)
def edit_call(call: Call) -> ResponseReturnValue:
    """Show the form with what is stored, and what it means; a saved one leads to the overview."""
    g.staff_center = call.event.center
    form = CallForm(call.event, call, data=fields_of(call) if request.method == "GET" else None)
    call_id = call.id

    def save() -> Call:
        return services_calls.edit_call(call_id, form.to_plan(), actor=current_actor(), now=clock.now())

    return _answer(form, save, event=call.event, call=call)


def _answer(form: CallForm, save: Callable[[], Call], *, event: Event, call: Call | None) -> ResponseReturnValue:
    """Do what the pressed button asks: rearrange the rows, or save and lead back to the event."""
    status, overview = HTTPStatus.OK, url_for("desk.event", code=event.code)
    if request.method == "POST" and not _rearranged(form):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.validate():
            try:
                with transaction():
                    save()
                flash("保存しました。下の「募集」の文で、決まりをもう一度確かめてください。")
                return redirect(overview, HTTPStatus.SEE_OTHER)
            except DomainError as error:
                form.refuse(error)
    return render_template(
        "admission/staff_call.html",
        form=form,
        event=event,
        call=call,
        rules=facts.rules_of(call, Locale.JA) if call else [],
    ), status


def _rearranged(form: CallForm) -> bool:
    """Change the rows of slots if one of their buttons was pressed; return whether one was."""
    act = request.form.get("act", "")
    if act == "add":
        form.add_row()
    elif drop := _DROP.fullmatch(act):
        form.drop_row(int(drop[1]))
    else:
        return False
    return True
