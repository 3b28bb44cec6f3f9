"""A door to stand at: the walk at 仁保 today, its clerk, and what one does there."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from eventsite.admission.models_registrations import Registration
from eventsite.attendance.models import Attendance
from eventsite.attendance.queries import totals_of
from eventsite.attendance.rules import Totals
from eventsite.core.db import db
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import an_event, an_occurrence, in_days
from tests.support.fixtures import Make
from tests.support.pages import Form, Page, Resident


@dataclass(frozen=True)
class Niho:
    """A walk with one date today, 20 places, and a clerk who is signed in."""

    app: Flask
    make: Make
    clerk: Resident
    center_id: int
    event_id: int
    code: str
    occurrence_id: int
    slot_id: int

    @property
    def door(self) -> str:
        """Return the door's address."""
        return f"/staff/occurrences/{self.code}/door"

    @property
    def tally(self) -> str:
        """Return the address of the head count."""
        return f"/staff/occurrences/{self.code}/tally"

    @property
    def closing(self) -> str:
        """Return the address of the closing."""
        return f"/staff/occurrences/{self.code}/closing"

    def registered(self, name: str = "馬場 太郎", kana: str = "ばば たろう", **more: object) -> Registration:
        """Return a new registration."""
        record: Registration = self.make(a_registration, self.slot_id, name, name_kana=kana, **more)
        return record

    def participants(self, party: Registration) -> list[int]:
        """Return the ids of a party's members."""
        with self.app.app_context():
            return [one.id for one in db.session.get_one(Registration, party.id).participants]

    def scan(self, text: str) -> Page:
        """Open the door and type or scan."""
        return scan_form(self.clerk.open(self.door)).submit(who=text)

    def count(self, people: str, **more: str) -> Page:
        """Type a number into the head count."""
        form = next(one for one in self.clerk.open(self.tally).forms if "is_estimate" in one.names())
        return form.submit(people=people, **more)

    def totals(self) -> Totals:
        """Return the totals as they are stored."""
        with self.app.app_context():
            return totals_of(self.occurrence_id)

    def rows(self) -> list[Attendance]:
        """Return all rows, replaced ones too, oldest first."""
        query = select(Attendance).where(Attendance.occurrence_id == self.occurrence_id).order_by(Attendance.id)
        with self.app.app_context():
            return list(db.session.scalars(query))


def a_walk(app: Flask, make: Make, clerk: Resident, days: float = 0, **facts: object) -> Niho:
    """Return a walk on a day, with its clerk."""
    center = make(a_center, name="仁保地域交流センター")
    aoki = make(a_user, center_id=center.id)
    event = make(an_event, center.id, **facts)
    occurrence = make(lambda: an_occurrence(event.id, in_days(days, hour=0), hours=23))
    slot = make(a_slot, make(a_call, event.id).id, 20, (occurrence.id,))
    return Niho(app, make, clerk.sign_in_as(aoki.id), center.id, event.id, occurrence.code, occurrence.id, slot.id)


def scan_form(page: Page) -> Form:
    """Return the form that takes a scan."""
    return next(form for form in page.forms if "who" in form.names())


def press(page: Page, name: str, value: object, action: str = "check-ins", **more: str) -> Page:
    """Press the button with that name and value, in the first form that has it and these values."""
    form = next(
        one
        for one in page.forms
        if action in one.action
        and any(e.get("name") == name and e.get("value") == str(value) for e in one.element.iter("button"))
        and all((key, wanted) in one.values for key, wanted in more.items())
    )
    return form.submit(f"{name}={value}")


def answer_of(page: Page) -> str:
    """Return the kind of the door's answer; empty without one."""
    return next((one.get("data-answer", "") for one in page.tree.iter("section") if one.get("data-answer")), "")
