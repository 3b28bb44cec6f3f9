"""Calendars to subscribe to: everything, a choice, one center, one event."""

from datetime import timedelta

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import public
from eventsite.accounts.queries import center_by_slug
from eventsite.core import clock
from eventsite.core.settings import settings
from eventsite.discovery import queries
from eventsite.discovery.asked import asked_for
from eventsite.discovery.conditions import midnight, span_of
from eventsite.discovery.filters import Filter, Span, query
from eventsite.discovery.reader import Reader, reader_at
from eventsite.events.ical import calendar_text
from eventsite.feeds.validators import not_modified, stamp, version_of
from eventsite.i18n import t

BEHIND = timedelta(days=30)
AHEAD = timedelta(days=400)
MAX_AGE_SECONDS = 300

bp = Blueprint("feeds", __name__)


@bp.get("/calendar.ics")
@public
def calendar() -> ResponseReturnValue:
    """Return the events that the address asks for, by the same words as the list."""
    chosen = asked_for(reader_at(clock.now())).chosen
    return _feed(chosen, name=t("feed.all", city=settings().city.name))


@bp.get("/centers/<slug>/calendar.ics")
@public
def center(slug: str) -> ResponseReturnValue:
    """Return the events of a center and of its branches."""
    shown = center_by_slug(slug)
    return _feed(Filter(centers=(slug,)), name=str(reader_at(clock.now()).center(shown)), file_name=slug)


@bp.get("/events/<code>.ics")
@public
def event(code: str) -> ResponseReturnValue:
    """Return all dates of one event."""
    reader = reader_at(clock.now())
    shown = queries.event_by_code(code)
    ids = [one.id for one in shown.occurrences]
    return _calendar(ids, reader, name=str(reader.title(shown)), file_name=code)


def _feed(chosen: Filter, *, name: str, file_name: str = "calendar") -> ResponseReturnValue:
    reader = reader_at(clock.now())
    ids = queries.feed_ids(chosen, _window(chosen, reader), now=reader.now)
    return _calendar(ids, reader, name=name, file_name=file_name, told=str(query(chosen)))


def _window(chosen: Filter, reader: Reader) -> Span:
    """Return the span of a feed: whole days, so that its tag holds all day; narrower where the address says so."""
    asked = span_of(chosen.period(reader.today), reader.zone)
    first, last = midnight(reader.today - BEHIND, reader.zone), midnight(reader.today + AHEAD, reader.zone)
    return Span(max(first, asked.starts_at or first), min(last, asked.ends_at or last))


def _calendar(ids: list[int], reader: Reader, *, name: str, file_name: str, told: str = "") -> Response:
    changed_at = queries.changed_at(ids)
    base_url = settings().base_url
    version = version_of(name, reader.locale, told, ids, base_url, changed_at=changed_at)
    response = not_modified(request, version)
    if response is None:
        text = calendar_text(queries.feed(ids), name=name, zone=reader.zone, base_url=base_url)
        response = stamp(Response(text, content_type="text/calendar; charset=utf-8"), version)
        response.headers["Content-Disposition"] = f'inline; filename="{file_name}.ics"'
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    return response
