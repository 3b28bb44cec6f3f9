"""The forms that change what is announced: moving a date, cancelling."""

from wtforms import FormField, SelectField

from eventsite.core.fields import TextField
from eventsite.core.forms import BaseForm, Required, refuse
from eventsite.desk.form_rows import DateRowForm
from eventsite.desk.forms import ELSEWHERE, NEW, UNDECIDED, FormChoices, PlaceMixin
from eventsite.events.details import Times
from eventsite.events.services_dates import REASON_MAX


class ScheduleForm(PlaceMixin, BaseForm):
    """Move one date of a published event."""

    date = FormField(DateRowForm, "新しい日時")
    venue = SelectField("場所", default="")
    place_name = TextField("別の場所の名前", max_length=100)
    place_address = TextField("別の場所の住所", max_length=200)
    reason = TextField("変わった理由", max_length=REASON_MAX)

    def offer(self, choices: FormChoices) -> None:
        """Set what can be chosen."""
        self.venue.choices = {"": UNDECIDED, **choices.venues, NEW: ELSEWHERE}

    def validate(self, extra_validators: object = None) -> bool:
        """Check the row and the place; an empty row says nothing about when."""
        valid = super().validate(extra_validators)
        row: DateRowForm = self.date.form
        has_date = not row.is_blank or refuse(row.day, "日にちを入力してください")
        return bool(self.check_place() and has_date and valid)

    def to_times(self) -> Times:
        """Return when the date is now to be, by a valid form."""
        row: DateRowForm = self.date.form
        return row.to_times()


class CancellationForm(BaseForm):
    """Cancel an event or one of its dates."""

    reason = TextField("中止の理由", [Required()], max_length=REASON_MAX)
