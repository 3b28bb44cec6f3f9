"""Forms that another site sends in somebody's name: every route that changes something refuses them all."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.support.pages import Resident
from tests.web.security.test_safe_methods import state_of
from tests.web.security.ways import City, a_city, addresses

FORM = "application/x-www-form-urlencoded"


def token_of(who: Resident) -> str:
    """Return a token that is valid for this browser's session."""
    return who.open("/display").form("/display")["csrf_token"]


@pytest.fixture
def city(make: Callable[..., Any], app: Flask) -> City:
    """A city whose site looks at tokens, as it does when it is used."""
    app.config["WTF_CSRF_ENABLED"] = True
    found: City = make(a_city)
    return found


def test_no_token_anothers_token_or_a_foreign_origin_changes_anything(app: Flask, city: City) -> None:
    foreign = token_of(Resident(app))
    people = [
        Resident(app),
        *(Resident(app).sign_in_as(one) for one in (city.admin_id, city.clerk_id, city.supporter_id)),
    ]
    own = [token_of(one) for one in people]
    before, count = state_of(app), 0
    for who, token in zip(people, own, strict=True):
        for _rule, address in addresses(app, city, "POST"):
            forgeries: list[dict[str, Any]] = [
                {"data": {}},
                {"data": {"csrf_token": foreign}},
                {"data": {"csrf_token": ""}},
                {"data": f"csrf_token={token}".encode(), "content_type": "text/plain"},
                {"data": b'{"csrf_token": "%b"}' % token.encode(), "content_type": "application/json"},
                {"data": {}, "query_string": {"csrf_token": token}},
                {"data": {"csrf_token": token}, "headers": {"Origin": "http://evil.example"}},
                {"data": {"csrf_token": token}, "headers": {"Origin": "http://localhost.evil.example"}},
                {"data": {"csrf_token": token}, "headers": {"Sec-Fetch-Site": "cross-site", "Origin": "null"}},
            ]
            for request in forgeries:
                assert who.http.post(address, **request).status_code == 400, (address, request)
                count += 1

    assert state_of(app) == before
    assert count > 800


def test_control_the_own_token_and_origin_pass(app: Flask, city: City) -> None:
    clerk = Resident(app).sign_in_as(city.clerk_id)
    for headers in ({}, {"Origin": "http://localhost"}, {"Origin": "http://127.0.0.1:8000"}, {"Origin": "null"}):
        answer = clerk.http.post("/display", data={"csrf_token": token_of(clerk), "size": "large"}, headers=headers)
        assert answer.status_code == 303
