"""`flask jobs run`: the rounds of a worker, in fair weather and foul."""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from eventsite.accounts.models import Invitation, Role, SignInAttempt, StaffSession
from eventsite.core.db import db, transaction
from eventsite.ops import cli_jobs
from eventsite.ops.cli_jobs import IDLE_PAUSE, LONGEST_PAUSE, Job, _Rounds
from tests.factories.accounts import a_center, a_user

ABSURD = "青木 花子 aoki@example.jp"


def away(_now: datetime) -> int:
    raise OperationalError("SELECT", {"name": ABSURD}, Exception("the server closed the connection"))


def broken(_now: datetime) -> int:
    raise RuntimeError(ABSURD)


def rounds(app: Flask, monkeypatch: pytest.MonkeyPatch, *jobs: Job) -> tuple[_Rounds, list[tuple[str, int]]]:
    """Return a worker with these jobs, and what it says about them."""
    said: list[tuple[str, int]] = []
    monkeypatch.setattr(cli_jobs, "JOBS", jobs)
    return _Rounds(lambda name, count: said.append((name, count))), said


def test_while_there_is_work_the_worker_does_not_rest(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = iter([3, 1, 0])
    work, said = rounds(app, monkeypatch, Job("mail", lambda _now: next(counts)))

    with app.app_context():
        pauses = [work.one() for _ in range(3)]

    assert pauses == [0.0, 0.0, IDLE_PAUSE]
    assert said == [("mail", 3), ("mail", 1)]


def test_a_job_that_comes_seldom_is_not_asked_every_second(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def ask(name: str) -> int:
        asked.append(name)
        return 0

    seldom = Job("seldom", lambda _now: ask("seldom"), every=60.0)
    often = Job("often", lambda _now: ask("often"), every=0.0)
    work, _ = rounds(app, monkeypatch, seldom, often)

    with app.app_context():
        for _ in range(3):
            work.one()

    assert asked == ["seldom", "often", "often", "often"]


def test_a_database_that_is_away_is_said_once_and_asked_less_and_less(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    work, _ = rounds(app, monkeypatch, Job("mail", away))
    seconds = 0.0
    work.seconds = lambda: seconds
    pauses = []

    with app.app_context(), caplog.at_level(logging.INFO, "eventsite.jobs"):
        for _ in range(7):
            work.one()
            pauses.append(work.next_at["mail"] - seconds)
            seconds = work.next_at["mail"]
        monkeypatch.setattr(cli_jobs, "JOBS", (Job("mail", lambda _now: 0),))
        work.one()

    assert pauses == [2.0, 4.0, 8.0, 16.0, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]
    assert [record.getMessage() for record in caplog.records] == [
        "mail: the database is away, trying again",
        "mail: working again after 7 failures",
    ]


def test_a_broken_job_stops_no_other_and_its_log_names_nobody(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    work, said = rounds(app, monkeypatch, Job("broken", broken), Job("mail", lambda _now: 2))

    with app.app_context():
        work.one()

    assert said == [("mail", 2)]
    assert "RuntimeError" in caplog.text
    assert "in broken" in caplog.text
    assert ABSURD not in caplog.text


def test_what_has_expired_is_deleted_and_nothing_else(app: Flask) -> None:
    now = datetime.now(UTC)
    with app.app_context(), transaction():
        user = a_user(center_id=a_center().id)
        for name, age in (("new", timedelta(minutes=1)), ("old", timedelta(hours=13))):
            at = now - age
            db.session.add(StaffSession(token_hash=name, user_id=user.id, created_at=at, last_seen_at=at))
            db.session.add(SignInAttempt(source=name, at=at))
            expires = now + timedelta(days=1) if name == "new" else now
            db.session.add(
                Invitation(token_hash=name, email="a@example.jp", role=Role.ADMIN, created_at=at, expires_at=expires)
            )

    result = app.test_cli_runner().invoke(args=["jobs", "run", "--json"])

    assert result.exit_code == 0
    assert json.loads(result.stdout)["expired"] == 3
    with app.app_context():
        for model in (StaffSession, SignInAttempt, Invitation):
            assert db.session.scalar(select(func.count()).select_from(model)) == 1
