"""Questions of a call and the answers to them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload, selectinload

from eventsite.core.db import db
from eventsite.core.errors import found
from eventsite.questions.models import Answer, Question, Topic
from eventsite.questions.rules import Ask


def questions_of(call_id: int) -> Sequence[Question]:
    """Return a call's questions with their choices, in the order in which they are asked."""
    return db.session.scalars(
        select(Question)
        .where(Question.call_id == call_id)
        .order_by(Question.position, Question.id)
        .options(selectinload(Question.choices))
    ).all()


def question_of(call_id: int, code: str) -> Question:
    """Return one of a call's questions, or raise NotFound."""
    return found(db.session.scalar(select(Question).where(Question.call_id == call_id, Question.code == code)))


def asks(questions: Sequence[Question]) -> list[Ask]:
    """Return the questions of one call as the rules want them."""
    codes = {one.id: one.code for one in questions}
    return [
        Ask(
            one.code, one.kind, one.scope, one.is_required,
            tuple(choice.code for choice in one.choices),
            codes[one.depends_on_id] if one.depends_on_id else None,
            one.depends_value,
        )
        for one in questions
    ]  # fmt: skip


def answered(call_id: int) -> set[int]:
    """Return the ids of a call's questions to which there are answers."""
    has_answer = exists().where(Answer.question_id == Question.id)
    return set(db.session.scalars(select(Question.id).where(Question.call_id == call_id, has_answer)))


def is_answered_with(question_id: int, value: str) -> bool:
    """Return whether somebody has given this answer."""
    given = exists().where(Answer.question_id == question_id, Answer.value == value)
    return bool(db.session.scalar(select(given)))


def answers_of(registration_ids: Collection[int], *, sensitive: bool) -> Mapping[int, list[Answer]]:
    """Return the answers of registrations by their id, in the order of the questions.

    ``sensitive``: those about health and birth dates, and no others; else all others. The two are never mixed, for
    not everybody may read the former.
    """
    by_registration: dict[int, list[Answer]] = {}
    for answer in db.session.scalars(_answers(Answer.registration_id.in_(registration_ids), _is_sensitive(sensitive))):
        by_registration.setdefault(answer.registration_id, []).append(answer)
    return by_registration


def with_sensitive(registration_ids: Collection[int]) -> set[int]:
    """Return which of the registrations hold answers about health or birth dates, without reading them."""
    query = select(Answer.registration_id).join(Answer.question)
    return set(db.session.scalars(query.where(Answer.registration_id.in_(registration_ids), _is_sensitive(True))))


def _is_sensitive(wanted: bool) -> ColumnElement[bool]:
    return Question.topic != Topic.GENERAL if wanted else Question.topic == Topic.GENERAL


def _answers(*conditions: ColumnElement[bool]) -> Any:
    return (
        select(Answer)
        .join(Answer.question)
        .where(*conditions)
        .order_by(Question.position, Question.id, Answer.participant_id, Answer.id)
        .options(joinedload(Answer.question).selectinload(Question.choices))
    )
