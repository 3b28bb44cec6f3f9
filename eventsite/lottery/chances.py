"""Who is in a draw, and before whom: one chance for each person, classes from the priorities. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from eventsite.admission.persons import by_person
from eventsite.admission.vocabulary import Priority, Residence
from eventsite.lottery.texts import Entry, class_of

_RESIDENTS = (Residence.AREA, Residence.CITY)


@dataclass(frozen=True)
class Applicant:
    """What a draw needs to know of a registration; ``keys`` are those by which its person is recognised."""

    receipt: str
    places: int
    wishes: tuple[str, ...]  # codes of slots, the dearest first
    keys: frozenset[str]
    residence: Residence | None
    is_first_time: bool
    has_lost_before: bool

    def has(self, priority: Priority) -> bool:
        """Return whether the applicant is drawn earlier for this."""
        return {
            Priority.FIRST_TIMERS: self.is_first_time,
            Priority.EARLIER_LOSERS: self.has_lost_before,
            Priority.RESIDENTS: self.residence in _RESIDENTS,
        }[priority]


def one_chance_each(arrivals: Iterable[Applicant]) -> list[Applicant]:
    """Return those in the draw: of several entries of one person the first that arrived."""
    return [of_one[0] for of_one in by_person(arrivals, lambda applicant: applicant.keys)]


def entries(applicants: Iterable[Applicant], priorities: Sequence[Priority]) -> list[Entry]:
    """Return the entries of these applicants; the priorities are the call's, the strongest first."""
    return [_entry(one, priorities) for one in applicants]


def _entry(applicant: Applicant, priorities: Collection[Priority]) -> Entry:
    number = class_of(applicant.has(one) for one in priorities)
    return Entry(applicant.receipt, applicant.places, number, applicant.wishes)
