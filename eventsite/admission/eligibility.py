"""Whom a call asks for: residence, age, school grade, and children who come with somebody older. Plain values in.

Every member of the party is asked for and judged, as said; nobody has to prove anything here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from eventsite.admission import rules
from eventsite.admission.entries import Entry, Person
from eventsite.admission.errors import NotEligible
from eventsite.admission.models import Call
from eventsite.admission.summary_who import who
from eventsite.admission.terms import Terms, call_facts
from eventsite.admission.vocabulary import Admission, Priority, Residence
from eventsite.i18n import Text, current_locale, translate

RESIDENCE, AGE, GRADE = "residence", "age", "grade"


@dataclass(frozen=True)
class Objection:
    """Why a party does not belong: what was said (``person`` from 1, None for the party), and the sentence."""

    about: str
    person: int | None
    why: Text


def terms_of(call: Call) -> Terms:
    """Return whom a stored call asks for, its slots left out."""
    return Terms(**call_facts(call), area=call.event.center.area or "")


def asks_age(terms: Terms) -> bool:
    """Return whether the age of each person matters."""
    return terms.age_min is not None or terms.age_max is not None


def asks_grade(terms: Terms) -> bool:
    """Return whether the school grade of each person matters."""
    return any(one is not None for one in (terms.grade_min, terms.grade_max, terms.guardian_up_to_grade))


def circles_asked(terms: Terms) -> list[Residence]:
    """Return the circles of residence between which a call tells people apart, the nearest first; none if it does not.

    The last is everybody else; where it matters who works here, those who live here say so.
    """
    named = {terms.residence, *(one.residence for one in terms.openings)}
    if Priority.RESIDENTS in terms.priorities or Residence.CITY_LIFE in named:
        named.add(Residence.CITY)
    return [one for one in Residence if one in named | {Residence.ANYWHERE}] if named != {Residence.ANYWHERE} else []


def asks_first_time(terms: Terms) -> bool:
    """Return whether it matters who takes part for the first time."""
    return Priority.FIRST_TIMERS in terms.priorities


def require_eligible(call: Call, entry: Entry) -> None:
    """Pass if the call asks for everybody in the party; raise NotEligible with ``why``, a sentence, otherwise."""
    for objection in objections(terms_of(call), entry.residence, entry.people, current_locale()):
        raise NotEligible(why=objection.why)


def objections(terms: Terms, residence: Residence | None, people: Sequence[Person], locale: str) -> Iterator[Objection]:
    """Yield everything that speaks against the party, in that language, the registrant first.

    Where children must come with somebody older, whoever is past the upper bounds may come as the one who brings them.
    """
    if not rules.lives_within(residence or Residence.ANYWHERE, terms.residence):
        yield Objection(RESIDENCE, None, _sentence(locale, residence=terms.residence, area=terms.area))
    brings_children = any(_needs_guardian(one, terms) for one in people)
    for place, one in enumerate(people, start=1):
        is_guardian = brings_children and not _needs_guardian(one, terms)
        yield from _against_age(one, place, terms, locale, is_guardian=is_guardian)
        yield from _against_grade(one, place, terms, locale, is_guardian=is_guardian)
    yield from _without_guardian(people, terms, locale)


def _sentence(locale: str, **facts: Any) -> Text:
    """Return the sentence in which the call's rules say this one thing; ``facts`` are fields of Terms."""
    return who(Terms(Admission.FIRST_COME, **facts), locale)[0]


def _needs_guardian(one: Person, terms: Terms) -> bool:
    limit = terms.guardian_up_to_grade
    return limit is not None and one.grade is not None and one.grade <= limit


def _without_guardian(people: Sequence[Person], terms: Terms, locale: str) -> Iterator[Objection]:
    limit = terms.guardian_up_to_grade
    if limit is None or any(one.grade is not None and one.grade > limit for one in people):
        return
    for place, one in enumerate(people, start=1):
        if _needs_guardian(one, terms):
            yield Objection(GRADE, place, _sentence(locale, guardian_up_to_grade=limit))


def _against_age(one: Person, place: int, terms: Terms, locale: str, *, is_guardian: bool) -> Iterator[Objection]:
    if not asks_age(terms):
        return
    if one.age is None:
        yield Objection(AGE, place, translate(locale, "entry.age_missing"))
    elif not _is_within(one.age, terms.age_min, terms.age_max, is_guardian=is_guardian):
        yield Objection(AGE, place, _sentence(locale, age_min=terms.age_min, age_max=terms.age_max))


def _against_grade(one: Person, place: int, terms: Terms, locale: str, *, is_guardian: bool) -> Iterator[Objection]:
    if not asks_grade(terms):
        return
    if one.grade is None:
        yield Objection(GRADE, place, translate(locale, "entry.grade_missing"))
    elif not _is_within(one.grade, terms.grade_min, terms.grade_max, is_guardian=is_guardian):
        yield Objection(GRADE, place, _sentence(locale, grade_min=terms.grade_min, grade_max=terms.grade_max))


def _is_within(number: int, least: int | None, most: int | None, *, is_guardian: bool) -> bool:
    return (least is None or number >= least) and (most is None or number <= most or is_guardian)
