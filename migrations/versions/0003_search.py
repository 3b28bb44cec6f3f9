"""Search by words: a folded text for each event, and an index of its terms.

Revision ID: 0003
Revises: 0002
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from eventsite.events.searchable import Said, searchable
from eventsite.events.words import KINDS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BATCH = 1_000
# Pieces of events in one table, for SQLite and PostgreSQL alike; the order is that of `content.index`.
_EVENTS = (
    "SELECT e.id, e.title, e.title_kana, e.title_en, e.kind, e.audience, e.description, e.summary_easy, e.summary_en,"
    " c.name AS center, c.name_kana AS center_kana, c.name_en AS center_en"
    " FROM events e JOIN centers c ON c.id = e.center_id WHERE e.id > :after ORDER BY e.id LIMIT :batch"
)
_PLACES = (
    "SELECT o.event_id, v.name AS first, o.meeting_place AS second FROM occurrences o LEFT JOIN venues v"
    " ON v.id = o.venue_id WHERE o.event_id BETWEEN :first AND :last ORDER BY o.event_id, o.starts_at, o.id"
)
_HOSTS = (
    "SELECT event_id, name AS first, '' AS second FROM organizers WHERE event_id BETWEEN :first AND :last"
    " ORDER BY event_id, id"
)
# FTS5 reads no Japanese: the terms come ready made, and every letter beyond ASCII belongs to a term.
_SQLITE = (
    "CREATE VIRTUAL TABLE event_terms USING fts5(terms, content='event_search_terms', content_rowid='event_id',"
    " detail='none', columnsize=0, tokenize='ascii')",
    "CREATE TRIGGER event_search_terms_added AFTER INSERT ON event_search_terms BEGIN"
    " INSERT INTO event_terms (rowid, terms) VALUES (new.event_id, new.terms); END",
    "CREATE TRIGGER event_search_terms_removed AFTER DELETE ON event_search_terms BEGIN"
    " INSERT INTO event_terms (event_terms, rowid, terms) VALUES ('delete', old.event_id, old.terms); END",
    "CREATE TRIGGER event_search_terms_changed AFTER UPDATE ON event_search_terms BEGIN"
    " INSERT INTO event_terms (event_terms, rowid, terms) VALUES ('delete', old.event_id, old.terms);"
    " INSERT INTO event_terms (rowid, terms) VALUES (new.event_id, new.terms); END",
)
# The terms lie outside of the rows, unpacked: the index leads to thin rows, and nobody reads the terms themselves. The
# function is there so that the planner does not read the whole table, with the terms, instead of the index.
_PACKING = (
    "ALTER TABLE event_search_terms SET (toast_tuple_target = 128)",
    "ALTER TABLE event_search_terms ALTER COLUMN terms SET STORAGE EXTERNAL",
)
_POSTGRESQL = (
    "CREATE INDEX event_terms ON event_search_terms USING gin (terms)",
    "CREATE FUNCTION events_with_terms(asked tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE"
    " SET enable_seqscan = off AS 'SELECT event_id FROM event_search_terms WHERE terms @@ asked'",
)


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    letters = _table(
        "event_search",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_reading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_reading", sa.Text(), nullable=False),
    )
    kind = sa.Text().with_variant(TSVECTOR(), "postgresql")
    terms = _table("event_search_terms", sa.Column("terms", kind, nullable=False))
    for statement in _SQLITE if sqlite else _PACKING:
        op.execute(statement)
    for rows in _batches(op.get_bind()):
        op.bulk_insert(letters, [{name: text for name, text in row.items() if name != "terms"} for row in rows])
        op.bulk_insert(terms, [{"event_id": row["event_id"], "terms": row["terms"]} for row in rows])
    for statement in () if sqlite else _POSTGRESQL:  # an index is built faster than it is kept
        op.execute(statement)
    op.execute("ALTER TABLE events DROP COLUMN search_text")


def downgrade() -> None:
    op.execute("ALTER TABLE events ADD COLUMN search_text TEXT NOT NULL DEFAULT ''")
    op.execute(
        "UPDATE events SET search_text = (SELECT title || '\n' || title_reading || '\n' || text || '\n' || text_reading"
        " FROM event_search WHERE event_id = events.id) WHERE id IN (SELECT event_id FROM event_search)"
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE event_terms")
    else:
        op.execute("ALTER TABLE events ALTER COLUMN search_text DROP DEFAULT")
        op.execute("DROP FUNCTION events_with_terms")
    op.drop_table("event_search_terms")
    op.drop_table("event_search")


def _table(name: str, *columns: sa.Column[Any]) -> sa.Table:
    """Create a table with one row for each event."""
    return op.create_table(
        name,
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f(f"fk_{name}_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f(f"pk_{name}")),
    )


def _batches(connection: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of all stored events, some at a time."""
    after = 0
    while events := connection.execute(sa.text(_EVENTS), {"after": after, "batch": BATCH}).all():
        bounds = {"first": events[0].id, "last": events[-1].id}
        places, hosts = (_by_event(connection.execute(sa.text(one), bounds)) for one in (_PLACES, _HOSTS))
        yield [_row(one, places.get(one.id, ()), hosts.get(one.id, ())) for one in events]
        after = events[-1].id


def _by_event(pieces: Iterable[Any]) -> dict[int, list[str]]:
    return {
        event_id: [text for piece in group for text in (piece.first or "", piece.second)]
        for event_id, group in groupby(pieces, lambda piece: piece.event_id)
    }


def _row(event: Any, places: Sequence[str], hosts: Sequence[str]) -> dict[str, Any]:
    kinds = {kind.value: words for kind, words in KINDS.items()}
    texts = (
        kinds.get(event.kind, ""), event.center, event.center_en, *places, *hosts,
        event.audience, event.description, event.summary_easy, event.summary_en,
    )  # fmt: skip
    found = searchable(Said((event.title, event.title_en), (event.title_kana,)), Said(texts, (event.center_kana,)))
    return {"event_id": event.id, **asdict(found)}
