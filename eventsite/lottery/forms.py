"""Forms of the staff's pages about draws and choices."""

from collections.abc import Iterable, Sequence

from wtforms import Field, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from eventsite.admission.models_registrations import Registration
from eventsite.admission.services_line import names_somebody
from eventsite.core.fields import ParsedField, TextField
from eventsite.core.forms import BaseForm, Required
from eventsite.lottery import draw

REASON_MAX = 150  # the audit log keeps it whole


class PublicValueField(ParsedField):
    """The line that nobody could know before, as its witness reads it."""

    max_length = draw.PUBLIC_VALUE_MAX

    def parse(self, text: str) -> str:
        """Return the value as it is published. Raises InvalidText."""
        return draw.public_value(text)


class ValueForm(BaseForm):
    """What one witness saw."""

    value = PublicValueField("公開の値", [Required("error.required_general")])


class StopForm(BaseForm):
    """Why the result must not go out."""

    reason = TextField("止める理由", [Required("error.required_general")], max_length=REASON_MAX)

    def __init__(self, registrations: Sequence[Registration] = (), **data: object) -> None:
        """Refuse a reason that holds the whole name of one of these; of thousands, half a name is often a word."""
        super().__init__(**data)
        self._names = ["".join(one.name.split()) for one in registrations]

    def validate_reason(self, field: TextField) -> None:
        """Refuse a reason that names somebody: it is never deleted."""
        _name_nobody(field, self._names)


class ChoiceForm(BaseForm):
    """Who is chosen by the organiser, and why these."""

    chosen = SelectMultipleField(
        "参加していただく方", option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    reason = TextField("選んだ理由", [Required("error.required_general")], max_length=REASON_MAX)

    def __init__(self, registrations: list[Registration], **data: object) -> None:
        super().__init__(**data)
        self._names = [word for one in registrations for word in (one.name, one.name_kana)]
        self.chosen.choices = [(one.receipt, one.receipt) for one in registrations]

    def validate_chosen(self, field: Field) -> None:
        """Take any number of those who applied, none included."""
        field.data = field.data or []

    def validate_reason(self, field: TextField) -> None:
        """Refuse a reason that names somebody: it is never deleted."""
        _name_nobody(field, self._names)


def _name_nobody(field: TextField, names: Iterable[str]) -> None:
    if names_somebody(field.data, names):
        raise ValidationError("お名前や連絡先は書かないでください。理由は消さずに残ります")
