"""Two doors let each person in once, on both databases; and without the look inside the constraint refuses."""

from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Participant
from eventsite.attendance.models import Attendance
from eventsite.attendance.queries import totals_of
from eventsite.core.db import db
from tests.concurrency import doors
from tests.concurrency.doors import Crowd
from tests.factories.admission import a_registration, an_open_slot
from tests.support.fixtures import Make

PEOPLE = 40


def crowd_of(app: Flask, make: Make, **more: bool) -> Crowd:
    slot = make(an_open_slot, capacity=PEOPLE)
    for number in range(PEOPLE // 4):
        make(a_registration, slot.id, f"来場 {number}", party_size=4)
    with app.app_context():
        [occurrence] = db.session.get_one(Slot, slot.id).occurrences
        people = db.session.scalars(select(Participant.id).order_by(Participant.id)).all()
        return Crowd(occurrence.id, tuple(people), **more)


def test_each_person_at_both_doors_is_one_row(app: Flask, make: Make, tmp_path: Path) -> None:
    crowd = crowd_of(app, make)

    answers = doors.run(str(app.config["SQLALCHEMY_DATABASE_URI"]), tmp_path, crowd)

    assert answers == {"ok": PEOPLE, "already_in": PEOPLE}
    with app.app_context():
        assert totals_of(crowd.occurrence_id).residents == PEOPLE
        assert db.session.scalar(select(func.count()).select_from(Attendance)) == PEOPLE


def test_control_a_door_that_does_not_look_is_refused_by_the_constraint(app: Flask, make: Make, tmp_path: Path) -> None:
    crowd = crowd_of(app, make, sees_nobody_inside=True)

    answers = doors.run(str(app.config["SQLALCHEMY_DATABASE_URI"]), tmp_path, crowd)

    assert answers["IntegrityError"] == PEOPLE, "both doors met each person, so the test above proves something"
    with app.app_context():
        assert totals_of(crowd.occurrence_id).residents == PEOPLE
