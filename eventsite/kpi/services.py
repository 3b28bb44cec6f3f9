"""Hand a report out, and note that it was handed out."""

from dataclasses import dataclass
from datetime import datetime

from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core.actor import Actor
from eventsite.kpi.export import Format, Report, rendered, report_of


@dataclass
class _Year:
    """The subject of the audit entry: a fiscal year, known by its number."""

    id: int
    __tablename__: str = "fiscal_years"


def export(fiscal_year: int, form: Format, *, actor: Actor, now: datetime) -> bytes:
    """Return the report of a fiscal year as a file; the audit log says who took it."""
    report: Report = report_of(fiscal_year, now=now)
    record(Action.KPI_EXPORT, _Year(fiscal_year), actor=actor, now=now, center_id=None, detail=form)
    return rendered(report, form)
