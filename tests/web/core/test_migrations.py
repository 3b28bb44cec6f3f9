"""Migrations: one head, up and down on both databases, and the tables are those of the models."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from eventsite.app import create_app
from eventsite.core.db import Base, UtcDateTime, db
from eventsite.events.models_search import TERMS_INDEX
from tests.conftest import ROOT, settings_for
from tests.support.postgres import Server, own_name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    """An application on a database without any table."""
    if request.param == "sqlite":
        return create_app(settings_for(f"sqlite:///{tmp_path / 'bare.db'}", tmp_path))
    server: Server = request.getfixturevalue("postgres_server")
    return create_app(settings_for(server.create_database(own_name("bare")), tmp_path))


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


def test_up_down_and_up_again(bare: Flask) -> None:
    with bare.app_context():
        upgrade()
        downgrade(revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        assert functions() == 0
        upgrade()
        assert tables() == set(Base.metadata.tables) | {"alembic_version"}
        db.engine.dispose()


def tables() -> set[str]:
    """Return the names of the tables, without those of SQLite's index of the search."""
    return {name for name in inspect(db.engine).get_table_names() if _is_ours(name)}


def _is_ours(name: str | None, *_kind_and_parents: object) -> bool:
    return not (name or "").startswith(TERMS_INDEX)


def functions() -> int:
    """Return how many functions of ours are left in the database."""
    if db.engine.dialect.name == "sqlite":
        return 0
    with db.engine.connect() as connection:
        query = "SELECT count(*) FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'public'"
        return connection.scalar(text(query)) or 0


def test_the_tables_are_those_of_the_models(bare: Flask) -> None:
    with bare.app_context():
        upgrade()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": _same_type, "include_name": _is_ours}
            )
            assert compare_metadata(context, Base.metadata) == []
        db.engine.dispose()


def _same_type(_context: object, _column: object, _known: object, _found: object, model_type: object) -> bool | None:
    return False if isinstance(model_type, UtcDateTime) else None


def test_every_check_of_the_models_stands_in_the_database(bare: Flask) -> None:
    with bare.app_context():
        upgrade()
        inspector = inspect(db.engine)
        for table in Base.metadata.sorted_tables:
            wanted = {str(one.name) for one in table.constraints if type(one).__name__ == "CheckConstraint"}
            found = {str(one["name"]) for one in inspector.get_check_constraints(table.name)}
            assert wanted <= found, table.name
        db.engine.dispose()
