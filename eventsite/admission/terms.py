"""What a call promises and asks, as plain values: the one list of its rules, for forms, sentences and copies."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from eventsite.admission.models import Call, Slot
from eventsite.admission.vocabulary import (
    Admission,
    Audience,
    CapacityUnit,
    Channel,
    Counter,
    FreePlaceRule,
    Priority,
    Residence,
)

Reserves = tuple[tuple[Counter, int], ...]


@dataclass(frozen=True)
class OpeningTerms:
    """From when, and until when (None: with the call), some may register: a circle of residence, a channel, or both."""

    residence: Residence
    channel: Channel | None
    opens_at: datetime
    closes_at: datetime | None = None


@dataclass(frozen=True)
class CallTerms:
    """The rules of a call apart from its slots; the fields are explained at the columns of the same name of Call."""

    admission: Admission
    audience: Audience = Audience.RESIDENTS
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    party_max: int = 1
    asks_companion_names: bool = False
    unit: CapacityUnit = CapacityUnit.PEOPLE
    wishes_max: int = 1
    free_place_rule: FreePlaceRule = FreePlaceRule.HOLD_FOR_NEXT
    offer_hours: int | None = None
    draw_at: datetime | None = None
    draw_source: str = ""
    reserves_max: int | None = None
    leftover_first_come: bool = False
    minimum: int | None = None
    decide_at: datetime | None = None
    residence: Residence = Residence.ANYWHERE
    age_min: int | None = None
    age_min_months: int | None = None
    age_max: int | None = None
    grade_min: int | None = None
    grade_max: int | None = None
    guardian_up_to_grade: int | None = None
    limit_event: int | None = None
    limit_series: int | None = None
    limit_year: int | None = None
    openings: tuple[OpeningTerms, ...] = ()
    priorities: tuple[Priority, ...] = ()  # the strongest first


# The fields that stand in a call's own row, under the same names.
COLUMNS = tuple(one.name for one in fields(CallTerms) if one.name not in ("openings", "priorities"))


@dataclass(frozen=True)
class SlotTerms:
    """One slot: its name, how many places it has (None: no limit), how many dates it covers, what is kept for whom."""

    name: str
    capacity: int | None
    dates: int = 1
    reserves: Reserves = ()


@dataclass(frozen=True)
class Terms(CallTerms):
    """All that a call promises and asks. ``area`` and ``series`` are names, empty where there is none."""

    slots: tuple[SlotTerms, ...] = ()
    minimum_met: bool | None = None
    area: str = ""
    series: str = ""


def call_facts(call: Call) -> dict[str, Any]:
    """Return the rules of a stored call by the names of CallTerms."""
    openings = (OpeningTerms(one.residence, one.channel, one.opens_at, one.closes_at) for one in call.openings)
    return {
        **{name: getattr(call, name) for name in COLUMNS},
        "openings": tuple(openings),
        "priorities": tuple(one.priority for one in call.priorities),
    }


def reserves_of(slot: Slot) -> Reserves:
    """Return what a stored slot keeps for whom."""
    return tuple((one.counter, one.places) for one in slot.reserves)


def terms_of(call: Call, names: Sequence[str], *, series: str = "") -> Terms:
    """Return the terms of a stored call; ``names`` are those of its slots, in their order."""
    slots = (
        SlotTerms(name, slot.capacity, len(slot.occurrences) or 1, reserves_of(slot))
        for slot, name in zip(call.slots, names, strict=True)
    )
    return Terms(
        **call_facts(call),
        slots=tuple(slots),
        minimum_met=call.minimum_met,
        area=call.event.center.area or "",
        series=series,
    )


def total_capacity(slots: Sequence[SlotTerms]) -> int | None:
    """Return how many places all slots have together, or None if one of them has no limit."""
    capacities = [slot.capacity for slot in slots if slot.capacity is not None]
    return sum(capacities) if len(capacities) == len(slots) else None
