"""The instant at which registration opens: what was sent before it is refused, by whatever way it came."""

from collections import Counter as Tally
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

import pytest
from flask import Flask

from eventsite.admission import services
from eventsite.admission.models import Opening, Slot
from eventsite.admission.vocabulary import Channel, Residence
from eventsite.core.actor import VISITOR
from eventsite.core.db import db
from tests.concurrency.books import balanced
from tests.concurrency.crowd import Crowd, Deed
from tests.concurrency.doubles import nothing_is_early
from tests.factories.admission import an_entry, an_open_slot
from tests.support.fixtures import Make

OPENS = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
TICK = timedelta(microseconds=1)
INSTANTS = [OPENS - timedelta(seconds=5), OPENS - TICK, OPENS, OPENS + TICK, OPENS + timedelta(seconds=5)]


def opens_for_all() -> Slot:
    return an_open_slot(None, opens_at=OPENS)


def opens_for_the_area_first() -> Slot:
    """For those of the area at OPENS, for the rest a day later; by telephone for everybody a day later."""
    later = OPENS + timedelta(days=1)
    slot = an_open_slot(None, opens_at=OPENS)
    slot.call.openings = [
        Opening(residence=Residence.AREA, channel=channel, opens_at=OPENS)
        for channel in Channel
        if channel is not Channel.PHONE
    ]
    slot.call.openings.append(Opening(residence=Residence.ANYWHERE, opens_at=later))
    db.session.flush()
    return slot


def senders(slot_id: int, times: int) -> list[tuple[datetime, Deed]]:
    """Return entries by every channel at every instant, in any order."""
    sent = [(channel, instant) for channel in Channel for instant in INSTANTS] * times
    Random(1).shuffle(sent)
    entries = [an_entry(f"開始 {number}", channel=channel) for number, (channel, _) in enumerate(sent)]
    return [
        (instant, partial(services.register, slot_id, entry, actor=VISITOR, now=instant))
        for entry, (_, instant) in zip(entries, sent, strict=True)
    ]


@pytest.mark.parametrize("times", [1, pytest.param(25, marks=pytest.mark.long)])
def test_nothing_sent_before_is_accepted_and_nothing_sent_after_is_refused(
    app: Flask, make: Make, crowd: Crowd, times: int
) -> None:
    slot = make(opens_for_all)
    sent = senders(slot.id, times)

    answers = crowd.storm(app, [deed for _, deed in sent])

    expected = ["RegistrationNotOpen" if instant < OPENS else "confirmed" for instant, _ in sent]
    assert [one.word for one in answers] == expected
    assert len(balanced(app, slot.call_id).rows) == expected.count("confirmed")


def test_who_lives_farther_away_or_telephones_is_not_let_in_with_the_first(
    app: Flask, make: Make, crowd: Crowd
) -> None:
    slot = make(opens_for_the_area_first)
    circles = [Residence.AREA, Residence.CITY, None]
    entries = [
        an_entry(f"開始 {channel} {circle}", channel=channel, residence=circle)
        for channel in Channel
        for circle in circles
    ]

    answers = crowd.storm(app, [partial(services.register, slot.id, one, actor=VISITOR, now=OPENS) for one in entries])

    may = [one.residence is Residence.AREA and one.channel is not Channel.PHONE for one in entries]
    assert [one.word == "confirmed" for one in answers] == may
    assert Tally(one.word for one in answers) == {"confirmed": 6, "NotYourTurn": 15}


def test_control_without_the_look_at_the_clock_all_are_let_in(app: Flask, make: Make, crowd: Crowd) -> None:
    sent = senders(make(opens_for_all).id, 1)

    answers = crowd.storm(app, [deed for _, deed in sent], without=[nothing_is_early])

    assert {one.word for one in answers} == {"confirmed"}
