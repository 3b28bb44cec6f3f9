"""The ticket of a registration, opened by the registrant's own link."""

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import public
from eventsite.admission.dates import covered
from eventsite.admission.facts import title_of
from eventsite.admission.models import Registration, RegistrationState
from eventsite.admission.queries import registration_by_token
from eventsite.attendance.tickets import qr_png, qr_svg
from eventsite.core.errors import NotFound
from eventsite.events.models import OccurrenceStatus

bp = Blueprint("attendance", __name__)


@bp.get("/my/<token>/ticket")
@public
def ticket(token: str) -> ResponseReturnValue:
    """Show the ticket of a whole party; whoever waits or has withdrawn gets none, and is told so."""
    registration = registration_by_token(token)
    page = render_template(
        "attendance/ticket.html",
        registration=registration,
        dates=[one for one in covered(registration.slot) if one.status is not OccurrenceStatus.CANCELLED],
        title=title_of(registration.call.event),
        svg=qr_svg(registration.ticket_code) if _is_valid(registration) else None,
    )
    return _private(make_response(page))


@bp.get("/my/<token>/ticket.svg")
@public
def ticket_svg(token: str) -> ResponseReturnValue:
    """Return the ticket's code as a drawing."""
    return _private(Response(str(qr_svg(_valid(token).ticket_code)), mimetype="image/svg+xml"))


@bp.get("/my/<token>/ticket.png")
@public
def ticket_png(token: str) -> ResponseReturnValue:
    """Return the ticket's code as an image to keep on a phone or to print 30 mm wide."""
    return _private(Response(qr_png(_valid(token).ticket_code), mimetype="image/png"))


def _is_valid(registration: Registration) -> bool:
    return registration.state is RegistrationState.CONFIRMED


def _valid(token: str) -> Registration:
    registration = registration_by_token(token)
    if not _is_valid(registration):
        raise NotFound
    return registration


def _private(response: Response) -> Response:
    """Keep the link to oneself: it is stored nowhere, handed on to nobody and found by no search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
