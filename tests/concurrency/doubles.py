"""What the controls take away. Each is entered in the processes of the crowd, within the application's context."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import event

from eventsite.admission import holding, queries, rules
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.core import db as core_db
from eventsite.core.db import db
from eventsite.imports import judging
from eventsite.lottery import services, services_draw, services_release

WHO_LOCKS = (queries, services, services_draw, services_release)
A_MOMENT = 0.02  # seconds between looking and writing: long enough for a rival to look as well


def _look(call_id: int) -> Call:
    call = db.session.get_one(Call, call_id, populate_existing=True)
    time.sleep(A_MOMENT)
    return call


def _look_at_registration(registration_id: int) -> Registration:
    registration = db.session.get_one(Registration, registration_id, populate_existing=True)
    time.sleep(A_MOMENT)
    return registration


@contextmanager
def nobody_locks() -> Iterator[None]:
    """Nobody keeps rivals out: no row is locked, and on SQLite a writer begins as a reader."""
    with ExitStack() as doubles:
        for module in WHO_LOCKS:
            doubles.enter_context(patch.object(module, "lock_call", _look))
        doubles.enter_context(patch.object(holding, "lock_registration", _look_at_registration))
        doubles.enter_context(_readers_first())
        yield


@contextmanager
def _readers_first() -> Iterator[None]:
    def begin(_c: Any, _cursor: Any, statement: str, said: Any, _context: Any, _many: Any) -> tuple[str, Any]:
        return ("BEGIN" if statement == "BEGIN IMMEDIATE" else statement), said

    @contextmanager
    def at_once(_session: object) -> Iterator[None]:
        yield

    engine = db.engine
    event.listen(engine, "before_cursor_execute", begin, retval=True)
    try:
        with patch.object(core_db, "_turn_to_write", at_once):
            yield
    finally:
        event.remove(engine, "before_cursor_execute", begin)


@contextmanager
def nobody_is_promoted() -> Iterator[None]:
    """A freed place is passed on by nobody in the transaction that frees it."""
    with patch.object(holding, "promote", lambda *_, **__: []):
        yield


@contextmanager
def nobody_is_seen_waiting() -> Iterator[None]:
    """Admission does not look whether somebody waits."""
    with patch.object(queries, "_somebody_waits", lambda _slot_id: False):
        yield


@contextmanager
def earlier_sendings_are_forgotten() -> Iterator[None]:
    """Nobody looks whether the form was sent before."""
    with patch.object(queries, "registration_by_submission", lambda _key: None):
        yield


@contextmanager
def nothing_is_early() -> Iterator[None]:
    """Nobody looks whether registration has opened."""
    with patch.object(rules, "require_registration", lambda *_: None):
        yield


@contextmanager
def rows_judged_before_the_lock() -> Iterator[None]:
    """What staff were shown is brought in without being looked at again."""
    with patch.object(judging.Judge, "again", lambda _judge, judged: list(judged)):
        yield
