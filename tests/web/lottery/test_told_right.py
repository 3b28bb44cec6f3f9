"""5,000 entrants in three groups: what each is told, the pages, the table and the database say the same."""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.admission import services_decisions
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import CapacityUnit
from eventsite.core.db import db, transaction
from eventsite.lottery import jobs, services, services_draw, services_release
from eventsite.notifications.models import OutgoingMail
from tests.factories.lottery import CLOSES, DICE, DRAWN, a_lottery, many_enter, two_witnesses
from tests.support.draws import load_verifier
from tests.support.pages import Resident

# What a mail says in each of the three languages.
WORDS = {
    "confirmed": ("当選しました", "あたりました", "You were drawn"),
    "waiting": ("補欠です", "順番に 知らせます", "reserve list"),
    "not_selected": ("落選となりました", "はずれました", "you were not drawn"),
}
OUTCOMES = {"当選": "confirmed", "補欠": "waiting", "落選": "not_selected"}


def drawn_by_all(app: Flask, people: int, **facts: Any) -> str:
    """Let them enter three groups, draw and announce; return the call's code."""
    with app.app_context():
        with transaction():
            call = a_lottery(capacity=people // 4, slots=3, reserves_max=people // 5, **facts)
            many_enter(call, people)
            both, call_id, code = two_witnesses(call), call.id, call.code
        with transaction():
            services.freeze(call_id, now=CLOSES)
        for one in both:
            with transaction():
                services_draw.type_value(call_id, DICE, actor=one, now=DRAWN)
        for one in both:
            with transaction():
                services_release.release(call_id, actor=one, now=DRAWN)
        assert jobs.announce_due(DRAWN + timedelta(minutes=10)) == 1
        return code


def states(app: Flask) -> dict[str, tuple[str, str]]:
    """Return state and slot of each receipt number, as the database has them."""
    with app.app_context():
        query = select(Registration.receipt, Registration.state, Slot.code).join(Slot, Slot.id == Registration.slot_id)
        return {receipt: (state.value, slot) for receipt, state, slot in db.session.execute(query)}


def kinds_of_mails(app: Flask) -> dict[str, list[str]]:
    """Return for each receipt number as what its mails address it, by their own words."""
    with app.app_context():
        rows = db.session.execute(
            select(Registration.receipt, Registration.email, OutgoingMail.recipient, OutgoingMail.body)
            .join(OutgoingMail, OutgoingMail.subject_id == Registration.id)
            .where(OutgoingMail.key.endswith(":result"))
        ).all()
    said: dict[str, list[str]] = {}
    for receipt, email, recipient, body in rows:
        assert recipient == email, "a mail goes to its own addressee"
        assert receipt in body
        said.setdefault(receipt, []).append(_kind(body))
    return said


def _kind(body: str) -> str:
    """Return what became of somebody who gets this mail, which says one thing only."""
    (kind,) = (kind for kind, words in WORDS.items() if any(one in body for one in words))
    return kind


def published_fates(file: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return state and slot of each receipt number from the published result; who lost stays where they applied."""
    names = {"won": "confirmed", "reserve": "waiting", "lost": "not_selected"}
    fates = {}
    for line in file["result"].splitlines():
        _, receipt, outcome, slot = line.split("\t")
        fates[receipt] = (names[outcome], slot)
    return fates


@pytest.mark.parametrize("people", [60, pytest.param(5000, marks=pytest.mark.long)])
def test_everybody_is_told_once_and_the_same_everywhere(app: Flask, client: Resident, people: int) -> None:
    code = drawn_by_all(app, people)

    stored = states(app)
    file = json.loads(client.http.get(f"/draws/{code}/draw.json").data)
    table = csv.DictReader(io.StringIO(client.http.get(f"/draws/{code}/sheet.csv").data.decode("utf-8-sig")))
    said = kinds_of_mails(app)

    assert len(stored) == people
    assert {receipt: state for receipt, (state, _) in stored.items()} == {
        row["受付番号"]: OUTCOMES[row["結果"]] for row in table
    }
    fates = published_fates(file)
    assert {one: state for one, (state, _) in fates.items()} == {one: state for one, (state, _) in stored.items()}
    assert all(slot in (stored[one][1], "-") for one, (_, slot) in fates.items())
    assert {receipt: kinds[0] for receipt, kinds in said.items()} == {one: s for one, (s, _) in stored.items()}
    assert Counter(len(kinds) for kinds in said.values()) == {1: people}
    assert all(load_verifier().checks(file, {}).values())


def test_a_list_whose_lines_were_swapped_would_be_noticed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: were the fates joined to the wrong numbers, the comparison above would fail."""
    honest = services_release.fates_of

    def swapped(*given: object) -> dict[str, services_decisions.Fate]:
        fates = honest(*given)  # type: ignore[arg-type]  # passed on as they came
        return dict(zip(fates, reversed(fates.values()), strict=True))

    monkeypatch.setattr(services_release, "fates_of", swapped)
    code = drawn_by_all(app, 60, unit=CapacityUnit.PARTIES)  # else the database refuses what does not fit
    file = json.loads(Resident(app).http.get(f"/draws/{code}/draw.json").data)

    stored = {one: state for one, (state, _) in states(app).items()}

    assert {one: state for one, (state, _) in published_fates(file).items()} != stored


@pytest.mark.parametrize("typed", ["", "4827", "YG-1"])
def test_the_page_says_of_each_number_what_the_table_says(app: Flask, client: Resident, typed: str) -> None:
    code = drawn_by_all(app, 60)
    for receipt, (state, _) in list(states(app).items())[:3]:
        page = client.open(f"/draws/{code}?receipt={receipt}")
        words = {"confirmed": "当選です", "waiting": "補欠です", "not_selected": "落選です"}[state]
        assert f"{receipt}：{words}" in page.text
        assert [one.get("data-receipt") for one in page.tree.iter("tr") if one.get("aria-current")] == [receipt]
    assert client.open(f"/draws/{code}?receipt={typed}").status == 200
