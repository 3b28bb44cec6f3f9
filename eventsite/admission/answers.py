"""Answers as staff read them: for one registration, as columns of the roster, and those that few may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from eventsite.admission import queries_roster
from eventsite.admission.grades import grade_text
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Participant, Registration
from eventsite.admission.summary_who import circle_text
from eventsite.admission.vocabulary import Residence
from eventsite.i18n import Locale
from eventsite.questions import queries as question_queries
from eventsite.questions.models import Answer, Topic
from eventsite.questions.words import stored_text


@dataclass(frozen=True)
class Line:
    """One answer: the question, who answered (empty for the party), and what."""

    question_id: int
    label: str
    person: str
    text: str


@dataclass(frozen=True)
class PartyAnswers:
    """What one party answered."""

    registration: Registration
    lines: Sequence[Line]


def columns_of(calls: Sequence[Call]) -> dict[int, str]:
    """Return the questions of these calls whose answers stand in the roster, by id."""
    asked = (one for call in calls for one in question_queries.questions_of(call.id))
    return {one.id: one.label for one in asked if one.topic is Topic.GENERAL}


def said_of(registration: Registration) -> list[tuple[str, str]]:
    """Return where a party lives, whether it comes for the first time, and ages and grades, as far as it was asked."""
    rows: list[tuple[str, str]] = []
    if registration.residence:
        area = registration.call.event.center.area or ""
        elsewhere = registration.residence is Residence.ANYWHERE
        rows.append(("お住まい", "そのほか" if elsewhere else circle_text(registration.residence, area, Locale.JA)))
    if registration.is_first_time is not None:
        rows.append(("参加", "はじめて" if registration.is_first_time else "前に参加したことがある"))
    people = [(person_of(one), "、".join(_age_and_grade(one))) for one in registration.participants]
    return rows + [(name, text) for name, text in people if text]


def person_of(one: Participant) -> str:
    """Return whom a line is about: by name where it is known, else by the place in the party."""
    return one.name or f"{one.position}人目"


def _age_and_grade(one: Participant) -> list[str]:
    age = [] if one.age is None else [f"{one.age}歳"]
    return age if one.grade is None else [*age, grade_text(one.grade, Locale.JA)]


def general_of(registrations: Sequence[Registration]) -> Mapping[int, list[Line]]:
    """Return the answers of registrations by their id; those about health and birth dates are left out."""
    return _lines(registrations, sensitive=False)


def hidden_of(registrations: Sequence[Registration]) -> set[int]:
    """Return which of the registrations have answers that general_of() leaves out."""
    return question_queries.with_sensitive([one.id for one in registrations])


def sensitive_of(event_id: int) -> list[PartyAnswers]:
    """Return the answers about health and birth dates of everybody who holds or awaits a place in an event."""
    parties = [one for one in queries_roster.roster(event_id) if one.is_active]
    lines = _lines(parties, sensitive=True)
    return [PartyAnswers(one, lines[one.id]) for one in parties if one.id in lines]


def _lines(registrations: Sequence[Registration], *, sensitive: bool) -> dict[int, list[Line]]:
    by_id = {one.id: one for one in registrations}
    found = question_queries.answers_of(list(by_id), sensitive=sensitive)
    return {id_: list(_lines_of(by_id[id_], answers)) for id_, answers in found.items()}


def _lines_of(registration: Registration, answers: Sequence[Answer]) -> list[Line]:
    names = {one.id: person_of(one) for one in registration.participants}
    grouped = groupby(answers, key=lambda one: (one.question_id, one.participant_id))
    return [
        Line(question_id, rows[0].question.label, names.get(person or 0, ""), stored_text(rows))
        for (question_id, person), group in grouped
        if (rows := list(group))
    ]
