"""What staff can do about the questions of a call. Whoever calls these holds the lock of the call.

People answer what they read: once somebody has, a question keeps its meaning, and only its wording changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from eventsite.core import tokens
from eventsite.core.db import db
from eventsite.questions import queries, rules
from eventsite.questions.errors import (
    ChoicesTooFew,
    ConditionWrong,
    QuestionInUse,
    QuestionNeeded,
    QuestionOrder,
    ReasonMissing,
    TooManyQuestions,
)
from eventsite.questions.models import Choice, Question, QuestionKind, QuestionScope, Topic

MOST_QUESTIONS = 30
WITH_CHOICES = (QuestionKind.CHOICE, QuestionKind.SEVERAL)


@dataclass(frozen=True)
class ChoicePlan:
    """A choice as staff want it; ``code`` is that of a stored one, None for a new one."""

    label: str
    label_easy: str = ""
    label_en: str = ""
    code: str | None = None


@dataclass(frozen=True)
class QuestionPlan:
    """A question as staff want it. ``depends_on`` is the code of an earlier one."""

    kind: QuestionKind
    label: str
    purpose: str
    scope: QuestionScope = QuestionScope.PARTY
    label_easy: str = ""
    label_en: str = ""
    purpose_easy: str = ""
    purpose_en: str = ""
    is_required: bool = False
    topic: Topic = Topic.GENERAL
    reason: str = ""
    keep_days: int | None = None
    choices: tuple[ChoicePlan, ...] = ()
    depends_on: str | None = None
    depends_value: str = ""


# What an answer means, and what those who gave it were promised.
_MEANING = ("kind", "scope", "topic", "keep_days")
_WORDING = ("label", "label_easy", "label_en", "purpose", "purpose_easy", "purpose_en", "reason", "is_required")


def add(call_id: int, plan: QuestionPlan) -> Question:
    """Ask a new question after those that the call asks already.

    Raises:
        TooManyQuestions: the call asks MOST_QUESTIONS.
        ReasonMissing, ChoicesTooFew, ConditionWrong: the question cannot be asked so.
    """
    questions = queries.questions_of(call_id)
    if len(questions) >= MOST_QUESTIONS:
        raise TooManyQuestions(maximum=MOST_QUESTIONS)
    position = max((one.position for one in questions), default=0) + 1
    question = Question(code=tokens.short_code(), call_id=call_id, position=position)
    _write(question, plan, questions)
    db.session.add(question)
    db.session.flush()
    return question


def edit(question: Question, plan: QuestionPlan) -> None:
    """Change a question; one that somebody has answered in its wording only.

    Raises:
        QuestionInUse: the change would give stored answers another meaning, or keep them longer than was promised.
        QuestionNeeded: another question is asked only under an answer that could no longer be given.
        ReasonMissing, ChoicesTooFew, ConditionWrong, QuestionOrder: as for a new question.
    """
    questions = queries.questions_of(question.call_id)
    if question.id in queries.answered(question.call_id):
        _require_same_meaning(question, plan)
    _write(question, plan, questions)
    if not rules.is_in_order(queries.asks(questions)):
        raise QuestionOrder
    _require_conditions_hold(questions)
    db.session.flush()


def move(question: Question, step: int) -> None:
    """Ask a question one place earlier (-1) or later (1). Raises QuestionOrder where another one hinders it."""
    questions = list(queries.questions_of(question.call_id))
    here = questions.index(question)
    there = here + step
    if not 0 <= there < len(questions):
        return
    questions[here], questions[there] = questions[there], questions[here]
    if not rules.is_in_order(queries.asks(questions)):
        raise QuestionOrder
    for position, one in enumerate(questions, start=1):
        one.position = position
    db.session.flush()


def remove(question: Question) -> None:
    """Stop asking a question that nobody has answered, or whose answers are all deleted.

    Raises:
        QuestionNeeded: another question depends on it.
        QuestionInUse: there are answers.
    """
    if any(one.depends_on_id == question.id for one in queries.questions_of(question.call_id)):
        raise QuestionNeeded
    try:
        db.session.delete(question)
        db.session.flush()  # the answers' foreign key has the last word
    except IntegrityError as error:
        raise QuestionInUse from error


def _write(question: Question, plan: QuestionPlan, others: Sequence[Question]) -> None:
    if plan.topic is not Topic.GENERAL and not plan.reason:
        raise ReasonMissing
    if plan.kind in WITH_CHOICES and len(plan.choices) < 2:
        raise ChoicesTooFew
    earlier = _earlier(question, plan, others)
    question.depends_on_id = earlier.id if earlier else None
    question.depends_value = plan.depends_value if earlier else ""
    for name in (*_MEANING, *_WORDING):
        setattr(question, name, getattr(plan, name))
    stored = {one.code: one for one in question.choices}
    wanted = plan.choices if plan.kind in WITH_CHOICES else ()
    question.choices = [_choice(one, position, stored) for position, one in enumerate(wanted)]


def _earlier(question: Question, plan: QuestionPlan, others: Sequence[Question]) -> Question | None:
    """Return the question on which the planned one depends. Raises ConditionWrong."""
    if plan.depends_on is None:
        return None
    asks = {ask.code: (ask, one) for ask, one in zip(queries.asks(others), others, strict=True)}
    ask, earlier = asks.get(plan.depends_on, (None, None))
    if ask is None or earlier is question or not rules.may_decide(ask, plan.scope, plan.depends_value):
        raise ConditionWrong
    return earlier


def _choice(plan: ChoicePlan, position: int, stored: Mapping[str, Choice]) -> Choice:
    choice = stored.get(plan.code or "") or Choice(code=tokens.short_code())
    choice.position = position
    choice.label, choice.label_easy, choice.label_en = plan.label, plan.label_easy, plan.label_en
    return choice


def _require_same_meaning(question: Question, plan: QuestionPlan) -> None:
    depends_on = {one.id: one.code for one in queries.questions_of(question.call_id)}.get(question.depends_on_id or 0)
    kept = {one.code for one in plan.choices}
    lost = [one for one in question.choices if one.code not in kept]
    same = all(getattr(question, name) == getattr(plan, name) for name in _MEANING)
    same_condition = (depends_on, question.depends_value) == (plan.depends_on, plan.depends_value)
    if not same or not same_condition or any(queries.is_answered_with(question.id, one.code) for one in lost):
        raise QuestionInUse


def _require_conditions_hold(questions: Sequence[Question]) -> None:
    asks = {ask.code: ask for ask in queries.asks(questions)}
    for ask in asks.values():
        if ask.depends_on and not rules.may_decide(asks[ask.depends_on], ask.scope, ask.depends_value):
            raise QuestionNeeded
