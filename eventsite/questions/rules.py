"""Which questions are asked under which answers, and what an answer may be: plain values in, a decision out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from eventsite.core.text import is_unusable
from eventsite.questions.models import QuestionKind, QuestionScope

TEXT_MAX = 1000  # characters of an answer in words
NUMBER_MAX = 999_999
YES, NO = "yes", "no"
DECIDING_KINDS = (QuestionKind.CHOICE, QuestionKind.SEVERAL, QuestionKind.YES_NO, QuestionKind.CONSENT)
_NUMBER = re.compile("[0-9]{1,6}")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Given:
    """An answer to a question; ``person`` is the place in the party from 1, None for all of it.

    ``values`` are texts, numbers, ISO dates, codes of choices, ``yes`` or ``no``; more than one where several may be
    chosen.
    """

    question_code: str
    values: tuple[str, ...]
    person: int | None = None


@dataclass(frozen=True)
class Ask:
    """A question as the rules want it. ``depends_on`` names an earlier one, asked before it."""

    code: str
    kind: QuestionKind
    scope: QuestionScope = QuestionScope.PARTY
    is_required: bool = False
    choices: tuple[str, ...] = ()
    depends_on: str | None = None
    depends_value: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer: ``code`` is the key of the sentence (``error.<code>``)."""

    question_code: str
    person: int | None
    code: str


Said = Mapping[tuple[str, int | None], tuple[str, ...]]
Asked = tuple[Ask, int | None]


def said(givens: Iterable[Given]) -> Said:
    """Return the answers by question and person."""
    return {(one.question_code, one.person): one.values for one in givens}


def depths(asks: Sequence[Ask]) -> Mapping[str, int]:
    """Return after how many other questions each can be asked: 0 for those without a condition."""
    found: dict[str, int] = {}
    for ask in asks:
        found[ask.code] = 0 if ask.depends_on is None else found[ask.depends_on] + 1
    return found


def asked(asks: Sequence[Ask], answers: Said, people: int) -> list[Asked]:
    """Return the questions that are asked, with whom, in their order.

    One with a condition is asked only if the earlier one was asked and answered so: by the same person where each
    answers, else by the party. An answer to a question that is not asked counts for nothing.
    """
    by_code = {ask.code: ask for ask in asks}
    found: dict[tuple[str, int | None], Asked] = {}
    for ask in asks:
        for person in _answerers(ask, people):
            if _is_met(ask, person, by_code, answers, found):
                found[ask.code, person] = (ask, person)
    return list(found.values())


def _answerers(ask: Ask, people: int) -> Sequence[int | None]:
    return range(1, people + 1) if ask.scope is QuestionScope.PARTICIPANT else (None,)


def _is_met(
    ask: Ask,
    person: int | None,
    by_code: Mapping[str, Ask],
    answers: Said,
    found: Mapping[tuple[str, int | None], Asked],
) -> bool:
    if ask.depends_on is None:
        return True
    earlier = by_code[ask.depends_on]
    key = (earlier.code, person if earlier.scope is QuestionScope.PARTICIPANT else None)
    return key in found and ask.depends_value in answers.get(key, ())


def faults(asks: Sequence[Ask], givens: Sequence[Given], people: int) -> list[Fault]:
    """Return what is wrong with the answers of a party of that many people; nothing, if they can be stored."""
    answers = said(givens)
    wanted = {(ask.code, person): ask for ask, person in asked(asks, answers, people)}
    wrong = [
        Fault(code, person, problem)
        for (code, person), ask in wanted.items()
        if (problem := fault(ask, answers.get((code, person), ())))
    ]
    strangers = [Fault(one.question_code, one.person, "answer_not_asked") for one in givens if _key(one) not in wanted]
    twice = len(answers) != len(givens)
    return wrong + strangers + ([Fault(givens[0].question_code, None, "answer_unknown")] if twice else [])


def _key(given: Given) -> tuple[str, int | None]:
    return given.question_code, given.person


def fault(ask: Ask, values: tuple[str, ...]) -> str | None:
    """Return the code of what is wrong with an answer to a question that is asked, or None."""
    if ask.is_required and values in ((), ("",)):
        return "required_answer"
    if ask.is_required and ask.kind is QuestionKind.CONSENT and values != (YES,):
        return "required_consent"
    too_many = len(values) > 1 and ask.kind is not QuestionKind.SEVERAL
    if too_many or len(set(values)) != len(values) or not all(_is_possible(ask, value) for value in values):
        return "answer_unknown"
    return None


def _is_possible(ask: Ask, value: str) -> bool:
    match ask.kind:
        case QuestionKind.TEXT:
            return 1 <= len(value) <= TEXT_MAX and not is_unusable(value)
        case QuestionKind.CHOICE | QuestionKind.SEVERAL:
            return value in ask.choices
        case QuestionKind.NUMBER:
            return _NUMBER.fullmatch(value) is not None
        case QuestionKind.DATE:
            return _DAY.fullmatch(value) is not None and _is_in_calendar(value)
        case QuestionKind.YES_NO | QuestionKind.CONSENT:
            return value in (YES, NO)


def _is_in_calendar(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def delete_day(keep_days: int | None, last_on: date, latest: date) -> date:
    """Return the day on which an answer goes: so many days after the last date, and with all the rest at the latest.

    It is never the last date itself: on that day the answers are needed.
    """
    return latest if keep_days is None else min(last_on + timedelta(days=max(1, keep_days)), latest)


def may_decide(earlier: Ask, later_scope: QuestionScope, value: str) -> bool:
    """Return whether a later question may be asked only if the earlier one is answered with ``value``.

    What each person answers cannot decide about a question to the whole party.
    """
    one_answer = earlier.scope is QuestionScope.PARTY or later_scope is QuestionScope.PARTICIPANT
    values = earlier.choices or (YES, NO)
    return one_answer and earlier.kind in DECIDING_KINDS and value in values


def is_in_order(asks: Sequence[Ask]) -> bool:
    """Return whether every question stands after the one on which it depends."""
    seen: set[str | None] = {None}
    for ask in asks:
        if ask.depends_on not in seen:
            return False
        seen.add(ask.code)
    return True
