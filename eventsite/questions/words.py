"""Questions in words: in the reader's language where it has them, else in Japanese and marked as such."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from eventsite.i18n import Locale, Text, current_locale, t, translate
from eventsite.i18n.dates import date_text
from eventsite.questions.models import Answer, Choice, Question, QuestionKind
from eventsite.questions.rules import YES


def label_of(question: Question | Choice) -> Text:
    """Return what is asked, or what a choice says."""
    return _in_words(question.label, question.label_easy, question.label_en)


def hint_of(question: Question, delete_on: date) -> Text:
    """Return why it is asked, and until when the answer is kept."""
    locale = current_locale()
    purpose = _in_words(question.purpose, question.purpose_easy, question.purpose_en)
    lines = [translate(locale, "question.purpose", purpose=purpose)]
    if question.reason:
        lines.append(translate(locale, "question.reason", reason=_in_words(question.reason, "", "")))
    day = date_text(delete_on, locale, with_year=True, with_era=False)
    lines.append(translate(locale, "question.delete_on", day=day))
    return Text("\n".join(lines), Markup("<br>").join(line.html for line in lines))


def is_only_japanese(question: Question) -> bool:
    """Return whether some of its words are missing in the reader's language."""
    parts: list[Question | Choice] = [question, *question.choices]
    missing = {
        Locale.JA: False,
        Locale.JA_EASY: not question.purpose_easy or any(not one.label_easy for one in parts),
        Locale.EN: not question.purpose_en or any(not one.label_en for one in parts),
    }
    return missing[current_locale()] or (bool(question.reason) and current_locale() is not Locale.JA)


def answer_text(question: Question, values: Sequence[str]) -> str:
    """Return an answer as people read it: the words of what was chosen, はい for yes; empty for none."""
    labels: dict[str, str] = {one.code: label_of(one) for one in question.choices}
    if question.kind is QuestionKind.CONSENT:
        labels = {value: t("question.consents" if value == YES else "question.consents_not") for value in values}
    elif question.kind is QuestionKind.YES_NO:
        labels = {value: t("question.yes" if value == YES else "question.no") for value in values}
    elif question.kind is QuestionKind.DATE:
        labels = {value: date_text(date.fromisoformat(value), current_locale(), with_year=True) for value in values}
    return "、".join(labels.get(value, value) for value in values)


def stored_text(answers: Sequence[Answer]) -> str:
    """Return the rows of one answer as people read it."""
    return answer_text(answers[0].question, [one.value for one in answers])


def _in_words(japanese: str, easy: str, english: str) -> Text:
    own = {Locale.JA: japanese, Locale.JA_EASY: easy, Locale.EN: english}[current_locale()]
    if own or not japanese:
        return Text(own)
    return Text(japanese, Markup('<span lang="ja">{}</span>').format(japanese))
