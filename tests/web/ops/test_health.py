"""GET /healthz: whether this process can do its work."""

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from eventsite.core.db import db
from tests.support.pages import Resident


def test_a_well_site_says_ok_and_is_asked_anew_each_time(client: Resident) -> None:
    page = client.open("/healthz")

    assert (page.status, page.html) == (200, "ok\n")
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.mimetype == "text/plain"


def test_a_site_without_its_database_says_so_in_a_word(app: Flask, client: Resident) -> None:
    def refuse(*_args: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    with app.app_context():
        engine: Engine = db.engine
    event.listen(engine, "begin", refuse)
    try:
        page = client.open("/healthz")
    finally:
        event.remove(engine, "begin", refuse)

    assert (page.status, page.html) == (503, "the database does not answer\n")
    assert page.response.headers["Cache-Control"] == "no-store"
