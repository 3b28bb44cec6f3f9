"""The rows of the form of a call: one slot each, with its dates, its own times and its places."""

from collections.abc import Mapping

from wtforms import SelectField
from wtforms.widgets import TimeInput

from eventsite.admission.models import Slot
from eventsite.calls.plans import SlotPlan
from eventsite.core import clock
from eventsite.core.fields import CountField, HiddenTextField, LocalTimeField, TextField
from eventsite.core.forms import PartForm, refuse, typed
from eventsite.events.models import Occurrence
from eventsite.i18n import Locale
from eventsite.i18n.dates import period_text

ALL_DATES = "all"


class SlotRowForm(PartForm):
    """One slot. A new row in which nothing is typed does not count."""

    code = HiddenTextField("")
    label = TextField("枠の名前", max_length=80)
    date = SelectField("日", default=ALL_DATES, validate_choice=False)
    starts = LocalTimeField("開始", widget=TimeInput())
    ends = LocalTimeField("終了", widget=TimeInput())
    capacity = CountField("定員", minimum=1)

    @property
    def is_blank(self) -> bool:
        """Return whether nothing is typed; a stored slot is never blank."""
        fields = (self.code, self.label, self.starts, self.ends, self.capacity)
        return not any(field.data or typed(field) for field in fields)

    def offer(self, dates: Mapping[str, Occurrence]) -> None:
        """Let the row choose among these dates."""
        self.date.choices = {ALL_DATES: "全日程", **{code: _date_name(one) for code, one in dates.items()}}

    def check(self, dates: Mapping[str, Occurrence]) -> bool:
        """Check the row as a whole: each sentence stands at the field that can mend it."""
        if self.date.data != ALL_DATES and self.date.data not in dates:
            return refuse(self.date, "この日は、もうありません。選びなおしてください")
        if bool(self.starts.data) != bool(self.ends.data):
            return refuse(self.ends if self.starts.data else self.starts, "開始と終了を両方入力してください")
        if not self.starts.data:
            return True
        if self.date.data == ALL_DATES and len(dates) != 1:
            return refuse(self.date, "時刻のある枠は、日を選んでください")
        return self.ends.data > self.starts.data or refuse(self.ends, "終了は、開始より後にしてください")

    def to_plan(self, dates: Mapping[str, Occurrence]) -> SlotPlan:
        """Return what a valid row says."""
        chosen = list(dates.values()) if self.date.data == ALL_DATES else [dates[self.date.data]]
        starts_at = ends_at = None
        if self.starts.data:
            day = clock.today(chosen[0].starts_at)
            starts_at, ends_at = clock.at(day, self.starts.data), clock.at(day, self.ends.data)
        return SlotPlan(
            occurrence_ids=tuple(one.id for one in chosen),
            capacity=self.capacity.data,
            label=self.label.data,
            starts_at=starts_at,
            ends_at=ends_at,
            code=self.code.data or None,
        )


def row_of(slot: Slot) -> dict[str, object]:
    """Return a stored slot as its row shows it."""
    covers_one = len(slot.occurrences) == 1 and len(slot.call.event.occurrences) > 1
    return {
        "code": slot.code,
        "label": slot.label,
        "date": slot.occurrences[0].code if covers_one else ALL_DATES,
        "starts": clock.local(slot.starts_at).time() if slot.starts_at else None,
        "ends": clock.local(slot.ends_at).time() if slot.ends_at else None,
        "capacity": slot.capacity,
    }


def _date_name(one: Occurrence) -> str:
    return period_text(one.starts_at, one.ends_at, one.precision, Locale.JA, zone=clock.zone())
