"""A municipality's settings file: what makes this program the site of one city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from eventsite.city.fields import Record, refuse_repeats
from eventsite.city.files import TomlTables

HOST_NAME = r"[a-z0-9-]+(\.[a-z0-9-]+)+"


class OfficeKind(StrEnum):
    """Hosts that are not centres: an office of the city, or a partner outside it."""

    OFFICE = "office"
    PARTNER = "partner"


@dataclass(frozen=True)
class OfficeRecord:
    """A host of events that is not a centre."""

    slug: str
    name: str  # as announcements print it, or a part of what they print
    kind: OfficeKind
    center_code: str | None  # the centre in whose area it works; None: the whole city
    source: str


@dataclass(frozen=True)
class VenueRecord:
    """A place that is neither a centre nor a branch. What is not known is None."""

    slug: str
    name: str
    area: str | None
    address: str | None
    stands_in_for: str | None  # code of the centre that works from here for a time
    valid_from: date | None
    valid_until: date | None  # the last day
    source: str


@dataclass(frozen=True)
class KpiSetting:
    """The lasting key of a figure that the data file names in Japanese."""

    key: str
    name: str
    counted_from_events: bool


@dataclass(frozen=True)
class FewLeft:
    """When a slot counts as nearly full (残りわずか): so few places, or so small a share of the capacity."""

    places: int
    percent: int


@dataclass(frozen=True)
class HelpContact:
    """Who helps when nothing else does (困ったとき). None where no public source names it."""

    office: str | None
    phone: str | None
    hours: str | None


@dataclass(frozen=True)
class DataFiles:
    """Absolute paths of the city's data; None where the city has no such file."""

    centers: Path
    branches: Path | None
    phones: Path | None
    kpi: Path | None
    announcements: Path | None


@dataclass(frozen=True)
class CitySettings:
    """One municipality, as its settings file describes it."""

    file: Path
    slug: str
    name: str
    name_kana: str
    name_en: str
    prefecture: str
    code: str
    zone: ZoneInfo
    fiscal_year_start_month: int
    service_name: str
    service_name_easy: str
    service_name_en: str
    receipt_prefix: str
    uid_domain: str
    mail_sender: str
    mail_sender_name: str
    retention_days: int  # after an event's last day, until names are deleted
    privacy_purposes: tuple[str, ...]  # catalog keys
    few_left: FewLeft
    help: HelpContact
    offices: tuple[OfficeRecord, ...]
    venues: tuple[VenueRecord, ...]
    kpis: tuple[KpiSetting, ...]
    data: DataFiles
    sources: Mapping[str, str]  # short name of a document, as data files write it -> its title

    def title_of(self, source: str) -> str:
        """Return the title of a source document, or the source as it stands (an address, say)."""
        return self.sources.get(source, source)


def read_settings(file: Path) -> CitySettings:
    """Read and check a city's settings file.

    Raises:
        CityError: the file is missing, is not TOML or holds a value that cannot be used.
    """
    tables = TomlTables(file)
    settings = _settings(tables, file)
    tables.refuse_unread()
    return settings


def _settings(tables: TomlTables, file: Path) -> CitySettings:
    city, service, mail, rules = (tables.one(name) for name in ("city", "service", "mail", "rules"))
    return CitySettings(
        file=file,
        slug=city.slug(),
        name=city.text("name"),
        name_kana=city.text("name_kana"),
        name_en=city.text("name_en"),
        prefecture=city.text("prefecture"),
        code=city.municipality_code("code"),
        zone=_zone(city),
        fiscal_year_start_month=city.integer("fiscal_year_start_month", 1, 12),
        service_name=service.matching("name", r".{1,8}", "8 字までの名前"),
        service_name_easy=service.text("name_easy"),
        service_name_en=service.text("name_en"),
        receipt_prefix=service.matching("receipt_prefix", r"[A-Z]{2,3}", "英大文字 2～3 字"),
        uid_domain=service.matching("uid_domain", HOST_NAME, "ドメイン名"),
        mail_sender=mail.matching("sender", rf"[A-Za-z0-9._+-]+@{HOST_NAME}", "メールアドレス"),
        mail_sender_name=mail.text("sender_name"),
        retention_days=rules.integer("retention_days", 1, 3650),
        privacy_purposes=rules.texts("privacy_purposes"),
        few_left=FewLeft(rules.integer("few_left_places"), rules.integer("few_left_percent", 0, 100)),
        offices=_offices(tables.many("offices")),
        help=_help(tables.one("help")),
        venues=_venues(tables.many("venues")),
        kpis=_kpis(tables.many("kpis")),
        data=_data_files(tables.one("data"), file.parent),
        sources=_titles(tables.one("sources")),
    )


def _zone(city: Record) -> ZoneInfo:
    name = city.text("zone")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, not a name at all, or the name of a folder
        raise city.wrong("zone", f"「{name}」という時間帯はありません（例: Asia/Tokyo）。") from None


def _help(table: Record) -> HelpContact:
    return HelpContact(
        office=table.optional_text("office"),
        phone=table.optional("phone", table.phone),
        hours=table.optional_text("hours"),
    )


def _offices(tables: list[Record]) -> tuple[OfficeRecord, ...]:
    refuse_repeats(((table.slug(), table) for table in tables), "slug の")
    return tuple(
        OfficeRecord(
            slug=table.slug(),
            name=table.text("name"),
            kind=table.choice("kind", OfficeKind),
            center_code=table.optional_text("center"),
            source=table.text("source"),
        )
        for table in tables
    )


def _venues(tables: list[Record]) -> tuple[VenueRecord, ...]:
    refuse_repeats(((table.slug(), table) for table in tables), "slug の")
    return tuple(
        VenueRecord(
            slug=table.slug(),
            name=table.text("name"),
            area=table.optional_text("area"),
            address=table.optional_text("address"),
            stands_in_for=table.optional_text("stands_in_for"),
            valid_from=table.optional("valid_from", table.day),
            valid_until=table.optional("valid_until", table.day),
            source=table.text("source"),
        )
        for table in tables
    )


def _kpis(tables: list[Record]) -> tuple[KpiSetting, ...]:
    refuse_repeats(((table.text("key"), table) for table in tables), "key の")
    refuse_repeats(((table.text("name"), table) for table in tables), "name の")
    return tuple(
        KpiSetting(
            key=table.matching("key", r"[a-z]+(_[a-z]+)*", "英小文字と _ の名前"),
            name=table.text("name"),
            counted_from_events=table.flag("counted_from_events"),
        )
        for table in tables
    )


def _data_files(table: Record, folder: Path) -> DataFiles:
    def path(key: str) -> Path:
        file = folder / table.text(key)
        if not file.is_file():
            raise table.wrong(key, f"「{key}」のファイル「{table.text(key)}」がありません。")
        return file

    return DataFiles(
        centers=path("centers"),
        branches=table.optional("branches", path),
        phones=table.optional("phones", path),
        kpi=table.optional("kpi", path),
        announcements=table.optional("announcements", path),
    )


def _titles(table: Record) -> dict[str, str]:
    return {key: table.text(key) for key in table.names()}
