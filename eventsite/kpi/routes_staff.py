"""The city's indicators: what was aimed at, what was reached, and the rows behind each counted number."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.permissions import Permission
from eventsite.accounts.queries import center_by_slug
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import NotFound
from eventsite.core.text import without_unusable
from eventsite.i18n.eras import fiscal_year_text
from eventsite.kpi import export, queries, rules, services
from eventsite.kpi.charts import HEIGHT, WIDTH
from eventsite.kpi.definitions import reading_of
from eventsite.kpi.export import Format
from eventsite.kpi.forms import EARLIEST, LATEST, ExportForm
from eventsite.kpi.indicators import counted_from_events, published_only

bp = Blueprint("kpi_staff", __name__, url_prefix="/staff/kpi")


@bp.get("")
@requires(Permission.KPI_READ)
def overview() -> ResponseReturnValue:
    """Show all indicators; ``fiscal_year`` chooses the year of the table by center."""
    year = _year(request.args.get("fiscal_year", ""))
    this_year = queries.fiscal_year_of(clock.now())
    definitions = queries.definitions()
    return render_template(
        "kpi/overview.html",
        counted=[counted_from_events(one, year, this_year) for one in definitions if one.counted_from_events],
        others=[published_only(one) for one in definitions if not one.counted_from_events],
        year=year,
        this_year=this_year,
        width=WIDTH,
        height=HEIGHT,
        reading=reading_of(year),
        era=fiscal_year_text,
        formats=list(Format),
    )


@bp.get("/<key>/<int:fiscal_year>")
@requires(Permission.KPI_READ)
def rows(key: str, fiscal_year: int) -> ResponseReturnValue:
    """Show the dates whose people add up to a number; ``center`` chooses one center's."""
    definition = queries.counted_definition(without_unusable(key))
    if not EARLIEST <= fiscal_year <= LATEST:
        raise NotFound
    slug = without_unusable(request.args.get("center", ""))
    center = center_by_slug(slug) if slug else None
    dates = queries.counted_dates(definition.key, fiscal_year, slug or None)
    return render_template(
        "kpi/rows.html",
        definition=definition,
        year=fiscal_year,
        era=fiscal_year_text,
        center=center,
        dates=dates,
        total=rules.total(dates),
        reading=reading_of(fiscal_year),
        is_demo=any(date.is_demo for date in dates),
    )


@bp.post("/exports")
@requires(Permission.KPI_READ)
def hand_out() -> ResponseReturnValue:
    """Return the report of a fiscal year as a file; a POST, because the audit log notes it."""
    form = ExportForm()
    if not form.validate():
        raise NotFound
    wanted = Format(form.format.data)
    with transaction():
        content = services.export(form.fiscal_year.data, wanted, actor=current_actor(), now=clock.now())
    name = export.file_name(form.fiscal_year.data, wanted)
    return Response(
        content,
        content_type=wanted.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _year(text: str) -> int:
    """Return the fiscal year that was asked for, or the present one."""
    if len(text) == 4 and text.isascii() and text.isdigit() and EARLIEST <= int(text) <= LATEST:
        return int(text)
    return queries.fiscal_year_of(clock.now())
