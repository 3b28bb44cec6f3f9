"""The errors of a whole form, as the list above the page tells them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wtforms import Field, FieldList, Form, FormField

# Sentences that would fit any field: with one of them stands the field's own name.
NAMING_NO_FIELD = frozenset(
    {
        "error.too_long",
        "error.one_line",
        "error.unusable_character",
        "error.count_unreadable",
        "error.count_out_of_bounds",
        "error.choice_unknown",
        "error.value_invalid",
    }
)


@dataclass(frozen=True)
class FormError:
    """One error: the field it leads to (None: the form as a whole), and whom or what it is about if it must be said."""

    field_id: str | None
    sentence: str
    about: str = ""


def errors_of(form: Form) -> list[FormError]:
    """Return every error of a form, nested ones too, in the order of the page; those of the whole form come first.

    An error about one of several people has the person's name (the form's ``owners``, by field id); one that fits any
    field, or stands there twice, the field's.
    """
    wrong = [(field, sentence) for field in _plain(form) for sentence in field.errors]
    sentences, owners = [sentence for _, sentence in wrong], getattr(form, "owners", {})

    def about(field: Field, sentence: str) -> str:
        needs_name = getattr(sentence, "key", "") in NAMING_NO_FIELD or sentences.count(sentence) > 1
        return owners.get(field.id) or (field.label.text if needs_name else "")

    return [
        *(FormError(None, sentence) for sentence in form.form_errors),
        *(FormError(field.id, sentence, about(field, sentence)) for field, sentence in wrong),
    ]


def _plain(fields: Iterable[Field]) -> Iterator[Field]:
    """Yield the fields that a person fills in: those of rows and parts one by one."""
    for field in fields:
        if isinstance(field, FieldList):
            yield from _plain(field.entries)
        elif isinstance(field, FormField):
            yield from _plain(field.form)
        else:
            yield field
