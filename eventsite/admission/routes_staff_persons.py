"""The same person twice: shown to staff before a list is frozen; the addresses stand in routes_staff.py."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, note_look, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import facts, queries, queries_persons, services_persons
from eventsite.admission.models_registrations import Registration
from eventsite.admission.services_persons import Scope
from eventsite.admission.words import CHANNELS
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.text import without_unusable
from eventsite.events.models import Event
from eventsite.events.queries import event_by_code

SCOPES = {Scope.EVENT: "この催し", Scope.SERIES: "このシリーズ", Scope.YEAR: "この年度"}


@dataclass(frozen=True)
class Repeat:
    """Registrations of one person in one call; the first to come stands first."""

    slot_name: str
    registrations: list[Registration]


@requires(Permission.REGISTRATION_WRITE, of=event_by_code)
def repeats(event: Event) -> ResponseReturnValue:
    """Show who seems to have registered more than once, and who has gone over a limit. Opening it is noted."""
    note_look(event, center_id=event.center_id)
    g.staff_center = event.center
    groups = queries_persons.repeated(event.id)
    return render_template(
        "admission/staff_repeats.html",
        event=event,
        repeats=[Repeat(facts.slot_name(group[0].slot), group) for group in groups],
        over=services_persons.over_limits(event.id),
        scopes=SCOPES,
        channels=CHANNELS,
    )


@requires(Permission.REGISTRATION_WRITE, of=queries.registration_by_token)
def merge(registration: Registration) -> ResponseReturnValue:
    """End this registration, as a second one of the person whose other one stays (``into``: its token)."""
    into = queries.registration_by_token(without_unusable(request.form.get("into", "")))
    ids, code = (registration.id, into.id), registration.call.event.code
    with transaction():
        stays = services_persons.merge(*ids, actor=current_actor(), now=clock.now())
        receipt = stays.receipt
    flash(f"1つにまとめました。残した申し込みは {receipt} です。")
    return redirect(url_for("admission_staff.repeats", code=code), HTTPStatus.SEE_OTHER)
