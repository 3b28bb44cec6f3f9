"""The receipt slip (控え): handed over the counter, or posted as the answer to a postcard."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import note_look, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import dates, facts, queries, wished
from eventsite.admission.blocks import slots_block
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.core import clock
from eventsite.core.qr import qr_svg
from eventsite.i18n import Locale
from eventsite.i18n.dates import moment_text

POSTCARD = "postcard"


@requires(Permission.REGISTRATION_WRITE, of=queries.registration_by_token)
def slip(registration: Registration) -> ResponseReturnValue:
    """Show the slip of a registration, ready to print. It holds no telephone number or address of the person."""
    note_look(registration, center_id=registration.center_id)
    event, has_place = registration.call.event, registration.state is RegistrationState.CONFIRMED
    g.staff_center = event.center
    return render_template(
        "admission/staff_slip.html",
        registration=registration,
        event=event,
        for_post=request.args.get("paper") == POSTCARD,
        **slots_block(wished.slots_of(registration)),
        contact=facts.contact_of(event),
        is_over=dates.is_over(registration.slot, now=clock.now()),
        answer_by=_moment(registration),
        svg=qr_svg(registration.ticket_code, "Q") if has_place else None,
    )


def _moment(registration: Registration) -> str:
    until = registration.offer_until
    return moment_text(until, Locale.JA, zone=clock.zone()) if until else ""
