"""The public pages on which residents find events."""

from dataclasses import replace
from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import public
from eventsite.core import clock
from eventsite.core.errors import found
from eventsite.core.saving import KEPT_FOR
from eventsite.core.web import public_url
from eventsite.discovery import listing, queries
from eventsite.discovery.asked import asked_for, page_asked_for
from eventsite.discovery.caching import cacheable, visited
from eventsite.discovery.event_page import event_page
from eventsite.discovery.filters import Days, Filter, query
from eventsite.discovery.jsonld import Setting, json_ld
from eventsite.discovery.kept_searches import kept_searches
from eventsite.discovery.links import apply_url, cards, event_url, feed_urls, list_url, month_url
from eventsite.discovery.month import Month, read_month
from eventsite.discovery.month_table import month_table
from eventsite.discovery.paging import last_page, paging, slice_of
from eventsite.discovery.reader import Reader, reader_at
from eventsite.discovery.routes_sharing import card_url
from eventsite.discovery.sections import sections
from eventsite.discovery.sharing import share

PAGE_SIZE = 20
HOME_CARDS = 5
_NOT_FOR_ROBOTS = ("/staff/", "/supporters/", "/demo/")

bp = Blueprint("discovery", __name__)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show the search, the quick ways and the next events."""
    reader = reader_at(clock.now())
    ids = queries.find(Filter(), now=reader.now, zone=reader.zone)
    page = render_template(
        "discovery/home.html",
        cards=cards(ids[:HOME_CARDS], reader),
        total=listing.count_text(len(ids), queries.FOUND_MAX, reader),
        near=listing.chips(Filter(), reader, list_url),
        searches=kept_searches(reader),
    )
    return cacheable(page)


@bp.get("/events")
@public
def events() -> ResponseReturnValue:
    """Show the events that the address asks for, by date."""
    reader = reader_at(clock.now())
    asked = asked_for(reader)
    chosen = asked.chosen
    found_dates = queries.search(chosen, now=reader.now, zone=reader.zone)
    ids = found_dates.ids
    count = min(len(ids), queries.FOUND_MAX)
    last = last_page(count, PAGE_SIZE)
    current = min(page_asked_for(), last)
    dates = queries.dates(ids[:count][slice_of(current, PAGE_SIZE)])
    calls = queries.calls_of({one.event_id for one in dates})
    page = render_template(
        "discovery/events.html",
        heading=listing.heading(chosen, reader),
        total=listing.count_text(len(ids), queries.FOUND_MAX, reader),
        sections=sections(dates, found_dates, calls, reader, event_url),
        form_of=listing.form(chosen, asked.centers, reader),
        kept=listing.kept(chosen),
        active=listing.active(asked, reader, list_url),
        near=listing.chips(chosen, reader, list_url),
        ways_on=listing.ways_on(chosen, reader, list_url),
        paging_of=paging(current, last, lambda number: url_for(".events", **query(chosen, number))),
        chosen=chosen,
        searches=kept_searches(reader),
        keep_url=url_for("searches.show", **query(chosen)) if chosen.narrows else None,
        feed=feed_urls(url_for("feeds.calendar", **query(replace(chosen, past=False)))),
        past_url=list_url(replace(chosen, past=True)),
    )
    return cacheable(page)


@bp.get("/events/<code>")
@public
def event(code: str) -> ResponseReturnValue:
    """Show one event."""
    reader, shown = reader_at(clock.now()), queries.event_by_code(code)
    calls = queries.calls_of([shown.id])
    address, center_url = public_url(url_for(".event", code=code)), url_for("centers.show", slug=shown.center.slug)
    image_url, short_url = card_url(shown, reader), public_url(url_for(".short", code=code))
    shared = share(shown, reader, short_url=short_url, image_url=image_url)
    setting = Setting(address, image_url, public_url(center_url), shared.description)
    page = render_template(
        "discovery/event.html",
        event=event_page(shown, calls, reader, apply_url),
        json_ld=json_ld(shown, calls, reader, setting),
        share=shared,
        feed=feed_urls(url_for("feeds.event", code=code)),
        center_feed=feed_urls(url_for("feeds.center", slug=shown.center.slug)),
        kind_url=list_url(Filter(kinds=(shown.kind,))),
        center_url=center_url,
    )
    return visited(page, now=reader.now)


@bp.get("/e/<code>")
@public
def short(code: str) -> ResponseReturnValue:
    """Lead from the short address behind every QR code to the event."""
    return redirect(url_for(".event", code=queries.event_by_code(code).code), code=302)


@bp.get("/calendar")
@public
def this_month() -> ResponseReturnValue:
    """Lead to the present month."""
    reader = reader_at(clock.now())
    this = Month(reader.today.year, reader.today.month)
    return redirect(month_url(this, asked_for(reader).chosen), code=302)


@bp.get("/calendar/<month>")
@public
def month(month: str) -> ResponseReturnValue:
    """Show a month as a table, and below it the events of the chosen day."""
    shown, reader = found(read_month(month)), reader_at(clock.now())
    asked = asked_for(reader)
    chosen = replace(asked.chosen, near=None, days=Days(), past=False)
    day = _chosen_day(shown, reader)
    of_day = replace(chosen, days=Days(day, day), past=True)
    ids = queries.find(of_day, now=reader.now, zone=reader.zone) if day else []
    page = render_template(
        "discovery/month.html",
        month=month_table(
            shown,
            chosen,
            reader,
            month_url=lambda one: month_url(one, chosen),
            day_url=lambda one: _day_url(one, chosen),
            current=day,
        ),
        active=listing.active(replace(asked, chosen=chosen), reader, lambda one: month_url(shown, one)),
        day=reader.date(day) if day else None,
        total=listing.count_text(len(ids), queries.FOUND_MAX, reader),
        cards=cards(ids[:PAGE_SIZE], reader),
        list_url=list_url(_from_past(of_day, reader.today)),
        month_list_url=list_url(_from_past(replace(chosen, days=shown.days), reader.today)),
    )
    return cacheable(page)


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Tell search engines where nothing is for them; one person's own pages refuse them by themselves."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS)]
    return Response("\n".join([*lines, ""]), mimetype="text/plain")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Say how this site can be used, and what to do where it cannot."""
    return cacheable(render_template("discovery/accessibility.html"))


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Say which personal data is kept, for what and how long."""
    return cacheable(render_template("discovery/privacy.html", kept_days=KEPT_FOR.days))


def _day_url(day: date, chosen: Filter) -> str:
    month = Month(day.year, day.month)
    return url_for(".month", month=str(month), day=str(day.day), _anchor="day", **query(chosen))


def _chosen_day(month: Month, reader: Reader) -> date | None:
    """Return the day that the address names, else today if the month holds it; None for neither."""
    typed = request.args.get("day", "")
    if typed.isascii() and typed.isdigit() and len(typed) <= len("31") and 1 <= int(typed) <= month.length:
        return date(month.year, month.month, int(typed))
    today = reader.today
    return today if (today.year, today.month) == (month.year, month.month) else None


def _from_past(chosen: Filter, today: date) -> Filter:
    """Return the filter for a list of those days, with what is over where the days have begun."""
    return replace(chosen, past=chosen.days.first is not None and chosen.days.first <= today)
