"""Who applies to a demo event, and who gets a place: pure, by the rules of admission themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from eventsite.admission import places
from eventsite.admission.places import Seats
from eventsite.admission.vocabulary import Counter, FreePlaceRule, RegistrationState
from eventsite.ops.demo_plan import PARTY_SIZES, PARTY_WEIGHTS

_WITHDRAWN_SHARE = 0.05


@dataclass(frozen=True)
class Wish:
    """A party that applies for one of the slots, by its number from 0."""

    slot: int
    size: int
    withdraws: bool


@dataclass(frozen=True)
class Party:
    """A party and what became of it."""

    slot: int
    size: int
    state: RegistrationState


def apply(dice: Random, parties: int, slots: int) -> list[Wish]:
    """Return so many parties in the order in which they come."""
    return [
        Wish(dice.randrange(slots), dice.choices(PARTY_SIZES, PARTY_WEIGHTS)[0], dice.random() < _WITHDRAWN_SHARE)
        for _ in range(parties)
    ]


def people(wishes: Sequence[Wish], slot: int) -> int:
    """Return how many people want to come to a slot."""
    return sum(wish.size for wish in wishes if wish.slot == slot and not wish.withdraws)


def decide(wishes: Sequence[Wish], capacities: Sequence[int | None]) -> list[Party]:
    """Return what becomes of each party. The first that does not fit brings fewer: a line means no place is left."""
    taken, lines, parties = [0] * len(capacities), [False] * len(capacities), []
    for wish in wishes:
        seats = Seats(capacities[wish.slot], taken[wish.slot], somebody_waits=lines[wish.slot])
        size = min(wish.size, seats.remaining or wish.size)
        state = RegistrationState.WITHDRAWN if wish.withdraws else _admitted(seats, size)
        taken[wish.slot] += size if state is RegistrationState.CONFIRMED else 0
        lines[wish.slot] |= state is RegistrationState.WAITING
        parties.append(Party(wish.slot, size, state))
    return parties


def _admitted(seats: Seats, size: int) -> RegistrationState:
    state = places.admit(seats, places.Party(Counter.WEB, size), FreePlaceRule.HOLD_FOR_NEXT)
    return state or RegistrationState.WAITING


def taken(parties: Sequence[Party], slot: int) -> int:
    """Return how many people hold a place in a slot."""
    return sum(one.size for one in parties if one.slot == slot and one.state is RegistrationState.CONFIRMED)
