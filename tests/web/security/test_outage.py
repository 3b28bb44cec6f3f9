"""A database that is away for a moment: one page that says so, whatever was asked for."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

import pytest
from flask import Flask, render_template
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from eventsite.city.settings import HelpContact
from eventsite.core.db import db
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.security.ways import a_city, addresses

WITHOUT_DATABASE = ("/draws/verify_draw.py", "/robots.txt", "/sw.js")  # a file each


def test_every_address_says_that_it_will_be_back(app: Flask, make: Make, request: pytest.FixtureRequest) -> None:
    city = make(a_city)
    admin = Resident(app).sign_in_as(city.admin_id)

    def away(*_statement: Any) -> None:
        raise OperationalError("", {}, Exception("no connection"))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", away)
    request.addfinalizer(lambda: event.remove(engine, "before_cursor_execute", away))

    for who in (Resident(app), admin):
        for address in ("/no-such-page", "/easy/no-such-page", *(one for _rule, one in addresses(app, city))):
            answer = who.http.get(address)
            if address in WITHOUT_DATABASE:
                assert answer.status_code == HTTPStatus.OK
                continue
            assert answer.status_code in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER), (
                address
            )
            if address != "/healthz" and answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
                assert answer.headers["Retry-After"] == "5"
                assert "催し" in answer.get_data(as_text=True) or address.startswith("/e"), address
        for address in ("/display", "/staff/sign-in", "/no-such-page"):
            assert who.http.post(address, data={"size": "large"}).status_code in (303, 400, 404, 503), address


@pytest.mark.parametrize("page", ["500", "503"])
def test_the_page_names_the_telephone_that_the_settings_have(page: str, app: Flask) -> None:
    office = HelpContact("協働推進課", "083-900-0000", None)
    with app.test_request_context("/e/abcd"):
        context: dict[str, Any] = {}
        app.update_template_context(context)
        site = replace(context["site"], city=replace(context["site"].city, help=office))

        assert "083-900-0000" in render_template(f"error/{page}.html", site=site)
        assert "tel:" not in render_template(f"error/{page}.html")
