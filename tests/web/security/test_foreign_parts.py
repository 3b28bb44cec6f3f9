"""Another center's things named inside a form of one's own center: the address is one's own, the ids are not."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import CenterPhone, Role
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.attendance.models import Attendance
from eventsite.core.db import db
from eventsite.events.models import Event, Occurrence
from tests.factories.accounts import a_user
from tests.factories.events import a_venue
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.security.test_safe_methods import state_of
from tests.web.security.ways import City, a_city


@dataclass(frozen=True)
class Foreign:
    """What belongs to the other center, and its people's names."""

    city: City
    participant_id: int
    ticket: str
    receipt: str
    slot_code: str
    occurrence_code: str
    venue_id: int
    phone_id: int
    helper_token: str


@pytest.fixture
def own(app: Flask, make: Make) -> City:
    """Aoki's center."""
    app.config["WTF_CSRF_ENABLED"] = False
    found: City = make(a_city, "niho")
    return found


@pytest.fixture
def foreign(app: Flask, make: Make, own: City) -> Foreign:
    """Chiba's center, where everybody and everything is called 標識."""
    city: City = make(a_city, "ato", words="標識")
    with app.app_context():
        by_token = select(Registration).where(Registration.manage_token == city.names["my"])
        registration = db.session.scalars(by_token).one()
        event = registration.call.event
        return Foreign(
            city=city,
            participant_id=registration.participants[0].id,
            ticket=registration.ticket_code,
            receipt=registration.receipt,
            slot_code=registration.slot.code,
            occurrence_code=event.occurrences[0].code,
            venue_id=event.occurrences[0].venue_id or 0,
            phone_id=db.session.scalars(select(CenterPhone.id).where(CenterPhone.center_id == event.center_id)).one(),
            helper_token=city.names["own"],
        )


@pytest.fixture
def aoki(app: Flask, own: City) -> Resident:
    """A clerk of her own center only."""
    return Resident(app).sign_in_as(own.clerk_id)


def assert_tells_nothing(page: Page) -> None:
    assert "標識" not in page.html


@pytest.mark.parametrize("named", ["participant_id", "ticket", "receipt", "absent"])
def test_nobody_of_another_center_is_let_in_or_named(
    app: Flask, aoki: Resident, own: City, foreign: Foreign, named: str
) -> None:
    value = str(getattr(foreign, named, 999_999))
    field = "participant" if value.isdigit() else "who"
    before = state_of(app)

    page = aoki.post(f"/staff/occurrences/{own.names['occurrences']}/check-ins", data={"nonce": "n", field: value})

    assert page.status in (404, 422)
    assert_tells_nothing(page)
    assert state_of(app) == before


def test_another_centers_person_answers_like_nobody_at_all(aoki: Resident, own: City, foreign: Foreign) -> None:
    address = f"/staff/occurrences/{own.names['occurrences']}/check-ins"

    answers = {
        aoki.post(address, data={"nonce": "n", "participant": str(one)}).status
        for one in (foreign.participant_id, 999_999)
    }

    assert len(answers) == 1


def test_another_centers_count_is_not_taken_back(app: Flask, aoki: Resident, own: City, foreign: Foreign) -> None:
    theirs = foreign.city.names["check-ins"]

    page = aoki.post(f"/staff/occurrences/{own.names['occurrences']}/check-ins/{theirs}/reversal", data={"nonce": "n"})

    assert page.status == 404
    with app.app_context():
        assert db.session.scalar(select(Attendance.id).where(Attendance.corrects_id == int(theirs))) is None


def test_another_centers_slot_takes_no_registration_from_here(
    app: Flask, aoki: Resident, own: City, foreign: Foreign
) -> None:
    before = state_of(app)
    sent = {
        "slot": foreign.slot_code,
        "name": "江藤",
        "name_kana": "えとう",
        "phone": "083-900-0000",
        "party_size": "1",
    }

    assert (
        aoki.post(f"/staff/calls/{own.names['calls']}/registrations", data={**sent, "channel": "phone"}).status == 422
    )
    assert Resident(app).post(f"/calls/{own.names['calls']}/registrations", data=sent).status == 422
    assert state_of(app) == before


def test_another_centers_slot_is_not_changed_from_here(app: Flask, aoki: Resident, own: City, foreign: Foreign) -> None:
    page = aoki.open(f"/staff/calls/{own.names['calls']}/edit")

    page.form("/edit").submit(**{"slots-0-code": foreign.slot_code, "slots-0-capacity": "99"})

    with app.app_context():
        assert db.session.scalars(select(Slot).where(Slot.code == foreign.slot_code)).one().capacity == 4


def test_another_centers_place_line_and_date_stay_theirs(
    app: Flask, aoki: Resident, own: City, foreign: Foreign
) -> None:
    address = f"/staff/events/{own.names['events']}/edit"
    for field, value in (("venue", foreign.venue_id), ("contact", foreign.phone_id)):
        page = aoki.open(address).form("/edit").submit(**{field: str(value)})
        assert page.status == 422
        assert_tells_nothing(page)
    aoki.post(address, data={**dict(aoki.open(address).form("/edit").values), "dates-0-code": foreign.occurrence_code})

    with app.app_context():
        event = db.session.scalars(select(Event).where(Event.code == own.names["events"])).one()
        theirs = db.session.scalars(select(Occurrence).where(Occurrence.code == foreign.occurrence_code)).one()
        assert theirs.event_id != event.id
        assert {one.venue_id for one in event.occurrences}.isdisjoint({foreign.venue_id})
        assert event.phone_id != foreign.phone_id


def test_another_centers_event_cannot_be_copied(aoki: Resident, foreign: Foreign) -> None:
    page = aoki.open(f"/staff/centers/niho/events/new?copy={foreign.city.names['events']}")

    assert page.status == 404
    assert_tells_nothing(page)


def test_a_place_of_the_whole_city_can_be_chosen(app: Flask, make: Make, aoki: Resident, own: City) -> None:
    shared = make(a_venue, None, "市民会館")

    page = aoki.open(f"/staff/events/{own.names['events']}/edit").form("/edit").submit(venue=str(shared.id))

    assert page.status == 200


def test_a_helper_cannot_take_another_out_of_a_shift(app: Flask, make: Make, own: City, foreign: Foreign) -> None:
    eto = Resident(app).sign_in_as(make(a_user, Role.SUPPORTER, name="江藤 四郎").id)
    before = state_of(app)

    assert eto.post(f"/supporters/registrations/{foreign.helper_token}/withdrawal").status == 404
    assert eto.post(f"/supporters/registrations/{foreign.city.names['my']}/withdrawal").status == 404
    assert state_of(app) == before
