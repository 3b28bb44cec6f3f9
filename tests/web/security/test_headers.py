"""What every answer carries, asked of every route of the URL map: no header depends on anybody's memory."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eventsite.app import create_app
from eventsite.core.assets import asset_url
from tests.conftest import settings_for
from tests.support.pages import Resident
from tests.web.security.ways import City, a_city, addresses

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Preview cards are there to be shown by others.
FOR_OTHERS = {"Cross-Origin-Resource-Policy": "cross-origin"}
FORBIDDEN_SOURCES = ("unsafe-inline", "'unsafe-eval'", "*", "http:", "https:")
DEMANDED = (
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "default-src 'self'",
)


def answers(app: Flask, city: City) -> Iterator[tuple[str, Resident, TestResponse]]:
    """Yield every route's answer to a stranger and to an administrator, and the answers outside of all routes."""
    app.config["WTF_CSRF_ENABLED"] = False
    for who in (Resident(app), Resident(app).sign_in_as(city.admin_id)):
        for _rule, address in addresses(app, city):
            yield address, who, who.http.get(address, buffered=True)
        for address in (
            "/no-such-page",
            "/events/no-such",
            "/events//",
            "/easy/no-such-page",
            asset_url("css/main.css"),
        ):
            yield address, who, who.http.get(address, buffered=True)
        for address in ("/events", "/healthz", "/no-such-page", asset_url("css/main.css")):
            yield f"POST {address}", who, who.http.post(address, buffered=True)
        yield "a foreign Host", who, who.http.get("/", headers={"Host": "evil.example"})
        yield "a body too large", who, who.http.post("/display", data=b"size=" + b"x" * 1_100_000)
        for _rule, address in addresses(app, city, "POST"):
            yield f"POST {address}", who, who.http.post(address, buffered=True)


def assert_headers(address: str, answer: TestResponse) -> None:
    where = f"{answer.status_code} {address}"
    for name, value in (ALWAYS | (FOR_OTHERS if where.endswith("/card.png") else {})).items():
        assert answer.headers.get(name) == value, (where, name)
    assert answer.headers.get("Referrer-Policy") in ("same-origin", "no-referrer"), where
    policy = answer.headers.get("Content-Security-Policy", "")
    assert all(one in policy for one in DEMANDED), (where, policy)
    assert not any(source in policy.split() for source in FORBIDDEN_SOURCES), (where, policy)
    assert answer.headers.get("Cache-Control"), where
    assert "Access-Control-Allow-Origin" not in answer.headers, where
    assert "Server" not in answer.headers, where


def test_every_answer_carries_its_headers(app: Flask, make: Callable[..., Any]) -> None:
    counted = 0
    for address, _who, answer in answers(app, make(a_city)):
        assert_headers(address, answer)
        counted += 1

    assert counted > 150


def test_an_answer_for_shared_caches_is_nobodys_own(app: Flask, make: Callable[..., Any]) -> None:
    for address, who, answer in answers(app, make(a_city)):
        if "public" in answer.headers["Cache-Control"]:
            assert "Set-Cookie" not in answer.headers, address
            assert "青木 花子".encode() not in answer.data, address
            if who.http.get_cookie("eventsite_staff") and answer.mimetype == "text/html":
                pytest.fail(f"{address} is made for somebody who is signed in, and given to all")
        elif not address.startswith("/static/"):
            assert answer.headers["Cache-Control"] in {"no-store", "private, no-cache"}, address


def test_a_page_made_for_a_cookie_says_so(app: Flask, make: Callable[..., Any]) -> None:
    for address, _who, answer in answers(app, make(a_city)):
        if "public" in answer.headers["Cache-Control"] and answer.mimetype == "text/html":
            assert "Cookie" in answer.vary, address


def test_over_https_every_answer_asks_for_https(tmp_path: Any) -> None:
    site = create_app(
        settings_for(f"sqlite:///{tmp_path}/x.db", tmp_path, EVENTSITE_BASE_URL="https://moyooshi.example.jp")
    )

    for address in ("/accessibility", "/healthz", "/no-such-page", "/staff/", asset_url("css/main.css")):
        answer = site.test_client().get(address, headers={"Host": "moyooshi.example.jp"}, buffered=True)
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000"), address
