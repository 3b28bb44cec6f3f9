"""The rows of dates of the event form, and the small generator that fills them."""

import re
from datetime import date, time, timedelta

from wtforms import BooleanField, SelectField
from wtforms.widgets import DateInput, TimeInput

from eventsite.core import clock
from eventsite.core.fields import HiddenTextField, LocalDateField, LocalTimeField, TextField
from eventsite.core.forms import PartForm, Rows, refuse, typed
from eventsite.core.text import InvalidText, digits
from eventsite.core.typed import parse_date
from eventsite.events import rules
from eventsite.events.details import DateEntry, Times
from eventsite.events.models import Precision
from eventsite.events.recurrence import MAX_DATES, Step, expand
from eventsite.events.words import STEPS

DAY = timedelta(days=1)
_SEPARATORS = re.compile(r"[、,，\n]")
_SHORT_DAY = re.compile(r"([0-9]{1,2})[/月]([0-9]{1,2})日?")


class DateRowForm(PartForm):
    """One date. A row in which nothing is typed does not count."""

    code = HiddenTextField("")
    day = LocalDateField("日にち", widget=DateInput())
    starts = LocalTimeField("開始", widget=TimeInput())
    ends = LocalTimeField("終了", widget=TimeInput())
    doors = LocalTimeField("開場", widget=TimeInput())
    last_day = LocalDateField("終わる日（ちがうとき）", widget=DateInput())
    all_day = BooleanField("終日")

    @property
    def is_blank(self) -> bool:
        """Return whether nothing is typed; a mark for 終日 alone is nothing."""
        fields = (self.day, self.starts, self.ends, self.doors, self.last_day)
        return not any(field.data or typed(field) for field in fields)

    def validate(self, extra_validators: object = None) -> bool:
        """Check the row as a whole: each sentence stands at the field that can mend it."""
        if self.is_blank:
            return True
        if not super().validate(extra_validators):
            return False
        checks = (self._check_day, self._check_last_day, self._check_start, self._check_end, self._check_doors)
        return all(check() for check in checks)

    def to_times(self) -> Times:
        """Return the times of a valid row."""
        day, last = self.day.data, self.last_day.data
        if self.all_day.data:
            return Times(clock.midnight(day), clock.midnight((last or day) + DAY), precision=Precision.DAY)
        doors = clock.at(day, self.doors.data) if self.doors.data else None
        ends = clock.at(self._end_day(), self.ends.data) if self.ends.data else None
        return Times(clock.at(day, self.starts.data), ends, doors)

    def _end_day(self) -> date:
        """Return the day on which it ends: the one typed, else the same, or the next after midnight."""
        if self.last_day.data:
            return self.last_day.data  # type: ignore[no-any-return]  # the field's data is a date
        over_midnight = rules.ends_next_morning(self.starts.data, self.ends.data)
        return self.day.data + (DAY if over_midnight else timedelta())  # type: ignore[no-any-return]  # as above

    def _check_day(self) -> bool:
        return bool(self.day.data) or refuse(self.day, "日にちを入力してください")

    def _check_last_day(self) -> bool:
        last = self.last_day.data
        if last and last < self.day.data:
            return refuse(self.last_day, "終わる日が、始まる日より前です。確認してください")
        if last and not self.all_day.data and not self.ends.data:
            return refuse(self.ends, "終わる日の、終わる時刻を入力してください")
        return True

    def _check_start(self) -> bool:
        if self.starts.data or self.all_day.data:
            return True
        return refuse(self.starts, "始まる時刻を入力してください。時刻がないときは「終日」を選んでください")

    def _check_end(self) -> bool:
        if self.all_day.data or not self.ends.data:
            return True
        if clock.at(self._end_day(), self.ends.data) > clock.at(self.day.data, self.starts.data):
            return True
        return refuse(
            self.ends,
            "終わりが、始まりより後になるようにしてください。次の日に終わるときは「終わる日」も入力してください",
        )

    def _check_doors(self) -> bool:
        if self.all_day.data or not self.doors.data or self.doors.data <= self.starts.data:
            return True
        return refuse(self.doors, "開場は、開始と同じか前の時刻にしてください")


class RepeatForm(PartForm):
    """Repeat the dates that are typed already: 毎週, 第2土曜, until a day, without some days."""

    step = SelectField(
        "くり返し方", choices={step.value: word for step, word in STEPS.items()}, default=Step.WEEKLY.value
    )
    until = LocalDateField("いつまで", widget=DateInput())
    skip = TextField("休む日", max_length=500)

    def skipped_days(self, first: date) -> frozenset[date]:
        """Return the days to leave out; one without a year is the next such day from ``first`` on.

        Raises:
            InvalidText: one of them is no date.
        """
        return frozenset(_skipped(part, first) for part in _SEPARATORS.split(self.skip.data or "") if part.strip())


def repeat_rows(rows: Rows, repeat: RepeatForm) -> bool:
    """Append the repeated dates of every typed row; return False, with a sentence, where that cannot be done."""
    typed = filled(rows)
    if not typed or not typed[0].day.data:
        return refuse(repeat.until, "先に、1回目の日時を入力してください")
    if not repeat.validate():
        return False
    if not repeat.until.data:
        return refuse(repeat.until, "いつまでくり返すか、日にちを入力してください")
    try:
        skipping = repeat.skipped_days(typed[0].day.data)
    except InvalidText:
        return refuse(repeat.skip, "休む日は「12/29、1/5」のように入力してください")
    taken = {(row.day.data, row.starts.data) for row in typed}
    for row in typed:
        if row.day.data:
            days = expand(row.day.data, Step(repeat.step.data), repeat.until.data, skipping)
            _append_repeats(rows, row, days, taken)
    return True


def filled(rows: Rows) -> list[DateRowForm]:
    """Return the rows in which something is typed."""
    return [entry.form for entry in rows.entries if not entry.form.is_blank]


def add_row(rows: Rows) -> None:
    """Append a row without a day, with the times of the last one: they are mostly the same."""
    typed = filled(rows)
    if len(rows.entries) < MAX_DATES:
        rows.append_entry(_times_like(typed[-1]) if typed else None)


def begin(rows: Rows) -> None:
    """Give a form without dates its first row."""
    if not rows.entries:
        rows.append_entry(None)


def drop_row(rows: Rows, index: int) -> None:
    """Take a row out; an unknown one changes nothing."""
    if 0 <= index < len(rows.entries):
        rows.pop_entry(index)


def entries_of(rows: Rows) -> tuple[DateEntry, ...]:
    """Return the dates of the valid rows in order of time."""
    entries = [DateEntry(row.to_times(), row.code.data or None) for row in filled(rows)]
    return tuple(sorted(entries, key=lambda one: one.times.starts_at))


def row_of(times: Times, code: str | None = None) -> dict[str, object]:
    """Return a date as the row that shows it."""
    first = clock.local(times.starts_at)
    is_day = times.precision is not Precision.MINUTE
    last = clock.local(times.ends_at) - (DAY if is_day else timedelta()) if times.ends_at else first
    is_night = last.date() == first.date() + DAY and rules.ends_next_morning(first.time(), last.time())
    return {
        "code": code,
        "day": first.date(),
        "starts": None if is_day else first.time(),
        "ends": None if is_day or times.ends_at is None else last.time(),
        "doors": clock.local(times.doors_open_at).time() if times.doors_open_at else None,
        "last_day": None if last.date() == first.date() or (is_night and not is_day) else last.date(),
        "all_day": is_day,
    }


def _append_repeats(rows: Rows, row: DateRowForm, days: list[date], taken: set[tuple[date, time | None]]) -> None:
    """Append a row a day, unless there is one of that day and time or no room is left."""
    shift = row.last_day.data - row.day.data if row.last_day.data else None
    for day in days:
        key = (day, row.starts.data)
        if key in taken or len(rows.entries) == MAX_DATES:
            continue
        taken.add(key)
        rows.append_entry({**_times_like(row), "day": day, "last_day": day + shift if shift else None})


def _times_like(row: DateRowForm) -> dict[str, object]:
    return {name: row[name].data for name in ("starts", "ends", "doors", "all_day")}


def _skipped(part: str, first: date) -> date:
    """Return the day that a part of the list means. Raises InvalidText."""
    short = _SHORT_DAY.fullmatch(digits(part))
    if short is None:
        return parse_date(part)
    year = first.year + ((int(short[1]), int(short[2])) < (first.month, first.day))
    return parse_date(f"{year}-{short[1]}-{short[2]}")
