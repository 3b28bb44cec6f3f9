"""How a clerk sets the rules of a call in these tests: through the two forms, as Aoki of 仁保."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from eventsite.admission.models import Call
from eventsite.core.db import db
from eventsite.events.models import Publication
from tests.factories.events import an_occurrence, in_days
from tests.support.pages import Page
from tests.web.admission.ways import an_event_at_niho, signed_in

# A lottery of an event in a week or two, as the first form asks for it: far away, so that nothing is past.
LOTTERY = {
    "admission": "lottery", "capacity": "20", "opens_on": "2099-01-05", "opens_time": "9:00",
    "closes_on": "2099-02-02", "closes_time": "17:00", "draw_on": "2099-02-06", "draw_time": "10:00",
}  # fmt: skip


def an_event_with_dates(*days: int, **more: Any) -> str:
    """The code of a draft of 仁保 with dates in so many days, and no call."""
    event = an_event_at_niho(publication=Publication.DRAFT, **more)
    for one in days or (7,):
        an_occurrence(event.id, in_days(one))
    return event.code


def the_form(page: Page, named: str = "admission") -> Any:
    """Return the page's form that has such a field."""
    return next(one for one in page.forms if named in one.names())


def open_call(app: Flask, event_code: str, **typed: str) -> str:
    """Fill in the first form for an event and save it; return the code of the new call."""
    page = signed_in(app, "aoki@example.jp").open(f"/staff/events/{event_code}/calls/new")
    typed = {"opens_on": "2099-01-05", "opens_time": "9:00", "closes_on": "2099-02-02", "closes_time": "17:00", **typed}
    page = the_form(page).submit(**typed)
    assert page.status == 200, page.text
    with app.app_context():
        return db.session.scalars(select(Call.code).order_by(Call.id.desc())).first() or ""


def terms_page(app: Flask, call_code: str) -> Page:
    """Return the second form, of the further rules."""
    return signed_in(app, "aoki@example.jp").open(f"/staff/calls/{call_code}/terms")


def set_terms(app: Flask, call_code: str, *, rows: int = 0, **typed: str) -> Page:
    """Fill in the second form, with so many openings, and save it; in names a double underscore is the hyphen."""
    page = terms_page(app, call_code)
    for _ in range(rows):
        page = _terms_form(page).submit("act=add")
    saved: Page = _terms_form(page).submit(**{name.replace("__", "-"): value for name, value in typed.items()})
    return saved


def _terms_form(page: Page) -> Any:
    return the_form(page, "eligibility-residence")


def stored(app: Flask, call_code: str) -> Call:
    """Return the call in the database, its openings and priorities loaded."""
    with app.app_context():
        call = db.session.scalars(select(Call).where(Call.code == call_code)).one()
        _ = [*call.openings, *call.priorities, *(one for slot in call.slots for one in slot.reserves)]
        return call
