"""Change one's own registration, opened by its link."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, public
from eventsite.admission import queries, services_changes
from eventsite.admission.blocks import change_block, registration_block
from eventsite.admission.forms_changes import ChangeForm
from eventsite.admission.models_registrations import Registration
from eventsite.admission.standing import standing_of
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.core.web import keep_private

bp = Blueprint("own_changes", __name__, url_prefix="/my")


bp.after_request(keep_private)


@bp.get("/<token>/change")
@public
def edit(token: str) -> ResponseReturnValue:
    """Show what was said, to change it; where nothing can change any more, one's own page says why."""
    registration = queries.registration_by_token(token)
    if not standing_of(registration, now=clock.now()).can_change:
        return redirect(url_for("own.show", token=token), HTTPStatus.SEE_OTHER)
    return _page(registration, ChangeForm(registration, now=clock.now()))


@bp.post("/<token>/change")
@public
def change(token: str) -> ResponseReturnValue:
    """Change the registration and show it; a refusal leaves everything as it was."""
    registration = queries.registration_by_token(token)
    if not standing_of(registration, now=clock.now()).can_change:
        return redirect(url_for("own.show", token=token), HTTPStatus.SEE_OTHER)
    form = ChangeForm(registration, now=clock.now())
    if form.validate():
        registration_id, wanted = registration.id, form.to_change()
        try:
            with transaction():
                services_changes.change(registration_id, wanted, actor=current_actor(), now=clock.now())
            return redirect(url_for("own.show", token=token, changed=1), HTTPStatus.SEE_OTHER)
        except DomainError as error:
            form.object_to(error)
    return _page(queries.registration_by_token(token), form), HTTPStatus.UNPROCESSABLE_ENTITY


def _page(registration: Registration, form: ChangeForm) -> str:
    return render_template(
        "admission/change.html",
        **change_block(form),
        **registration_block(registration, now=clock.now()),
    )
