"""The waiting line as staff see it, and the rare change of its order; the addresses stand in routes_staff.py."""

from http import HTTPStatus

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, note_look, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import facts, queries, services_line
from eventsite.admission.forms_line import MoveForm
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.i18n import Locale, t


@requires(Permission.REGISTRATION_WRITE, of=queries.slot_by_code)
def show_line(slot: Slot) -> ResponseReturnValue:
    """Show who waits for a slot, in order. Opening it is noted like the roster."""
    note_look(slot.call.event, center_id=slot.center_id)
    g.staff_center = slot.call.event.center
    return render_template(
        "admission/staff_line.html",
        slot=slot,
        event=slot.call.event,
        name=facts.slot_name(slot),
        line=queries.waiting_line(slot.id).all(),
        rules=facts.rules_of(slot.call, Locale.JA),
    )


@requires(Permission.REGISTRATION_WRITE, of=queries.registration_by_token)
def move_in_line(registration: Registration) -> ResponseReturnValue:
    """Ask to which place a party is to go and why, then move it."""
    slot = registration.slot
    g.staff_center = slot.call.event.center
    back, registration_id = url_for("admission_staff.show_line", code=slot.code), registration.id
    if registration.state is not RegistrationState.WAITING:
        flash(t("error.not_waiting"), "warning")
        return redirect(back, HTTPStatus.SEE_OTHER)
    line = queries.waiting_line(slot.id).all()
    form = MoveForm(len(line), [word for one in line for word in (one.name, one.name_kana)])
    if form.validate_on_submit():
        try:
            with transaction():
                services_line.move(
                    registration_id, form.position.data, form.reason.data, actor=current_actor(), now=clock.now()
                )
            flash("順番を変えました。理由は操作の記録に残ります。")
            return redirect(back, HTTPStatus.SEE_OTHER)
        except DomainError as error:
            form.refuse(error)
    page = render_template(
        "admission/staff_line_move.html",
        form=form,
        registration=registration,
        event=slot.call.event,
        position=queries.waiting_position(registration),
        waiting=len(line),
        back=back,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
