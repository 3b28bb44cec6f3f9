"""The database: models' base, the column types that both engines share, and the one kind of transaction."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, DateTime, Dialect, Engine, Enum, Integer, MetaData, event
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session, registry
from sqlalchemy.types import TypeDecorator

from eventsite.config import SettingsError

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_TIMEOUT_MS = 30_000
OLDEST_SQLITE = (3, 35, 0)  # the first with RETURNING
_WRITING = "writing"
_WRITERS = threading.Lock()


class Base(DeclarativeBase):
    """Base of all models."""

    # 64 bits everywhere; SQLite's row number is that already, if the column says plain INTEGER.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={int: BigInteger().with_variant(Integer(), "sqlite")},
    )


db = SQLAlchemy(model_class=Base)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware on the way in, aware UTC on the way out, on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC; SQLite has no zones, so it gets the plain UTC reading."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant, aware, in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(enum: type[StrEnum], name: str, *, checked: bool = True) -> Enum:
    """Return a text column type that holds one value of the enum, enforced by a CHECK of that name if ``checked``."""
    return Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=checked,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def safe_journal_mode(version: tuple[int, int, int]) -> str:
    """Return the journal mode that this SQLite may use with several connections.

    3.7.0 to 3.51.2 can lose committed writes in WAL (the WAL-reset bug), except in the two repaired branches.
    Source: https://www.sqlite.org/wal.html, section on the WAL-reset bug.
    """
    repaired = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)
    return "WAL" if repaired else "TRUNCATE"


def require_usable_sqlite(version: tuple[int, int, int], threadsafety: int) -> None:
    """Pass if this SQLite can do what the program needs; raise SettingsError otherwise.

    ``threadsafety`` is that of PEP 249: 0 means that threads may not even share the library.
    """
    if version < OLDEST_SQLITE:
        wanted = ".".join(map(str, OLDEST_SQLITE))
        raise SettingsError(
            f"この Python の SQLite は {'.'.join(map(str, version))} で、{wanted} 以降が要ります。"
            "新しい Python を使うか、DATABASE_URL に PostgreSQL を指定してください。"
        )
    if threadsafety == 0:
        raise SettingsError(
            "この Python の SQLite はスレッドに対応していません。DATABASE_URL に PostgreSQL を指定してください。"
        )


def init_database(app: Flask) -> None:
    """Bind the database to the app and give every connection its settings.

    Raises SettingsError where the SQLite at hand cannot be used.
    """
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            require_usable_sqlite(sqlite3.sqlite_version_info, sqlite3.threadsafety)
            listen_sqlite(db.engine)
            app.logger.info(journal_notice(sqlite3.sqlite_version_info))


def journal_notice(version: tuple[int, int, int]) -> str:
    """Return which journal mode this SQLite gets, and why."""
    name = f"SQLite {'.'.join(map(str, version))}"
    if safe_journal_mode(version) == "WAL":
        return f"{name}、ジャーナルは WAL（この版では WAL の不具合が直っています）"
    return f"{name}、ジャーナルは TRUNCATE（この版の WAL には、書き込みを失うことのある不具合があるため）"


def listen_sqlite(engine: Engine) -> None:
    """Make SQLite keep its promises on every connection: own BEGIN, foreign keys, full sync, safe journal."""

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver never sends a BEGIN of its own
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            f"journal_mode={safe_journal_mode(sqlite3.sqlite_version_info)}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A write that begins as a read fails at once when somebody else has written meanwhile; busy_timeout
        # cannot help there. So whoever will write says so first and waits for the lock before reading.
        writing = connection.get_execution_options().get(_WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def transaction() -> Iterator[None]:
    """Do one action: all of it is stored, or nothing.

    Stands in a route, a command or a test, once per action, never nested. What was read before is read anew
    under the write lock. Raises RuntimeError when nested.
    """
    session = db.session()
    if session.info.get(_WRITING):
        raise RuntimeError("transactions do not nest: open one at the entry point")
    session.rollback()
    with _turn_to_write(session):
        session.connection(execution_options={_WRITING: True})
        session.info[_WRITING] = True
        try:
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop(_WRITING, None)


@contextmanager
def _turn_to_write(session: Session) -> Iterator[None]:
    """Let the threads of this process wait here for SQLite's one write lock, not in the file.

    Whoever waits in the file looks for the lock at growing intervals, so a thread among many can be overtaken until
    its time is up. Here the wait ends when the thread before is done; only whole processes still meet in the file.
    """
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    with _WRITERS:
        yield


@event.listens_for(Session, "before_flush")
def _flush_only_in_a_transaction(session: Session, _context: object, _instances: object) -> None:
    if not session.info.get(_WRITING):
        raise RuntimeError("nothing may be written outside transaction()")


@event.listens_for(Session, "do_orm_execute")
def _write_only_in_a_transaction(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and not state.session.info.get(_WRITING):
        raise RuntimeError("nothing may be written outside transaction()")
