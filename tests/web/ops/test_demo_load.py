"""`flask demo load`: a calendar that keeps every promise of the real one, and says that it is none."""

import json
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from eventsite.admission import receipts
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Participant, Registration
from eventsite.admission.vocabulary import ACTIVE_STATES, Audience, RegistrationState
from eventsite.attendance.models import AgeBand, Attendance
from eventsite.attendance.queries import totals_of
from eventsite.city.records import read_city
from eventsite.core import clock
from eventsite.core.db import db, transaction
from eventsite.events.models import Event, EventKind, Occurrence, Publication, Venue
from eventsite.ops.demo import DemoDataPresent, NoCenters, Scale, load_demo
from eventsite.ops.loading import load_city
from tests.factories.accounts import a_center
from tests.factories.events import an_event

SCALE = Scale(events=160, registrations=700, seed=3)


@pytest.fixture
def now(app: Flask) -> datetime:
    """This morning, before anything of today has begun."""
    with app.app_context():
        return clock.at(clock.today(clock.now()), datetime(2000, 1, 1, 7).time())


@pytest.fixture
def city(app: Flask, now: datetime) -> Flask:
    """The city's centers."""
    settings = app.config["SETTINGS"].city
    with app.app_context(), transaction():
        load_city(read_city(settings), settings, now)
    return app


@pytest.fixture
def demo(city: Flask, now: datetime) -> Flask:
    """The city with a demo calendar."""
    with city.app_context():
        load_demo(SCALE, now=now)
    return city


def test_there_is_as_much_as_was_asked_for(demo: Flask) -> None:
    with demo.app_context():
        events = db.session.scalar(select(func.count()).where(Event.is_demo))
        registrations = db.session.scalar(select(func.count()).select_from(Registration))

    assert (events, registrations) == (SCALE.events, SCALE.registrations)


def test_places_taken_are_the_people_confirmed_and_a_line_means_full(demo: Flask) -> None:
    with demo.app_context():
        for slot in db.session.scalars(select(Slot)):
            parties = db.session.scalars(select(Registration).where(Registration.slot_id == slot.id)).all()
            confirmed = sum(one.party_size for one in parties if one.state is RegistrationState.CONFIRMED)
            assert slot.taken == confirmed
            if any(one.state is RegistrationState.WAITING for one in parties):
                assert slot.remaining == 0


def test_the_order_of_arrival_has_no_gap_and_the_receipts_follow_from_it(demo: Flask) -> None:
    prefix = demo.config["SETTINGS"].city.receipt_prefix
    with demo.app_context():
        for call in db.session.scalars(select(Call).where(Call.last_sequence > 0)):
            parties = db.session.scalars(
                select(Registration).where(Registration.call_id == call.id).order_by(Registration.sequence)
            ).all()
            assert [one.sequence for one in parties] == list(range(1, call.last_sequence + 1))
            assert [one.receipt for one in parties] == [
                receipts.number(prefix, number, call.receipt_offset) for number in range(1, call.last_sequence + 1)
            ]
            assert [one.created_at for one in parties] == sorted(one.created_at for one in parties)


def test_every_party_has_its_people(demo: Flask) -> None:
    with demo.app_context():
        counts = dict(
            db.session.execute(
                select(Participant.registration_id, func.count()).group_by(Participant.registration_id)
            ).all()
        )
        parties = db.session.scalars(select(Registration)).all()

    assert all(counts[one.id] == one.party_size for one in parties)


def test_nobody_registered_outside_the_period_or_from_the_future(demo: Flask, now: datetime) -> None:
    with demo.app_context():
        parties = db.session.scalars(select(Registration).options(selectinload(Registration.call))).all()
        periods = [(one.call.opens_at, one.created_at, one.call.closes_at) for one in parties]

    assert all(opens < came < closes and came < now for opens, came, closes in periods if opens and closes)


def test_all_that_can_become_of_a_call_is_there(demo: Flask, now: datetime) -> None:
    with demo.app_context():
        calls = db.session.scalars(
            select(Call)
            .join(Call.event)
            .where(Call.opens_at.is_not(None), Event.is_demo, Event.publication == Publication.PUBLISHED)
            .options(selectinload(Call.slots))
        ).all()
        is_open = [call for call in calls if call.opens_at and call.closes_at and call.opens_at < now < call.closes_at]
        left = [slot.remaining for call in is_open for slot in call.slots]
        lines = db.session.scalar(select(func.count()).where(Registration.state == RegistrationState.WAITING))

    assert any(call.opens_at and call.opens_at > now for call in calls), "not yet open"
    assert any(call.closes_at and call.closes_at < now for call in calls), "closed"
    assert {0, 2} <= set(left), "full, and nearly full"
    assert any(remaining and remaining > 5 for remaining in left), "free"
    assert lines


def test_past_dates_are_closed_with_a_count_and_todays_are_not(demo: Flask, now: datetime) -> None:
    with demo.app_context():
        dates = db.session.scalars(select(Occurrence).join(Occurrence.event).where(Event.is_demo)).all()
        for date in dates:
            is_held = (
                date.ends_at is not None and date.ends_at < now and date.event.publication is Publication.PUBLISHED
            )
            assert bool(date.closed_at) == is_held
            assert bool(totals_of(date.id).residents) == is_held
        bands = set(db.session.scalars(select(Attendance.band)))
        today = [one for one in dates if clock.today(one.starts_at) == clock.today(now)]

    assert len(bands - {AgeBand.UNKNOWN}) >= 3
    assert len(today) >= 3


def test_training_counts_toward_the_citys_figure(demo: Flask) -> None:
    with demo.app_context():
        query = select(Event.counts_toward).where(Event.is_demo, Event.kind == EventKind.TRAINING)
        assert set(db.session.scalars(query)) == {"training_attendance"}


def test_a_cancelled_event_holds_nobody(demo: Flask) -> None:
    with demo.app_context():
        cancelled = db.session.scalars(select(Event).where(Event.publication == Publication.CANCELLED)).all()
        active = db.session.scalar(
            select(func.count())
            .select_from(Registration)
            .join(Registration.call)
            .join(Call.event)
            .where(Event.publication == Publication.CANCELLED, Registration.state.in_(ACTIVE_STATES))
        )

    assert 0 < len(cancelled) < SCALE.events / 20
    assert active == 0


def test_city_employees_are_asked_with_shifts_of_their_own(demo: Flask) -> None:
    with demo.app_context():
        shifts = db.session.scalars(select(Slot).join(Slot.call).where(Call.audience == Audience.CITY_STAFF)).all()
        ours = [(slot.starts_at, slot.ends_at, slot.capacity) for slot in shifts]

    assert ours
    assert all(starts and ends and ends - starts >= timedelta(hours=1) and places for starts, ends, places in ours)


def test_no_real_person_place_or_address_is_made_up(demo: Flask) -> None:
    with demo.app_context():
        parties = db.session.scalars(select(Registration)).all()
        notes = set(
            db.session.scalars(
                select(Venue.note)
                .join(Occurrence, Occurrence.venue_id == Venue.id)
                .join(Occurrence.event)
                .where(Event.is_demo)
            )
        )

    assert all(one.phone.startswith("083-900-") for one in parties)
    assert all(not one.email or one.email.endswith("@demo.invalid") for one in parties)
    assert notes == {"見本の会場です。"}


def test_a_second_load_is_refused_and_changes_nothing(demo: Flask, now: datetime) -> None:
    with demo.app_context(), pytest.raises(DemoDataPresent):
        load_demo(SCALE, now=now)

    with demo.app_context():
        assert db.session.scalar(select(func.count()).where(Event.is_demo)) == SCALE.events


def test_without_centers_nothing_is_stored(app: Flask, now: datetime) -> None:
    with app.app_context(), pytest.raises(NoCenters):
        load_demo(SCALE, now=now)

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Event)) == 0


def test_a_clerk_can_go_on_after_the_calendar_was_loaded(demo: Flask) -> None:
    with demo.app_context(), transaction():
        event = an_event(a_center("after-demo").id, "そのあとの催し")
        assert event.id > SCALE.events


def test_the_command_prints_numbers_for_scripts_and_says_sentences_to_people(city: Flask) -> None:
    runner = city.test_cli_runner()

    first = runner.invoke(args=["demo", "load", "--events", "20", "--registrations", "40", "--json"])
    second = runner.invoke(args=["demo", "load"])

    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["registrations"] == 40
    assert second.exit_code == 1
    assert "見本データはもう入っています" in second.stderr
