"""`flask doctor`: one line for each thing in force, and what to do where something is wrong."""

import json
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import text

from eventsite.accounts.models import Role
from eventsite.core.db import db, transaction
from eventsite.notifications.models import OutgoingMail
from tests.factories.accounts import a_user


def examine(app: Flask) -> tuple[int, dict[str, dict[str, str]]]:
    """Return the doctor's exit status and findings by topic."""
    with app.app_context():
        db.session.remove()
    done = app.test_cli_runner().invoke(args=["doctor", "--json"])
    return done.exit_code, {one["topic"]: one for one in json.loads(done.stdout)}


def test_a_well_site_has_no_failure(app: Flask) -> None:
    with app.app_context(), transaction():
        a_user(Role.ADMIN)

    status, findings = examine(app)

    assert status == 0
    assert {one["level"] for one in findings.values()} <= {"ok", "warn"}
    assert findings["表の版"]["said"].endswith("（最新）")
    assert findings["管理者"]["level"] == "ok"


def test_what_holds_on_a_connection_is_read_back_from_the_engine(app: Flask) -> None:
    engine = "SQLite" if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else "PostgreSQL"

    _, findings = examine(app)

    assert findings["データベース"]["said"].startswith(engine)
    if engine == "SQLite":
        assert "ジャーナルは" in findings["ジャーナル"]["said"]
        assert findings["書き込みの確認"]["said"].startswith("FULL")
        assert findings["外部キー"]["said"] == "有効"
    else:
        assert "fsync=" in findings["書き込みの確認"]["said"]


def test_old_tables_are_a_failure_that_says_what_to_do(app: Flask) -> None:
    with app.app_context(), transaction():
        stood = db.session.scalar(text("SELECT version_num FROM alembic_version"))
        db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    try:
        status, findings = examine(app)
    finally:
        with app.app_context(), transaction():
            db.session.execute(text("UPDATE alembic_version SET version_num = :stood"), {"stood": stood})

    assert status == 1
    assert findings["表の版"]["level"] == "fail"
    assert "flask db upgrade" in findings["表の版"]["advice"]


def test_mails_that_nobody_sends_are_a_failure(app: Flask) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    with app.app_context(), transaction():
        db.session.add(
            OutgoingMail(
                key="test", subject_type="registrations", subject_id=1, recipient="baba@example.jp", sender_name="仁保",
                subject="受付", body="", message_id="<1@example.jp>", created_at=long_ago, due_at=long_ago,
            )
        )  # fmt: skip

    status, findings = examine(app)

    assert status == 1
    assert findings["送信待ち"]["said"] == "1 通が 10 分以上遅れています"
    assert "baba" not in str(findings)


def test_people_read_lines_with_advice_below(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["doctor"]).stdout

    assert "warn  管理者：まだいません\n      → flask site prepare" in said
