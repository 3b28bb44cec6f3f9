"""Real announcements of events, kept with the precision that their sources have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from eventsite.city.fields import Record, build_each, refuse_repeats
from eventsite.city.files import read_json
from eventsite.city.settings import CitySettings


class Precision(StrEnum):
    """How exactly the source gives the date."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"
    UNKNOWN = "unknown"


class ApplyMethod(StrEnum):
    """How places are given, as the announcement says."""

    NONE = "none"
    FIRST_COME = "first_come"
    LOTTERY = "lottery"
    REQUIRED_UNSPECIFIED = "required_unspecified"
    UNKNOWN = "unknown"


class Admission(StrEnum):
    """The admission policy that follows; UNKNOWN where the source leaves it open."""

    NONE = "none"
    FIRST_COME = "first_come"
    LOTTERY = "lottery"
    UNKNOWN = "unknown"


class CountUnit(StrEnum):
    """What an attendance figure counts: people, or families and pairs (組)."""

    PEOPLE = "people"
    PARTIES = "parties"


@dataclass(frozen=True)
class Span:
    """When something happens: half-open, aware, in the city's zone.

    With a precision coarser than a minute the span is the whole day, month or year in which it happens,
    not its length. ``starts_at`` is None only where the date is unknown, ``ends_at`` where no end is given.
    """

    starts_at: datetime | None
    ends_at: datetime | None
    precision: Precision


@dataclass(frozen=True)
class SessionRecord:
    """One of several sessions of an announcement."""

    when: Span
    note: str | None


@dataclass(frozen=True)
class Headcount:
    """How many came, as the source says."""

    number: int
    unit: CountUnit
    estimated: bool


@dataclass(frozen=True)
class AnnouncementRecord:
    """One event as announced, which does not prove that it took place. None: the source does not say."""

    id: str
    municipality: str | None  # code of the municipality it took place in
    municipality_note: str | None
    title: str
    organizer: str | None
    area: str | None
    category: str
    when: Span
    sessions: tuple[SessionRecord, ...]
    venue: str | None
    audience: str | None
    eligibility: str | None
    capacity: int | None
    fee_yen: int | None
    items_to_bring: tuple[str, ...]
    admission: Admission
    apply_channels: tuple[str, ...]
    apply_from: datetime | None
    apply_until: datetime | None  # exclusive: a last day ends at the next midnight
    contact_phone: str | None
    notes: str | None
    headcount: Headcount | None
    headcount_note: str | None
    source: str


def read_announcements(city: CitySettings) -> tuple[AnnouncementRecord, ...]:
    """Read the city's file of announcements, in its order; no file, no announcements.

    Those of other municipalities are in it as examples: compare ``municipality`` with the city's code.
    """
    records = read_json(city.data.announcements) if city.data.announcements else []
    refuse_repeats(((record.text("id"), record) for record in records), "id ")
    return build_each(records, lambda record: _announcement(record, city))


def _announcement(record: Record, city: CitySettings) -> AnnouncementRecord:
    method = record.choice("apply_method", ApplyMethod)
    precision = record.choice("date_precision", Precision)
    return AnnouncementRecord(
        id=record.text("id"),
        municipality=record.optional("municipality", record.municipality_code),
        municipality_note=record.optional_text("municipality_note"),
        title=record.text("title"),
        organizer=record.optional_text("organiser"),
        area=record.optional_text("area"),
        category=record.matching("category", r"[a-z]+", "英小文字の分類"),
        when=_span(record, precision, city),
        sessions=build_each(record.nested("sessions"), lambda session: _session(session, city)),
        venue=record.optional_text("venue"),
        audience=record.optional_text("audience"),
        eligibility=record.optional_text("eligibility"),
        capacity=record.optional("capacity", partial(record.integer, least=1)),
        fee_yen=record.optional("fee_yen", record.integer),
        items_to_bring=record.texts("items_to_bring"),
        admission=admission_of(method),
        apply_channels=record.texts("apply_channels"),
        apply_from=_from(record, "apply_from", city.zone),
        apply_until=_until(record, "apply_until", city.zone),
        contact_phone=record.optional("contact_phone", record.phone),
        notes=record.optional_text("notes"),
        headcount=_headcount(record),
        headcount_note=record.optional_text("attendance_note"),
        source=city.title_of(record.text("source")),
    )


def admission_of(method: ApplyMethod) -> Admission:
    """Return the admission policy; an application asked for without its rule stays unknown."""
    return Admission.UNKNOWN if method is ApplyMethod.REQUIRED_UNSPECIFIED else Admission(method)


def _session(session: Record, city: CitySettings) -> SessionRecord:
    return SessionRecord(_span(session, Precision.MINUTE, city), session.optional_text("note"))


def _span(record: Record, precision: Precision, city: CitySettings) -> Span:
    if precision is Precision.MINUTE:
        span = Span(_instant(record, "start", city.zone), _until(record, "end", city.zone), precision)
    elif precision is Precision.UNKNOWN:
        if record.optional_text("start") is not None:
            raise record.wrong("start", "date_precision が unknown なら start は書けません。")
        span = Span(None, _until(record, "end", city.zone), precision)
    else:
        span = _whole_periods(record, precision, city)
    if span.starts_at is not None and span.ends_at is not None and span.ends_at <= span.starts_at:
        raise record.wrong("end", "終わりが始まりより後ではありません。")
    return span


def _whole_periods(record: Record, precision: Precision, city: CitySettings) -> Span:
    last = "start" if record.optional_text("end") is None else "end"
    first, _ = _period(record, "start", precision, city.fiscal_year_start_month)
    _, after = _period(record, last, precision, city.fiscal_year_start_month)
    return Span(_midnight(first, city.zone), _midnight(after, city.zone), precision)


def _period(record: Record, key: str, precision: Precision, fiscal_month: int) -> tuple[date, date]:
    """Return first day and the day after the last of a day, month, year or fiscal year as written."""
    if precision is Precision.DAY:
        day = record.day(key)
        return day, day + timedelta(days=1)
    if precision is Precision.MONTH:
        written = record.matching(key, r"\d{4}-(0[1-9]|1[0-2])", "年月（2024-02 の形）")
        year, month, months = int(written[:4]), int(written[5:]), 1
    else:
        year, months = int(record.matching(key, r"(19|20)\d\d", "西暦の年（4 桁）")), 12
        month = fiscal_month if precision is Precision.FISCAL_YEAR else 1
    last = month - 1 + months
    return date(year, month, 1), date(year + last // 12, last % 12 + 1, 1)


def _from(record: Record, key: str, zone: ZoneInfo) -> datetime | None:
    """Return when something begins: a moment, or a date's first instant."""
    return record.optional(key, lambda key: _edge(record, key, zone, timedelta(0)))


def _until(record: Record, key: str, zone: ZoneInfo) -> datetime | None:
    """Return when something is over: a moment, or the first instant after a date."""
    return record.optional(key, lambda key: _edge(record, key, zone, timedelta(days=1)))


def _edge(record: Record, key: str, zone: ZoneInfo, beyond: timedelta) -> datetime:
    return _instant(record, key, zone) if "T" in record.text(key) else _midnight(record.day(key) + beyond, zone)


def _instant(record: Record, key: str, zone: ZoneInfo) -> datetime:
    """Return a moment written with its offset."""
    written = record.text(key)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise record.wrong(key, f"「{key}」の「{written}」は 2026-02-21T09:30:00+09:00 の形の日時ではありません。")
    return moment.astimezone(zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _headcount(record: Record) -> Headcount | None:
    number, note = (
        record.optional("attendance", record.integer),
        record.optional_text("attendance_note") or "",
    )
    if number is None:
        return None
    unit = CountUnit.PARTIES if re.search(r"\d組", note) else CountUnit.PEOPLE
    return Headcount(number, unit, estimated="約" in note or "近く" in note)
