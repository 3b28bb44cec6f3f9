"""The city's centres, branches, lines and figures as its data files give them: pure, no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from eventsite.city.announcements import AnnouncementRecord, read_announcements
from eventsite.city.fields import CityError, Record, build_each, refuse_repeats
from eventsite.city.files import read_csv
from eventsite.city.settings import CitySettings, OfficeRecord, VenueRecord
from eventsite.core.text import kana

JAPAN_LATITUDES = (Decimal(20), Decimal(46))
JAPAN_LONGITUDES = (Decimal(122), Decimal(154))


class PhoneKind(StrEnum):
    """What answers on a line."""

    PHONE = "phone"
    FAX = "fax"


class FigureKind(StrEnum):
    """A goal of the whole plan (KGI) or of one of its policies (KPI)."""

    KGI = "KGI"
    KPI = "KPI"


class FigureRole(StrEnum):
    """What a year's value is: where the plan started, what happened, or what is aimed at."""

    BASELINE = "baseline"
    ACTUAL = "actual"
    TARGET = "target"


@dataclass(frozen=True)
class Position:
    """A point on the map in degrees (JGD2011, at this precision the same as WGS 84)."""

    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True)
class PhoneRecord:
    """One line of a centre; a centre may have several."""

    center_code: str
    label: str | None  # what the line is for, where its source says so
    kind: PhoneKind
    number: str  # 083-927-0021
    source: str


@dataclass(frozen=True)
class CenterRecord:
    """A regional exchange centre. Its name and its area may differ (二島 in 秋穂二島)."""

    code: str  # this project's own order, not an official number
    slug: str
    name: str
    name_kana: str  # hiragana
    name_en: str
    area: str
    postal_code: str  # seven digits
    address: str
    position: Position
    council_name: str | None
    gsi_common_id: str | None  # 国土地理院 共通ID of the shelter in the same building
    phones: tuple[PhoneRecord, ...]
    source: str


@dataclass(frozen=True)
class BranchRecord:
    """A branch (分館) of a centre."""

    center_code: str
    slug: str
    name: str
    area: str
    housed_in: str | None
    postal_code: str
    address: str
    position: Position
    gsi_common_id: str | None
    source: str


@dataclass(frozen=True)
class KpiRecord:
    """One value of one figure; ``value`` is None where nothing was measured in that year."""

    key: str
    kind: FigureKind
    policy: str
    name: str
    unit: str
    fiscal_year: int  # named by the year it begins in
    role: FigureRole
    value: Decimal | None
    counted_from_events: bool
    source: str


@dataclass(frozen=True)
class CityData:
    """Everything a city's files hold."""

    centers: tuple[CenterRecord, ...]
    branches: tuple[BranchRecord, ...]
    offices: tuple[OfficeRecord, ...]
    venues: tuple[VenueRecord, ...]
    kpis: tuple[KpiRecord, ...]
    announcements: tuple[AnnouncementRecord, ...]


def read_city(city: CitySettings) -> CityData:
    """Read and check all data files of a city.

    Raises:
        CityError: with file, line and reason, at the first thing that is wrong.
    """
    rows = read_csv(city.data.centers)
    refuse_repeats(((row.text("code"), row) for row in rows), "センターの code ")
    refuse_repeats(((row.slug(), row) for row in rows), "slug の")
    codes = {row.text("code") for row in rows}
    _require_known_references(city, codes)
    phones = _phones(city, codes)
    return CityData(
        centers=build_each(rows, lambda row: _center(row, phones)),
        branches=_branches(city, codes),
        offices=city.offices,
        venues=city.venues,
        kpis=_kpis(city),
        announcements=read_announcements(city),
    )


def _center(row: Record, phones: Iterable[PhoneRecord]) -> CenterRecord:
    code = row.text("code")
    return CenterRecord(
        code=code,
        slug=row.slug(),
        name=row.text("name"),
        name_kana=_reading(row, "name_kana"),
        name_en=row.text("name_romaji"),
        area=row.text("area"),
        postal_code=row.postal_code("postal_code"),
        address=row.text("address"),
        position=_position(row),
        council_name=row.optional_text("council_name"),
        gsi_common_id=row.optional_text("gsi_common_id"),
        phones=tuple(phone for phone in phones if phone.center_code == code),
        source=row.text("source"),
    )


def _phones(city: CitySettings, codes: set[str]) -> tuple[PhoneRecord, ...]:
    rows = read_csv(city.data.phones) if city.data.phones else []
    return build_each(rows, lambda row: _phone(row, codes))


def _phone(row: Record, codes: set[str]) -> PhoneRecord:
    return PhoneRecord(
        center_code=_known_code(row, codes),
        label=row.optional_text("label"),
        kind=row.choice("kind", PhoneKind),
        number=row.phone("number"),
        source=row.text("source"),
    )


def _branches(city: CitySettings, codes: set[str]) -> tuple[BranchRecord, ...]:
    rows = read_csv(city.data.branches) if city.data.branches else []
    refuse_repeats(((row.slug(), row) for row in rows), "slug の")
    return build_each(rows, lambda row: _branch(row, codes))


def _branch(row: Record, codes: set[str]) -> BranchRecord:
    return BranchRecord(
        center_code=_known_code(row, codes),
        slug=row.slug(),
        name=row.text("name"),
        area=row.text("area"),
        housed_in=row.optional_text("housed_in"),
        postal_code=row.postal_code("postal_code"),
        address=row.text("address"),
        position=_position(row),
        gsi_common_id=row.optional_text("gsi_common_id"),
        source=row.text("source"),
    )


def _kpis(city: CitySettings) -> tuple[KpiRecord, ...]:
    rows = read_csv(city.data.kpi) if city.data.kpi else []
    refuse_repeats(((_cell_of(row), row) for row in rows), "名前・年度・役割が同じ行")
    return build_each(rows, lambda row: _kpi(row, city))


def _cell_of(row: Record) -> str:
    return " ".join(row.text(key) for key in ("name", "fiscal_year", "role"))


def _kpi(row: Record, city: CitySettings) -> KpiRecord:
    name = row.text("name")
    setting = next((kpi for kpi in city.kpis if kpi.name == name), None)
    if setting is None:
        raise row.wrong("name", f"「{name}」の key が市の設定ファイルの [[kpis]] にありません。")
    return KpiRecord(
        key=setting.key,
        kind=row.choice("kind", FigureKind),
        policy=row.text("policy"),
        name=name,
        unit=row.text("unit"),
        fiscal_year=row.integer("fiscal_year", 1989, 2100),
        role=row.choice("role", FigureRole),
        value=row.optional("value", row.decimal),
        counted_from_events=setting.counted_from_events,
        source=city.title_of(row.text("source")),
    )


def _require_known_references(city: CitySettings, codes: set[str]) -> None:
    """Refuse a settings file that names a centre or an office that does not exist."""
    named = [office.center_code for office in city.offices] + [venue.stands_in_for for venue in city.venues]
    for code in named:
        if code is not None and code not in codes:
            raise CityError(city.file, None, f"「{code}」という code のセンターはありません。")
    if city.help.office is not None and city.help.office not in {office.slug for office in city.offices}:
        raise CityError(city.file, None, f"[help] の「{city.help.office}」は [[offices]] にありません。")


def _known_code(row: Record, codes: set[str]) -> str:
    code = row.text("center_code")
    if code not in codes:
        raise row.wrong("center_code", f"「{code}」という code のセンターはありません。")
    return code


def _reading(row: Record, key: str) -> str:
    reading = kana(row.text(key))
    if reading is None:
        raise row.wrong(key, f"「{key}」の「{row.text(key)}」はかなだけではありません。")
    return reading


def _position(row: Record) -> Position:
    return Position(_degrees(row, "latitude", JAPAN_LATITUDES), _degrees(row, "longitude", JAPAN_LONGITUDES))


def _degrees(row: Record, key: str, limits: tuple[Decimal, Decimal]) -> Decimal:
    degrees = row.decimal(key)
    if not limits[0] <= degrees <= limits[1]:
        raise row.wrong(key, f"「{key}」の {degrees} は日本の外の位置です。")
    return degrees
