"""The board of 地域活動応援隊: shifts to join, one's own shifts, and the hours of the past ones."""

from datetime import timedelta

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, current_user, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission.models import Slot
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.core.settings import settings
from eventsite.supporters import queries, rules, services
from eventsite.supporters.ical import calendar_of, place_of
from eventsite.supporters.rules import Verdict

bp = Blueprint("supporters", __name__, url_prefix="/supporters")


@bp.get("/")
@requires(Permission.SHIFT_JOIN)
def board() -> ResponseReturnValue:
    """Show the shifts that need helpers, by date, and one's own."""
    shifts = queries.board(_user_id(), now=clock.now())
    return render_template(
        "supporters/board.html",
        mine=[shift for shift in shifts if shift.registration],
        shifts=[shift for shift in shifts if shift.verdict is not Verdict.CANCELLED],
        place_of=place_of,
    )


@bp.get("/past")
@requires(Permission.SHIFT_JOIN)
def past() -> ResponseReturnValue:
    """Show the shifts at which one was present, with their hours."""
    helped = queries.past(_user_id())
    together = rules.helped([one.span.length for one in helped])
    return render_template("supporters/past.html", helped=helped, minutes=_minutes(together), minutes_of=_minutes)


@bp.get("/shifts.ics")
@requires(Permission.SHIFT_JOIN)
def calendar() -> ResponseReturnValue:
    """Return one's own shifts as a calendar file."""
    now = clock.now()
    mine = [shift for shift in queries.board(_user_id(), now=now) if shift.verdict is Verdict.JOINED]
    return Response(
        calendar_of(mine, uid_domain=settings().city.uid_domain, now=now),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="shifts.ics"'},
    )


@bp.post("/slots/<code>/participation")
@requires(Permission.SHIFT_JOIN, of=queries.shift_by_code)
def join(slot: Slot) -> ResponseReturnValue:
    """Take a place in a shift; pressing twice takes one."""
    slot_id, user_id = slot.id, _user_id()
    try:
        with transaction():
            services.join(slot_id, user_id, actor=current_actor(), now=clock.now())
    except DomainError as error:
        flash(error.sentence, "error")
    else:
        flash("応援に入りました。予定に入れてください", "success")
    return redirect(url_for(".board"), code=303)


@bp.post("/registrations/<token>/withdrawal")
@requires(Permission.SHIFT_JOIN)
def leave(token: str) -> ResponseReturnValue:
    """Give one's own place in a shift back."""
    registration_id = queries.own_registration(token, _user_id()).id
    try:
        with transaction():
            services.leave(registration_id, actor=current_actor(), now=clock.now())
    except DomainError as error:
        flash(error.sentence, "error")
    else:
        flash("応援を取りやめました", "success")
    return redirect(url_for(".board"), code=303)


def _user_id() -> int:
    user = current_user()
    return user.id if user else abort(403)


def _minutes(length: timedelta | None) -> int:
    return int(length.total_seconds() // 60) if length else 0
