"""What the records of a slot and its call say of its places, for states.py."""

from collections.abc import Collection

from eventsite.admission import services
from eventsite.admission.models import Call, Slot
from eventsite.admission.vocabulary import BY_LOT, DECIDED_LATER, Counter
from eventsite.discovery.states import Seats


def seats_of(slot: Slot, call: Call, awaited: Collection[int]) -> Seats:
    """Return what is known of a slot; ``awaited`` are the ids of those for which somebody waits.

    One with its own times closes when they are over. A draw whose rules are not sealed takes no entries yet; once
    announced, a call takes entries again only for left-over places, first come, whatever its deadline was.
    """
    is_leftover = services.is_leftover(call)
    is_frozen = call.frozen_at is not None or call.announced_at is not None
    closes_at = (None if is_leftover else call.closes_at, slot.ends_at)
    return Seats(
        call.admission,
        call.opens_at,
        min(filter(None, closes_at), default=None),
        slot.capacity,
        slot.taken,
        slot.id in awaited,
        is_decided_later=call.admission in DECIDED_LATER and not is_leftover,
        is_unsealed=call.admission in BY_LOT and call.sealed_at is None,
        is_shut=is_frozen and not is_leftover,
        doors=tuple(services.doors(call)),
        asked=call.residence,
        held=slot.held,
        held_until=slot.held_until,
        kept=sum(max(0, one.places - one.taken) for one in slot.reserves if one.counter is not Counter.WEB),
        rule=call.free_place_rule,
        unit=call.unit,
    )
