"""The form by which staff open or change a call: whom it asks, how it decides, when, and its slots."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from wtforms import BooleanField, FormField, SelectField
from wtforms.widgets import DateInput, TimeInput

from eventsite.admission.models import Call
from eventsite.admission.vocabulary import BY_LOT, USUAL_SOURCE, Admission, Audience, CapacityUnit
from eventsite.admission.words import UNITS
from eventsite.calls.forms_moments import instant, is_whole, moment_of
from eventsite.calls.forms_slots import SlotRowForm, row_of
from eventsite.calls.plans import CallPlan, SlotPlan
from eventsite.core.fields import ChoiceCards, CountField, LocalDateField, LocalTimeField, LongTextField, TextField
from eventsite.core.forms import BaseForm, Required, Rows, by_value, refuse
from eventsite.events.models import Event

MAX_SLOTS = 60
LARGEST_PARTY = 99
AUDIENCES = {
    Audience.RESIDENTS: "住民（だれでも）",
    Audience.STALLHOLDERS: "出店する方",
    Audience.YOUTH_STAFF: "手伝う中高生",
    Audience.CITY_STAFF: "市の職員（地域活動応援隊）",
    Audience.INVITED: "案内した方だけ",
}
ADMISSIONS = {
    Admission.FIRST_COME: "先着順で申し込む",
    Admission.LOTTERY_IF_OVER: "応募が多いときは抽選",
    Admission.LOTTERY: "抽選",
    Admission.BY_ORGANISER: "主催者が選ぶ",
    Admission.NONE: "申込不要（当日おいでいただく）",
}


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


class CallForm(BaseForm):
    """A call and its slots. A new one may lay its slots over the dates by itself; a stored one shows them as rows."""

    audience = SelectField("だれの募集か", choices=by_value(AUDIENCES), default=Audience.RESIDENTS.value)
    admission = ChoiceCards(
        "申し込み方法", [Required()], choices=by_value(ADMISSIONS), default=Admission.FIRST_COME.value
    )
    title = TextField("募集の名前", max_length=60)
    opens_on = LocalDateField("日付", widget=DateInput())
    opens_time = LocalTimeField("時刻", widget=TimeInput())
    closes_on = LocalDateField("日付", widget=DateInput())
    closes_time = LocalTimeField("時刻", widget=TimeInput())
    draw_on = LocalDateField("日付", widget=DateInput())
    draw_time = LocalTimeField("時刻", widget=TimeInput())
    draw_source = TextField("抽選に使う値", max_length=200, default=USUAL_SOURCE)
    party_max = CountField("1回の申し込みで何人まで", [Required()], minimum=1, maximum=LARGEST_PARTY, default=4)
    asks_companion_names = BooleanField("いっしょに来る方のお名前もきく")
    unit = ChoiceCards("定員の数え方", [Required()], choices=by_value(UNITS), default=CapacityUnit.PEOPLE.value)
    arrangement = ChoiceCards(
        "枠の分け方", [Required()], choices=by_value(ARRANGEMENTS), default=Arrangement.WHOLE.value
    )
    capacity = CountField("定員", minimum=1)
    slots = Rows(FormField(SlotRowForm), "枠", max_entries=MAX_SLOTS)
    note = LongTextField("申し込む方に伝えること", max_length=300)

    def __init__(self, event: Event, call: Call | None = None, **kwargs: Any) -> None:
        """Ask about a new call of the event, or about a stored one."""
        super().__init__(**kwargs)
        self.dates = {one.code: one for one in event.occurrences}
        self.openings: list[datetime | None] = [one.opens_at for one in call.openings] if call else []
        if call:
            del self.arrangement
            del self.capacity
        if self.openings:  # they have a form of their own, and say when registration begins
            del self.opens_on
            del self.opens_time
        for entry in self.slots.entries:
            entry.form.offer(self.dates)

    def validate(self, extra_validators: object = None) -> bool:
        """Check every field, then what they say together."""
        if not super().validate(extra_validators):
            return False
        rows = [row.check(self.dates) for row in self._rows()]
        return all([self._check_period() and self._check_draw(), *rows, self._check_slots()])

    def add_row(self) -> None:
        """Append an empty row."""
        if len(self.slots.entries) < MAX_SLOTS:
            self.slots.append_entry(None).form.offer(self.dates)

    def drop_row(self, index: int) -> None:
        """Take a row out; an unknown one changes nothing."""
        if 0 <= index < len(self.slots.entries):
            del self.slots.entries[index]

    def to_plan(self, stored: CallPlan | None = None) -> CallPlan:
        """Return what a valid form says, upon what is stored of the rules that it does not ask about."""
        admission = Admission(self.admission.data)
        plan = stored or CallPlan(admission)
        by_lot = admission in BY_LOT
        return replace(
            plan,
            admission=admission,
            slots=self._slot_plans(plan),
            audience=Audience(self.audience.data),
            title=self.title.data,
            **self._period(plan, admission),
            draw_at=instant(self.draw_on, self.draw_time) if by_lot else None,
            draw_source=self.draw_source.data if by_lot else "",
            party_max=self.party_max.data,
            asks_companion_names=self.asks_companion_names.data,
            unit=CapacityUnit(self.unit.data),
            note=self.note.data,
        )

    def _period(self, plan: CallPlan, admission: Admission) -> dict[str, Any]:
        """Return when registration begins and ends, and who may come before whom: nothing where nobody registers."""
        if admission is Admission.NONE:
            return {"opens_at": None, "closes_at": None, "openings": ()}
        opens_at = plan.opens_at if self.openings else instant(self.opens_on, self.opens_time)
        return {"opens_at": opens_at, "closes_at": instant(self.closes_on, self.closes_time)}

    def _rows(self) -> list[SlotRowForm]:
        """Return the rows that count: all that are filled in, unless the slots follow the dates."""
        if self.arrangement and self.arrangement.data != Arrangement.OWN:
            return []
        return [entry.form for entry in self.slots.entries if not entry.form.is_blank]

    def _slot_plans(self, plan: CallPlan) -> tuple[SlotPlan, ...]:
        if self.arrangement and self.arrangement.data == Arrangement.WHOLE:
            return (SlotPlan(tuple(one.id for one in self.dates.values()), self.capacity.data),)
        if self.arrangement and self.arrangement.data == Arrangement.EACH_DATE:
            return tuple(SlotPlan((one.id,), self.capacity.data) for one in self.dates.values())
        kept = {one.code: one.reserves for one in plan.slots}
        plans = (row.to_plan(self.dates) for row in self._rows())
        return tuple(replace(one, reserves=kept.get(one.code, ())) for one in plans)

    def _check_period(self) -> bool:
        parts = [(self.closes_on, self.closes_time)]
        if not self.openings:
            parts.insert(0, (self.opens_on, self.opens_time))
        wholes = [is_whole(*one) for one in parts]
        if not all(wholes):
            return False
        opens = self.openings or [instant(self.opens_on, self.opens_time)]
        closes_at = instant(self.closes_on, self.closes_time)
        in_order = all(not opens_at or not closes_at or closes_at > opens_at for opens_at in opens)
        return in_order or refuse(self.closes_on, "受付の終わりは、始まりより後にしてください")

    def _check_draw(self) -> bool:
        """Check what a draw needs: entries end, then it is drawn, from a value said beforehand."""
        if Admission(self.admission.data) not in BY_LOT:
            return True
        closes_at, draw_at = instant(self.closes_on, self.closes_time), instant(self.draw_on, self.draw_time)
        if not closes_at:
            return refuse(self.closes_on, "抽選のときは、受付の終わりを入力してください")
        if not is_whole(self.draw_on, self.draw_time):
            return False
        if not draw_at:
            return refuse(self.draw_on, "抽選の日時を入力してください")
        if draw_at < closes_at:
            return refuse(self.draw_on, "抽選は、受付の終わりより後にしてください")
        return bool(self.draw_source.data) or refuse(self.draw_source, "抽選に使う値を、どこから取るか入力してください")

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
        "unit": call.unit,
        "draw_source": call.draw_source or USUAL_SOURCE,
        "note": call.note,
        "slots": [row_of(slot) for slot in call.slots],
        **moment_of("opens", call.opens_at),
        **moment_of("closes", call.closes_at),
        **moment_of("draw", call.draw_at),
    }
