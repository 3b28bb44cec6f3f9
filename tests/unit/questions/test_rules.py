"""Which questions are asked, and what an answer may be."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.questions.models import QuestionKind, QuestionScope
from eventsite.questions.rules import (
    NO,
    YES,
    Ask,
    Given,
    asked,
    delete_day,
    depths,
    fault,
    faults,
    is_in_order,
    may_decide,
    said,
)

LUNCH = Ask("lunch", QuestionKind.YES_NO, is_required=True)
RICE = Ask(
    "rice", QuestionKind.CHOICE, is_required=True, choices=("small", "large"), depends_on="lunch", depends_value=YES
)
WHY_LARGE = Ask("why", QuestionKind.TEXT, depends_on="rice", depends_value="large")
SWIMS = Ask("swims", QuestionKind.YES_NO, QuestionScope.PARTICIPANT, is_required=True)
FLOAT = Ask("float", QuestionKind.YES_NO, QuestionScope.PARTICIPANT, depends_on="swims", depends_value=NO)
MENU = [LUNCH, RICE, WHY_LARGE]


def codes(asks: list[Ask], givens: list[Given], people: int = 1) -> list[tuple[str, int | None]]:
    return [(ask.code, person) for ask, person in asked(asks, said(givens), people)]


def test_a_question_with_a_condition_is_asked_only_under_that_answer() -> None:
    assert codes(MENU, []) == [("lunch", None)]
    assert codes(MENU, [Given("lunch", (NO,))]) == [("lunch", None)]
    assert codes(MENU, [Given("lunch", (YES,))]) == [("lunch", None), ("rice", None)]


def test_an_answer_to_a_question_that_is_not_asked_opens_no_other() -> None:
    """Baba chose the large portion, went back, and wants no lunch after all."""
    assert codes(MENU, [Given("lunch", (NO,)), Given("rice", ("large",))]) == [("lunch", None)]


def test_each_person_is_asked_under_their_own_answer() -> None:
    givens = [Given("swims", (YES,), 1), Given("swims", (NO,), 2)]

    assert codes([SWIMS, FLOAT], givens, 2) == [("swims", 1), ("swims", 2), ("float", 2)]


def test_each_person_can_be_asked_under_the_answer_of_the_party() -> None:
    size = Ask("size", QuestionKind.NUMBER, QuestionScope.PARTICIPANT, depends_on="lunch", depends_value=YES)

    assert codes([LUNCH, size], [Given("lunch", (YES,))], 2) == [("lunch", None), ("size", 1), ("size", 2)]


def test_what_depends_on_more_answers_comes_on_a_later_page() -> None:
    assert depths([*MENU, SWIMS, FLOAT]) == {"lunch": 0, "rice": 1, "why": 2, "swims": 0, "float": 1}


ANSWERS = st.lists(
    st.builds(
        Given,
        st.sampled_from(["lunch", "rice", "why", "swims", "float", "none"]),
        st.lists(st.sampled_from([YES, NO, "large", "small", "x", ""]), max_size=2).map(tuple),
        st.sampled_from([None, 1, 2, 3]),
    ),
    max_size=8,
    unique_by=lambda one: (one.question_code, one.person),
)


@given(ANSWERS, st.integers(1, 3))
def test_whatever_is_said_every_asked_question_has_its_condition_met(givens: list[Given], people: int) -> None:
    asks = [*MENU, SWIMS, FLOAT]
    answers, found = said(givens), asked(asks, said(givens), people)
    keys = {(ask.code, person) for ask, person in found}

    for ask, person in found:
        assert (person is None) == (ask.scope is QuestionScope.PARTY)
        if ask.depends_on:
            earlier = (ask.depends_on, person)
            assert earlier in keys
            assert ask.depends_value in answers[earlier]


@given(ANSWERS, st.integers(1, 3))
def test_answers_without_fault_are_exactly_those_that_are_asked(givens: list[Given], people: int) -> None:
    asks = [*MENU, SWIMS, FLOAT]

    if not faults(asks, givens, people):
        keys = {(ask.code, person) for ask, person in asked(asks, said(givens), people)}
        assert {(one.question_code, one.person) for one in givens} <= keys
        assert {("lunch", None), *(("swims", person) for person in range(1, people + 1))} <= {
            (one.question_code, one.person) for one in givens
        }


@pytest.mark.parametrize(
    ("givens", "codes_of_faults"),
    [
        ([Given("lunch", (NO,))], []),
        ([Given("lunch", (YES,)), Given("rice", ("large",)), Given("why", ("おなかがすく",))], []),
        ([], ["required_answer"]),
        ([Given("lunch", (YES,))], ["required_answer"]),
        ([Given("lunch", (NO,)), Given("rice", ("large",))], ["answer_not_asked"]),
        ([Given("lunch", (NO,)), Given("dinner", (YES,))], ["answer_not_asked"]),
        ([Given("lunch", (NO,), 1)], ["required_answer", "answer_not_asked"]),
        ([Given("lunch", (YES,)), Given("rice", ("huge",))], ["answer_unknown"]),
        ([Given("lunch", (NO,)), Given("lunch", (NO,))], ["answer_unknown"]),
    ],
)
def test_a_party_answers_what_it_is_asked_and_nothing_else(givens: list[Given], codes_of_faults: list[str]) -> None:
    assert [one.code for one in faults(MENU, givens, 1)] == codes_of_faults


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (QuestionKind.TEXT, ["卵", "あ" * 1000], ["あ" * 1001, "a\x00b", "\ud800"]),
        (QuestionKind.CHOICE, ["red"], ["green", "", "RED"]),
        (QuestionKind.SEVERAL, ["red", "blue"], ["green"]),
        (QuestionKind.NUMBER, ["0", "999999"], ["-1", "1.5", "1000000", "３", "9" * 5000]),
        (QuestionKind.DATE, ["1955-04-01", "2028-02-29"], ["2026-02-29", "昭和30年4月1日", "0000-01-01", "19550401"]),
        (QuestionKind.YES_NO, ["yes", "no"], ["maybe", "はい"]),
        (QuestionKind.CONSENT, ["yes", "no"], ["on", "y"]),
    ],
)
def test_each_kind_takes_its_own_answers(kind: QuestionKind, good: list[str], bad: list[str]) -> None:
    ask = Ask("q", kind, choices=("red", "blue") if kind in (QuestionKind.CHOICE, QuestionKind.SEVERAL) else ())

    assert [value for value in good if fault(ask, (value,))] == []
    assert [value for value in bad if fault(ask, (value,)) is None] == []
    assert fault(ask, ()) is None


def test_only_where_several_may_be_chosen_more_than_one_is_an_answer() -> None:
    assert fault(Ask("q", QuestionKind.SEVERAL, choices=("red", "blue")), ("red", "blue")) is None
    assert fault(Ask("q", QuestionKind.SEVERAL, choices=("red", "blue")), ("red", "red")) == "answer_unknown"
    assert fault(Ask("q", QuestionKind.CHOICE, choices=("red", "blue")), ("red", "blue")) == "answer_unknown"


def test_a_required_consent_must_be_given() -> None:
    ask = Ask("q", QuestionKind.CONSENT, is_required=True)

    assert fault(ask, (NO,)) == "required_consent"
    assert fault(ask, (YES,)) is None


DAY = date(2026, 11, 14)


def test_an_answer_goes_so_many_days_after_the_last_date_and_never_after_all_the_rest() -> None:
    latest = DAY + timedelta(days=90)

    assert delete_day(0, DAY, latest) == DAY + timedelta(days=1)  # on the day itself the answers are needed
    assert delete_day(1, DAY, latest) == DAY + timedelta(days=1)
    assert delete_day(30, DAY, latest) == date(2026, 12, 14)
    assert delete_day(365, DAY, latest) == latest
    assert delete_day(None, DAY, latest) == latest


def test_only_answers_that_are_chosen_decide_and_nobody_decides_for_the_party() -> None:
    assert may_decide(LUNCH, QuestionScope.PARTY, YES)
    assert may_decide(LUNCH, QuestionScope.PARTICIPANT, NO)
    assert may_decide(SWIMS, QuestionScope.PARTICIPANT, NO)
    assert not may_decide(SWIMS, QuestionScope.PARTY, NO)
    assert not may_decide(LUNCH, QuestionScope.PARTY, "large")
    assert not may_decide(RICE, QuestionScope.PARTY, YES)
    assert not may_decide(WHY_LARGE, QuestionScope.PARTY, YES)


def test_a_question_stands_after_the_one_on_which_it_depends() -> None:
    assert is_in_order(MENU)
    assert not is_in_order([RICE, LUNCH, WHY_LARGE])
