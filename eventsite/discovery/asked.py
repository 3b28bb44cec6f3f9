"""What the address of this request asks for."""

from collections.abc import Sequence
from dataclasses import replace

from flask import request

from eventsite.accounts.models import Center
from eventsite.discovery import queries, queries_places
from eventsite.discovery.filters import Args, Filter, read, read_page
from eventsite.discovery.listing import Asked
from eventsite.discovery.place_list import Known, place_name
from eventsite.discovery.reader import Reader
from eventsite.i18n.ruby import Text


def asked_for(reader: Reader) -> Asked:
    """Return what this request asks for."""
    return meant(_args(), queries.centers(), reader)


def page_asked_for() -> int:
    """Return the number of the page that this request asks for."""
    return read_page(_args())


def meant(args: Args, centers: Sequence[Center], reader: Reader) -> Asked:
    """Return what an address means; a place that does not exist is left out like everything that is not understood."""
    chosen = read(args, {one.slug for one in centers})
    place = _place(chosen, centers, reader)
    return Asked(chosen if place else replace(chosen, place=None), centers, place)


def _place(chosen: Filter, centers: Sequence[Center], reader: Reader) -> Text | None:
    venue = queries_places.venue(chosen.place) if chosen.place else None
    if venue is None:
        return None
    return place_name(venue, Known({one.id: one for one in centers}, queries_places.seats(reader.now)), reader)


def _args() -> Args:
    return request.args.to_dict(flat=False)
