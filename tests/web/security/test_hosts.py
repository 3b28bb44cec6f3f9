"""A Host header is the sender's own word: no foreign one is served, and no link or mail is built from any."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from eventsite.accounts.models import Role
from tests.factories.accounts import a_user
from tests.support.pages import Resident
from tests.web.security.ways import a_city, addresses

FOREIGN = (
    "evil.example",
    "",
    "localhost:99999",
    "localhost:abc",
    "[::1",
    "a b",
    "localhost@evil.example",
    "..",
    "\xff",
    "a" * 300,
)


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_gets_a_page_that_says_no(app: Flask, make: Callable[..., Any], host: str) -> None:
    stranger, clerk = Resident(app), Resident(app).sign_in_as(make(a_user, Role.ADMIN).id)

    for who in (stranger, clerk):
        for path in ("/", "/staff/", "/no-such-page", "/easy/events"):
            page = who.open(path, headers={"Host": host})
            assert page.status == 400
            assert "青木" not in page.text
            assert "evil" not in page.html


def test_no_answer_repeats_a_host_that_proxies_forward(app: Flask, make: Callable[..., Any]) -> None:
    forged = {
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "host=evil.example",
        "X-Forwarded-Prefix": "//evil.example",
    }
    city = make(a_city)
    for who in (Resident(app), Resident(app).sign_in_as(city.admin_id)):
        for _rule, address in addresses(app, city):
            answer = who.http.get(address, headers=forged)
            assert b"evil.example" not in answer.get_data(), address
            assert "evil.example" not in str(answer.headers), address


def test_links_that_leave_the_site_name_the_configured_host(app: Flask, make: Callable[..., Any]) -> None:
    city = make(a_city)

    page = Resident(app).open(f"/events/{city.names['events']}", headers={"Host": "127.0.0.1:9999"})
    feed = Resident(app).open("/calendar.ics", headers={"Host": "127.0.0.1:9999"})

    assert "127.0.0.1:9999" not in page.html + feed.html
    assert f"http://127.0.0.1:8000/e/{city.names['events']}" in feed.html.replace("\r\n ", "")
