"""The pages of the centers: their lines, where they are, what they hold, and each one's own month."""

from datetime import date

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import public
from eventsite.accounts.models import Center, CenterKind
from eventsite.core import clock
from eventsite.core.errors import found
from eventsite.core.web import public_url
from eventsite.discovery import center_month, listing, queries
from eventsite.discovery.caching import cacheable
from eventsite.discovery.center_page import CenterView, by_parent, center_view
from eventsite.discovery.filters import Filter
from eventsite.discovery.links import cards, event_url, feed_urls, list_url
from eventsite.discovery.month import Month, read_month
from eventsite.discovery.month_table import MonthTable, month_table
from eventsite.discovery.reader import Reader, reader_at

CARDS = 10
MONTH_MAX = 300  # dates; more is no month of one center

bp = Blueprint("centers", __name__)


@bp.get("/centers")
@public
def every() -> ResponseReturnValue:
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
def show(slug: str) -> ResponseReturnValue:
    """Show one center, its lines, where it is, its next events and its month."""
    reader, everybody = reader_at(clock.now()), queries.centers()
    shown, view = _view(slug, everybody, reader)
    chosen = Filter(centers=(slug,))
    ids = queries.find(chosen, now=reader.now, zone=reader.zone)
    page = render_template(
        "discovery/center.html",
        center=view,
        parent=next((one for one in everybody if one.id == shown.parent_id), None),
        cards=cards(ids[:CARDS], reader),
        total=listing.count_text(len(ids), queries.FOUND_MAX, reader),
        list_url=list_url(chosen),
        month=_table(Month(reader.today.year, reader.today.month), slug, reader),
        feed=feed_urls(url_for("feeds.center", slug=slug)),
    )
    return cacheable(page)


@bp.get("/centers/<slug>/calendar/<month>")
@public
def month(slug: str, month: str) -> ResponseReturnValue:
    """Show a month of one center with all its dates, for reading and for the wall."""
    wanted, reader, everybody = found(read_month(month)), reader_at(clock.now()), queries.centers()
    _shown, view = _view(slug, everybody, reader)
    of_month = Filter(centers=(slug,), days=wanted.days, past=True)
    dates = queries.dates(queries.find(of_month, now=reader.now, zone=reader.zone, most=MONTH_MAX))
    calls = queries.calls_of({one.event_id for one in dates})
    page = render_template(
        "discovery/center_month.html",
        center=view,
        month=_table(wanted, slug, reader),
        sections=center_month.sections(dates, calls, wanted, reader, event_url),
        page_url=public_url(url_for(".show", slug=slug)),
    )
    return cacheable(page)


def _view(slug: str, everybody: list[Center], reader: Reader) -> tuple[Center, CenterView]:
    """Return the center of that name and what is shown of it, or raise NotFound."""
    shown = found(next((one for one in everybody if one.slug == slug), None))
    branches = by_parent(everybody)
    seats = queries.seats_of([shown.id, *(one.id for one in branches.get(shown.id, ()))])
    return shown, center_view(shown, branches, seats, reader)


def _table(month: Month, slug: str, reader: Reader) -> MonthTable:
    def day_url(day: date) -> str:
        return url_for(".month", slug=slug, month=str(month), _anchor=center_month.anchor_of(day))

    return month_table(
        month,
        Filter(centers=(slug,)),
        reader,
        month_url=lambda one: url_for(".month", slug=slug, month=str(one)),
        day_url=day_url,
    )


def _is_other(center: Center) -> bool:
    return center.kind in (CenterKind.OFFICE, CenterKind.PARTNER)
