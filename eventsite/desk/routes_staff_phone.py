"""The list of calls to make, and the ticks beside them; the addresses stand in routes_staff.py."""

from collections.abc import Callable

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, note_look, requires
from eventsite.accounts.models import Center
from eventsite.accounts.permissions import Permission
from eventsite.accounts.queries import center_by_slug
from eventsite.admission.models_registrations import Registration
from eventsite.core import clock
from eventsite.core.db import db, transaction
from eventsite.core.errors import DomainError
from eventsite.desk import phone_list
from eventsite.events.models import Event
from eventsite.events.queries import event_by_code
from eventsite.notifications.models import PhoneNotice
from eventsite.notifications.phone import notice_by_id

CENTER, EVENT = "center", "event"


@requires(Permission.REGISTRATION_WRITE, of=center_by_slug)
def center_calls(center: Center) -> ResponseReturnValue:
    """Show whom a center must phone. Opening it is noted like the roster."""
    return _list_page(center, None, CENTER)


@requires(Permission.REGISTRATION_WRITE, of=event_by_code)
def to_phone(event: Event) -> ResponseReturnValue:
    """Show whom to phone about one event. Opening it is noted like the roster."""
    return _list_page(event.center, event, EVENT)


@requires(Permission.REGISTRATION_WRITE, of=notice_by_id)
def note_told(notice: PhoneNotice) -> ResponseReturnValue:
    """Tick that the person was told."""
    return _note(notice, phone_list.told, "話せたことを記録しました。")


@requires(Permission.REGISTRATION_WRITE, of=notice_by_id)
def note_try(notice: PhoneNotice) -> ResponseReturnValue:
    """Note that nobody picked up: the call stays on the list."""
    return _note(notice, phone_list.nobody_answered, "留守だったことを記録しました。あとで、もう一度かけてください。")


@requires(Permission.REGISTRATION_WRITE, of=notice_by_id)
def note_acceptance(notice: PhoneNotice) -> ResponseReturnValue:
    """Take the offered place for the person at the telephone."""
    return _note(notice, phone_list.accept, "参加に決まりました。")


@requires(Permission.REGISTRATION_WRITE, of=notice_by_id)
def note_refusal(notice: PhoneNotice) -> ResponseReturnValue:
    """Pass the offered place on, for the person at the telephone does not come."""
    return _note(notice, phone_list.refuse, "申し込みを取り消しました。席は次の方にうつります。")


def _list_page(center: Center, event: Event | None, kind: str) -> ResponseReturnValue:
    center_id, event_id, now = center.id, event.id if event else None, clock.now()
    note_look(*phone_list.events(center_id, event_id, now=now), center_id=center_id)
    g.staff_center = center
    return render_template(
        "desk/to_phone.html",
        center=center,
        event=event,
        list=kind,
        calls=phone_list.to_make(center_id, event_id),
        made=phone_list.made(center_id, event_id, now=now),
    )


def _note(notice: PhoneNotice, what: Callable[..., bool], done: str) -> ResponseReturnValue:
    back, notice_id = _list_address(notice), notice.id
    try:
        with transaction():
            was_open = what(notice_by_id(notice_id), actor=current_actor(), now=clock.now())
    except DomainError as error:
        flash(error.sentence, "error")
        return redirect(back, code=303)
    if was_open:
        flash(done)
    else:
        flash("この連絡は、ほかの人が済ませたか、必要がなくなりました。", "warning")
    return redirect(back, code=303)


def _list_address(notice: PhoneNotice) -> str:
    """Return the list from which the tick came."""
    event = db.session.get_one(Registration, notice.subject_id).call.event
    if request.form.get("list") == CENTER:
        return url_for(".center_calls", slug=event.center.slug)
    return url_for(".to_phone", code=event.code)
