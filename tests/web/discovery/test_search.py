"""The search by words: what residents type, and which events it finds, the same on both databases."""

import random

import pytest
from flask import Flask
from sqlalchemy import delete, select, text

from eventsite.core import clock
from eventsite.core.db import db, transaction
from eventsite.discovery import words
from eventsite.discovery.filters import Filter
from eventsite.events import content
from eventsite.events.models import EventKind, Occurrence
from eventsite.events.models_search import EventSearch
from eventsite.events.searchable import sought_terms
from eventsite.events.searchable import words as sought_words
from tests.factories.accounts import a_center
from tests.factories.events import a_date, an_event
from tests.web.discovery.searching import QUERIES, Hits, event_of, hits, rows_of

WAYS = {"looked up": (10_000, 10_000), "met in the calendar": (0, 10_000), "read without the index": (0, 0)}


def test_the_list_is_long_enough() -> None:
    assert len(QUERIES) >= 60
    assert len(rows_of("events.csv")) >= 40


def test_every_query_of_the_list_finds_what_it_should(calendar: Flask) -> None:
    with calendar.app_context():
        wrong = {typed: (found, wanted) for typed, wanted in QUERIES.items() if (found := hits(typed)) != wanted}

    assert wrong == {}


def test_the_list_notices_when_readings_are_missing(calendar: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventsite.events.searchable.each_in_kana", lambda _folded: [])
    monkeypatch.setattr("eventsite.events.searchable.in_kana", lambda folded: folded)

    with calendar.app_context():
        wrong = {typed for typed, wanted in QUERIES.items() if hits(typed) != wanted}

    assert "しめ縄" in wrong


def hits_in_each_way(typed: str, monkeypatch: pytest.MonkeyPatch) -> list[Hits]:
    """Return what is found in each of the ways that the database may go."""
    found = []
    for few, many in WAYS.values():
        monkeypatch.setattr(words, "_FEW", few)
        monkeypatch.setattr(words, "_MANY", many)
        found.append(hits(typed))
    return found


def test_the_database_may_go_any_way(calendar: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with calendar.app_context():
        for typed, wanted in QUERIES.items():
            assert hits_in_each_way(typed, monkeypatch) == [wanted] * len(WAYS), typed


def test_any_piece_of_a_text_finds_it_and_nothing_else_does(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(7)
    letters = "しめ縄竹aA1%_'\"\\:*&|^🎄𠮷ー-"
    titles = ["".join(dice.choices(letters, k=dice.randint(1, 9))) for _ in range(40)]
    with app.app_context(), transaction():
        center = a_center()
        for number, title in enumerate(titles):
            a_date(an_event(center.id, title, import_key=str(number)).id)
    typed = {"".join(dice.choices(letters, k=dice.randint(1, 3))) for _ in range(60)}

    with app.app_context():
        folded = {found.event_id: found.title.split("\n") for found in db.session.scalars(select(EventSearch))}
        for one in typed - {'"', "'", ":"}:
            sought = [spelling for word in sought_words(one) for spelling in word.spellings]
            wanted = sum(any(word in line for line in lines for word in sought) for lines in folded.values())
            if len(sought_words(one)) == 1:
                assert {len(found.by_title) for found in hits_in_each_way(one, monkeypatch)} == {wanted}, one


def test_words_keep_to_the_other_choices(calendar: Flask) -> None:
    with calendar.app_context():
        assert hits("竹", Filter(centers=("ato",))) == Hits(["bamboo", "bamboo-grove"], [])
        assert hits("まつり", Filter(kinds=(EventKind.HERITAGE_WALK,))) == Hits([], [])


# The index keeps up


def candidates(typed: str) -> int:
    """Return to how many events the index of terms leads, whether they exist or not."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    index = (
        "SELECT rowid FROM event_terms WHERE event_terms MATCH :asked"
        if is_sqlite
        else ("SELECT events_with_terms(CAST(:asked AS tsquery))")
    )
    quote, both = ('"', " AND ") if is_sqlite else ("'", " & ")
    asked = both.join(f"{quote}{term}{quote}" for term in sought_terms(typed))
    return len(db.session.execute(text(index), {"asked": asked}).all())


def test_a_renamed_event_is_found_by_its_new_name_only(calendar: Flask) -> None:
    with calendar.app_context():
        with transaction():
            event = event_of("bamboo")
            event.title, event.title_kana = "藁細工", "わらざいく"
            content.touch(event, clock.now())

        assert hits("竹細工") == Hits([], [])
        assert hits("藁細工") == Hits(["bamboo"], [])
        assert candidates("竹細工") == 0


def test_a_removed_event_leaves_nothing_in_the_index(calendar: Flask) -> None:
    with calendar.app_context():
        with transaction():
            db.session.delete(event_of("bamboo"))
        with transaction():
            removed = event_of("takahashi").id
            db.session.execute(delete(Occurrence).where(Occurrence.event_id == removed))
            db.session.execute(text("DELETE FROM events WHERE id = :id"), {"id": removed})

        assert candidates("竹細工") == candidates("竹とんぼ") == 0
        assert hits("竹") == Hits(["bamboo-grove", "mr-takeda"], [])


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_without_the_trigger_the_index_would_remember(calendar: Flask) -> None:
    with calendar.app_context():
        with transaction():
            db.session.execute(text("DROP TRIGGER event_search_terms_removed"))
            db.session.delete(event_of("bamboo"))

        assert candidates("竹細工") == 1
        assert hits("竹細工") == Hits([], [])
