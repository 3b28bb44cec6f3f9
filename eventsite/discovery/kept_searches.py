"""The searches of this device as pages show them: each by its conditions, with the ways to what it finds."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from flask import request, url_for

from eventsite.discovery import queries
from eventsite.discovery.asked import meant
from eventsite.discovery.filters import Args, Filter, query
from eventsite.discovery.links import feed_urls, list_url
from eventsite.discovery.listing import Asked, choices
from eventsite.discovery.reader import Reader
from eventsite.discovery.saved_searches import COOKIE, Search, args_of, read_cookie
from eventsite.i18n.ruby import Text

_MAX_FIELDS = 100


@dataclass(frozen=True)
class Kept:
    """One search; ``words`` are its conditions, ``query`` is its address without the path."""

    words: tuple[Text, ...]
    url: str
    query: str
    subscribe: str


def of_device() -> list[Search]:
    """Return the searches that this request's device keeps."""
    return read_cookie(request.cookies.get(COOKIE, ""))


def kept_searches(reader: Reader) -> tuple[Kept, ...]:
    """Return the searches that this device keeps, in the reader's words; what says nothing any more is left out."""
    searches = of_device()
    centers = queries.centers() if searches else []
    meanings = [meant(args_of(one), centers, reader) for one in searches]
    return tuple(kept(asked, reader) for asked in meanings if asked.chosen.narrows)


def kept(asked: Asked, reader: Reader) -> Kept:
    """Return one search as it is shown."""
    chosen = asked.chosen
    return Kept(
        words=tuple(words for words, _without in choices(asked, reader)),
        url=list_url(chosen),
        query=as_text(chosen),
        subscribe=feed_urls(url_for("feeds.calendar", **query(chosen)))["subscribe"],
    )


def as_text(chosen: Filter) -> str:
    """Return a filter as the query of an address: ``q=竹&kind=market``, escaped."""
    return urlencode(query(chosen), doseq=True)


def args_in(text: str) -> Args:
    """Return what the query of an address says; nothing where it says too much."""
    try:
        return parse_qs(text, max_num_fields=_MAX_FIELDS)
    except ValueError:
        return {}
