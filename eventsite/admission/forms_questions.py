"""The form by which staff write or change a question: what is asked, of whom, why, and until when it is kept."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FormField, SelectField

from eventsite.core.errors import DomainError
from eventsite.core.fields import ChoiceCards, CountField, HiddenTextField, TextField
from eventsite.core.forms import BaseForm, PartForm, Required, Rows
from eventsite.questions import queries, rules
from eventsite.questions.models import Question, QuestionKind, QuestionScope, Topic
from eventsite.questions.services_editing import WITH_CHOICES, ChoicePlan, QuestionPlan

MAX_CHOICES = 20
ALWAYS = ""
KINDS = {
    QuestionKind.TEXT: "文章",
    QuestionKind.CHOICE: "1つ選ぶ",
    QuestionKind.SEVERAL: "いくつでも選ぶ",
    QuestionKind.NUMBER: "数",
    QuestionKind.DATE: "日付",
    QuestionKind.YES_NO: "はい・いいえ",
    QuestionKind.CONSENT: "同意",
}
SCOPES = {QuestionScope.PARTY: "申し込みごとに1回", QuestionScope.PARTICIPANT: "参加する方おひとりずつ"}
TOPICS = {
    Topic.GENERAL: "どちらでもない",
    Topic.HEALTH: "健康や体のこと（アレルギー・配慮など）",
    Topic.BIRTH_DATE: "生年月日",
}
_ERROR_FIELDS = {
    "reason_missing": "reason",
    "choices_too_few": "kind",
    "condition_wrong": "condition",
    "question_order": "condition",
}


class ChoiceRowForm(PartForm):
    """One of the answers that a question offers. A row in which nothing is typed does not count."""

    code = HiddenTextField("")
    label = TextField("選ぶもの", max_length=100)
    label_easy = TextField("やさしい日本語", max_length=100)
    label_en = TextField("英語", max_length=100)

    def to_plan(self) -> ChoicePlan:
        """Return what a valid row says."""
        return ChoicePlan(self.label.data, self.label_easy.data, self.label_en.data, self.code.data or None)


class QuestionForm(BaseForm):
    """A question. It may be asked only under an answer to one of the call's other questions."""

    label = TextField("質問の言葉", [Required()])
    purpose = TextField("使いみち", [Required()])
    kind = SelectField("答え方", choices={one.value: word for one, word in KINDS.items()})
    choices = Rows(FormField(ChoiceRowForm), "選ぶもの", max_entries=MAX_CHOICES)
    scope = ChoiceCards(
        "だれにきくか",
        [Required()],
        choices={one.value: word for one, word in SCOPES.items()},
        default=QuestionScope.PARTY.value,
    )
    is_required = BooleanField("必ず答えてもらう")
    condition = SelectField("いつきくか", default=ALWAYS)
    topic = SelectField("健康や生年月日にかかわるか", choices={one.value: word for one, word in TOPICS.items()})
    reason = TextField("健康や生年月日をきく理由")
    keep_days = CountField("催しが終わって何日目に消すか", minimum=1, maximum=365)
    label_easy = TextField("やさしい日本語の質問")
    purpose_easy = TextField("やさしい日本語の使いみち")
    label_en = TextField("英語の質問")
    purpose_en = TextField("英語の使いみち")

    def __init__(self, questions: Sequence[Question], question: Question | None = None, **kwargs: Any) -> None:
        """Ask about a new question of a call, or about a stored one, among those that the call asks."""
        super().__init__(**kwargs)
        self.condition.choices = {ALWAYS: "いつもきく", **_conditions(questions, question)}

    def add_row(self) -> None:
        """Append an empty row of choices."""
        if len(self.choices.entries) < MAX_CHOICES:
            self.choices.append_entry(None)

    def drop_row(self, index: int) -> None:
        """Take a row of choices out; an unknown one changes nothing."""
        if 0 <= index < len(self.choices.entries):
            del self.choices.entries[index]

    def object_to(self, error: DomainError) -> None:
        """Note what the service had against the question at the field that can mend it."""
        self.refuse(error, _ERROR_FIELDS.get(error.code))

    def to_plan(self) -> QuestionPlan:
        """Return what a valid form says."""
        kind, (depends_on, _, value) = QuestionKind(self.kind.data), self.condition.data.partition(":")
        rows = [entry.form for entry in self.choices.entries if entry.form.label.data]
        return QuestionPlan(
            kind,
            self.label.data,
            self.purpose.data,
            scope=QuestionScope(self.scope.data),
            label_easy=self.label_easy.data,
            label_en=self.label_en.data,
            purpose_easy=self.purpose_easy.data,
            purpose_en=self.purpose_en.data,
            is_required=self.is_required.data,
            topic=Topic(self.topic.data),
            reason=self.reason.data,
            keep_days=self.keep_days.data,
            choices=tuple(row.to_plan() for row in rows) if kind in WITH_CHOICES else (),
            depends_on=depends_on or None,
            depends_value=value,
        )


def _conditions(questions: Sequence[Question], question: Question | None) -> dict[str, str]:
    """Return the answers under which the question could be asked, each in words."""
    asks = zip(queries.asks(questions), questions, strict=True)
    return {
        f"{ask.code}:{value}": f"「{one.label}」に「{word}」と答えたときだけ"
        for ask, one in asks
        if one is not question and ask.kind in rules.DECIDING_KINDS
        for value, word in answers_in_words(one).items()
    }


def answers_in_words(question: Question) -> dict[str, str]:
    """Return the answers that can decide about another question, by their values."""
    if question.kind in WITH_CHOICES:
        return {one.code: one.label for one in question.choices}
    if question.kind is QuestionKind.CONSENT:
        return {rules.YES: "同意します", rules.NO: "同意しません"}
    return {rules.YES: "はい", rules.NO: "いいえ"}


def fields_of(question: Question | QuestionPlan, depends_on: str | None = None) -> dict[str, Any]:
    """Return a question as the form shows it; ``depends_on`` is the code of the one on which it depends."""
    names = (
        "label", "purpose", "is_required", "reason", "keep_days", "label_easy", "purpose_easy", "label_en",
        "purpose_en", "kind", "scope", "topic",
    )  # fmt: skip
    choices = [
        {"code": one.code, "label": one.label, "label_easy": one.label_easy, "label_en": one.label_en}
        for one in question.choices
    ]
    condition = f"{depends_on}:{question.depends_value}" if depends_on else ALWAYS
    return {**{name: getattr(question, name) for name in names}, "choices": choices, "condition": condition}
