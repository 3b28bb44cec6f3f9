"""The base of all forms: messages from our catalog, values kept as typed.

Forms are written with the fields of fields.py (WTForms' own text fields are refused: they store what they
get) and shown in ``<form novalidate>``: the server has the last word, and it speaks in sentences.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, StringField
from wtforms.csrf.core import CSRFTokenField
from wtforms.validators import StopValidation

from eventsite.core.errors import DomainError
from eventsite.core.fields import TextField
from eventsite.i18n import Phrase, lazy

# Messages that WTForms itself makes, by its own wording; all others become one general sentence.
_LIBRARY_MESSAGES = {
    "This field is required.": "error.required_general",
    "Not a valid choice.": "error.choice_unknown",
    "'%(value)s' is not a valid choice for this field.": "error.choice_unknown",
    "'%(value)s' are not valid choices for this field.": "error.choice_unknown",
    "Invalid Choice: could not coerce.": "error.choice_unknown",
    "Invalid choice(s): one or more data inputs could not be coerced.": "error.choice_unknown",
}
_DROP = re.compile(r"drop-([0-9]{1,3})")


class Required:
    """The field must be filled in.

    The sentence is the field's own, such as ふりがなを入力してください, unless ``key`` names another.
    """

    field_flags = {"required": True}  # noqa: RUF012 - the name and form that WTForms reads

    def __init__(self, key: str | None = None) -> None:
        self.key = key

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Raise StopValidation if nothing was typed or chosen."""
        del form
        if field.process_errors:
            raise StopValidation
        if field.data is None or field.data is False or field.data in ("", []):
            own: str = getattr(field, "required_key", "error.required_choice")
            raise StopValidation(lazy(self.key or own, label=field.label.text))


class Rows(FieldList):
    """Numbered rows of a form; a row whose number is not one to three plain digits is passed over.

    The library asks str.isdigit(), which also holds for ², and then cannot read the number.
    """

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        numbered = re.compile(rf"{re.escape(prefix)}-[0-9]{{1,3}}-.*", re.DOTALL)
        yield from super()._extract_indices(prefix, [name for name in formdata if numbered.fullmatch(name)])


class _Messages:
    """What WTForms takes for a set of translations."""

    def gettext(self, message: str) -> "_Sentence":
        """Return our sentence for a message of the library."""
        return _Sentence(_LIBRARY_MESSAGES.get(message, "error.value_invalid"))

    def ngettext(self, singular: str, plural: str, n: int) -> "_Sentence":
        """Return our sentence for a message of the library that depends on a number."""
        del plural, n
        return self.gettext(singular)


class _Sentence(Phrase):
    """A sentence that survives the library's way of filling in values: ours needs none of them."""

    def __mod__(self, values: object) -> Phrase:
        return self

    def format(self, **values: object) -> Phrase:
        """Return the sentence unchanged."""
        del values
        return self


class BaseForm(FlaskForm):
    """A form in the reader's language."""

    class Meta(FlaskForm.Meta):
        """What WTForms asks the form about."""

        def get_translations(self, form: FlaskForm) -> _Messages:
            """Return our sentences in place of the library's English ones."""
            del form
            return _Messages()

        def wrap_formdata(self, form: FlaskForm, formdata: object) -> MultiDict[str, str] | None:
            """Return the texts that were sent. Files and JSON, which the library takes as well, are none."""
            del form
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.form if request.method == "POST" and request.form else None

        def bind_field(self, form: FlaskForm, unbound_field: object, options: dict[str, object]) -> Field:
            """Return the bound field. Raises TypeError for a text field that would store text as it comes."""
            field = super().bind_field(form, unbound_field, options)
            if isinstance(field, StringField) and not isinstance(field, TextField | CSRFTokenField):
                raise TypeError(f"{field.name}: use the fields of eventsite.core.fields")
            return field

    def refuse(self, error: DomainError, field_name: str | None = None) -> None:
        """Note at the field, or for the whole form, what a service had against the entry."""
        message = lazy(error.key, **error.values)
        if field_name is None:
            self.form_errors.append(message)
        else:
            field = self[field_name]
            field.errors = [*field.errors, message]


class PartForm(BaseForm):
    """A form without a token of its own: a row of another form, or a choice that travels in the address."""

    class Meta(BaseForm.Meta):
        """As for all forms, but for the token."""

        csrf = False


def refuse(field: Field, sentence: str) -> bool:
    """Note a sentence at a field; return False, so that a check can end with it."""
    field.errors = [*field.errors, sentence]
    return False


def rearranged(act: str, add: Callable[[], None], drop: Callable[[int], None]) -> bool:
    """Change the rows of a form if ``act`` is one of their buttons, ``add`` or ``drop-3``; return whether it is."""
    if act == "add":
        add()
    elif number := _DROP.fullmatch(act):
        drop(int(number[1]))
    else:
        return False
    return True


def typed(field: Field) -> str:
    """Return what was typed into a field, understood or not, without outer blanks."""
    return str(field.raw_data[0]).strip() if field.raw_data else ""


def by_value(words: Mapping[Any, str]) -> dict[str, str]:
    """Return the words for the members of an enum as the choices of a field."""
    return {member.value: word for member, word in words.items()}
