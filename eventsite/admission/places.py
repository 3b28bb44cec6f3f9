"""Places of a slot: who gets one at once, who waits, and to whom a freed one goes. Pure.

Counted in the unit of the call. A party is never split, and nobody overtakes the waiting line except by the rule that
the call publishes (see FreePlaceRule).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from eventsite.admission.vocabulary import Counter, FreePlaceRule, RegistrationState


@dataclass(frozen=True)
class Reserve:
    """Places kept for one counter, and how many places that counter has taken in all."""

    places: int
    taken: int

    @property
    def unused(self) -> int:
        """Return how many are still kept."""
        return max(0, self.places - self.taken)


@dataclass(frozen=True)
class Party:
    """What admission needs to know of a party: where it was taken in, and how many places it needs."""

    counter: Counter
    places: int


@dataclass(frozen=True)
class Seats:
    """A slot as it stands; ``held`` places are free, but wait for their time."""

    capacity: int | None  # None: no limit
    taken: int
    held: int = 0
    somebody_waits: bool = False
    reserves: Mapping[Counter, Reserve] = field(default_factory=dict)

    @property
    def remaining(self) -> int | None:
        """Return how many places are free now, for whomever, or None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken - self.held)

    def free_for(self, counter: Counter) -> int | None:
        """Return how many places are free for those taken in there: all but what is kept for other counters."""
        if self.remaining is None:
            return None
        kept = sum(one.unused for other, one in self.reserves.items() if other is not counter)
        return max(0, self.remaining - kept)

    def kept_for(self, counter: Counter) -> int:
        """Return how many free places nobody but this counter gets."""
        own = self.reserves.get(counter)
        return min(own.unused, self.remaining or 0) if own else 0

    def largest(self, counter: Counter) -> int | None:
        """Return how many places a party taken in there could have if nobody else came, or None without a limit."""
        if self.capacity is None:
            return None
        kept = sum(one.places for other, one in self.reserves.items() if other is not counter)
        return max(0, self.capacity - kept)

    def fits(self, party: Party) -> bool:
        """Return whether the whole party finds its places now, nobody else considered."""
        free = self.free_for(party.counter)
        return free is None or party.places <= free

    def after(self, party: Party) -> "Seats":
        """Return the seats once the party has its places."""
        reserves = dict(self.reserves)
        if own := reserves.get(party.counter):
            reserves[party.counter] = replace(own, taken=own.taken + party.places)
        return replace(self, taken=self.taken + party.places, reserves=reserves)


def admit(seats: Seats, party: Party, rule: FreePlaceRule) -> RegistrationState | None:
    """Return the state in which a first-come (先着順) party starts; None: it is refused, for nobody waits here.

    Where places are held for the next in line, a newcomer gets none while somebody waits, except those kept for the
    own counter. Where the next that fits goes first, whoever waits did not fit, so a newcomer who does overtakes by
    that very rule.
    """
    may_take = rule is not FreePlaceRule.HOLD_FOR_NEXT or not seats.somebody_waits
    if (may_take and seats.fits(party)) or party.places <= seats.kept_for(party.counter):
        return RegistrationState.CONFIRMED
    return None if rule is FreePlaceRule.REOPEN else RegistrationState.WAITING


def first_choice(wishes: Sequence[Seats], party: Party, rule: FreePlaceRule) -> tuple[int, RegistrationState | None]:
    """Return for which of its wishes (from 0) a first-come party stands, and how.

    It is the first wish where its places are free; without any, the dearest, where it waits or is refused.
    """
    states = [admit(seats, party, rule) for seats in wishes]
    first = states.index(RegistrationState.CONFIRMED) if RegistrationState.CONFIRMED in states else 0
    return first, states[first]


def promoted(seats: Seats, line: Iterable[Party], rule: FreePlaceRule) -> Iterator[int]:
    """Yield the positions in the line, from 0, of the parties that now get their places.

    With HOLD_FOR_NEXT the first party that does not fit keeps everybody behind from the free places, except from
    those kept for their own counter. With REOPEN nobody is promoted.
    """
    if rule is FreePlaceRule.REOPEN:
        return
    is_held = False
    for position, party in enumerate(line):
        if is_full(seats, is_held=is_held):
            return
        if (not is_held and seats.fits(party)) or party.places <= seats.kept_for(party.counter):
            seats = seats.after(party)
            yield position
        else:
            is_held = is_held or rule is FreePlaceRule.HOLD_FOR_NEXT


def is_full(seats: Seats, *, is_held: bool = False) -> bool:
    """Return whether nobody in the line can get a place any more; ``is_held``: only kept places are given out."""
    if is_held:
        return not any(seats.kept_for(counter) for counter in seats.reserves)
    return seats.remaining == 0


def beyond(capacity: int | None, taken: int) -> int:
    """Return how many places are kept beyond the capacity: a lowered capacity throws nobody out."""
    return 0 if capacity is None else max(0, taken - capacity)
