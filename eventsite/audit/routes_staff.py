"""The audit log in plain sentences: of one center, or of the whole city."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import requires
from eventsite.accounts.permissions import Permission
from eventsite.audit import queries
from eventsite.audit.actions import Action
from eventsite.audit.forms import LogFilterForm
from eventsite.audit.queries import Filter, Place
from eventsite.core import clock
from eventsite.core.typed import as_id

bp = Blueprint("audit_staff", __name__, url_prefix="/staff")


@bp.get("/audit")
@requires(Permission.AUDIT_READ)
def city_log() -> ResponseReturnValue:
    """Show what was done anywhere."""
    return _page(None)


@bp.get("/centers/<slug>/audit")
@requires(Permission.AUDIT_READ, of=queries.place_by_slug)
def center_log(place: Place) -> ResponseReturnValue:
    """Show what was done at a center."""
    return _page(place)


def _page(place: Place | None) -> ResponseReturnValue:
    form = LogFilterForm(request.args)
    valid = form.validate()
    wanted = _wanted(form, place.center_id if place else None) if valid else None
    log = queries.page(wanted) if wanted else None
    page = render_template(
        "audit/log.html",
        form=form,
        place=place,
        log=log,
        older=_url(place, before=log.older, **_kept()) if log and log.older else None,
        start=_url(place),
        is_filtered=any(_kept().values()),
    )
    return page, 200 if valid else 422


def _wanted(form: LogFilterForm, center_id: int | None) -> Filter:
    return Filter(
        center_id=center_id,
        since=_midnight(form.since.data),
        until=_midnight(form.until.data, days_later=1),
        action=Action(form.action.data) if form.action.data else None,
        before=as_id(request.args.get("before", "")),
    )


def _midnight(day: date | None, days_later: int = 0) -> datetime | None:
    return clock.midnight(day + timedelta(days=days_later)) if day else None


def _kept() -> dict[str, str]:
    """Return the filter as it stands in the address."""
    return {name: request.args.get(name, "") for name in ("since", "until", "action")}


def _url(place: Place | None, **query: Any) -> str:
    """Return the address of this page with that query."""
    if place:
        return url_for(".center_log", slug=place.slug, **query)
    return url_for(".city_log", **query)
