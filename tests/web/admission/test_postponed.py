"""An event whose date was put off (延期): nobody registers before its new date is known; who has a place keeps it."""

from datetime import timedelta

import pytest
from flask import Flask

from eventsite.admission.errors import DatesPostponed
from eventsite.core.db import db, transaction
from eventsite.events.models import Occurrence, OccurrenceStatus
from tests.factories.admission import a_registration, a_slot
from tests.factories.events import an_occurrence, in_days
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.ways import BABA, Opened, an_opened_slot, form_of, registrations, send


def dates_become(app: Flask, slot: Opened, status: OccurrenceStatus) -> None:
    """Let all dates of the event have that state."""
    with app.app_context(), transaction():
        for one in db.session.query(Occurrence).where(Occurrence.event_id == slot.event_id):
            one.status = status


def two_dates() -> Opened:
    """Two dates, each with a slot of its own; the first is postponed."""
    slot = an_opened_slot()
    first = db.session.query(Occurrence).where(Occurrence.event_id == slot.event_id).one()
    first.status = OccurrenceStatus.POSTPONED
    second = an_occurrence(slot.event_id, in_days(9))
    a_slot(slot.call_id, 20, (second.id,), position=1, label="2回目")
    return slot


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", "延期になりました"), ("/easy", "ほかの 日に なります"), ("/en", "This event is postponed")],
)
def test_while_no_new_date_is_known_there_is_no_form(
    app: Flask, client: Resident, make: Make, prefix: str, words: str
) -> None:
    slot = make(an_opened_slot)
    dates_become(app, slot, OccurrenceStatus.POSTPONED)

    page = client.open(prefix + form_of(slot))

    assert words in page.text
    assert all("/check" not in one.action for one in page.forms)


def test_a_form_that_was_open_before_registers_nobody(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    checked = client.open(form_of(slot)).form("/check").submit(**BABA)
    dates_become(app, slot, OccurrenceStatus.POSTPONED)

    answer = checked.form("/registrations").submit()

    assert answer.status == 422
    assert "延期になりました" in answer.text
    assert registrations(app, slot) == []


@pytest.mark.parametrize("status", [OccurrenceStatus.SCHEDULED, OccurrenceStatus.CHANGED])
def test_control_once_the_date_is_fixed_registration_goes_on(
    app: Flask, client: Resident, make: Make, status: OccurrenceStatus
) -> None:
    slot = make(an_opened_slot)
    dates_become(app, slot, status)

    send(client.open(form_of(slot)))

    assert [one.state for one in registrations(app, slot)] == ["confirmed"]


def test_of_two_dates_the_one_that_is_fixed_can_be_had(app: Flask, client: Resident, make: Make) -> None:
    slot = make(two_dates)

    send(client.open(form_of(slot)))

    assert [one.slot_id != slot.id for one in registrations(app, slot)] == [True]
    with pytest.raises(DatesPostponed):
        make(a_registration, slot.id)


def test_who_has_a_place_keeps_it_and_may_give_it_back(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    made = make(a_registration, slot.id)
    dates_become(app, slot, OccurrenceStatus.POSTPONED)

    page = client.open(f"/my/{made.manage_token}")

    assert "延期になりました" in page.text
    assert "申し込みはそのままです" in page.text
    assert "延期・新しい日は未定" in page.text
    page.follow("申し込みを取り消す").form("/withdrawal").submit()
    assert [one.state for one in registrations(app, slot)] == ["withdrawn"]


def test_the_day_that_was_put_off_passes_and_nothing_is_over(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    made = make(a_registration, slot.id)
    dates_become(app, slot, OccurrenceStatus.POSTPONED)
    with app.app_context(), transaction():
        for one in db.session.query(Occurrence).where(Occurrence.event_id == slot.event_id):
            one.starts_at -= timedelta(days=10)
            one.ends_at = one.starts_at + timedelta(hours=2)

    page = client.open(f"/my/{made.manage_token}")

    assert "この催しは終わりました" not in page.text
    assert "申し込みを取り消す" in page.text
