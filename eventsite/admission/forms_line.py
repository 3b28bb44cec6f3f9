"""The form that moves a party within its waiting line."""

from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from eventsite.admission.services_line import REASON_MAX, names_somebody
from eventsite.core.fields import CountField, TextField
from eventsite.core.forms import BaseForm, Required
from eventsite.i18n import lazy


class MoveForm(BaseForm):
    """To which place, and why."""

    position = CountField("何番目にするか", [Required()], minimum=1)
    reason = TextField("理由", [Required()], max_length=REASON_MAX)

    def __init__(self, waiting: int, names: Sequence[str], **kwargs: Any) -> None:
        """Take the places of so many parties, and refuse reasons that hold one of these names."""
        super().__init__(**kwargs)
        self._waiting, self._names = waiting, names

    def validate_position(self, field: CountField) -> None:
        """Refuse a place beyond the end of the line."""
        if field.data and field.data > self._waiting:
            raise ValidationError(lazy("error.count_out_of_bounds", minimum=1, maximum=self._waiting))

    def validate_reason(self, field: TextField) -> None:
        """Refuse a reason that names somebody: it is never deleted."""
        if names_somebody(field.data, self._names):
            raise ValidationError("お名前や連絡先は書かないでください。理由は消さずに残ります")
