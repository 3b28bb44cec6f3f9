"""Whom a call asks for: residence, age, grade, and children with somebody older."""

from datetime import UTC, datetime
from typing import Any

import pytest

from eventsite.admission.eligibility import asks_age, asks_first_time, asks_grade, circles_asked, objections
from eventsite.admission.entries import Person
from eventsite.admission.grades import GRADES, grade_text
from eventsite.admission.terms import OpeningTerms, Terms
from eventsite.admission.vocabulary import Admission, Priority, Residence


def terms(**facts: Any) -> Terms:
    return Terms(Admission.FIRST_COME, **facts)


def against(call: Terms, *people: Person, residence: Residence | None = None) -> list[tuple[str, int | None]]:
    return [(one.about, one.person) for one in objections(call, residence, people, "ja")]


def test_a_call_without_terms_asks_everybody_and_nothing() -> None:
    call = terms()

    assert against(call, Person("馬場"), Person()) == []
    assert (asks_age(call), asks_grade(call), asks_first_time(call), circles_asked(call)) == (False, False, False, [])


@pytest.mark.parametrize(
    ("circle", "residence", "fits"),
    [
        (Residence.CITY, Residence.AREA, True),
        (Residence.CITY, Residence.CITY, True),
        (Residence.CITY, Residence.CITY_LIFE, False),
        (Residence.CITY_LIFE, Residence.CITY_LIFE, True),
        (Residence.AREA, Residence.CITY, False),
        (Residence.CITY, None, False),
        (Residence.ANYWHERE, None, True),
    ],
)
def test_each_circle_holds_the_nearer_ones(circle: Residence, residence: Residence | None, fits: bool) -> None:
    assert (against(terms(residence=circle), Person("馬場"), residence=residence) == []) is fits


def test_only_circles_that_matter_are_told_apart() -> None:
    opening = OpeningTerms(Residence.AREA, None, datetime(2026, 12, 1, tzinfo=UTC))

    assert circles_asked(terms(residence=Residence.AREA)) == [Residence.AREA, Residence.ANYWHERE]
    assert circles_asked(terms(residence=Residence.CITY_LIFE))[:2] == [Residence.CITY, Residence.CITY_LIFE]
    assert circles_asked(terms(openings=(opening,))) == [Residence.AREA, Residence.ANYWHERE]
    assert circles_asked(terms(priorities=(Priority.RESIDENTS,))) == [Residence.CITY, Residence.ANYWHERE]
    assert asks_first_time(terms(priorities=(Priority.FIRST_TIMERS,)))


@pytest.mark.parametrize(("age", "fits"), [(17, False), (18, True), (64, True), (65, False), (None, False)])
def test_bounds_of_age_are_included_and_hold_for_everybody(age: int | None, fits: bool) -> None:
    call = terms(age_min=18, age_max=64)

    assert (against(call, Person(age=age)) == []) is fits
    assert (against(call, Person(age=30), Person(age=age)) == []) is fits


def test_the_objection_names_the_person_and_the_rule() -> None:
    [one] = objections(terms(grade_min=4, grade_max=6), None, [Person(grade=5), Person(grade=3)], "ja")

    assert (one.about, one.person) == ("grade", 2)
    assert one.why == "小学4年生から小学6年生までの方が対象です。"


def test_a_small_child_comes_with_somebody_older() -> None:
    call = terms(guardian_up_to_grade=3)

    assert against(call, Person(grade=3)) == [("grade", 1)]
    assert against(call, Person(grade=1), Person(grade=2)) == [("grade", 1), ("grade", 2)]
    assert against(call, Person(grade=1), Person(grade=13)) == []
    assert against(call, Person(grade=4)) == []


def test_who_brings_a_child_may_be_past_the_bounds_but_comes_not_alone() -> None:
    call = terms(grade_min=1, grade_max=6, guardian_up_to_grade=3)

    assert against(call, Person(grade=13), Person(grade=2)) == []
    assert against(call, Person(grade=13)) == [("grade", 1)]
    assert against(call, Person(grade=13), Person(grade=5)) == [("grade", 1)]
    assert against(call, Person(grade=13), Person(grade=0)) == [("grade", 2)]


@pytest.mark.parametrize("locale", ["ja", "ja_easy", "en"])
def test_every_grade_has_its_own_words(locale: str) -> None:
    assert len({grade_text(grade, locale) for grade in GRADES}) == 14


def test_there_is_no_other_grade() -> None:
    with pytest.raises(ValueError, match="14"):
        grade_text(14, "ja")
