"""What the page shows of one indicator."""

from collections.abc import Sequence
from dataclasses import dataclass

from eventsite.accounts.models import Center
from eventsite.kpi import queries, rules
from eventsite.kpi.charts import Chart, chart_of
from eventsite.kpi.models import KpiDefinition
from eventsite.kpi.rules import Published, YearLine


@dataclass(frozen=True)
class Indicator:
    """An indicator with its years; centers and total are those of the year chosen."""

    definition: KpiDefinition
    lines: Sequence[YearLine]
    target: Published | None
    chart: Chart
    centers: Sequence[tuple[Center, int]] = ()
    total: int = 0
    is_demo: bool = False


def counted_from_events(definition: KpiDefinition, year: int, this_year: int) -> Indicator:
    """Return an indicator that is counted from events, with the centers' numbers of a fiscal year."""
    published = queries.published(definition)
    lines = rules.year_lines(published, queries.counted_years(definition.key), this_year)
    target = rules.final_target(published)
    centers = queries.counted_centers(definition.key, year)
    return Indicator(
        definition=definition,
        lines=lines,
        target=target,
        chart=chart_of(lines, target.value if target else None),
        centers=[(center, centers.get(center.slug, 0)) for center in queries.centers_to_show(centers)],
        total=sum(centers.values()),
        is_demo=queries.holds_demo_dates(definition.key),
    )


def published_only(definition: KpiDefinition) -> Indicator:
    """Return an indicator of which we know what is published, and nothing else."""
    published = queries.published(definition)
    target = rules.final_target(published)
    latest = max((one.fiscal_year for one in published if one is not target), default=0)
    lines = rules.year_lines(published, {}, latest) if published else []
    return Indicator(definition, lines, target, chart_of(lines, target.value if target else None))
