"""Answers: verified, stored, replaced and deleted, whatever the channel by which they came."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from eventsite.core import tokens
from eventsite.core.db import db
from eventsite.core.text import normalise
from eventsite.questions import queries, rules, words
from eventsite.questions.errors import REFUSALS
from eventsite.questions.models import Answer, Choice, Question, QuestionKind
from eventsite.questions.rules import Given

AT_ONCE = 2000  # so that nobody at a door waits long for the write lock
_COPIED = (
    "position", "kind", "scope", "label", "label_easy", "label_en", "purpose", "purpose_easy", "purpose_en",
    "is_required", "topic", "reason", "depends_value", "keep_days",
)  # fmt: skip


@dataclass(frozen=True)
class Respondent:
    """Whose answers they are: a registration, its people in their order, and how long they may be kept."""

    registration_id: int
    participant_ids: tuple[int, ...]
    last_on: date  # the event's last date
    delete_on: date  # when all personal data of the registration goes


def require(call_id: int, givens: Sequence[Given], people: int) -> None:
    """Pass if a party of that many people answered what it is asked, and nothing else.

    Raises RequiredAnswer, RequiredConsent, AnswerUnknown or AnswerNotAsked, with ``label``, the question's words.
    """
    questions = queries.questions_of(call_id)
    wrong = rules.faults(queries.asks(questions), givens, people)
    if wrong:
        labels = {one.code: words.label_of(one) for one in questions}
        raise REFUSALS[wrong[0].code](label=labels.get(wrong[0].question_code, ""))


def store(call_id: int, givens: Sequence[Given], respondent: Respondent) -> None:
    """Store the answers of a registration that has none; each with the day on which it goes."""
    questions = {one.code: one for one in queries.questions_of(call_id)} if givens else {}
    for given in givens:
        question = questions[given.question_code]
        person = respondent.participant_ids[given.person - 1] if given.person else None
        for value in given.values:
            db.session.add(_answer(question, person, value, respondent))
    db.session.flush()


def replace(call_id: int, givens: Sequence[Given], respondent: Respondent) -> None:
    """Let these answers take the place of all that the registration gave before."""
    forget([respondent.registration_id])
    store(call_id, givens, respondent)


def keep_until(respondent: Respondent) -> None:
    """Let the answers of a registration go after its new last date, as they were to go after the old one."""
    query = select(Answer).where(Answer.registration_id == respondent.registration_id)
    for answer in db.session.scalars(query):
        answer.delete_on = _delete_on(answer.question, respondent)
    db.session.flush()


def forget(registration_ids: Collection[int]) -> None:
    """Delete all answers of these registrations."""
    db.session.execute(delete(Answer).where(Answer.registration_id.in_(registration_ids)))


def forget_due(today: date) -> int:
    """Delete the answers due by ``today``; return how many, at most AT_ONCE."""
    due = select(Answer.id).where(Answer.delete_on <= today).order_by(Answer.delete_on, Answer.id).limit(AT_ONCE)
    ids = db.session.scalars(due).all()
    db.session.execute(delete(Answer).where(Answer.id.in_(ids)))
    return len(ids)


def copy(call_id: int, new_call_id: int) -> int:
    """Ask in a new call what another asks, conditions included; return how many questions these are."""
    copied: dict[int, Question] = {}
    for source in queries.questions_of(call_id):
        facts = {name: getattr(source, name) for name in _COPIED}
        made = Question(code=tokens.short_code(), call_id=new_call_id, choices=_copied_choices(source), **facts)
        made.depends_on_id = copied[source.depends_on_id].id if source.depends_on_id else None
        db.session.add(made)
        db.session.flush()
        copied[source.id] = made
    return len(copied)


def _copied_choices(source: Question) -> list[Choice]:
    names = ("position", "code", "label", "label_easy", "label_en")
    return [Choice(**{name: getattr(one, name) for name in names}) for one in source.choices]


def _answer(question: Question, participant_id: int | None, value: str, respondent: Respondent) -> Answer:
    return Answer(
        question_id=question.id,
        registration_id=respondent.registration_id,
        participant_id=participant_id,
        value=normalise(value) if question.kind is QuestionKind.TEXT else value,
        delete_on=_delete_on(question, respondent),
    )


def _delete_on(question: Question, respondent: Respondent) -> date:
    return rules.delete_day(question.keep_days, respondent.last_on, respondent.delete_on)
