"""The rows of a demo event's calls: slots, registrations and their people. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from eventsite.admission import receipts
from eventsite.admission.models import Call, Slot, SlotOccurrence
from eventsite.admission.models_registrations import Participant, Registration
from eventsite.admission.vocabulary import Admission, Audience, Channel, RegistrationState
from eventsite.ops.demo_parties import Party, apply, decide, people, taken
from eventsite.ops.demo_plan import Frame, Sketch, capacity_for
from eventsite.ops.demo_rows import Codes, Rows
from eventsite.ops.demo_terms import Manner, add_terms, manner, terms
from eventsite.ops.demo_words import FAMILY_NAMES, GIVEN_NAMES

_LEGIBLE = "23456789abcdefghjkmnpqrstuvwxyz"
_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CHANNELS, _CHANNEL_WEIGHTS = (Channel.WEB, Channel.PHONE, Channel.DESK), (70, 20, 10)
_LANGUAGES, _LANGUAGE_WEIGHTS = ("ja", "ja_easy", "en"), (94, 3, 3)
_HELPERS = 4  # places in each shift of city employees
_RECEIPT_SPAN = 9000


@dataclass(frozen=True)
class Day:
    """A stored date of an event."""

    id: int
    code: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Guest:
    """A party that holds a place on a date, as the door knows it."""

    day_id: int
    slot_id: int
    registration_id: int
    participant_ids: tuple[int, ...]


def add_residents_call(
    rows: Rows, frame: Frame, one: Sketch, event_id: int, days: Sequence[Day], parties: int
) -> list[Guest]:
    """Store the call to residents, to which so many parties apply; return who holds a place on which date."""
    usual, codes = one.theme.capacity, Codes(frame, one.number)
    groups = [[day] for day in days] if one.by_date else [list(days)]
    wishes = apply(one.dice, parties, len(groups))
    capacities = [
        None if usual is None else capacity_for(one.demand, people(wishes, slot), usual) for slot in range(len(groups))
    ]
    decided = decide(wishes, capacities)
    if one.is_cancelled:
        decided = [_ended(party, RegistrationState.CANCELLED) for party in decided]
    elif manner(frame, one) is Manner.LOTTERY:
        decided = [_ended(party, RegistrationState.APPLIED) for party in decided]
    offset = one.dice.randrange(_RECEIPT_SPAN)
    call_id = rows.add(
        Call,
        code=codes.of(Call),
        event_id=event_id,
        audience=Audience.RESIDENTS,
        last_sequence=len(decided),
        receipt_offset=offset,
        **terms(frame, one),
    )
    slot_ids = [
        rows.add(
            Slot, code=codes.of(Slot, slot), call_id=call_id, position=slot, capacity=places, taken=taken(decided, slot)
        )
        for slot, places in enumerate(capacities)
    ]
    add_terms(rows, frame, one, call_id, [(codes.of(Slot, slot), places) for slot, places in enumerate(capacities)])
    for slot_id, group in zip(slot_ids, groups, strict=True):
        _cover(rows, slot_id, group)
    return _add_parties(rows, frame, one, _Target(call_id, offset, slot_ids, groups), decided)


def add_staff_call(rows: Rows, frame: Frame, one: Sketch, event_id: int, day: Day) -> None:
    """Store the call to city employees (地域活動応援隊), with shifts of their own."""
    codes, half = Codes(frame, one.number), one.theme.hours / 2
    shifts = (("準備・受付", -1.0, half), ("会場・片付け", half, one.theme.hours + 1.0))
    call_id = rows.add(
        Call,
        code=codes.of(Call, 1),
        event_id=event_id,
        position=1,
        audience=Audience.CITY_STAFF,
        admission=Admission.FIRST_COME,
        title="地域活動応援隊",
        closes_at=day.starts_at - timedelta(days=1),
    )
    for number, (label, start, end) in enumerate(shifts[: one.theme.shifts]):
        slot_id = rows.add(
            Slot,
            code=codes.of(Slot, 4 + number),
            call_id=call_id,
            position=number,
            label=label,
            capacity=_HELPERS,
            starts_at=day.starts_at + timedelta(hours=start),
            ends_at=day.starts_at + timedelta(hours=end),
        )
        _cover(rows, slot_id, [day])


@dataclass(frozen=True)
class _Target:
    """What parties apply to: a call, its slots and the dates of each."""

    call_id: int
    offset: int  # of its receipt numbers
    slot_ids: Sequence[int]
    groups: Sequence[Sequence[Day]]


def _cover(rows: Rows, slot_id: int, days: Sequence[Day]) -> None:
    for day in days:
        rows.add(SlotOccurrence, slot_id=slot_id, occurrence_id=day.id)


def _ended(party: Party, state: RegistrationState) -> Party:
    """Return the party in that state, unless it has withdrawn."""
    return party if party.state is RegistrationState.WITHDRAWN else replace(party, state=state)


def _add_parties(rows: Rows, frame: Frame, one: Sketch, target: _Target, parties: Sequence[Party]) -> list[Guest]:
    guests = []
    opens_at = one.opens_at(frame)
    step = (min(one.closes_at(frame), frame.midnight) - opens_at) / (len(parties) + 1)
    delete_on = one.days[-1] + timedelta(days=frame.retention_days)
    for sequence, party in enumerate(parties, start=1):
        common = _Common(sequence, opens_at + step * sequence, delete_on)
        registration_id, participant_ids = _add_party(rows, frame, one, target, party, common)
        if party.state is RegistrationState.CONFIRMED:
            slot_id = target.slot_ids[party.slot]
            guests += [Guest(day.id, slot_id, registration_id, participant_ids) for day in target.groups[party.slot]]
    return guests


@dataclass(frozen=True)
class _Common:
    """What a party's place in the line says of it."""

    sequence: int
    came_at: datetime
    delete_on: date


def _add_party(
    rows: Rows, frame: Frame, one: Sketch, target: _Target, party: Party, common: _Common
) -> tuple[int, tuple[int, ...]]:
    dice = one.dice
    (family, family_kana), (given, given_kana) = dice.choice(FAMILY_NAMES), dice.choice(GIVEN_NAMES)
    name, name_kana = f"{family} {given}", f"{family_kana} {given_kana}"
    channel = dice.choices(_CHANNELS, _CHANNEL_WEIGHTS)[0]
    number = dice.randrange(10_000)
    registration_id = rows.add(
        Registration,
        call_id=target.call_id,
        slot_id=target.slot_ids[party.slot],
        sequence=common.sequence,
        receipt=receipts.number(frame.receipt_prefix, common.sequence, target.offset),
        state=party.state,
        channel=channel,
        locale=dice.choices(_LANGUAGES, _LANGUAGE_WEIGHTS)[0],
        party_size=party.size,
        places=party.size,
        line=common.sequence if party.state is RegistrationState.WAITING else None,
        name=name,
        name_kana=name_kana,
        phone=f"083-900-{number:04}",
        email=f"resident{number:04}@demo.invalid" if channel is Channel.WEB else "",
        manage_token="".join(dice.choices(_LEGIBLE, k=27)),
        ticket_code="".join(dice.choices(_ALPHANUMERIC, k=25)),
        created_at=common.came_at,
        updated_at=common.came_at,
        delete_on=common.delete_on,
    )
    first = rows.add(Participant, registration_id=registration_id, position=1, name=name, name_kana=name_kana)
    for position in range(2, party.size + 1):
        rows.add(Participant, registration_id=registration_id, position=position)
    return registration_id, tuple(range(first, first + party.size))
