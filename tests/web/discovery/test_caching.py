"""What a cache between us and the reader may keep."""

import pytest

from tests.factories.accounts import a_user
from tests.factories.events import an_event
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.discovery.conftest import a_listed_event, some_events

ADDRESSES = ["/", "/events", "/calendar/2026-11", "/centers", "/places", "/privacy"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_public_pages_may_be_shared_for_a_moment_and_set_no_cookie(client: Resident, make: Make, address: str) -> None:
    make(some_events, 1)

    response = client.http.get(address)

    assert response.headers["Cache-Control"] == "public, max-age=30"
    assert "Cookie" in response.headers["Vary"]
    assert "Set-Cookie" not in response.headers


def test_a_page_with_somebodys_name_in_its_menu_is_never_shared(client: Resident, make: Make) -> None:
    shown = make(a_listed_event, "催し")
    center_id = make(an_event).center_id
    aoki = make(a_user, center_id=center_id, name="青木 花子")

    client.sign_in_as(aoki.id)

    for address in (*ADDRESSES, f"/events/{shown.code}"):
        assert client.http.get(address).headers["Cache-Control"] == "no-store"


def test_pages_that_do_not_exist_are_not_shared(client: Resident) -> None:
    assert client.http.get("/events/nowhere").headers["Cache-Control"] == "no-store"
