"""The registration form with what was said before, to change it: at home by the link, or by staff at the person's word.

A link may have been handed on, so telephone, mail address and answers about health or birth dates are not shown:
left empty, they stay as they are.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from eventsite.admission import dates, facts, queries
from eventsite.admission.asking import asking_of
from eventsite.admission.entries import Entry, Given
from eventsite.admission.errors import PartyDoesNotFit
from eventsite.admission.form_fields import PartySizeField
from eventsite.admission.form_pages import AGE, GRADE, person_field_name, question_field_name
from eventsite.admission.forms import NO, YES, RegistrationForm
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.said import entry_of
from eventsite.admission.services_changes import Change, list_is_closed
from eventsite.admission.vocabulary import COUNTERS, Channel, FreePlaceRule, RegistrationState
from eventsite.core.errors import DomainError
from eventsite.core.fields import PhoneField
from eventsite.core.forms import Required
from eventsite.i18n import current_locale, lazy, t
from eventsite.i18n.numbers import people_text
from eventsite.questions import rules as question_rules
from eventsite.questions.fields import data_of, values_of
from eventsite.questions.models import Question, QuestionKind, Topic


class ChangeForm(RegistrationForm):
    """The questions of registration, answered as the registration stands; what cannot change any more is not there."""

    phone = PhoneField()
    waits = BooleanField(lazy("admission.wait_at_the_end"))

    def __init__(self, registration: Registration, *, now: datetime, **kwargs: Any) -> None:
        """Ask about this registration."""
        call, asking = registration.call, asking_of(registration.call, now=now)
        self.registration, self.before = registration, entry_of(registration)
        self.is_undecided = registration.state is RegistrationState.APPLIED
        self.is_frozen = self.is_undecided and list_is_closed(call, now=now)
        self.offers_wait = False
        self.kept = {(one.question_code, one.person): one for one in self.before.answers}
        hidden = [one.code for one in asking.questions if _is_hidden(one)]
        self._hidden = frozenset(hidden)
        slots = [one for one in dates.open_slots(call, now=now) if one is not registration.slot and not self.is_frozen]
        slots = sorted([registration.slot, *slots], key=lambda one: (one.position, one.id))
        kwargs |= self._at_first(asking.questions)
        names, counters = [facts.slot_name(one) for one in slots], (COUNTERS[registration.channel],)
        super().__init__(call, slots, names, asking, counters=counters, **kwargs)
        self._let_be_empty()

    def _at_first(self, questions: Sequence[Question]) -> dict[str, Any]:
        """Return what the fields show at first, by their names."""
        return _data(self.registration, self.before, questions, self._hidden)

    def _ask_for_slots(self, names: Any) -> None:
        if not self.is_undecided or self.is_frozen:
            self.wish_names = []
        super()._ask_for_slots(names)

    def _room(self, slot: Slot) -> int | None:
        """Return how many places a slot has for this party, which keeps what it has already, however many."""
        room = queries.largest(slot, self._counters)
        is_own = slot is self.registration.slot
        return max(room, self.before.party_size) if is_own and room is not None else room

    def _ask_for_party(self, call: Call) -> None:
        super()._ask_for_party(call)
        if self.is_frozen and self.party_size:
            del self.party_size

    def _ask_for_belonging(self) -> None:
        super()._ask_for_belonging()
        for name in ("residence", "is_first_time"):
            if self.is_frozen and name in self:
                del self[name]

    def _let_be_empty(self) -> None:
        """Let answers about health and birth dates be left out: what was said before is neither shown nor lost."""
        for field in self._hidden_fields():
            let_be_empty(field)
            field.description = f"{field.description} {t('admission.empty_keeps')}"

    def _hidden_fields(self) -> list[Field]:
        everybody = (None, *range(1, self.people + 1))
        names = [question_field_name(code, person) for code in self._hidden for person in everybody]
        return [self[name] for name in names if name in self]

    def validate_companions(self, field: Field) -> None:
        """Refuse fewer or more names than people who come along."""
        if len(field.data) != self.people - 1:
            raise ValidationError(lazy("error.companions_count", people=people_text(self.people - 1, current_locale())))

    @property
    def people(self) -> int:
        """Return how many come: as typed, or as before where it cannot change."""
        size: PartySizeField | None = self.party_size
        return size.people if size else self.before.party_size

    @cached_property
    def asked(self) -> list[question_rules.Asked]:
        """Return the questions that are asked under the answers so far, those that are not shown included."""
        answers = {
            (one.code, person): values_of(self[name], one.kind) or self._kept_values(one.code, person)
            for one in self.asking.questions
            for person in (None, *range(1, self.people + 1))
            if (name := question_field_name(one.code, person)) in self
        }
        return question_rules.asked(self.asking.asks, answers, self.people)

    def _kept_values(self, code: str, person: int | None) -> tuple[str, ...]:
        kept = self.kept.get((code, self._place_before(person))) if code in self._hidden else None
        return kept.values if kept else ()

    def _place_before(self, person: int | None) -> int | None:
        """Return where in the party as it was somebody stood: where the name did, or here if it was only corrected."""
        if person is None or not self.companions:
            return person
        names = self._names_now
        earlier = [one.name for one in self.before.people]
        name = names[person - 1] if person <= len(names) else None
        if name in earlier[person - 1 : person]:
            return person
        if name in earlier:
            return earlier.index(name) + 1
        return person if person <= len(earlier) and earlier[person - 1] not in names else None

    @property
    def _names_now(self) -> list[str | None]:
        return [self.name.data, *self.companion_names][: self.people]

    def _answers(self) -> tuple[Given, ...]:
        said = {(one.question_code, one.person): one for one in super()._answers()}
        kept = [
            Given(ask.code, values, person)
            for ask, person in self.asked
            if (ask.code, person) not in said and (values := self._kept_values(ask.code, person))
        ]
        return (*said.values(), *kept)

    def to_entry(self, channel: Channel = Channel.WEB) -> Entry:
        """Return what a valid form says; what it does not ask is as before."""
        del channel
        said, before = super().to_entry(self.before.channel), self.before
        return replace(
            said,
            phone=said.phone or before.phone,
            email=said.email or before.email,
            note=before.note,
            wishes=before.wishes if self.is_frozen or not self.is_undecided else said.wishes,
            residence=said.residence if self.residence else before.residence,
            is_first_time=said.is_first_time if self.is_first_time else before.is_first_time,
            locale=before.locale,
            user_id=before.user_id,
            submission_key=None,
        )

    def to_change(self) -> Change:
        """Return what is to be true from now on."""
        return Change(self.chosen_slot.id, self.to_entry(), waits=bool(self.waits.data))

    def object_to(self, error: DomainError) -> None:
        """Say why the change was refused, and offer to wait where that is the way left."""
        self.refuse(error)
        moves = self.chosen_slot is not self.registration.slot
        has_line = self.registration.call.free_place_rule is not FreePlaceRule.REOPEN
        would_wait = moves or self.registration.state is RegistrationState.WAITING
        self.offers_wait = isinstance(error, PartyDoesNotFit) and has_line and would_wait


def let_be_empty(field: Field) -> None:
    """Let a field be left empty: what was said before stays."""
    field.validators = [one for one in field.validators if not isinstance(one, Required)]
    field.flags.required = False


def _is_hidden(question: Question) -> bool:
    return question.topic is not Topic.GENERAL and question.kind is not QuestionKind.CONSENT


def _data(
    registration: Registration, before: Entry, questions: Sequence[Question], hidden: frozenset[str]
) -> dict[str, Any]:
    """Return what the fields show at first, by their names."""
    data: dict[str, Any] = {
        "slot": registration.slot.code,
        "name": before.name,
        "name_kana": before.name_kana,
        "party_size": before.party_size,
        "companions": tuple(one.name for one in before.companions),
        "residence": before.residence,
        "is_first_time": None if before.is_first_time is None else YES if before.is_first_time else NO,
    }
    codes = {slot.id: slot.code for slot in registration.call.slots}
    data |= {f"wish_{rank}": codes[slot_id] for rank, slot_id in enumerate(before.wishes, start=2)}
    for place, one in enumerate(before.people, start=1):
        data |= {person_field_name(place, AGE): one.age, person_field_name(place, GRADE): one.grade}
    kinds = {one.code: one.kind for one in questions if one.code not in hidden}
    for given in before.answers:
        if given.question_code in kinds:
            name = question_field_name(given.question_code, given.person)
            data[name] = data_of(kinds[given.question_code], given.values)
    return data
