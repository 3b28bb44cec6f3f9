"""The form by which staff open or change a call: whom it asks, when, and its slots with their places."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from wtforms import BooleanField, Field, FormField, SelectField
from wtforms.widgets import DateInput, TimeInput

from eventsite.admission.models import Admission, Audience, Call, Slot
from eventsite.admission.services_calls import CallPlan, SlotPlan
from eventsite.core import clock
from eventsite.core.fields import (
    ChoiceCards,
    CountField,
    HiddenTextField,
    LocalDateField,
    LocalTimeField,
    LongTextField,
    TextField,
)
from eventsite.core.forms import BaseForm, PartForm, Required, Rows, refuse, typed
from eventsite.events.models import Event, Occurrence
from eventsite.i18n import Locale
from eventsite.i18n.dates import period_text

MAX_SLOTS = 60
LARGEST_PARTY = 99
ALL_DATES = "all"
AUDIENCES = {
    Audience.RESIDENTS: "住民（だれでも）",
    Audience.STALLHOLDERS: "出店する方",
    Audience.YOUTH_STAFF: "手伝う中高生",
    Audience.CITY_STAFF: "市の職員（地域活動応援隊）",
    Audience.INVITED: "案内した方だけ",
}
ADMISSIONS = {Admission.FIRST_COME: "先着順で申し込む", Admission.NONE: "申込不要（当日おいでいただく）"}


def _by_value(words: Mapping[Any, str]) -> dict[str, str]:
    return {member.value: word for member, word in words.items()}


class Arrangement(StrEnum):
    """How the slots of a new call lie over the event's dates."""

    WHOLE = "whole"
    EACH_DATE = "each_date"
    OWN = "own"


ARRANGEMENTS = {
    Arrangement.WHOLE: "全日程まとめて",
    Arrangement.EACH_DATE: "日を選ぶ",
    Arrangement.OWN: "自分で枠をつくる",
}


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


class CallForm(BaseForm):
    """A call and its slots. A new one may lay its slots over the dates by itself; a stored one shows them as rows."""

    audience = SelectField("だれの募集か", choices=_by_value(AUDIENCES), default=Audience.RESIDENTS.value)
    admission = ChoiceCards(
        "申し込み方法", [Required()], choices=_by_value(ADMISSIONS), default=Admission.FIRST_COME.value
    )
    title = TextField("募集の名前", max_length=60)
    opens_on = LocalDateField("日付", widget=DateInput())
    opens_time = LocalTimeField("時刻", widget=TimeInput())
    closes_on = LocalDateField("日付", widget=DateInput())
    closes_time = LocalTimeField("時刻", widget=TimeInput())
    party_max = CountField("1回の申し込みで何人まで", [Required()], minimum=1, maximum=LARGEST_PARTY, default=4)
    asks_companion_names = BooleanField("いっしょに来る方のお名前もきく")
    arrangement = ChoiceCards(
        "枠の分け方", [Required()], choices=_by_value(ARRANGEMENTS), default=Arrangement.WHOLE.value
    )
    capacity = CountField("定員", minimum=1)
    slots = Rows(FormField(SlotRowForm), "枠", max_entries=MAX_SLOTS)
    note = LongTextField("申し込む方に伝えること", max_length=300)

    def __init__(self, event: Event, call: Call | None = None, **kwargs: Any) -> None:
        """Ask about a new call of the event, or about a stored one."""
        super().__init__(**kwargs)
        self.dates = {one.code: one for one in event.occurrences}
        if call:
            del self.arrangement
            del self.capacity
        for entry in self.slots.entries:
            entry.form.offer(self.dates)

    def validate(self, extra_validators: object = None) -> bool:
        """Check every field, then what they say together."""
        if not super().validate(extra_validators):
            return False
        return all([self._check_period(), *(row.check(self.dates) for row in self._rows()), self._check_slots()])

    def add_row(self) -> None:
        """Append an empty row."""
        if len(self.slots.entries) < MAX_SLOTS:
            self.slots.append_entry(None).form.offer(self.dates)

    def drop_row(self, index: int) -> None:
        """Take a row out; an unknown one changes nothing."""
        if 0 <= index < len(self.slots.entries):
            del self.slots.entries[index]

    def to_plan(self) -> CallPlan:
        """Return what a valid form says."""
        admission = Admission(self.admission.data)
        applied_for = admission is not Admission.NONE
        return CallPlan(
            admission=admission,
            slots=self._slot_plans(),
            audience=Audience(self.audience.data),
            title=self.title.data,
            opens_at=_instant(self.opens_on, self.opens_time) if applied_for else None,
            closes_at=_instant(self.closes_on, self.closes_time) if applied_for else None,
            party_max=self.party_max.data,
            asks_companion_names=self.asks_companion_names.data,
            note=self.note.data,
        )

    def _rows(self) -> list[SlotRowForm]:
        """Return the rows that count: all that are filled in, unless the slots follow the dates."""
        if self.arrangement and self.arrangement.data != Arrangement.OWN:
            return []
        return [entry.form for entry in self.slots.entries if not entry.form.is_blank]

    def _slot_plans(self) -> tuple[SlotPlan, ...]:
        if self.arrangement and self.arrangement.data == Arrangement.WHOLE:
            return (SlotPlan(tuple(one.id for one in self.dates.values()), self.capacity.data),)
        if self.arrangement and self.arrangement.data == Arrangement.EACH_DATE:
            return tuple(SlotPlan((one.id,), self.capacity.data) for one in self.dates.values())
        return tuple(row.to_plan(self.dates) for row in self._rows())

    def _check_period(self) -> bool:
        for day, moment in ((self.opens_on, self.opens_time), (self.closes_on, self.closes_time)):
            if bool(day.data) != bool(moment.data):
                return refuse(moment if day.data else day, "日付と時刻を両方入力してください")
        opens_at = _instant(self.opens_on, self.opens_time)
        closes_at = _instant(self.closes_on, self.closes_time)
        in_order = not opens_at or not closes_at or closes_at > opens_at
        return in_order or refuse(self.closes_on, "受付の終わりは、始まりより後にしてください")

    def _check_slots(self) -> bool:
        if self._rows() or (self.arrangement and self.arrangement.data != Arrangement.OWN):
            return True
        self.form_errors.append("枠を1つ以上つくってください")
        return False


def fields_of(call: Call) -> dict[str, object]:
    """Return a stored call as the form shows it."""
    return {
        "audience": call.audience,
        "admission": call.admission,
        "title": call.title,
        "party_max": call.party_max,
        "asks_companion_names": call.asks_companion_names,
        "note": call.note,
        "slots": [_row_of(slot) for slot in call.slots],
        **_moment_of("opens", call.opens_at),
        **_moment_of("closes", call.closes_at),
    }


def _row_of(slot: Slot) -> dict[str, object]:
    covers_one = len(slot.occurrences) == 1 and len(slot.call.event.occurrences) > 1
    return {
        "code": slot.code,
        "label": slot.label,
        "date": slot.occurrences[0].code if covers_one else ALL_DATES,
        "starts": clock.local(slot.starts_at).time() if slot.starts_at else None,
        "ends": clock.local(slot.ends_at).time() if slot.ends_at else None,
        "capacity": slot.capacity,
    }


def _moment_of(name: str, instant: datetime | None) -> dict[str, object]:
    local = clock.local(instant) if instant else None
    return {f"{name}_on": local.date() if local else None, f"{name}_time": local.time() if local else None}


def _instant(day: Field, moment: Field) -> datetime | None:
    return clock.at(day.data, moment.data) if day.data and moment.data else None


def _date_name(one: Occurrence) -> str:
    return period_text(one.starts_at, one.ends_at, one.precision, Locale.JA, zone=clock.zone())
