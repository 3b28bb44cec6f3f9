"""The form to change a registration by its number: it shows nothing that was said, and what is left empty stays.

Who has no mail address has no link. Number and telephone are as much as the center itself would ask, but no reason to
show anybody's names and answers: so this form is empty, and the change is judged as if the other fields had been shown.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField

from eventsite.admission.form_pages import PERSON_FIELD, person_field_name
from eventsite.admission.forms_changes import ChangeForm, let_be_empty
from eventsite.admission.models_registrations import Registration
from eventsite.admission.services_changes import Change
from eventsite.core.errors import DomainError
from eventsite.core.fields import PhoneField
from eventsite.core.forms import Required
from eventsite.lookup.errors import ChangeWrong, PhoneDiffers, TooManyGuesses
from eventsite.questions.models import Question


class ChangeByNumberForm(ChangeForm):
    """What is to change, empty at first; ``phone`` is the telephone number of the registration, which proves it."""

    phone = PhoneField(validators=[Required()])

    def __init__(self, registration: Registration, *, now: datetime) -> None:
        """Ask what is to change about this registration."""
        super().__init__(registration, now=now)
        self._now = now
        del self.email

    def _at_first(self, questions: Sequence[Question]) -> dict[str, Any]:
        del questions
        return {"party_size": None}

    def _let_be_empty(self) -> None:
        for field in self:
            if field is not self.phone:
                let_be_empty(field)

    def _kept_values(self, code: str, person: int | None) -> tuple[str, ...]:
        """Return no answer of before: which question follows would tell it."""
        del code, person
        return ()

    @property
    def people(self) -> int:
        """Return how many come: as typed, else as before."""
        return super().people if self.party_size and self.party_size.data else self.before.party_size

    @property
    def _names_now(self) -> list[str | None]:
        names = self.companion_names or [one.name for one in self.before.companions]
        return [self.name.data or self.before.name, *names][: self.people]

    def validate(self, extra_validators: object = None) -> bool:
        """Check the telephone number; the rest is looked at once it is known to be right."""
        del extra_validators
        return bool(self.phone.validate(self))

    def to_change(self) -> Change:
        """Return what is to be true from now on. Raises ChangeWrong for what the form of this call does not take."""
        if not self._filled.validate():
            raise ChangeWrong
        return self._filled.to_change()

    def object_to(self, error: DomainError) -> None:
        """Say why nothing was changed, at the fields that are shown."""
        if isinstance(error, PhoneDiffers | TooManyGuesses):
            return self.refuse(error, "phone")
        wrong = {field.name: field.errors for field in self._filled if field.errors}
        shown = {field.name for page in self.pages for field in page.fields}
        for name in wrong.keys() & shown:
            self[name].errors = wrong[name]
        if not isinstance(error, ChangeWrong) or wrong.keys() - shown:
            self._filled.object_to(error)
        self.offers_wait = self._filled.offers_wait
        self.form_errors = self._filled.form_errors
        return None

    @cached_property
    def _filled(self) -> ChangeForm:
        """The form of somebody who had seen what was said, and typed these changes into it."""
        before = ChangeForm(self.registration, now=self._now, formdata=None)
        typed = {field.name: _typed(field) for field in self if field is not self.phone}
        ranks = ("slot", *self.wish_names)
        ranked = ranks if any(typed[rank] for rank in ranks) else ()  # who ranks again ranks all
        sent: MultiDict[str, str] = MultiDict()
        for name, values in typed.items():
            stays = [""] if name in ranked else _as_sent(before, self._name_before(name))
            sent.setlist(name, values or stays)
        return ChangeForm(self.registration, now=self._now, formdata=sent)

    def _name_before(self, name: str) -> str:
        """Return the name under which somebody was asked this, wherever in the party they stood; empty if nowhere."""
        person = PERSON_FIELD.fullmatch(name)
        if person is None:
            return name
        place = self._place_before(int(person["person"]))
        return person_field_name(place, person["name"]) if place else ""


def _typed(field: Field) -> list[str]:
    return [str(one) for one in field.raw_data or () if str(one).strip()]


def _as_sent(form: ChangeForm, name: str) -> list[str]:
    """Return what a browser would send of a field that nobody touched."""
    if name not in form:
        return []
    field = form[name]
    if isinstance(field, BooleanField):
        return ["y"] if field.data else []
    if isinstance(field, SelectMultipleField):
        return list(field.data or ())
    if isinstance(field, RadioField | SelectField):
        return [field.data] if field.data else []
    return [field._value()]
