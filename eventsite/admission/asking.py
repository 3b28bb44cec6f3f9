"""What the form of a call asks beyond names and contacts, and until when its answers are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from eventsite.admission import dates, eligibility
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.terms import Terms
from eventsite.core.settings import settings
from eventsite.questions import queries, rules
from eventsite.questions.models import Question
from eventsite.questions.services import Respondent


@dataclass(frozen=True)
class Asking:
    """Whom a call asks for, its questions, and by their codes the days on which the answers go."""

    terms: Terms
    questions: Sequence[Question] = ()
    delete_days: Mapping[str, date] | None = None

    @property
    def asks(self) -> list[rules.Ask]:
        """Return the questions as the rules want them."""
        return queries.asks(self.questions)

    def question(self, code: str) -> Question:
        """Return a question by its code."""
        return next(one for one in self.questions if one.code == code)


def asking_of(call: Call, *, now: datetime) -> Asking:
    """Return what the form of a call asks of somebody who registers now."""
    last_on, questions = dates.last_on(call, now=now), queries.questions_of(call.id)
    latest = last_on + timedelta(days=settings().city.retention_days)
    days = {one.code: rules.delete_day(one.keep_days, last_on, latest) for one in questions}
    return Asking(eligibility.terms_of(call), questions, days)


def respondent_of(registration: Registration, *, now: datetime) -> Respondent:
    """Return a stored registration as the one who answers."""
    return Respondent(
        registration.id,
        tuple(one.id for one in registration.participants),
        dates.last_on(registration.call, now=now),
        registration.delete_on,
    )
