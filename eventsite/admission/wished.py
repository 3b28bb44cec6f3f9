"""For which slot a registration stands; while it is undecided, for each of its ranked wishes (第1希望 …).

Until the result is out ``slot`` is merely the dearest wish: said as a date, it would be read as settled.
"""

from collections.abc import Iterator, Sequence

from eventsite.admission import facts
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.i18n import Text


def is_open(registration: Registration) -> bool:
    """Return whether it is undecided which of several wishes comes true."""
    return registration.state is RegistrationState.APPLIED and len(registration.wishes) > 1


def slots_of(registration: Registration) -> list[Slot]:
    """Return the slots that it may become, the dearest first: the one for which it stands, once that is settled."""
    if not is_open(registration):
        return [registration.slot]
    slots = {slot.id: slot for slot in registration.call.slots}
    return [slots[one.slot_id] for one in registration.wishes]


def label(slots: Sequence[Slot]) -> str:
    """Return the name of the slot; empty where it has none, or several are wished for."""
    return slots[0].label if len(slots) == 1 else ""


def when(slots: Sequence[Slot]) -> list[Text]:
    """Return the dates, one a line; of several wishes each with its rank before it."""
    if len(slots) == 1:
        return facts.when_of(slots[0])
    return [line for rank, slot in enumerate(slots, start=1) for line in _wish(rank, slot)]


def places(slots: Sequence[Slot]) -> list[Text]:
    """Return the places of all of them, each once."""
    return list(dict.fromkeys(place for slot in slots for place in facts.place_of(slot)))


def _wish(rank: int, slot: Slot) -> Iterator[Text]:
    lines = [*([Text(slot.label)] if slot.label else []), *facts.when_of(slot)]
    yield facts.t_text("admission.wish", rank=rank, slot=lines[0] if lines else "")
    yield from lines[1:]
