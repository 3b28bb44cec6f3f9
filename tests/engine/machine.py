"""The program and the box of slips side by side: the same steps, step by step the same outcome."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from eventsite.admission import holding, services, services_decisions, services_offers
from eventsite.admission.errors import PartyLargerThanSlot, RegistrationFull
from eventsite.admission.models import Slot, SlotReserve
from eventsite.admission.models_registrations import Registration
from eventsite.admission.services_decisions import Fate
from eventsite.admission.vocabulary import (
    Admission,
    CapacityUnit,
    Channel,
    Counter,
    FreePlaceRule,
    RegistrationState,
)
from eventsite.core.actor import SYSTEM, VISITOR
from eventsite.core.db import db
from tests.engine.model import Box, Slip
from tests.factories.admission import an_entry, an_open_slot

CHANNELS = {
    "web": (Channel.WEB,),
    "phone_and_desk": (Channel.PHONE, Channel.DESK, Channel.WALK_IN),
    "paper": (Channel.FAX, Channel.POSTCARD, Channel.IMPORT),
}
ACTIVE = ("applied", "confirmed", "offered", "waiting")
NOW = datetime.now(UTC)


class Machine:
    """One slot, driven by dice. Every step is made in both; ``check`` compares all that is known."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.seed = seed
        self.steps: list[str] = []
        self.ids: list[int] = []  # of the registrations, beside the slips
        self.box = self._box()
        self.slot_id = self._slot()

    def _box(self) -> Box:
        dice = self.dice
        capacity = dice.choice([3, 8, 20, 20, 40])
        rule = dice.choice([one.value for one in FreePlaceRule])
        kept = {one.value: dice.randint(1, 3) for one in Counter if dice.random() < 0.3}
        return Box(capacity, rule, gives_time=dice.random() < 0.4, kept=kept, is_undecided=dice.random() < 0.3)

    def _slot(self) -> int:
        self.counts_parties = self.dice.random() < 0.3
        later: dict[str, Any] = {
            "admission": Admission.LOTTERY,
            "draw_at": NOW + timedelta(days=2),
            "closes_at": NOW + timedelta(days=2),
            "sealed_at": NOW,
        }
        slot = an_open_slot(
            self.box.capacity,
            unit=CapacityUnit.PARTIES if self.counts_parties else CapacityUnit.PEOPLE,
            free_place_rule=FreePlaceRule(self.box.rule),
            offer_hours=24 if self.box.gives_time else None,
            leftover_first_come=True,
            party_max=6,
            **(later if self.box.is_undecided else {}),
        )
        slot.reserves = [SlotReserve(counter=Counter(name), places=n) for name, n in self.box.kept.items()]
        db.session.flush()
        return slot.id

    def step(self) -> None:
        """Do one thing that somebody might do."""
        dice = self.dice
        moves = [self.arrive] * 6 + [self.leave] * 4 + [self.resize, self.reopen, self.answer, self.let_lapse]
        if self.box.is_undecided and dice.random() < 0.02:
            moves = [self.draw]
        dice.choice(moves)()

    def arrive(self) -> None:
        counter, people = self.dice.choice(list(CHANNELS)), self.dice.randint(1, 6)
        places = 1 if self.counts_parties else people
        self.steps.append(f"{people} people come by {counter}")
        slip = self.box.arrive(counter, places)
        entry = an_entry(f"来客 {len(self.ids)}", party_size=people, channel=self.dice.choice(CHANNELS[counter]))
        if slip is None:
            with pytest.raises((PartyLargerThanSlot, RegistrationFull)):
                services.register(self.slot_id, entry, actor=VISITOR, now=NOW)
        else:
            self.ids.append(services.register(self.slot_id, entry, actor=VISITOR, now=NOW).id)

    def leave(self) -> None:
        if chosen := self._one(ACTIVE):
            slip, number = chosen
            self.steps.append(f"number {number} leaves")
            services.withdraw(number, actor=VISITOR, now=NOW)
            self.box.leave(slip)

    def answer(self) -> None:
        if chosen := self._one(("offered",)):
            self.steps.append(f"number {chosen[1]} accepts")
            services_offers.accept(chosen[1], actor=VISITOR, now=NOW)
            chosen[0].state = "confirmed"

    def let_lapse(self) -> None:
        if chosen := self._one(("offered",)):
            self.steps.append(f"number {chosen[1]} does not answer")
            until = db.session.get_one(Registration, chosen[1]).offer_until
            db.session.get_one(Registration, chosen[1]).offer_until = NOW
            assert until
            services_offers.lapse(chosen[1], now=NOW)
            self.box.leave(chosen[0])

    def resize(self) -> None:
        if self.box.is_undecided:
            return
        capacity = self.dice.choice([None, 0, 1, 5, 10, 20, 30, 60])
        self.steps.append(f"the capacity becomes {capacity}")
        holding.set_capacity(self.slot_id, capacity, actor=SYSTEM, now=NOW)
        self.box.resize(capacity)

    def reopen(self) -> None:
        self.steps.append("held places reopen")
        slot = db.session.get_one(Slot, self.slot_id)
        if slot.held_until:
            holding.reopen_held(self.slot_id, now=slot.held_until)
        self.box.held = 0

    def draw(self) -> None:
        """Announce an outcome: any order will do here, for what a draw decides has tests of its own."""
        applied = [(slip, number) for slip, number in self._all() if slip.state == "applied"]
        self.dice.shuffle(applied)
        won, reserves, left = [], [], self.box.capacity or 0
        for slip, number in applied:
            if slip.places <= left:
                won.append((slip, number))
                left -= slip.places
            elif self.dice.random() < 0.7 and self.box.rule != "reopen":
                reserves.append((slip, number))
        self.steps.append(f"a draw: {[n for _, n in won]} won, {[n for _, n in reserves]} in reserve")
        fates = {self._receipt(n): Fate(RegistrationState.CONFIRMED) for _, n in won}
        fates |= {self._receipt(n): Fate(RegistrationState.WAITING, order=i) for i, (_, n) in enumerate(reserves)}
        call_id = db.session.get_one(Slot, self.slot_id).call_id
        services_decisions.announce(call_id, fates, actor=SYSTEM, now=NOW)
        self.box.announce([slip for slip, _ in won], [slip for slip, _ in reserves])

    def check(self) -> None:
        """Compare every slip with its registration, the line with the line, and the counts with their sums."""
        slot = db.session.get_one(Slot, self.slot_id)
        query = select(Registration).where(Registration.slot_id == self.slot_id).order_by(Registration.sequence)
        stored = list(db.session.scalars(query))
        told = f"seed {self.seed}, after {self.steps[-3:]}"
        assert [one.state for one in stored] == [slip.state for slip in self.box.slips], told
        holds = [one for one in stored if one.state in ("confirmed", "offered")]
        assert slot.taken == sum(one.places for one in holds) == self.box.taken(), told
        assert slot.held == self.box.held, told
        assert slot.capacity is None or slot.taken <= slot.capacity + slot.beyond, told
        for reserve in slot.reserves:
            assert reserve.taken == self.box.taken(reserve.counter), told
        waiting = sorted((one for one in stored if one.state == "waiting"), key=lambda one: one.line or 0)
        line = [dict(zip(map(id, self.box.slips), self.ids, strict=True))[id(slip)] for slip in self.box.line]
        assert [one.id for one in waiting] == line, told

    def _all(self) -> list[tuple[Slip, int]]:
        return list(zip(self.box.slips, self.ids, strict=True))

    def _one(self, states: tuple[str, ...]) -> tuple[Slip, int] | None:
        found = [pair for pair in self._all() if pair[0].state in states]
        return self.dice.choice(found) if found else None

    def _receipt(self, number: int) -> str:
        return db.session.get_one(Registration, number).receipt
