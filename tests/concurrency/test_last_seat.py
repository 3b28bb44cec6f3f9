"""Nobody is oversold, in every interleaving, on both databases; and the guards' absence shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, text

from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.core.db import db
from tests.concurrency import rivals
from tests.concurrency.rivals import Rush
from tests.factories.admission import an_open_slot
from tests.support.fixtures import Make

CHECK = {"name": "ck_slots_never_oversold"}
CONFIRMED, WAITING = RegistrationState.CONFIRMED, RegistrationState.WAITING


def url_of(app: Flask) -> str:
    return str(app.config["SQLALCHEMY_DATABASE_URI"])


def persons(app: Flask, slot_id: int, state: RegistrationState) -> int:
    with app.app_context():
        query = select(func.sum(Registration.party_size)).where(
            Registration.slot_id == slot_id, Registration.state == state
        )
        return int(db.session.scalar(query) or 0)


def sequences(app: Flask, slot_id: int, state: RegistrationState) -> list[int]:
    with app.app_context():
        query = select(Registration.sequence).where(Registration.slot_id == slot_id, Registration.state == state)
        return sorted(db.session.scalars(query))


def test_a_thousand_rivals_for_a_hundred_places(app: Flask, make: Make, tmp_path: Path) -> None:
    slot = make(an_open_slot, capacity=100)

    errors = rivals.run(url_of(app), tmp_path, Rush(slot.id, registrations=500))

    assert errors == 0
    assert sequences(app, slot.id, CONFIRMED) == list(range(1, 101))
    assert sequences(app, slot.id, WAITING) == list(range(101, 1001))
    with app.app_context():
        assert db.session.get_one(Slot, slot.id).taken == 100


def test_parties_of_one_to_four_are_never_split_nor_oversold(app: Flask, make: Make, tmp_path: Path) -> None:
    slot = make(an_open_slot, capacity=99)

    errors = rivals.run(url_of(app), tmp_path, Rush(slot.id, registrations=100, party_sizes=(1, 2, 3, 4)))

    assert errors == 0
    assert 96 <= persons(app, slot.id, CONFIRMED) <= 99
    assert persons(app, slot.id, CONFIRMED) + persons(app, slot.id, WAITING) == 500


def test_one_form_sent_by_many_at_once_makes_one_registration(app: Flask, make: Make, tmp_path: Path) -> None:
    slot = make(an_open_slot, capacity=100)

    errors = rivals.run(url_of(app), tmp_path, Rush(slot.id, registrations=20, same_submission="the-same"))

    assert errors == 0
    assert sequences(app, slot.id, CONFIRMED) == [1]


def test_the_check_refuses_whoever_decides_before_locking(app: Flask, make: Make, tmp_path: Path) -> None:
    slot = make(an_open_slot, capacity=10)

    errors = rivals.run(url_of(app), tmp_path, Rush(slot.id, registrations=100, decides_before_locking=True))

    assert persons(app, slot.id, CONFIRMED) == 10
    assert errors > 0


@contextmanager
def without_the_check(app: Flask) -> Iterator[None]:
    """Take the last guard away on PostgreSQL (on SQLite each connection of the rivals does so itself)."""
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        yield
        return
    with app.app_context(), db.engine.begin() as connection:
        rule = connection.scalar(
            text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name"), CHECK
        )
        connection.execute(text(f"ALTER TABLE slots DROP CONSTRAINT {CHECK['name']}"))
    try:
        yield
    finally:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE slots ADD CONSTRAINT {CHECK['name']} {rule} NOT VALID"))


def test_control_without_lock_and_check_the_last_seats_are_oversold(app: Flask, make: Make, tmp_path: Path) -> None:
    slot = make(an_open_slot, capacity=10)
    rush = Rush(slot.id, registrations=100, decides_before_locking=True, ignores_checks=True)

    with without_the_check(app):
        rivals.run(url_of(app), tmp_path, rush)

    assert persons(app, slot.id, CONFIRMED) > 10, "the race did not happen, so the tests above prove nothing"
