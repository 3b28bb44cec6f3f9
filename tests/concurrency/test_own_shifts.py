"""One helper with two windows: leaving one shift while joining another of the same call goes through."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.admission import queries
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Audience, RegistrationState
from eventsite.core.actor import Actor, ActorKind
from eventsite.core.db import db, transaction
from eventsite.supporters import services
from tests.factories.accounts import a_user
from tests.factories.admission import a_call, a_slot
from tests.factories.events import an_event, an_occurrence
from tests.support.fixtures import Make

ROUNDS = 5


def two_shifts() -> tuple[int, int]:
    """Build a call with a shift in the morning and one in the afternoon; return their ids."""
    event = an_event()
    occurrence = an_occurrence(event.id, hours=8)
    call = a_call(event.id, audience=Audience.CITY_STAFF)
    times = [
        (occurrence.starts_at, occurrence.starts_at.replace(hour=3)),
        (occurrence.starts_at.replace(hour=4), occurrence.ends_at),
    ]
    first, second = (a_slot(call.id, 1, (occurrence.id,), starts_at=one, ends_at=end) for one, end in times)
    return first.id, second.id


@pytest.mark.parametrize("number", range(ROUNDS))
def test_leaving_and_joining_do_not_wait_for_each_other_for_ever(app: Flask, make: Make, number: int) -> None:
    morning, afternoon = make(two_shifts)
    eto = make(a_user, Role.SUPPORTER).id
    actor, now = Actor(ActorKind.STAFF, eto), datetime.now(UTC)
    held = make(services.join, morning, eto, actor=actor, now=now).id

    def leave() -> None:
        with app.app_context(), transaction():
            services.leave(held, actor=actor, now=now)

    def join() -> None:
        with app.app_context(), transaction():
            services.join(afternoon, eto, actor=actor, now=now)

    lock_call = queries.lock_call

    def slowly(call_id: int) -> Call:
        time.sleep(0.02 * number)
        found = lock_call(call_id)
        time.sleep(0.05)
        return found

    with patch.object(queries, "lock_call", slowly), ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(leave), pool.submit(join)]:
            done.result(timeout=30)

    with app.app_context():
        states = db.session.execute(select(Registration.slot_id, Registration.state).order_by(Registration.id)).all()
    assert [tuple(one) for one in states] == [
        (morning, RegistrationState.WITHDRAWN), (afternoon, RegistrationState.CONFIRMED),
    ]  # fmt: skip
