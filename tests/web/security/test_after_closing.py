"""Between the end of entries and the frozen list, which the worker writes a little later, nobody's chance changes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from eventsite.admission import services_changes
from eventsite.admission.errors import EntriesClosed
from eventsite.admission.models_registrations import Registration
from eventsite.admission.said import entry_of
from eventsite.admission.services_changes import Change
from eventsite.admission.vocabulary import Priority, Residence
from eventsite.core.actor import VISITOR
from eventsite.core.db import db, transaction
from tests.factories.lottery import CLOSES, NOW, a_lottery, enters
from tests.support.fixtures import Make

SECOND = timedelta(seconds=1)


def an_entrant() -> Registration:
    """Baba, from elsewhere in the city, has entered with two people; those of the district come first."""
    call = a_lottery(priorities=(Priority.RESIDENTS, Priority.FIRST_TIMERS), closes_at=CLOSES)
    more: dict[str, Any] = {"residence": Residence.CITY, "is_first_time": False, "party_size": 2}
    return enters(call, email="baba@example.jp", **more)


def change(app: Flask, registration: Registration, after: timedelta, **said: Any) -> None:
    with app.app_context(), transaction():
        stored = db.session.get_one(Registration, registration.id)
        wanted = Change(stored.slot_id, replace(entry_of(stored), **said))
        services_changes.change(registration.id, wanted, actor=VISITOR, now=CLOSES + after)


@pytest.mark.parametrize(
    "said",
    [{"residence": Residence.AREA}, {"is_first_time": True}, {"party_size": 1}],
    ids=lambda said: next(iter(said)),
)
def test_what_decides_about_a_chance_stays_as_it_was_when_entries_closed(
    app: Flask, make: Make, said: dict[str, Any]
) -> None:
    baba = make(an_entrant)

    with pytest.raises(EntriesClosed):
        change(app, baba, SECOND, **said)

    assert NOW > CLOSES
    change(app, baba, SECOND, name="馬場 花子")
    change(app, baba, -SECOND, **said)
