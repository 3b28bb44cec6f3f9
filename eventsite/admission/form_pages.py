"""The pages of the registration form: each asks what can be asked once the earlier ones are answered.

First names and contacts; then only what the call asks: where one lives, its questions, who each person is, and the
questions that depend on answers. No server remembers anything: what the other pages hold travels in hidden fields.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from wtforms import BooleanField, Field, SelectField, SelectMultipleField

from eventsite.i18n import Text, current_locale, t
from eventsite.i18n.dates import date_text
from eventsite.questions import rules
from eventsite.questions.models import QuestionScope

if TYPE_CHECKING:
    from eventsite.admission.forms import RegistrationForm

CONTACT = ("channel", "slot", "name", "name_kana", "phone", "email", "party_size", "companions")
BELONGING = ("residence", "is_first_time")
AGE, GRADE = "age", "grade"
PERSON_FIELD = re.compile(r"p(?P<person>[0-9]+)-(?P<name>.+)")


class PageName(StrEnum):
    """What a page asks about."""

    CONTACT = "contact"
    BELONGING = "belonging"
    QUESTIONS = "questions"
    PEOPLE = "people"
    MORE = "more"


@dataclass(frozen=True)
class Group:
    """Fields that belong together; ``person`` is the place in the party from 1, None for the party itself."""

    fields: tuple[Field, ...]
    person: int | None = None
    legend: str = ""


@dataclass(frozen=True)
class Page:
    """One page of the form."""

    name: PageName
    groups: tuple[Group, ...]

    @property
    def heading(self) -> str:
        """Return what the page asks about, in words."""
        return t(f"entry.heading_{self.name}")

    @property
    def fields(self) -> list[Field]:
        """Return all fields of the page."""
        return [field for group in self.groups for field in group.fields]


@dataclass(frozen=True)
class Row:
    """One line of what was filled in."""

    label: str
    value: str


def question_field_name(code: str, person: int | None) -> str:
    """Return the name of the field that holds the answer of the party, or of one of its people."""
    return f"q-{code}" if person is None else person_field_name(person, code)


def person_field_name(person: int, name: str) -> str:
    """Return the name of a field about one person, counted from 1."""
    return f"p{person}-{name}"


def pages_of(form: "RegistrationForm") -> list[Page]:
    """Return the pages that ask something under the answers so far; those after the next one may still be unknown."""
    return [page for page in _all_pages(form) if page.fields]


def _all_pages(form: "RegistrationForm") -> Iterator[Page]:
    depths, asked = rules.depths(form.asking.asks), form.asked
    yield Page(PageName.CONTACT, _party(form, [*CONTACT[:2], *form.wish_names, *CONTACT[2:]]))
    yield Page(PageName.BELONGING, _party(form, BELONGING))
    at_once = [one for one in asked if depths[one[0].code] == 0]
    yield Page(PageName.QUESTIONS, _party(form, _names(at_once, None)))
    yield Page(PageName.PEOPLE, _people(form, at_once, (AGE, GRADE)))
    for depth in range(1, max(depths.values(), default=0) + 1):
        later = [one for one in asked if depths[one[0].code] == depth]
        yield Page(PageName.MORE, (*_party(form, _names(later, None)), *_people(form, later)))


def _names(asked: Sequence[rules.Asked], person: int | None) -> list[str]:
    scope = QuestionScope.PARTY if person is None else QuestionScope.PARTICIPANT
    return [question_field_name(ask.code, who) for ask, who in asked if ask.scope is scope and who == person]


def _party(form: "RegistrationForm", names: Sequence[str]) -> tuple[Group, ...]:
    fields = tuple(form[name] for name in names if name in form)
    return (Group(fields),) if fields else ()


def _people(form: "RegistrationForm", asked: Sequence[rules.Asked], facts: Sequence[str] = ()) -> tuple[Group, ...]:
    groups = []
    for person in range(1, form.people + 1):
        names = [*(person_field_name(person, fact) for fact in facts), *_names(asked, person)]
        fields = tuple(form[name] for name in names if name in form)
        groups.append(Group(fields, person, _person_text(form, person)))
    return tuple(group for group in groups if group.fields)


def _person_text(form: "RegistrationForm", person: int) -> str:
    """Return whom one is asked about: by name where it is known, else by the place in the party."""
    name = form.name.data if person == 1 else dict(enumerate(form.companion_names, start=2)).get(person)
    return t("entry.person_named", name=name) if name else t("entry.person_numbered", number=person)


def rows_of(page: Page) -> list[Row]:
    """Return what was filled in on a page, as people read it."""
    return [
        Row(f"{group.legend}　{field.label.text}" if group.legend else field.label.text, value_text(field))
        for group in page.groups
        for field in group.fields
    ]


def value_text(field: Field) -> str:
    """Return what a valid field says, as people read it."""
    if isinstance(field, BooleanField):
        return t("question.consents" if field.data else "question.consents_not")
    if isinstance(field, SelectField | SelectMultipleField):
        return "、".join(option.label.text for option in field if option.checked) or t("entry.unanswered")
    if isinstance(field.data, date):
        return date_text(field.data, current_locale(), with_year=True)
    return Text("" if field.data is None else str(field.data)) or t("entry.unanswered")
