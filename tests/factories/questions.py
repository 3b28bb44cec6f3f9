"""Builders for questions; call them inside a transaction."""

from typing import Any

from eventsite.core import tokens
from eventsite.core.db import db
from eventsite.questions.models import Choice, Question, QuestionKind
from eventsite.questions.queries import questions_of


def a_question(
    call_id: int, label: str, kind: QuestionKind = QuestionKind.TEXT, choices: str = "", **more: Any
) -> Question:
    """A question after those that the call asks; ``choices`` are words with blanks between, their codes c1, c2 …"""
    facts: dict[str, Any] = {"purpose": "準備に使います", **more}
    offered = [Choice(position=at, code=f"c{at}", label=word) for at, word in enumerate(choices.split(), start=1)]
    question = Question(
        code=tokens.short_code(), call_id=call_id, position=len(questions_of(call_id)) + 1, kind=kind, label=label,
        choices=offered, **facts,
    )  # fmt: skip
    db.session.add(question)
    db.session.flush()
    return question


def only_if(question: Question, value: str) -> dict[str, Any]:
    """Return the condition that a question is asked only if that one was answered so."""
    return {"depends_on_id": question.id, "depends_value": value}
