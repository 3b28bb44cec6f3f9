"""The report of a fiscal year, as rows for people and as JSON for programs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from eventsite.core.clock import local
from eventsite.core.sheets import Cell, csv_text, workbook
from eventsite.kpi import queries, rules
from eventsite.kpi.models import FigureRole, KpiDefinition
from eventsite.kpi.rules import CountedDate, Published

HEAD = ("指標の記号", "指標", "単位", "年度", "内容", "センター", "催し", "催しの記号", "開催日", "値",
        "職員など（値に入れない）", "およその人数", "見本のデータ", "出典")  # fmt: skip
ROLES: Mapping[FigureRole, str] = {
    FigureRole.BASELINE: "基準値",
    FigureRole.ACTUAL: "公表値",
    FigureRole.TARGET: "目標値",
}


class Format(StrEnum):
    """How a report is handed out."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"

    @property
    def content_type(self) -> str:
        """Return the media type."""
        return {
            Format.JSON: "application/json",
            Format.CSV: "text/csv; charset=utf-8",
            Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }[self]


@dataclass(frozen=True)
class FigureReport:
    """One indicator: all that is published, and the dates counted in the fiscal year."""

    key: str
    name: str
    unit: str
    level: str
    published: Sequence[Published]
    counted: int | None  # None: not counted from events
    rate: Decimal | None  # of the year's figure against the last target, in percent
    dates: Sequence[CountedDate]


@dataclass(frozen=True)
class Report:
    """All indicators of one fiscal year, as they stood at an instant."""

    fiscal_year: int
    at: datetime
    figures: Sequence[FigureReport]


def report_of(fiscal_year: int, *, now: datetime) -> Report:
    """Return the report of a fiscal year."""
    return Report(fiscal_year, now, [_figure(definition, fiscal_year) for definition in queries.definitions()])


def rendered(report: Report, form: Format) -> bytes:
    """Return the report as a file."""
    if form is Format.JSON:
        return _json(report).encode()
    if form is Format.CSV:
        return csv_text(HEAD, rows_of(report)).encode()
    return workbook(f"{report.fiscal_year}年度", HEAD, rows_of(report))


def file_name(fiscal_year: int, form: Format) -> str:
    """Return the name under which the report is saved."""
    return f"kpi-{fiscal_year}.{form}"


def rows_of(report: Report) -> list[list[Cell]]:
    """Return the report as a table: each published value, each counted date, and their sum, on a line of its own."""
    return [row for figure in report.figures for row in _rows(figure, report.fiscal_year)]


def _figure(definition: KpiDefinition, year: int) -> FigureReport:
    published = queries.published(definition)
    dates = queries.counted_dates(definition.key, year) if definition.counted_from_events else []
    counted = rules.total(dates) if definition.counted_from_events else None
    line = next(
        line
        for line in rules.year_lines(published, {} if counted is None else {year: counted}, year)
        if line.fiscal_year == year
    )
    return FigureReport(
        key=definition.key,
        name=definition.name,
        unit=definition.unit,
        level=definition.level,
        published=published,
        counted=counted,
        rate=line.rate,
        dates=dates,
    )


def _rows(figure: FigureReport, year: int) -> list[list[Cell]]:
    name: list[Cell] = [figure.key, figure.name, figure.unit]
    rows: list[list[Cell]] = [
        [*name, one.fiscal_year, ROLES[one.role], "", "", "", "", one.value, None, None, None, one.source]
        for one in figure.published
    ]
    for date in figure.dates:
        held_on = local(date.starts_at).date()
        about: list[Cell] = [date.center_name, date.title, date.event_code, held_on, date.people, date.staff]
        rows.append([*name, year, "数えた催し", *about, date.is_estimate, date.is_demo, ""])
    if figure.counted is not None:
        rows.append([*name, year, "数えた合計", "", "", "", "", figure.counted, None, None, None, ""])
    return rows


def _json(report: Report) -> str:
    return json.dumps(asdict(report), ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: object) -> object:
    """Return what JSON has no type for: amounts as numbers, instants with the city's offset."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="seconds")
    raise TypeError(f"no JSON for {type(value).__name__}")
