"""Change a registration, or answer an offer, at the word of somebody who called or came: as by the link."""

from http import HTTPStatus

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import queries, services_changes, services_offers, wished
from eventsite.admission.blocks import change_block
from eventsite.admission.forms_changes import ChangeForm
from eventsite.admission.models_registrations import Registration
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError

bp = Blueprint("admission_staff_changes", __name__, url_prefix="/staff")


@bp.get("/registrations/<token>/change")
@requires(Permission.REGISTRATION_WRITE, of=queries.registration_by_token)
def edit(registration: Registration) -> ResponseReturnValue:
    """Show what was said, to change it."""
    return _page(registration, ChangeForm(registration, now=clock.now()))


@bp.post("/registrations/<token>/change")
@requires(Permission.REGISTRATION_WRITE, of=queries.registration_by_token)
def change(registration: Registration) -> ResponseReturnValue:
    """Change the registration; a refusal leaves everything as it was."""
    form = ChangeForm(registration, now=clock.now())
    registration_id, token = registration.id, registration.manage_token
    if form.validate():
        wanted = form.to_change()
        try:
            with transaction():
                services_changes.change(registration_id, wanted, actor=current_actor(), now=clock.now())
            return redirect(url_for("admission_staff.show_registration", token=token), HTTPStatus.SEE_OTHER)
        except DomainError as error:
            form.object_to(error)
    return _page(queries.registration_by_token(token), form), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/registrations/<token>/acceptance")
@requires(Permission.REGISTRATION_WRITE, of=queries.registration_by_token)
def accept(registration: Registration) -> ResponseReturnValue:
    """Take an offered place at the person's word: who has no mail answers by telephone."""
    registration_id, token = registration.id, registration.manage_token
    with transaction():
        services_offers.accept(registration_id, actor=current_actor(), now=clock.now())
    return redirect(url_for("admission_staff.show_registration", token=token), HTTPStatus.SEE_OTHER)


def _page(registration: Registration, form: ChangeForm) -> str:
    g.staff_center = registration.call.event.center
    return render_template(
        "admission/staff_change.html",
        **change_block(form),
        registration=registration,
        event=registration.call.event,
        when=wished.when(wished.slots_of(registration)),
    )
