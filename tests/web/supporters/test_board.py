"""The board of 地域活動応援隊: city employees take shifts at the centers' events."""

from dataclasses import dataclass
from datetime import timedelta

import icalendar
import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Audience, RegistrationState
from eventsite.attendance import services as attendance
from eventsite.attendance.models import Source
from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db, transaction
from eventsite.events.models import Occurrence, Publication
from eventsite.notifications.models import OutgoingMail
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_slot
from tests.factories.events import an_event, an_occurrence, in_days
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident


@dataclass(frozen=True)
class Festival:
    """A festival in a week that asks for two helpers in the morning."""

    app: Flask
    make: Make
    event_id: int
    call_id: int
    occurrence_id: int
    morning: Slot
    eto: Resident
    eto_id: int

    def shift(self, label: str, starts: int, ends: int, capacity: int = 2) -> Slot:
        def build() -> Slot:
            day = db.session.get_one(Occurrence, self.occurrence_id).starts_at
            times = {"starts_at": day + timedelta(hours=starts), "ends_at": day + timedelta(hours=ends)}
            return a_slot(self.call_id, capacity, (self.occurrence_id,), label=label, **times)

        slot: Slot = self.make(build)
        return slot

    def helper(self, name: str) -> Resident:
        return Resident(self.app).sign_in_as(self.make(a_user, Role.SUPPORTER, None, name).id)

    def registrations(self) -> list[Registration]:
        with self.app.app_context():
            return list(db.session.scalars(select(Registration).order_by(Registration.id)))


@pytest.fixture
def festival(app: Flask, make: Make, client: Resident) -> Festival:
    event = make(an_event, make(a_center).id, title="ふれあいまつり")
    occurrence = make(lambda: an_occurrence(event.id, in_days(7, hour=8), hours=8))
    call = make(a_call, event.id, audience=Audience.CITY_STAFF, party_max=1)
    eto = make(a_user, Role.SUPPORTER, None, "江藤 四郎", "eto@city.example")
    empty = Festival(app, make, event.id, call.id, occurrence.id, Slot(), client.sign_in_as(eto.id), eto.id)
    return Festival(**{**empty.__dict__, "morning": empty.shift("テント設営", 0, 3)})


def join(helper: Resident, slot: Slot) -> Page:
    """Press 応援に入る as from an open page, whatever the board says by now."""
    return helper.post(f"/supporters/slots/{slot.code}/participation", data={"csrf_token": token_of(helper)})


def token_of(helper: Resident) -> str:
    form = next(one for one in helper.open("/supporters/").forms if "csrf_token" in one.names())
    return form["csrf_token"]


def test_the_board_says_what_when_where_and_how_many(festival: Festival) -> None:
    page = festival.eto.open("/supporters/")

    assert page.status == 200
    for words in ("テント設営", "午前8時～11時", "ふれあいまつり", "あと2人", "応援に入る"):
        assert words in page.text


def test_a_helper_joins_at_once_with_the_accounts_name_and_mail(festival: Festival) -> None:
    page = festival.eto.open("/supporters/").form("participation").submit()

    assert "応援に入りました" in page.text
    assert "参加します" in page.text
    [made] = festival.registrations()
    assert (made.name, made.email, made.phone, made.user_id) == ("江藤 四郎", "eto@city.example", "", festival.eto_id)
    assert made.state is RegistrationState.CONFIRMED
    with festival.app.app_context():
        mail = db.session.scalars(select(OutgoingMail)).one()
        assert mail.subject.startswith("【応援隊】")
        assert "応援に入りました" in mail.body


def test_pressing_twice_takes_one_place(festival: Festival) -> None:
    form = festival.eto.open("/supporters/").form("participation")

    form.submit()
    form.submit()

    assert len(festival.registrations()) == 1
    with festival.app.app_context():
        assert db.session.get_one(Slot, festival.morning.id).taken == 1


def test_the_last_place_is_given_once_and_nobody_is_put_on_a_waiting_list(festival: Festival) -> None:
    single = festival.shift("駐車場", 4, 6, capacity=1)
    fukuda = festival.helper("福田 五郎")
    stale = token_of(fukuda)
    join(festival.eto, single)

    page = fukuda.post(f"/supporters/slots/{single.code}/participation", data={"csrf_token": stale})

    assert "必要な人数が決まりました" in page.text
    assert "決まりました" in fukuda.open("/supporters/").text
    assert [one.user_id for one in festival.registrations()] == [festival.eto_id]


def test_two_shifts_at_the_same_time_cannot_both_be_taken(festival: Festival) -> None:
    overlapping = festival.shift("受付", 2, 4)
    join(festival.eto, festival.morning)

    assert "時間が重なっています" in festival.eto.open("/supporters/").text
    page = join(festival.eto, overlapping)

    assert "ほかの応援と時間が重なっています" in page.text
    assert len(festival.registrations()) == 1


def test_a_shift_that_follows_another_can_be_taken(festival: Festival) -> None:
    after = festival.shift("片付け", 3, 5)
    join(festival.eto, festival.morning)

    assert "応援に入りました" in join(festival.eto, after).text


def test_a_helper_leaves_and_joins_again(festival: Festival) -> None:
    join(festival.eto, festival.morning)

    left = festival.eto.open("/supporters/").form("withdrawal").submit()
    assert "取りやめました" in left.text
    assert "あと2人" in left.text
    join(festival.eto, festival.morning)

    states = [one.state for one in festival.registrations()]
    assert states == [RegistrationState.WITHDRAWN, RegistrationState.CONFIRMED]


def test_nobody_takes_another_helper_off(festival: Festival) -> None:
    join(festival.eto, festival.morning)
    fukuda = festival.helper("福田 五郎")
    token = festival.registrations()[0].manage_token

    page = fukuda.post(f"/supporters/registrations/{token}/withdrawal", data={"csrf_token": token_of(fukuda)})

    assert page.status == 404
    assert festival.registrations()[0].state is RegistrationState.CONFIRMED
    assert "江藤" not in fukuda.open("/supporters/").text


def test_a_residents_slot_and_a_draft_are_no_shifts(festival: Festival, make: Make) -> None:
    residents = make(a_slot, make(a_call, festival.event_id).id, 9, (festival.occurrence_id,))
    draft = make(an_event, make(a_center).id, publication=Publication.DRAFT)
    hidden = make(
        a_slot, make(a_call, draft.id, audience=Audience.CITY_STAFF).id, 9, (make(an_occurrence, draft.id).id,)
    )

    for slot in (residents, hidden):
        assert join(festival.eto, slot).status == 404
    assert festival.registrations() == []


def test_the_board_is_for_staff_only(festival: Festival) -> None:
    stranger = Resident(festival.app)

    assert "テント設営" not in stranger.open("/supporters/").text
    for address in ("/supporters/past", "/supporters/shifts.ics"):
        assert stranger.http.get(address).status_code == 303


def test_shifts_of_the_past_are_not_on_the_board(festival: Festival, make: Make) -> None:
    event = make(an_event, make(a_center).id, title="きのうの運動会")
    yesterday = make(lambda: an_occurrence(event.id, in_days(-2)))
    make(a_slot, make(a_call, event.id, audience=Audience.CITY_STAFF).id, 2, (yesterday.id,))

    assert "きのうの運動会" not in festival.eto.open("/supporters/").text


def test_own_shifts_go_into_a_calendar_under_a_name_that_lasts(festival: Festival) -> None:
    join(festival.eto, festival.morning)

    first, second = (festival.eto.http.get("/supporters/shifts.ics") for _ in range(2))

    assert first.mimetype == "text/calendar"
    [event] = icalendar.Calendar.from_ical(first.data).walk("VEVENT")
    [again] = icalendar.Calendar.from_ical(second.data).walk("VEVENT")
    assert event["uid"] == again["uid"]
    assert "テント設営" in str(event["summary"])
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=3)
    assert festival.registrations()[0].manage_token not in first.text


def test_hours_come_from_the_door(festival: Festival) -> None:
    join(festival.eto, festival.morning)
    assert "受付で確認された応援はまだありません" in festival.eto.open("/supporters/past").text
    with festival.app.app_context(), transaction():
        person = db.session.get_one(Registration, festival.registrations()[0].id).participants[0].id
        attendance.check_in(
            festival.occurrence_id, person, source=Source.NAME, nonce="door", actor=SYSTEM, now=clock.now()
        )

    page = festival.eto.open("/supporters/past")

    assert "合計 3時間" in page.text
    assert "テント設営" in page.text


@pytest.mark.parametrize("code", ["nothing", "x" * 5000])
def test_a_shift_that_there_is_not_cannot_be_joined(festival: Festival, code: str) -> None:
    page = festival.eto.post(f"/supporters/slots/{code}/participation", data={"csrf_token": token_of(festival.eto)})

    assert page.status == 404
