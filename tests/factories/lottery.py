"""Builders for calls that are decided by lot, at any step of their way; call them inside a transaction.

Their days lie behind us, so that every step can be taken now, through the pages as well as through the services.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from eventsite.accounts.models import Role
from eventsite.admission import receipts, services
from eventsite.admission.models import Call, CallPriority, Slot
from eventsite.admission.models_registrations import Participant, Registration
from eventsite.admission.vocabulary import Admission, CapacityUnit, Channel, Priority, RegistrationState
from eventsite.core import tokens
from eventsite.core.actor import VISITOR, Actor, ActorKind
from eventsite.core.db import db
from eventsite.events.models import Event
from eventsite.lottery import services as lottery
from eventsite.lottery import services_draw, services_release
from tests.factories.accounts import a_user
from tests.factories.admission import a_call, a_slot, an_entry
from tests.factories.events import an_event, an_occurrence, in_days

NOW = datetime.now(UTC).replace(microsecond=0)
SEALED = NOW - timedelta(days=12)
OPENS = NOW - timedelta(days=10)
ENTERED = NOW - timedelta(days=5)
CLOSES = NOW - timedelta(hours=6)
DRAWN = NOW - timedelta(hours=5)
DICE = "4 1 6 2 5"


def a_lottery(
    capacity: int | None = 2,
    priorities: tuple[Priority, ...] = (),
    slots: int = 1,
    event: Event | None = None,
    **more: Any,
) -> Call:
    """A sealed call by lot of a published event in two weeks, with that many slots of that capacity."""
    event = event or an_event(title="親子しめ縄づくり")
    occurrence = an_occurrence(event.id, in_days(14))
    facts: dict[str, Any] = {"opens_at": OPENS, "closes_at": CLOSES, "draw_at": DRAWN, "draw_source": "さいころ5個"}
    call = a_call(event.id, more.pop("admission", Admission.LOTTERY), **{**facts, **more})
    call.priorities = [CallPriority(priority=one, position=place) for place, one in enumerate(priorities)]
    for number in range(slots):
        label = f"第{number + 1}回" if slots > 1 else ""
        a_slot(call.id, capacity, (occurrence.id,), position=number, label=label)
    db.session.flush()
    db.session.refresh(call)
    lottery.seal(call.id, now=SEALED)
    return call


def enters(call: Call, name: str = "馬場 太郎", wishes: tuple[int, ...] = (0,), **more: Any) -> Registration:
    """Somebody enters while entries are open; ``wishes`` are places of slots, the dearest first."""
    first, *others = (call.slots[one].id for one in wishes)
    entry = an_entry(name, wishes=tuple(others), **more)
    return services.register(first, entry, actor=VISITOR, now=ENTERED)


def many_enter(call: Call, number: int, **more: Any) -> list[Registration]:
    """That many people enter at once, each with a mailbox; the third of them by postcard, and so on."""
    people = [_one_of_many(call, sequence, more) for sequence in range(1, number + 1)]
    db.session.add_all(people)
    call.last_sequence = number
    db.session.flush()
    return people


def _one_of_many(call: Call, sequence: int, more: dict[str, Any]) -> Registration:
    slot: Slot = call.slots[sequence % len(call.slots)]
    size = 1 if call.unit is CapacityUnit.PARTIES else 1 + sequence % 3
    name = f"参加 {sequence}子"
    facts: dict[str, Any] = {"email": f"person{sequence}@example.jp", "phone": "", **more}
    return Registration(
        call=call,
        slot=slot,
        sequence=sequence,
        receipt=receipts.number("YG", sequence, call.receipt_offset),
        state=RegistrationState.APPLIED,
        channel=Channel.POSTCARD if sequence % 3 == 0 else Channel.WEB,
        locale=("ja", "ja_easy", "en")[sequence % 3],
        party_size=size,
        places=size,
        name=name,
        name_kana="さんか",
        manage_token=tokens.capability(),
        ticket_code=tokens.ticket_code(),
        created_at=ENTERED,
        updated_at=ENTERED,
        delete_on=date(2099, 1, 1),
        participants=[Participant(position=1, name=name)],
        **facts,
    )


def two_witnesses(call: Call) -> tuple[Actor, Actor]:
    """Two people of the call's center."""
    center_id = call.center_id
    return (
        Actor(ActorKind.STAFF, a_user(Role.CENTER_MANAGER, center_id, name="青木 花子").id),
        Actor(ActorKind.STAFF, a_user(Role.CENTER_MANAGER, center_id, name="土井 次郎").id),
    )


def frozen(call: Call) -> Call:
    """Close the list of entries."""
    lottery.freeze(call.id, now=CLOSES)
    return call


def drawn(call: Call, value: str = DICE) -> tuple[Actor, Actor]:
    """Freeze and draw; return the two witnesses."""
    frozen(call)
    both = two_witnesses(call)
    for one in both:
        services_draw.type_value(call.id, value, actor=one, now=DRAWN)
    return both


def released(call: Call) -> tuple[Actor, Actor]:
    """Freeze, draw and release by two; the ten minutes begin at DRAWN."""
    both = drawn(call)
    for one in both:
        services_release.release(call.id, actor=one, now=DRAWN)
    return both


def announced(call: Call) -> Call:
    """Go all the way, until everybody has been told."""
    released(call)
    services_release.announce(call.id, now=DRAWN + timedelta(minutes=services_release.HOLD_MINUTES))
    return call
