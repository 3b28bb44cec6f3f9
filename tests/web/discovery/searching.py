"""The shipped list of queries and the events that they look for."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from eventsite.core import clock
from eventsite.core.db import db
from eventsite.discovery import queries
from eventsite.discovery.filters import Filter
from eventsite.events import content
from eventsite.events.models import Event, EventKind, Occurrence, Organizer, OrganizerRole
from tests.factories.accounts import a_center
from tests.factories.events import a_date, a_venue, an_event

DATA = Path(__file__).parent / "search"
CENTERS = {
    "niho": ("仁保地域交流センター", "にほちいきこうりゅうせんたー"),
    "ouchi": ("大内地域交流センター", "おおうちちいきこうりゅうせんたー"),
    "otono": ("大殿地域交流センター", "おおとのちいきこうりゅうせんたー"),
    "ato": ("阿東地域交流センター", "あとうちいきこうりゅうせんたー"),
}


class Hits(NamedTuple):
    """The keys of the events that a query finds, each in the order of the dates."""

    by_title: list[str]
    by_text: list[str]


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the lists."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


QUERIES = {row["query"]: Hits(row["by_title"].split(), row["by_text"].split()) for row in rows_of("queries.csv")}


def store_all() -> None:
    """Store the events of the list, one a day from tomorrow on."""
    centers = {}
    for slug, (name, kana) in CENTERS.items():
        center = a_center(slug, name)
        center.name_kana, centers[slug] = kana, center.id
    for number, row in enumerate(rows_of("events.csv")):
        store(row, centers[row["center"]], number + 1)


def store(row: dict[str, str], center_id: int, days: int) -> None:
    """Store one event of the list with its date."""
    named = ("title_kana", "title_en", "audience", "description", "summary_easy", "summary_en")
    facts: dict[str, Any] = {name: row[name] for name in named}
    event = an_event(center_id, row["title"], kind=EventKind(row["kind"]), import_key=row["key"], **facts)
    if row["host"]:
        event.organizers = [Organizer(role=OrganizerRole.HOST, name=row["host"])]
    venue = a_venue(center_id, row["venue"]) if row["venue"] else None
    a_date(event.id, days, venue_id=venue.id if venue else None, meeting_place=row["meeting_place"])
    db.session.expire(event)
    content.index(event)


def hits(typed: str, others: Filter | None = None) -> Hits:
    """Return what the list shows for these words beside other choices."""
    found = queries.search(replace(others or Filter(), words=typed), now=clock.now(), zone=clock.zone())
    rows = db.session.execute(select(Occurrence.id, Event.import_key).join(Occurrence.event))
    keys = {row.id: row.import_key for row in rows}
    named = [str(keys[one]) for one in found.ids]
    return Hits(named[: found.by_title], named[found.by_title :])


def event_of(key: str) -> Event:
    """Return an event of the list."""
    return db.session.scalars(select(Event).where(Event.import_key == key)).one()
