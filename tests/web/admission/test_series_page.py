"""An event is put into a series, and it is said when its people get mails."""

from flask import Flask
from sqlalchemy import select

from eventsite.core.db import db
from eventsite.events.models import Event, Series
from tests.support.fixtures import Make
from tests.web.admission.terms_ways import an_event_with_dates, open_call, set_terms, the_form
from tests.web.admission.ways import signed_in


def stored(app: Flask, code: str) -> tuple[str | None, int | None, bool]:
    """Return series, reminder and thanks of an event."""
    with app.app_context():
        event = db.session.scalars(select(Event).where(Event.code == code)).one()
        return event.series.name if event.series else None, event.reminder_days, event.thanks


def test_aoki_puts_an_event_into_a_series_that_its_rules_name(app: Flask, make: Make) -> None:
    event = make(an_event_with_dates)
    set_terms(app, open_call(app, event, capacity="9"), limits__limit_series="1")
    form = the_form(signed_in(app, "aoki@example.jp").open(f"/staff/events/{event}/series"), "series")

    page = form.submit(series="ふるさと探訪", reminder_days="3")

    assert "「ふるさと探訪」に申し込めるのは、全部で1人1回までです。" in page.text
    assert stored(app, event) == ("ふるさと探訪", 3, True)


def test_a_series_is_one_however_often_it_is_named(app: Flask, make: Make) -> None:
    event = make(an_event_with_dates)
    clerk = signed_in(app, "aoki@example.jp")
    for _ in range(2):
        the_form(clerk.open(f"/staff/events/{event}/series"), "series").submit(series="ふるさと探訪", thanks=None)

    with app.app_context():
        assert len(db.session.scalars(select(Series)).all()) == 1


def test_without_a_series_or_a_reminder_nothing_goes_out(app: Flask, make: Make) -> None:
    event = make(an_event_with_dates)
    form = the_form(signed_in(app, "aoki@example.jp").open(f"/staff/events/{event}/series"), "series")

    form.submit(series="", reminder_days="")

    assert stored(app, event)[:2] == (None, None)


def test_a_wrong_number_of_days_gets_its_sentence(app: Flask, make: Make) -> None:
    event = make(an_event_with_dates)
    form = the_form(signed_in(app, "aoki@example.jp").open(f"/staff/events/{event}/series"), "series")

    page = form.submit(series="ふるさと探訪", reminder_days="15")

    assert page.status == 422
    assert "0から14までの数を入力してください" in page.text
    assert the_form(page, "series")["series"] == "ふるさと探訪"
