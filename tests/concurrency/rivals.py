"""Rivals for the same places: real processes with threads, each with its own connections."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from flask import Flask
from sqlalchemy import event

from eventsite.admission import queries, services
from eventsite.admission.models import Slot
from eventsite.admission.places import Seats
from eventsite.app import create_app
from eventsite.config import load
from eventsite.core.actor import VISITOR
from eventsite.core.db import db, transaction
from tests.factories.admission import an_entry

ROOT = Path(__file__).resolve().parents[2]
THREADS = 4


@dataclass(frozen=True)
class Rush:
    """How many register how, in each of the processes."""

    slot_id: int
    registrations: int
    party_sizes: tuple[int, ...] = (1,)
    decides_before_locking: bool = False  # the control: seats are read before rivals are kept out
    ignores_checks: bool = False  # and SQLite is told not to look at its CHECKs
    same_submission: str = ""  # all send this one form


def run(url: str, instance: Path, rush: Rush, processes: int = 2) -> int:
    """Let the processes rush at the slot at once; return how many registrations ended in an error."""
    environ = {**os.environ, "DATABASE_URL": url, "EVENTSITE_INSTANCE": str(instance)}
    argv = [sys.executable, "-m", "tests.concurrency.rivals", repr(rush)]
    started = [
        subprocess.Popen([*argv, str(number)], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)
        for number in range(processes)
    ]
    answers = [process.communicate(timeout=300)[0] for process in started]
    assert all(process.returncode == 0 for process in started), answers
    return sum(int(answer.split()[-1]) for answer in answers)


def _rush(rush: Rush, process: int) -> int:
    app = create_app(load(os.environ, ROOT))
    stale = threading.local()
    if rush.ignores_checks:
        _ignore_checks(app)

    def register(number: int) -> bool:
        size = rush.party_sizes[number % len(rush.party_sizes)]
        key = rush.same_submission or f"rival-{process}-{number}"
        entry = an_entry(
            "競争 一郎" if rush.same_submission else f"競争 {process}{number}", party_size=size, submission_key=key
        )
        with app.app_context():
            try:
                if rush.decides_before_locking:
                    stale.seats = _seats_now(rush.slot_id)
                with transaction():
                    services.register(rush.slot_id, entry, actor=VISITOR, now=datetime.now(UTC))
            except Exception as error:  # every kind of failure counts here, and is named in the output
                print(f"{type(error).__name__}: {error}".splitlines()[0], file=sys.stderr)
                return False
        return True

    double = patch.object(queries, "seats", lambda _slot: stale.seats) if rush.decides_before_locking else None
    with double or patch.dict({}), ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(register, range(rush.registrations)))
    return answers.count(False)


def _ignore_checks(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", lambda raw, _record: raw.execute("PRAGMA ignore_check_constraints=ON"))


def _seats_now(slot_id: int) -> Seats:
    slot = db.session.get_one(Slot, slot_id)
    seats = Seats(slot.capacity, slot.taken, somebody_waits=False)
    db.session.rollback()
    return seats


if __name__ == "__main__":
    print(_rush(eval(sys.argv[1], {"Rush": Rush}), int(sys.argv[2])))  # the text is our own repr
