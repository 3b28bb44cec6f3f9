"""What stands in the calendar of these tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from eventsite.admission.vocabulary import Admission
from eventsite.core.db import db, transaction
from eventsite.events.models import Event
from tests.factories.accounts import a_center
from tests.factories.admission import a_call, a_slot
from tests.factories.events import a_venue, an_event, an_occurrence, in_days
from tests.web.discovery.searching import store_all


def a_listed_event(
    title: str = "ふるさと探訪", days: float = 7, capacity: int | None = 20, taken: int = 0, **more: Any
) -> Event:
    """A published event with one date, whose residents' call takes registrations now."""
    of_date, of_call = more.pop("date", {}), more.pop("call", {})
    shown = an_event(title=title, **more)
    date = an_occurrence(shown.id, in_days(days), **of_date)
    call = a_call(shown.id, **of_call)
    if call.admission is Admission.FIRST_COME:
        slot = a_slot(call.id, capacity, (date.id,))
        slot.taken = taken
    db.session.flush()
    return shown


def some_events(number: int) -> None:
    """So many events with all that they may have."""
    center = a_center()
    venue = a_venue(center.id)
    for place in range(number):
        a_listed_event(f"催し{place}", days=1 + place, center_id=center.id, date={"venue_id": venue.id})


@pytest.fixture
def calendar(app: Flask) -> Flask:
    """The events that the shipped queries look for."""
    with app.app_context(), transaction():
        store_all()
    return app


@pytest.fixture
def statements(app: Flask) -> Callable[[], Any]:
    """Return a counter of the statements that the database gets."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            seen.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting
