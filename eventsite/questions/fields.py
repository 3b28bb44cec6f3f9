"""The form field of each kind of question, and the answer that such a field holds."""

from datetime import date
from typing import Any

from wtforms import BooleanField, Field, SelectMultipleField

from eventsite.core.fields import ChoiceCards, CountField, LocalDateField, LongTextField
from eventsite.core.forms import Required
from eventsite.i18n import t
from eventsite.questions import words
from eventsite.questions.models import Question, QuestionKind
from eventsite.questions.rules import NO, NUMBER_MAX, TEXT_MAX, YES

_FIELDS: dict[QuestionKind, tuple[Any, dict[str, Any]]] = {
    QuestionKind.TEXT: (LongTextField, {"max_length": TEXT_MAX}),
    QuestionKind.CHOICE: (ChoiceCards, {}),
    QuestionKind.SEVERAL: (SelectMultipleField, {}),
    QuestionKind.NUMBER: (CountField, {"maximum": NUMBER_MAX}),
    QuestionKind.DATE: (LocalDateField, {}),
    QuestionKind.YES_NO: (ChoiceCards, {}),
    QuestionKind.CONSENT: (BooleanField, {}),
}


def field_for(question: Question, delete_on: date) -> Any:
    """Return the unbound field that asks the question: with its purpose, and the day on which the answer goes."""
    facts: dict[str, Any] = {"description": words.hint_of(question, delete_on)}
    if question.is_required:
        is_consent = question.kind is QuestionKind.CONSENT
        facts["validators"] = [Required("error.required_consent" if is_consent else "error.required_answer")]
    return _of_kind(question, words.label_of(question), facts)


def _of_kind(question: Question, label: str, facts: dict[str, Any]) -> Any:
    field, more = _FIELDS[question.kind]
    offered: dict[str, str] = {one.code: words.label_of(one) for one in question.choices}
    if question.kind is QuestionKind.YES_NO:
        offered = {YES: t("question.yes"), NO: t("question.no")}
    return field(label, **({"choices": offered} if offered else {}), **more, **facts)


def values_of(field: Field, kind: QuestionKind) -> tuple[str, ...]:
    """Return what the field says as an answer; nothing where it was left empty or could not be read."""
    if kind is QuestionKind.CONSENT:
        return (YES if field.data else NO,)
    if kind is QuestionKind.SEVERAL:
        return tuple(dict.fromkeys(field.data or ()))
    if field.data is None or field.data == "":
        return ()
    return (field.data.isoformat() if isinstance(field.data, date) else str(field.data),)


def data_of(kind: QuestionKind, values: tuple[str, ...]) -> object:
    """Return a stored answer as the field shows it: the other way round."""
    if kind is QuestionKind.SEVERAL:
        return list(values)
    if kind is QuestionKind.CONSENT:
        return values == (YES,)
    if kind is QuestionKind.DATE:
        return date.fromisoformat(values[0]) if values else None
    return values[0] if values else None
