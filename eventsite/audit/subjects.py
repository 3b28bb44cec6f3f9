"""Name the records that the log points at, from the tables as they are now.

Tables are known by name only: the log lies below all features and imports none of them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from eventsite.core.db import Base, db


@dataclass(frozen=True)
class Naming:
    """How the rows of a table are called: by a column of their own, by what they belong to, or by both."""

    column: str | None = None
    parent: str | None = None
    parent_column: str = ""


_NAMINGS = {
    "events": Naming("title"),
    "occurrences": Naming(parent="events", parent_column="event_id"),
    "calls": Naming(parent="events", parent_column="event_id"),
    "slots": Naming(parent="calls", parent_column="call_id"),
    "registrations": Naming("receipt", parent="calls", parent_column="call_id"),
    "users": Naming("name"),
    "invitations": Naming("email"),
    "centers": Naming("name"),
}


def names(table_name: str, ids: Collection[int]) -> Mapping[int, str]:
    """Return the present names of a table's rows by id; deleted rows and tables without names are left out."""
    naming = _NAMINGS.get(table_name)
    if naming is None or not ids:
        return {}
    own = _column(table_name, naming.column, ids) if naming.column else {}
    if naming.parent is None:
        return own
    belongs = _column(table_name, naming.parent_column, ids)
    above = names(naming.parent, set(belongs.values()))
    return {
        id_: f"{own[id_]}（{above[to]}）" if id_ in own else above[to] for id_, to in belongs.items() if to in above
    }


def _column(table_name: str, column: str, ids: Collection[int]) -> Mapping[int, Any]:
    table = Base.metadata.tables[table_name]
    rows = db.session.execute(select(table.c.id, table.c[column]).where(table.c.id.in_(ids)))
    return {row[0]: row[1] for row in rows}
