"""Addresses of the public pages, and the cards that lead there."""

from collections.abc import Sequence

from flask import url_for

from eventsite.admission.models import Call
from eventsite.core.web import public_url
from eventsite.discovery import queries
from eventsite.discovery.cards import Card, card
from eventsite.discovery.filters import Filter, query
from eventsite.discovery.month import Month
from eventsite.discovery.reader import Reader
from eventsite.events.models import Occurrence


def event_url(occurrence: Occurrence) -> str:
    """Return the address of the event to which a date belongs."""
    return url_for("discovery.event", code=occurrence.event.code)


def apply_url(call: Call) -> str:
    """Return the address at which one registers for a call."""
    return url_for("admission.new", code=call.code)


def list_url(chosen: Filter) -> str:
    """Return the address of the list of what a filter finds."""
    return url_for("discovery.events", **query(chosen))


def month_url(month: Month, chosen: Filter) -> str:
    """Return the address of a month of what a filter finds."""
    return url_for("discovery.month", month=str(month), **query(chosen))


def feed_urls(path: str) -> dict[str, str]:
    """Return a calendar's address for saving and for subscribing (webcal is the same address, opened by a calendar)."""
    address = public_url(path)
    return {"file": path, "subscribe": "webcal:" + address.partition(":")[2]}


def cards(ids: Sequence[int], reader: Reader) -> list[Card]:
    """Return the cards of the dates with these ids."""
    dates = queries.dates(ids)
    calls = queries.calls_of({one.event_id for one in dates})
    return [card(one, calls, reader, event_url(one)) for one in dates]
