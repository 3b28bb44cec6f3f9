"""One's own registration, opened by its link: where it stands, its calendar, answering an offer, giving up."""

from http import HTTPStatus

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, public
from eventsite.admission import queries, services, services_offers
from eventsite.admission.blocks import obstacle, registration_block
from eventsite.admission.models_registrations import Registration
from eventsite.admission.standing import standing_of
from eventsite.admission.vocabulary import STAFF_AUDIENCES, RegistrationState
from eventsite.admission.writing import calendar_of
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError, NotFound
from eventsite.core.web import keep_private

bp = Blueprint("own", __name__, url_prefix="/my")


@bp.after_request
def _private(response: Response) -> Response:
    """Keep the link out of every log where no form needs the Referer; neither policy tells another site anything."""
    keep_private(response)
    if not g.get("shows_form"):
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """Show one's own registration: right after registering, and whenever the link is opened again."""
    return _page(queries.registration_by_token(token))


@bp.get("/<token>/calendar.ics")
@public
def calendar(token: str) -> ResponseReturnValue:
    """Return the dates of one's registration for a calendar; nobody has them there before a place is sure."""
    registration = queries.registration_by_token(token)
    if registration.state is not RegistrationState.CONFIRMED:
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="{registration.receipt}.ics"'}
    return Response(calendar_of(registration), mimetype="text/calendar", headers=headers)


@bp.post("/<token>/acceptance")
@public
def accept(token: str) -> ResponseReturnValue:
    """Take the offered places; too late is said on one's own page."""
    registration_id = queries.registration_by_token(token).id
    try:
        with transaction():
            services_offers.accept(registration_id, actor=current_actor(), now=clock.now())
    except DomainError as error:
        return _page(queries.registration_by_token(token), error), error.status
    return redirect(url_for(".show", token=token), HTTPStatus.SEE_OTHER)


@bp.get("/<token>/withdrawal")
@public
def confirm_withdrawal(token: str) -> ResponseReturnValue:
    """Ask whether the registration is to be given up; one that is over shows its page instead."""
    registration = queries.registration_by_token(token)
    if not standing_of(registration, now=clock.now()).leave:
        return redirect(url_for(".show", token=token), HTTPStatus.SEE_OTHER)
    g.shows_form = True
    return render_template(
        "admission/withdrawal.html",
        action=url_for(".withdraw", token=token),
        back=url_for(".show", token=token),
        **registration_block(registration, now=clock.now()),
    )


@bp.post("/<token>/withdrawal")
@public
def withdraw(token: str) -> ResponseReturnValue:
    """Give the places back and show that it is done."""
    registration_id = queries.registration_by_token(token).id
    with transaction():
        services.withdraw(registration_id, actor=current_actor(), now=clock.now())
    return redirect(url_for(".show", token=token), HTTPStatus.SEE_OTHER)


def _page(registration: Registration, error: DomainError | None = None) -> str:
    g.shows_form = request.method == "POST" or registration.offer_until is not None
    is_open = registration.call.audience not in STAFF_AUDIENCES and obstacle(registration.call, now=clock.now()) is None
    block = registration_block(registration, now=clock.now())
    return render_template("admission/show.html", error=error, can_register_again=is_open, **block)
