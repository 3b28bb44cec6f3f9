"""The index of the search where no service writes it: loading, demo data, a new list of readings, the migration."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text

from eventsite.app import create_app
from eventsite.city.records import read_city
from eventsite.core import clock
from eventsite.core.db import db, transaction
from eventsite.core.text import fold
from eventsite.discovery import queries
from eventsite.discovery.filters import Filter
from eventsite.events import content
from eventsite.events.models import Event
from eventsite.events.models_search import EventSearch, EventTerms
from eventsite.ops.demo import Scale, load_demo
from eventsite.ops.loading import load_city
from tests.conftest import settings_for
from tests.factories.accounts import a_center
from tests.support.postgres import Server, own_name
from tests.web.discovery.searching import QUERIES, hits, store_all


@pytest.fixture
def now(app: Flask) -> datetime:
    """This morning."""
    with app.app_context():
        return clock.at(clock.today(clock.now()), datetime(2000, 1, 1, 7).time())


def load(app: Flask, now: datetime) -> None:
    """Load the city."""
    settings = app.config["SETTINGS"].city
    with app.app_context(), transaction():
        load_city(read_city(settings), settings, now)


def index_rows() -> dict[int, tuple[str, ...]]:
    """Return what each event is found by, its terms without their order."""
    rows = db.session.execute(
        select(EventSearch, EventTerms.terms).join(EventTerms, EventTerms.event_id == EventSearch.event_id)
    )
    return {
        one.event_id: (one.title, one.title_reading, one.text, one.text_reading, " ".join(sorted(terms.split())))
        for one, terms in rows
    }


def index_all_again() -> None:
    """Index every event as the services do."""
    with transaction():
        content.index_some()
    db.session.expunge_all()


def test_loaded_and_demo_events_are_found_as_if_services_had_written_them(app: Flask, now: datetime) -> None:
    load(app, now)
    with app.app_context():
        load_demo(Scale(events=80, registrations=50, seed=3), now=now)
        written = index_rows()
        index_all_again()

        assert len(written) == len(db.session.scalars(select(Event.id)).all())
        assert written == index_rows()
        assert queries.search(Filter(words="しめなわ"), now=now, zone=clock.zone()).ids


def test_an_event_is_found_by_the_new_name_of_its_center(app: Flask, now: datetime) -> None:
    load(app, now)
    with app.app_context():
        with transaction():
            center = db.session.scalars(select(Event).limit(1)).one().center
            name, center.name = center.name, "むかしの名前センター"
            content.index_some(Event.center_id == center.id)
        assert found_in_texts("むかしの名前")

    load(app, now)

    with app.app_context():
        assert not found_in_texts("むかしの名前")
        assert found_in_texts(name)


def found_in_texts(words: str) -> bool:
    """Return whether any event is found by these words, wherever they stand in its text."""
    return any(fold(words) in one for one in db.session.scalars(select(EventSearch.text)))


def test_a_command_brings_new_readings_to_stored_events(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without, app.app_context(), transaction():
        without.setattr("eventsite.events.searchable.in_kana", lambda folded: folded)
        store_all()
    with app.app_context():
        assert hits("こもんじょ").by_text == []

    monkeypatch.setattr("eventsite.ops.cli_site.INDEXED_AT_ONCE", 10)
    result = app.test_cli_runner().invoke(args=["site", "index"])

    assert result.exit_code == 0
    with app.app_context():
        assert hits("こもんじょ") == QUERIES["こもんじょ"]


# The migration


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """An application on a database without any table."""
    if request.param == "sqlite":
        return create_app(settings_for(f"sqlite:///{tmp_path / 'bare.db'}", tmp_path))
    server: Server = request.getfixturevalue("postgres_server")
    return create_app(settings_for(server.create_database(own_name("search")), tmp_path))


def test_the_migration_indexes_stored_events_and_goes_back(bare: Flask) -> None:
    with bare.app_context():
        upgrade()
        with transaction():
            store_all()
            a_center("empty")
        written = index_rows()
        db.session.remove()
        downgrade(revision="0002")
        with db.engine.connect() as connection:
            before = connection.scalars(text("SELECT search_text FROM events ORDER BY id")).all()
        db.engine.dispose()
        upgrade()

        assert "しめなわづくり" in before[0]
        assert len(before) == len(written)
        assert index_rows() == written
        assert hits("しめなわ") == QUERIES["しめなわ"]
        assert "search_text" not in {column["name"] for column in inspect(db.engine).get_columns("events")}
        db.session.remove()
        db.engine.dispose()
