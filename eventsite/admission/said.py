"""What a stored registration says, as an entry; and in which parts another entry says something else."""

from enum import StrEnum

from eventsite.admission.entries import Entry, Person
from eventsite.admission.models_registrations import Registration
from eventsite.questions import queries as questions
from eventsite.questions.rules import Given


class Part(StrEnum):
    """A part of what a party says; the audit log names changes by it."""

    CONTACT = "contact"
    PEOPLE = "people"
    SIZE = "size"
    SLOT = "slot"
    WISHES = "wishes"
    BELONGING = "belonging"  # where they live, whether they come for the first time
    ANSWERS = "answers"


def entry_of(registration: Registration) -> Entry:
    """Return what a registration says now."""
    first, *others = registration.participants
    return Entry(
        name=registration.name,
        name_kana=registration.name_kana,
        phone=registration.phone,
        channel=registration.channel,
        party_size=registration.party_size,
        email=registration.email,
        note=registration.note,
        age=first.age,
        grade=first.grade,
        companions=tuple(Person(one.name, one.name_kana, one.age, one.grade) for one in others),
        wishes=tuple(one.slot_id for one in registration.wishes[1:]),
        residence=registration.residence,
        is_first_time=registration.is_first_time,
        answers=_answers(registration),
        locale=registration.locale,
        user_id=registration.user_id,
    )


def differences(before: Entry, after: Entry, *, other_slot: bool) -> frozenset[Part]:
    """Return in which parts two entries differ; ``other_slot``: they stand for different slots."""
    differs = {
        Part.CONTACT: (before.phone, before.email) != (after.phone, after.email),
        Part.PEOPLE: before.people != after.people,
        Part.SIZE: before.party_size != after.party_size,
        Part.SLOT: other_slot,
        Part.WISHES: before.wishes != after.wishes,
        Part.BELONGING: (before.residence, before.is_first_time) != (after.residence, after.is_first_time),
        Part.ANSWERS: _unordered(before.answers) != _unordered(after.answers),
    }
    return frozenset(part for part, is_so in differs.items() if is_so)


def _unordered(answers: tuple[Given, ...]) -> set[tuple[str, int | None, frozenset[str]]]:
    return {(one.question_code, one.person, frozenset(one.values)) for one in answers}


def _answers(registration: Registration) -> tuple[Given, ...]:
    """Return the answers, those about health and birth dates included: to compare, never to show."""
    places = {one.id: one.position for one in registration.participants}
    values: dict[tuple[str, int | None], list[str]] = {}
    for sensitive in (False, True):
        for one in questions.answers_of([registration.id], sensitive=sensitive).get(registration.id, []):
            person = places[one.participant_id] if one.participant_id else None
            values.setdefault((one.question.code, person), []).append(one.value)
    return tuple(Given(code, tuple(said), person) for (code, person), said in values.items())
