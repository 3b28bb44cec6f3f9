"""Words that are looked for, in SQL: the same hits on both engines, and quickly whether they are many or few.

The index of terms says which events may hold the words; the letters of the stored text decide. How common the words
are decides how the database goes about it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum, auto
from typing import NamedTuple

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    column,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from eventsite.core.db import db
from eventsite.events.models import Occurrence
from eventsite.events.models_search import TERMS_INDEX, EventSearch
from eventsite.events.searchable import TITLE_MARK, Word, sought_terms, words

# So few events are looked up one by one; beyond so many, reading the calendar meets enough of them by itself.
_FEW, _MANY = 1_000, 30_000

Condition = ColumnElement[bool]


class Where(Enum):
    """Where all the words must be: in the title, anywhere, or anywhere but not all in the title."""

    TITLE = auto()
    ANYWHERE = auto()
    TEXT = auto()


class _Engine(NamedTuple):
    """How an engine's index is asked for terms, and how many ids travel to and fro as one value."""

    quote: str
    all_of: str
    any_of: str
    candidates: Callable[[str], Select[int]]
    packed: Callable[[ColumnElement[int]], ColumnElement[str]]
    unpacked: Callable[[str], Select[int]]


_SQLITE = _Engine(
    quote='"',
    all_of=" AND ",
    any_of=" OR ",
    candidates=lambda asked: (
        select(column("rowid").label("id"))
        .select_from(table(TERMS_INDEX))
        .where(column(TERMS_INDEX).op("MATCH")(asked))
    ),
    packed=func.json_group_array,
    unpacked=lambda ids: select(func.json_each(ids).table_valued("value").c.value),
)
_POSTGRESQL = _Engine(
    quote="'",
    all_of=" & ",
    any_of=" | ",
    candidates=lambda asked: select(func.events_with_terms(cast(literal(asked), TSQUERY)).label("id")),
    packed=lambda ids: cast(func.array_agg(ids), Text),
    unpacked=lambda ids: select(func.unnest(cast(literal(ids, Text), ARRAY(BigInteger)))),
)


def holding(typed: str, where: Where = Where.ANYWHERE) -> list[Condition]:
    """Return the conditions on dates that their events hold all the words; asks the database how common they are.

    Nothing typed is no condition. Where only signs are typed that stand between words, nothing holds them.
    """
    if not typed:
        return []
    sought = words(typed)
    return [*_by_terms(sought, where), _by_letters(sought, where)] if sought else [false()]


def _by_terms(sought: Sequence[Word], where: Where) -> list[Condition]:
    engine = _SQLITE if db.session.get_bind().dialect.name == "sqlite" else _POSTGRESQL
    asked = _expression(sought, TITLE_MARK if where is Where.TITLE else "", engine)
    candidates = engine.candidates(asked).limit(_MANY + 1).subquery()
    number, ids = db.session.execute(select(func.count(), engine.packed(candidates.c.id))).one()
    if number > _MANY:
        return []
    is_candidate = Occurrence.event_id.in_(engine.unpacked(ids)) if number else false()
    # As a mere value it keeps the database reading the calendar in its order, and stopping when it has enough.
    return [is_candidate if number <= _FEW else is_candidate.is_(true())]


def _expression(sought: Sequence[Word], mark: str, engine: _Engine) -> str:
    return engine.all_of.join(
        _group((_all_terms(spelling, mark, engine) for spelling in word.spellings), engine.any_of) for word in sought
    )


def _all_terms(spelling: str, mark: str, engine: _Engine) -> str:
    return _group((f"{engine.quote}{mark}{term}{engine.quote}" for term in sought_terms(spelling)), engine.all_of)


def _group(expressions: Iterable[str], by: str) -> str:
    return f"({by.join(expressions)})"


def _by_letters(sought: Sequence[Word], where: Where) -> Condition:
    """Return whether the stored text holds the words: a value of its own for each date, not a join."""
    holds = _all_in(sought, only_title=where is Where.TITLE)
    if where is Where.TEXT:
        holds = holds & not_(_all_in(sought, only_title=True))
    return select(holds).where(EventSearch.event_id == Occurrence.event_id).scalar_subquery()


def _all_in(sought: Sequence[Word], *, only_title: bool) -> Condition:
    return and_(*(or_(*_places_of(word, only_title=only_title)) for word in sought))


def _places_of(word: Word, *, only_title: bool) -> Iterator[Condition]:
    """Yield each way in which a word can stand in an event's texts."""
    columns = [EventSearch.title] if only_title else [EventSearch.title, EventSearch.text]
    if not word.is_written:
        columns += [EventSearch.title_reading] if only_title else [EventSearch.title_reading, EventSearch.text_reading]
    for one in columns:
        for spelling in word.spellings:
            yield one.contains(spelling, autoescape=True)
