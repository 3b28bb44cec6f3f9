"""The doctor's questions to the database engine itself."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from eventsite.core.db import journal_notice, safe_journal_mode
from eventsite.ops.doctor import Finding, fail, ok, warn

_FULL = 2  # of PRAGMA synchronous
_CLOCK_SECONDS = 2


def check_database(connection: Connection, migrations: Path, now: datetime) -> Iterator[Finding]:
    """Yield what is in force on a connection, read back from the engine, and whether its tables are up to date."""
    yield from _check_sqlite(connection) if connection.dialect.name == "sqlite" else _check_postgresql(connection, now)
    yield _check_migrations(connection, migrations)


def _check_sqlite(connection: Connection) -> Iterator[Finding]:
    version = sqlite3.sqlite_version_info
    yield ok("データベース", f"SQLite {sqlite3.sqlite_version}、{connection.engine.url.database}")
    mode = str(connection.scalar(text("PRAGMA journal_mode")))
    if mode.upper() == "WAL" and safe_journal_mode(version) != "WAL":
        yield fail(
            "ジャーナル",
            f"{mode}。{journal_notice(version)}",
            "このファイルを使うほかのプログラムを止めて、起動し直してください。",
        )
    else:
        yield ok("ジャーナル", f"{mode}。{journal_notice(version)}")
    if connection.scalar(text("PRAGMA synchronous")) == _FULL:
        yield ok("書き込みの確認", "FULL（受け付けた申込は停電でも残ります）")
    else:
        yield fail("書き込みの確認", "FULL ではありません", "接続の設定を変えるプログラムがないか確かめてください。")
    if connection.scalar(text("PRAGMA foreign_keys")):
        yield ok("外部キー", "有効")
    else:
        yield fail("外部キー", "無効です", "外部キーに対応した SQLite を使ってください。")


def _check_postgresql(connection: Connection, now: datetime) -> Iterator[Finding]:
    yield ok(
        "データベース", f"PostgreSQL {connection.scalar(text('SHOW server_version'))}、{connection.engine.url.database}"
    )
    commits = str(connection.scalar(text("SHOW synchronous_commit")))
    fsync = str(connection.scalar(text("SHOW fsync")))
    if commits == "off" or fsync == "off":
        said = f"synchronous_commit={commits}、fsync={fsync}"
        yield warn("書き込みの確認", said, "どちらも on にしてください。停電で申込が失われます。")
    else:
        yield ok("書き込みの確認", f"synchronous_commit={commits}、fsync={fsync}")
    apart = abs((connection.scalar(text("SELECT clock_timestamp()")) - now).total_seconds())
    if apart > _CLOCK_SECONDS:
        yield warn("時計の差", f"データベースの時計と {apart:.0f} 秒ずれています", "両方の時計を合わせてください。")


def _check_migrations(connection: Connection, migrations: Path) -> Finding:
    there = MigrationContext.configure(connection).get_current_revision()
    newest = ScriptDirectory(str(migrations)).get_current_head()
    if there == newest:
        return ok("表の版", f"{there}（最新）")
    return fail(
        "表の版", f"{there or 'まだ表がありません'}（最新は {newest}）", "flask db upgrade を実行してください。"
    )
