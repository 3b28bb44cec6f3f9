"""The ticket of a registration, opened by the registrant's own link."""

from datetime import datetime, timedelta

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import COOKIE, public
from eventsite.admission import wished
from eventsite.admission.dates import covered, ends, is_over
from eventsite.admission.facts import contact_of, place_of, title_of
from eventsite.admission.models_registrations import Registration
from eventsite.admission.queries import registration_by_token
from eventsite.admission.vocabulary import RegistrationState
from eventsite.attendance import queries
from eventsite.core import clock
from eventsite.core.errors import NotFound
from eventsite.core.qr import qr_png, qr_svg
from eventsite.core.saving import KEPT_FOR, Visit, let_save
from eventsite.events.models import OccurrenceStatus

SAVED_AFTER_THE_END = timedelta(days=1)

bp = Blueprint("attendance", __name__)


@bp.get("/my/<token>/ticket")
@public
def ticket(token: str) -> ResponseReturnValue:
    """Show the ticket of a whole party; whoever waits or has withdrawn gets none, and is told so."""
    registration, now = registration_by_token(token), clock.now()
    kept_until = _kept_until(registration, now=now)
    wanted = wished.slots_of(registration)
    dates = [one for one in covered(registration.slot) if one.status is not OccurrenceStatus.CANCELLED]
    page = render_template(
        "attendance/ticket.html",
        registration=registration,
        dates=dates,
        places=place_of(registration.slot) if dates and len(wanted) <= 1 else [],
        received=queries.dates_received(registration.id),
        label=wished.label(wanted),
        wishes=wished.when(wanted) if len(wanted) > 1 else [],
        title=title_of(registration.call.event),
        help_contact=contact_of(registration.call.event),
        svg=qr_svg(registration.ticket_code) if _is_valid(registration) else None,
        is_over=is_over(registration.slot, now=now),
        kept_until=kept_until,
    )
    response = _private(make_response(page))
    return let_save(response, Visit.TICKET, kept_until) if kept_until else response


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


def _kept_until(registration: Registration, *, now: datetime) -> datetime | None:
    """Return until when the registrant's own browser may keep the ticket, or None if it may not keep it at all.

    A browser in which somebody of the staff is signed in is not the registrant's own.
    """
    if not _is_valid(registration) or COOKIE in request.cookies:
        return None
    known = ends(registration.slot)
    until = max(known) + SAVED_AFTER_THE_END if known else now + KEPT_FOR
    return until if until > now else None


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
