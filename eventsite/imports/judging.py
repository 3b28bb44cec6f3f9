"""Entries taken in from a table: what would become of each row, told before anything is stored.

Every row is filled into the registration form and judged by it, so that a table brings in nothing that a person could
not send. Rows that repeat somebody are shown, and taken in only if staff say so.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from werkzeug.datastructures import MultiDict
from wtforms import Field, RadioField, SelectField

from eventsite.admission import dates, facts, identity, places, queries, rules, services, services_persons
from eventsite.admission.asking import asking_of
from eventsite.admission.entries import Entry
from eventsite.admission.form_pages import person_field_name
from eventsite.admission.forms import RegistrationForm
from eventsite.admission.models import Call
from eventsite.admission.places import Party, Seats
from eventsite.admission.vocabulary import COUNTERS, Channel, RegistrationState
from eventsite.core.errors import DomainError
from eventsite.core.settings import settings
from eventsite.i18n import t
from eventsite.imports import columns
from eventsite.imports.columns import Mapped
from eventsite.imports.tables import TableRow

PEOPLE_IN_COLUMNS = 6  # so many people's ages and answers can stand in columns of their own
_NOT_IN_COLUMNS = ("key", "csrf_token")


class Verdict(StrEnum):
    """What would become of a row."""

    GOOD = "good"
    REPEATS = "repeats"
    WRONG = "wrong"
    DONE = "done"


@dataclass(frozen=True)
class Judged:
    """A row and what would become of it; ``why`` are sentences. ``state`` only where it would be registered."""

    row: TableRow
    verdict: Verdict
    name: str
    people: int
    why: tuple[str, ...] = ()
    state: RegistrationState | None = None
    slot_id: int = 0
    entry: Entry | None = None


class Judge:
    """Judges the rows of one file for one call at one instant, in the file's order; nothing is stored or locked."""

    def __init__(self, call: Call, content: bytes, mapped: Mapped, *, despite: bool, now: datetime) -> None:
        self._call, self._mapped, self._despite, self._now = call, mapped, despite, now
        self._file = hashlib.sha256(f"import {call.code} ".encode() + content).hexdigest()
        self._slots = dates.open_slots(call, now=now) or list(call.slots)
        self._names = [facts.slot_name(slot) for slot in self._slots]
        self._asking = asking_of(call, now=now)
        self._seats = {slot.id: queries.seats(slot) for slot in self._slots}
        self._seen: dict[str, int] = {}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Return the fields that columns can fill, by name."""
        people = min(self._call.party_max, PEOPLE_IN_COLUMNS)
        form = self._form(MultiDict({"party_size": str(people)}))
        return {field.name: field for field in form if field.name not in _NOT_IN_COLUMNS}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Return what the fields are called, whose person's they are included."""
        return {name: f"{_whose(name)}{field.label.text}" for name, field in self.fields.items()}

    @cached_property
    def required(self) -> list[str]:
        """Return the fields that every row must fill: not those about further people, nor what is known without."""
        known = {"party_size", *(["slot"] if len(self._slots) == 1 else [])}
        return [
            name
            for name, field in self.fields.items()
            if field.flags.required and name not in known and not _whose(name)
        ]

    def judged(self, rows: Sequence[TableRow]) -> list[Judged]:
        """Return what would become of each row."""
        return [self._judge(row) for row in rows]

    def again(self, judged: Sequence[Judged]) -> list[Judged]:
        """Return what would become of these rows by now: not what was typed, but who else has registered meanwhile."""
        return [self._again(one) for one in judged]

    def _again(self, one: Judged) -> Judged:
        if one.entry is None:
            return one
        unjudged = replace(one, verdict=Verdict.WRONG, why=(), state=None)
        if queries.registration_by_submission(self._key(one.row)):
            return replace(unjudged, verdict=Verdict.DONE)
        wishes = [one.slot_id, *one.entry.wishes]
        if not self._seats.keys() >= set(wishes):  # a slot has closed meanwhile
            return unjudged
        return self._of_entry(unjudged, wishes)

    def _judge(self, row: TableRow) -> Judged:
        form = self._form(columns.said(row, self._mapped, self.fields))
        is_valid = form.validate()
        found = Judged(row, Verdict.WRONG, form.name.data or "", form.people)
        if queries.registration_by_submission(self._key(row)):
            return replace(found, verdict=Verdict.DONE, why=("このファイルから登録ずみです",))
        if not is_valid:
            return replace(found, why=tuple(_errors(form)))
        entry = replace(form.to_entry(Channel.IMPORT), submission_key=self._key(row))
        return self._of_entry(
            replace(found, entry=entry, slot_id=form.chosen_slot.id), [s.id for s in form.chosen_slots]
        )

    def _of_entry(self, found: Judged, wishes: Sequence[int]) -> Judged:
        entry = found.entry
        if entry is None:
            return found
        try:
            rules.require_door(services.doors(self._call), entry.residence, entry.channel, self._now)
            party = Party(COUNTERS[entry.channel], rules.places_of(entry.party_size, self._call.unit))
            for slot_id in wishes:
                rules.require_room(party.places, self._seats[slot_id].largest(party.counter))
        except DomainError as error:
            return replace(found, why=(error.sentence,))
        if repeats := self._repeats(found.row, entry):
            found = replace(found, why=(repeats,))
            if not self._despite:
                return replace(found, verdict=Verdict.REPEATS)
        state = self._outlook(wishes, party)
        if state is None:
            return replace(found, why=(*found.why, t("error.registration_full")))
        return replace(found, verdict=Verdict.GOOD, state=state)

    def _repeats(self, row: TableRow, entry: Entry) -> str | None:
        """Return which earlier row or registration is of the same person, in a sentence."""
        keys = identity.keys(entry.name_kana, entry.phone, entry.email, settings().secret_key)
        earlier = next((self._seen[one] for one in sorted(keys) if one in self._seen), None)
        self._seen |= dict.fromkeys(keys - self._seen.keys(), row.number)
        if earlier is not None:
            return f"{earlier}行目と同じ方です"
        try:
            services_persons.require_new(self._call, entry)
        except DomainError as error:
            return _known(error)
        return None

    def _outlook(self, wishes: Sequence[int], party: Party) -> RegistrationState | None:
        """Return how the party would stand after all rows before it, and count it in."""
        call = self._call
        if call.is_undecided:
            return RegistrationState.APPLIED
        first, state = places.first_choice([self._seats[one] for one in wishes], party, call.free_place_rule)
        self._seats[wishes[first]] = _after(self._seats[wishes[first]], party, state)
        return state

    def _form(self, sent: MultiDict[str, str]) -> RegistrationForm:
        return RegistrationForm(
            self._call,
            self._slots,
            self._names,
            self._asking,
            counters=(COUNTERS[Channel.IMPORT],),
            formdata=_with_defaults(sent),
            meta={"csrf": False},
        )

    def _key(self, row: TableRow) -> str:
        """Return by what the row is known when the same file comes again."""
        return hashlib.sha256(f"{self._file} {row.number}".encode()).hexdigest()


def totals(judged: Collection[Judged]) -> Mapping[str, tuple[int, int]]:
    """Return how many rows and people there are by what would become of them: a state, or a verdict without one."""
    counts: dict[str, tuple[int, int]] = {}
    for one in judged:
        word = str(one.state or one.verdict)
        rows, people = counts.get(word, (0, 0))
        counts[word] = (rows + 1, people + one.people)
    return counts


def seal_of(judged: Collection[Judged]) -> str:
    """Return a mark of what staff were shown, so that something else is never stored in its place."""
    shown = [
        (one.row.number, one.verdict, one.state, one.entry.digest(one.slot_id) if one.entry else "") for one in judged
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _with_defaults(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """Return what was said, one person where the table does not say how many."""
    if "party_size" not in sent:
        sent.add("party_size", "1")
    return sent


def _after(seats: Seats, party: Party, state: RegistrationState | None) -> Seats:
    if state is RegistrationState.CONFIRMED:
        return seats.after(party)
    return replace(seats, somebody_waits=True) if state is RegistrationState.WAITING else seats


def _whose(name: str) -> str:
    for person in range(2, PEOPLE_IN_COLUMNS + 1):
        if name.startswith(person_field_name(person, "")):
            return f"{person}人目の"
    return ""


def _errors(form: RegistrationForm) -> Iterator[str]:
    for field in form:
        for sentence in field.errors:
            yield f"{_whose(field.name)}{field.label.text}：{sentence}{_choices(field)}"


def _choices(field: Field) -> str:
    """Return what can be chosen, where a row named something else."""
    if not isinstance(field, RadioField | SelectField):
        return ""
    words = "／".join(str(option.label.text) for option in field if option._value())
    return f"（{words}）"


def _known(error: DomainError) -> str:
    if receipt := error.values.get("receipt"):
        return f"{receipt} と同じ方です"
    return "申し込める回数を超えています"
