"""One transaction an action: all of it is stored or nothing, and nothing is stored outside of one."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from eventsite.accounts.models import Center
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.audit.services import record
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db, transaction
from eventsite.events.models import Occurrence
from tests.factories.accounts import a_center
from tests.factories.events import an_event, an_occurrence
from tests.support.fixtures import Make


def centers(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Center)) or 0


def test_an_action_that_fails_leaves_nothing(app: Flask) -> None:
    def fail() -> None:
        a_center()
        raise LookupError

    with app.app_context(), pytest.raises(LookupError), transaction():
        fail()

    assert centers(app) == 0


def test_nothing_is_flushed_outside_a_transaction(app: Flask) -> None:
    with app.app_context():
        db.session.add(Center(slug="niho", kind="center", name="仁保"))
        with pytest.raises(RuntimeError, match="outside transaction"):
            db.session.commit()

    assert centers(app) == 0


def test_nothing_is_updated_in_bulk_outside_a_transaction(app: Flask, make: Make) -> None:
    make(a_center)
    with app.app_context(), pytest.raises(RuntimeError, match="outside transaction"):
        db.session.execute(update(Center).values(name="大殿"))


def test_transactions_do_not_nest(app: Flask) -> None:
    with app.app_context(), transaction(), pytest.raises(RuntimeError, match="nest"), transaction():
        pass


def test_what_was_read_before_is_read_anew_under_the_lock(app: Flask, make: Make) -> None:
    center = make(a_center, name="仁保")
    with app.app_context():
        known = db.session.get_one(Center, center.id)
        assert known.name == "仁保"
        db.session.rollback()
        _rename_elsewhere(app, center.id)
        with transaction():
            assert known.name == "二島"


def _rename_elsewhere(app: Flask, center_id: int) -> None:
    with app.app_context(), transaction():
        db.session.get_one(Center, center_id).name = "二島"


@pytest.mark.parametrize("change", ["UPDATE audit_entries SET detail = 'x'", "DELETE FROM audit_entries"])
def test_the_audit_log_cannot_be_changed(app: Flask, make: Make, change: str) -> None:
    center = make(a_center)
    with app.app_context(), transaction():
        subject = db.session.get_one(Center, center.id)
        record(Action.EVENT_EDIT, subject, actor=SYSTEM, now=datetime.now(UTC), center_id=center.id)

    with app.app_context(), pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
        connection.exec_driver_sql(change)

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 1


def test_the_uid_of_a_date_never_changes_and_its_sequence_never_falls(app: Flask, make: Make) -> None:
    date = make(lambda: an_occurrence(an_event().id, sequence=3))

    for change in ({"uid": "other@example.jp"}, {"sequence": 2}):
        with app.app_context(), pytest.raises(DatabaseError, match="never"), transaction():
            db.session.execute(update(Occurrence).where(Occurrence.id == date.id).values(**change))


def test_every_connection_keeps_its_promises(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            assert connection.exec_driver_sql("SHOW timezone").scalar() == "UTC"
            return
        answers = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PROMISED}
        assert answers == PROMISED


PROMISED = {"foreign_keys": 1, "synchronous": 2, "busy_timeout": 30_000, "secure_delete": 1}
