"""The receipt slip (控え): handed over the counter, or posted as the answer to a postcard."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import dates, facts, queries
from eventsite.admission.models import Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.qr import qr_svg
from eventsite.i18n import Locale
from eventsite.i18n.dates import moment_text

POSTCARD = "postcard"


@requires(Permission.REGISTRATION_WRITE, of=queries.registration_by_token)
def slip(registration: Registration) -> ResponseReturnValue:
    """Show the slip of a registration, ready to print. It holds no telephone number or address of the person."""
    center_id = registration.center_id
    with transaction():
        record(Action.ROSTER_VIEW, registration, actor=current_actor(), now=clock.now(), center_id=center_id)
    event, has_place = registration.call.event, registration.state is RegistrationState.CONFIRMED
    g.staff_center = event.center
    return render_template(
        "admission/staff_slip.html",
        registration=registration,
        event=event,
        for_post=request.args.get("paper") == POSTCARD,
        when=facts.when_of(registration.slot),
        place=facts.place_of(registration.slot),
        contact=facts.contact_of(event),
        is_over=dates.is_over(registration.slot, now=clock.now()),
        answer_by=_moment(registration),
        svg=qr_svg(registration.ticket_code, "Q") if has_place else None,
    )


def _moment(registration: Registration) -> str:
    until = registration.offer_until
    return moment_text(until, Locale.JA, zone=clock.zone()) if until else ""
