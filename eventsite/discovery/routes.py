"""The public pages on which residents find events."""

from dataclasses import replace
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import public
from eventsite.accounts.models import Center, CenterKind
from eventsite.admission.models import Call
from eventsite.core import clock
from eventsite.core.errors import NotFound, found
from eventsite.core.web import public_url
from eventsite.discovery import listing, queries
from eventsite.discovery.caching import cacheable
from eventsite.discovery.cards import Card, card, grouped
from eventsite.discovery.center_page import by_parent, center_view
from eventsite.discovery.conditions import span_of
from eventsite.discovery.event_page import event_page
from eventsite.discovery.filters import Days, Filter, query, read, read_page
from eventsite.discovery.jsonld import json_ld
from eventsite.discovery.month import Month, counted, month_text, read_month, weekdays, weeks
from eventsite.discovery.paging import last_page, paging, slice_of
from eventsite.discovery.reader import Reader, reader_at
from eventsite.events.models import Occurrence

PAGE_SIZE = 20
HOME_CARDS = 5
CENTER_CARDS = 10

bp = Blueprint("discovery", __name__)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show the search, the quick ways and the next events."""
    reader = reader_at(clock.now())
    ids = queries.find(Filter(), now=reader.now, zone=reader.zone)
    page = render_template(
        "discovery/home.html",
        cards=_cards(ids[:HOME_CARDS], reader),
        total=listing.count_text(len(ids), queries.FOUND_MAX, reader),
        near=listing.chips(Filter(), reader, _list_url),
    )
    return cacheable(page)


@bp.get("/events")
@public
def events() -> ResponseReturnValue:
    """Show the events that the address asks for, by date."""
    reader, centers = reader_at(clock.now()), queries.centers()
    chosen = read(request.args.to_dict(flat=False), {one.slug for one in centers})
    ids = queries.find(chosen, now=reader.now, zone=reader.zone)
    count = min(len(ids), queries.FOUND_MAX)
    last = last_page(count, PAGE_SIZE)
    current = min(read_page(request.args.to_dict(flat=False)), last)
    dates = queries.dates(ids[:count][slice_of(current, PAGE_SIZE)])
    calls = queries.calls_of({one.event_id for one in dates})
    page = render_template(
        "discovery/events.html",
        heading=listing.heading(chosen, reader),
        total=listing.count_text(len(ids), queries.FOUND_MAX, reader),
        groups=grouped(dates, calls, reader, _event_url),
        form_of=listing.form(chosen, centers, reader),
        kept=listing.kept(chosen),
        active=listing.active(chosen, centers, reader, _list_url),
        near=listing.chips(chosen, reader, _list_url),
        ways_on=listing.ways_on(chosen, reader, _list_url),
        paging_of=paging(current, last, lambda number: url_for(".events", **query(chosen, number))),
        chosen=chosen,
        feed=_feed_urls(url_for("feeds.calendar", **query(replace(chosen, past=False)))),
        past_url=_list_url(replace(chosen, past=True)),
    )
    return cacheable(page)


@bp.get("/events/<code>")
@public
def event(code: str) -> ResponseReturnValue:
    """Show one event."""
    reader, shown = reader_at(clock.now()), queries.event_by_code(code)
    calls = queries.calls_of([shown.id])
    address = public_url(url_for(".event", code=code))
    page = render_template(
        "discovery/event.html",
        event=event_page(shown, calls, reader, _apply_url),
        json_ld=json_ld(shown, calls, reader, address),
        short_url=public_url(url_for(".short", code=code)),
        feed=_feed_urls(url_for("feeds.event", code=code)),
        kind_url=_list_url(Filter(kinds=(shown.kind,))),
        center_url=url_for(".center", slug=shown.center.slug),
    )
    return cacheable(page)


@bp.get("/e/<code>")
@public
def short(code: str) -> ResponseReturnValue:
    """Lead from the short address behind every QR code to the event."""
    return redirect(url_for(".event", code=queries.event_by_code(code).code), code=302)


@bp.get("/calendar")
@public
def this_month() -> ResponseReturnValue:
    """Lead to the present month."""
    today = reader_at(clock.now()).today
    chosen = read(request.args.to_dict(flat=False), {one.slug for one in queries.centers()})
    return redirect(_month_url(Month(today.year, today.month), chosen), code=302)


@bp.get("/calendar/<month>")
@public
def month(month: str) -> ResponseReturnValue:
    """Show a month as a table, and below it the events of the chosen day."""
    shown, reader, centers = found(read_month(month)), reader_at(clock.now()), queries.centers()
    chosen = read(request.args.to_dict(flat=False), {one.slug for one in centers})
    chosen = replace(chosen, near=None, days=Days(), past=False)
    periods = queries.in_month(chosen, span_of(shown.days, reader.zone), now=reader.now)
    counts = counted([(one.starts_at, one.ends_at) for one in periods], shown, reader)
    day = _chosen_day(shown, reader)
    of_day = replace(chosen, days=Days(day, day), past=True)
    ids = queries.find(of_day, now=reader.now, zone=reader.zone) if day else []
    page = render_template(
        "discovery/month.html",
        title=month_text(shown, reader),
        weeks=weeks(shown, counts, reader, lambda one: _day_url(one, chosen), day),
        weekdays=weekdays(reader),
        previous=_month_way(shown.moved(-1), chosen, reader),
        this=_month_way(Month(reader.today.year, reader.today.month), chosen, reader, key="this_month"),
        next=_month_way(shown.moved(1), chosen, reader),
        active=listing.active(chosen, centers, reader, lambda one: _month_url(shown, one)),
        day=reader.date(day) if day else None,
        total=listing.count_text(len(ids), queries.FOUND_MAX, reader),
        cards=_cards(ids[:PAGE_SIZE], reader),
        list_url=_list_url(_from_past(of_day, reader.today)),
        month_list_url=_list_url(_from_past(replace(chosen, days=shown.days), reader.today)),
    )
    return cacheable(page)


@bp.get("/centers")
@public
def centers() -> ResponseReturnValue:
    """Show all centers with their lines and places."""
    reader, everybody = reader_at(clock.now()), queries.centers()
    branches, seats = by_parent(everybody), queries.seats_of([one.id for one in everybody])
    page = render_template(
        "discovery/centers.html",
        centers=[center_view(one, branches, seats, reader) for one in everybody if one.kind is CenterKind.CENTER],
        others=[center_view(one, {}, seats, reader) for one in everybody if _is_other(one)],
    )
    return cacheable(page)


@bp.get("/centers/<slug>")
@public
def center(slug: str) -> ResponseReturnValue:
    """Show one center, its lines, where it is, and its next events."""
    reader, everybody = reader_at(clock.now()), queries.centers()
    shown = next((one for one in everybody if one.slug == slug), None)
    if shown is None:
        raise NotFound
    branches = by_parent(everybody)
    seats = queries.seats_of([shown.id, *(one.id for one in branches.get(shown.id, ()))])
    chosen = Filter(centers=(slug,))
    ids = queries.find(chosen, now=reader.now, zone=reader.zone)
    today = reader.today
    page = render_template(
        "discovery/center.html",
        center=center_view(shown, branches, seats, reader),
        parent=next((one for one in everybody if one.id == shown.parent_id), None),
        cards=_cards(ids[:CENTER_CARDS], reader),
        total=listing.count_text(len(ids), queries.FOUND_MAX, reader),
        list_url=_list_url(chosen),
        month_url=_month_url(Month(today.year, today.month), chosen),
        feed=_feed_urls(url_for("feeds.center", slug=slug)),
    )
    return cacheable(page)


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Say how this site can be used, and what to do where it cannot."""
    return cacheable(render_template("discovery/accessibility.html"))


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Say which personal data is kept, for what and how long."""
    return cacheable(render_template("discovery/privacy.html"))


def _cards(ids: list[int], reader: Reader) -> list[Card]:
    dates = queries.dates(ids)
    calls = queries.calls_of({one.event_id for one in dates})
    return [card(one, calls, reader, _event_url(one)) for one in dates]


def _is_other(center: Center) -> bool:
    return center.kind in (CenterKind.OFFICE, CenterKind.PARTNER)


def _event_url(occurrence: Occurrence) -> str:
    return url_for(".event", code=occurrence.event.code)


def _apply_url(call: Call) -> str:
    return url_for("admission.new", code=call.code)


def _list_url(chosen: Filter) -> str:
    return url_for(".events", **query(chosen))


def _month_url(month: Month, chosen: Filter) -> str:
    return url_for(".month", month=str(month), **query(chosen))


def _day_url(day: date, chosen: Filter) -> str:
    month = Month(day.year, day.month)
    return url_for(".month", month=str(month), day=str(day.day), _anchor="day", **query(chosen))


def _month_way(month: Month | None, chosen: Filter, reader: Reader, key: str = "") -> listing.Way | None:
    if month is None:
        return None
    label = reader.text(f"discovery.{key}") if key else reader.text(f"dates.month_{month.month}")
    return listing.Way(label, _month_url(month, chosen))


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


def _feed_urls(path: str) -> dict[str, str]:
    """Return a calendar's address for saving and for subscribing (webcal is the same address, opened by a calendar)."""
    address = public_url(path)
    return {"file": path, "subscribe": "webcal:" + address.partition(":")[2]}
