"""The page of places: a list, near to far where wanted, and a map for those who ask for it."""

from flask import Blueprint, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import public
from eventsite.core import clock
from eventsite.core.web import CSP
from eventsite.discovery import queries, queries_places
from eventsite.discovery.caching import cacheable
from eventsite.discovery.filters import Filter, query
from eventsite.discovery.listing import Option
from eventsite.discovery.place_list import Known, places
from eventsite.discovery.reader import reader_at

TILES = "https://cyberjapandata.gsi.go.jp"
# The pictures of the map (地理院タイル) come from there, once the reader asks for the map.
_MAP_CSP = CSP.replace("img-src 'self' data:", f"img-src 'self' data: {TILES}")

bp = Blueprint("places", __name__)


@bp.get("/places")
@public
def show() -> ResponseReturnValue:
    """Show where something will happen, by area or by the distance from a center."""
    reader = reader_at(clock.now())
    known = Known({one.id: one for one in queries.centers()}, queries_places.seats(reader.now))
    origin = known.origin(request.args.get("from", ""))
    uses = queries_places.uses(now=reader.now, zone=reader.zone)
    page = render_template(
        "discovery/places.html",
        places=places(uses, known, origin[1] if origin else None, reader, _list_url),
        origin=reader.center(origin[0]) if origin else None,
        starting_points=[
            Option("from", one.slug, reader.center(one), bool(origin and origin[0] is one))
            for one in known.starting_points()
        ],
        tiles=TILES,
    )
    g.csp = _MAP_CSP
    return cacheable(page)


def _list_url(chosen: Filter) -> str:
    return url_for("discovery.events", **query(chosen))
