"""What one party says when it registers, whatever the channel."""

import hashlib
from dataclasses import astuple, dataclass

from eventsite.admission.vocabulary import Channel, Residence
from eventsite.questions.rules import Given

__all__ = ["Entry", "Given", "Person"]


@dataclass(frozen=True)
class Person:
    """A member of the party, as far as the call asks: the age on the day, the school grade (see grades.py)."""

    name: str = ""
    name_kana: str = ""
    age: int | None = None
    grade: int | None = None


@dataclass(frozen=True)
class Entry:
    """One party: the registrant, who comes along, how to reach them, what they want."""

    name: str
    name_kana: str
    phone: str
    channel: Channel
    party_size: int = 1
    email: str = ""
    note: str = ""
    age: int | None = None
    grade: int | None = None
    companions: tuple[Person, ...] = ()  # as far as the call asks for them; the rest are a number
    wishes: tuple[int, ...] = ()  # slots wanted after the first, the dearer first
    residence: Residence | None = None
    is_first_time: bool | None = None
    answers: tuple[Given, ...] = ()
    locale: str = "ja"
    user_id: int | None = None  # a city employee, known by the account
    submission_key: str | None = None  # drawn with the form: sending it again changes nothing

    @property
    def people(self) -> tuple[Person, ...]:
        """Return every member of the party, the registrant first; who is only counted has no name."""
        first = Person(self.name, self.name_kana, self.age, self.grade)
        unnamed = (Person(),) * self.party_size
        return (first, *(*self.companions, *unnamed)[: self.party_size - 1])

    def digest(self, slot_id: int) -> str:
        """Return a fingerprint of what is said, for this slot: the same form sent again has the same."""
        said = (self.phone, self.email, self.note, self.wishes, self.residence, self.is_first_time, self.answers)
        people = tuple(astuple(one) for one in self.people)
        return hashlib.sha256(repr((slot_id, people, *said)).encode()).hexdigest()
