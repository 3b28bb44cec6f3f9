"""Why answers, or a change of the questions, are refused."""

from eventsite.core.errors import DomainError


class RequiredAnswer(DomainError):
    """A question that must be answered has no answer."""

    code = "required_answer"


class RequiredConsent(DomainError):
    """Without this consent nobody can register."""

    code = "required_consent"


class AnswerUnknown(DomainError):
    """An answer is none of those that the question takes, or is given twice."""

    code = "answer_unknown"


class AnswerNotAsked(DomainError):
    """An answer to a question that this party is not asked."""

    code = "answer_not_asked"


class QuestionInUse(DomainError):
    """People have answered: what the question means can no longer change."""

    code = "question_in_use"


class QuestionNeeded(DomainError):
    """Whether another question is asked depends on this one."""

    code = "question_needed"


class QuestionOrder(DomainError):
    """A question must stand after the one on which it depends."""

    code = "question_order"


class ConditionWrong(DomainError):
    """The question cannot depend on that one, or not on that answer."""

    code = "condition_wrong"


class ChoicesTooFew(DomainError):
    """A question with choices needs at least two of them."""

    code = "choices_too_few"


class ReasonMissing(DomainError):
    """Health and birth dates are asked with a reason only."""

    code = "reason_missing"


class StaffNotAsked(DomainError):
    """City employees join with one press: their calls ask nothing."""

    code = "staff_not_asked"


class TooManyQuestions(DomainError):
    """A call asks so much already."""

    code = "too_many_questions"


REFUSALS: dict[str, type[DomainError]] = {
    one.code: one for one in (RequiredAnswer, RequiredConsent, AnswerUnknown, AnswerNotAsked)
}
