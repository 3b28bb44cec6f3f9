"""Every page that the URL map knows, in three languages, read by an independent HTML checker."""

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask

from eventsite.accounts.access import Reach
from eventsite.events.models import Publication
from tests.support.checker import faults
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.support.routes import World, a_world, address, rules
from tests.web.discovery.conftest import a_listed_event

LANGUAGES = ("", "/easy", "/en")


def pages(app: Flask, world: World) -> Iterator[tuple[str, str]]:
    """Yield address and text of every page: those for everybody as residents get them, the others as staff do."""
    resident, staff = Resident(app), Resident(app).sign_in_as(world.administrator_id)
    for rule, declared in rules(app):
        is_public = declared.reach is Reach.PUBLIC
        path = "GET" in (rule.methods or ()) and address(app, rule, declared, world, lambda one: works(staff, one))
        for language in (LANGUAGES if is_public else LANGUAGES[:1]) if path else ():
            answer = (resident if is_public else staff).http.get(f"{language}{path}")
            if answer.mimetype == "text/html":
                yield f"{language}{path}", answer.get_data(as_text=True)


def works(reader: Resident, path: str) -> bool:
    """Return whether there is something at the address."""
    return reader.http.get(path).status_code == HTTPStatus.OK


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # pages are the same on both databases
def test_every_page_is_valid_html(app: Flask, make: Make, tmp_path: Path) -> None:
    found = dict(pages(app, make(a_world, "niho")))
    reader = Resident(app)
    for state in ({"publication": Publication.CANCELLED}, {"days": -3}, {"taken": 20}):
        shown = make(a_listed_event, "催し <b>&", description="雨具を。\n<script>", **state)
        found |= {f"{language} {state}": reader.open(f"{language}/events/{shown.code}").html for language in LANGUAGES}

    assert faults(found, tmp_path) == []
    assert len(found) > 80


def test_the_checker_sees_a_mistake(tmp_path: Path) -> None:
    page = '<!DOCTYPE html><html lang="ja"><head><title>市</title></head><body>{}</body></html>'

    wrong = faults({"/right": page.format("市"), "/wrong": page.format("<span><ul></ul></span>")}, tmp_path)

    assert len(wrong) == 1
    assert wrong[0].startswith("/wrong: ")
