"""The number of statements of a page does not grow with what it shows."""

from collections.abc import Callable
from typing import Any

import pytest

from eventsite.events.models import Event
from tests.factories.accounts import a_center
from tests.factories.admission import a_call, a_slot
from tests.factories.events import a_date, an_event
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.discovery.conftest import a_listed_event, some_events

ADDRESSES = [
    "/", "/events", "/events?places_left=1&q=催", "/events?for=children&care=parking&language=en", "/calendar",
    "/centers", "/centers/niho", "/centers/niho/calendar/2026-12", "/places", "/places?from=niho", "/calendar.ics",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_twenty_events_cost_as_many_statements_as_two(
    client: Resident, make: Make, statements: Callable[[], Any], address: str
) -> None:
    center = make(a_center, slug="niho")
    make(some_events, 2)
    make(a_listed_event, "仁保の催し", center_id=center.id)
    with statements() as for_few:
        client.open(address)

    make(some_events, 30)
    for number in range(20):
        make(a_listed_event, f"仁保の催し{number}", center_id=center.id)
    with statements() as for_many:
        client.open(address)

    assert 2 < len(for_few) <= 20
    assert len(for_many) == len(for_few)


def test_an_event_with_many_dates_costs_as_much_as_one_with_two(
    client: Resident, make: Make, statements: Callable[[], Any]
) -> None:
    few, many = make(dates, 2), make(dates, 25)

    with statements() as for_few:
        client.open(f"/events/{few.code}")
    with statements() as for_many:
        client.open(f"/events/{many.code}")

    assert len(for_many) == len(for_few) <= 20


def dates(number: int) -> Event:
    """An event with so many dates, one slot each."""
    shown = an_event(title="講座")
    call = a_call(shown.id)
    for place in range(number):
        one = a_date(shown.id, days=1 + place)
        a_slot(call.id, 10, (one.id,), position=place)
    return shown
