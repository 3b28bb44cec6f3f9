"""Both databases for every test that asks for an application, and a browser's client that checks each page."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from eventsite.app import create_app
from eventsite.config import Settings, load
from eventsite.core.db import Base, db, transaction
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.support.postgres import Server, own_name

pytest_plugins = ["tests.plugins.loud"]
ROOT = Path(__file__).resolve().parent.parent
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def settings_for(url: str, instance: Path, **more: str) -> Settings:
    """Return the settings of a test site in its own folder."""
    environ = {"DATABASE_URL": url, "EVENTSITE_INSTANCE": str(instance), "EVENTSITE_SECRET_KEY": "test" * 16, **more}
    return load(environ, ROOT)


def migrated(app: Flask) -> Flask:
    """Return the app with all tables in its database."""
    with app.app_context():
        upgrade()
    return app


@pytest.fixture(scope="session")
def sqlite_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Path, Path]]:
    """An application on SQLite, the file it uses, and an untouched copy of it."""
    folder = tmp_path_factory.mktemp("sqlite")
    used, untouched = folder / "used.db", folder / "untouched.db"
    app = migrated(create_app(settings_for(f"sqlite:///{used}", folder)))
    _let_go(app)
    shutil.copy(used, untouched)
    yield app, used, untouched
    _let_go(app)


@pytest.fixture(scope="session")
def postgresql_site(tmp_path_factory: pytest.TempPathFactory, postgres_server: Server) -> Iterator[Flask]:
    """An application on a PostgreSQL database of this worker's own."""
    url = postgres_server.create_database(own_name("eventsite"))
    app = migrated(create_app(settings_for(url, tmp_path_factory.mktemp("postgresql"))))
    yield app
    _let_go(app)


@pytest.fixture(params=ENGINES)
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An application on an empty database; the test runs once on each engine."""
    if request.param == "sqlite":
        site, used, untouched = request.getfixturevalue("sqlite_site")
        _let_go(site)
        shutil.copy(untouched, used)
    else:
        site = request.getfixturevalue("postgresql_site")
        _truncate(site)
    before = dict(site.config)
    yield site
    site.config.update(before)


def _let_go(site: Flask) -> None:
    """Close all connections, as a process does when it ends."""
    with site.app_context():
        db.engine.dispose()


def _truncate(site: Flask) -> None:
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with site.app_context(), db.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


@pytest.fixture
def make(app: Flask) -> Make:
    """Return ``make(builder, **facts)``: build in one transaction, get the stored record, detached."""

    def build(builder: Callable[..., Any], *args: object, **facts: object) -> Any:
        with app.app_context():
            with transaction():
                record = builder(*args, **facts)
            if isinstance(record, Base):
                db.session.refresh(record)
                db.session.expunge(record)
            return record

    return build


@pytest.fixture
def client(app: Flask) -> Resident:
    """Somebody with a browser that refuses broken pages."""
    return Resident(app)
