"""What stands beside each slot on the form: places left only where whoever comes first gets them."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from eventsite.admission import facts
from eventsite.admission.models import Slot
from eventsite.admission.vocabulary import Admission, CapacityUnit, FreePlaceRule
from eventsite.core.db import db
from eventsite.i18n import use_locale
from tests.support.fixtures import Make
from tests.web.admission.ways import Opened, an_opened_slot

LATER = datetime.now(UTC) + timedelta(30)
DRAW = {"admission": Admission.LOTTERY, "closes_at": LATER, "draw_at": LATER}


def an_open_slot(capacity: int, taken: int, **rules: object) -> Opened:
    """A slot of which so many places are taken."""
    opened = an_opened_slot(capacity, **rules)
    db.session.get_one(Slot, opened.id).taken = taken
    return opened


@pytest.mark.parametrize(
    ("rules", "taken", "waiting", "words"),
    [
        ({}, 2, 0, "あと3人"),
        ({"unit": CapacityUnit.PARTIES}, 2, 0, "あと3組"),
        ({}, 5, 2, "キャンセル待ち（いま2組）"),
        ({"free_place_rule": FreePlaceRule.REOPEN}, 5, 0, "満員"),
        (DRAW, 0, 0, "定員5人"),
        ({**DRAW, "announced_at": datetime.now(UTC), "leftover_first_come": True}, 4, 0, "あと1人"),
    ],
)
def test_a_slot_says_how_it_stands(
    app: Flask, make: Make, rules: dict[str, object], taken: int, waiting: int, words: str
) -> None:
    opened = make(an_open_slot, 5, taken, **rules)

    with app.test_request_context(), use_locale("ja"):
        text = facts.seats_text(db.session.get_one(Slot, opened.id), waiting)

    assert text is not None
    assert text.replace("\u2060", "") == words
