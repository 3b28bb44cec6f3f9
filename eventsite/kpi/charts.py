"""Where the bars and lines of a chart lie; templates draw them, and a table says the same in figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from eventsite.kpi.rules import YearLine

WIDTH, HEIGHT = 360, 190
_TOP, _BOTTOM, _LEFT = 24, 150, 8
_HEADROOM = Decimal("1.1")


@dataclass(frozen=True)
class Bar:
    """One year: its bar, or a gap where nothing is known."""

    x: float
    y: float
    width: float
    height: float
    year: int
    value: Decimal | None
    is_counted: bool  # counted here, not published


@dataclass(frozen=True)
class Chart:
    """Bars by fiscal year and the height of the target."""

    bars: Sequence[Bar]
    target_y: float | None
    target: Decimal | None


def chart_of(lines: Sequence[YearLine], target: Decimal | None) -> Chart:
    """Return the chart of an indicator's years; the scale begins at zero, so that heights compare as values do."""
    shown = [line for line in lines if line.target is None or line.reached is not None]
    values = [line.reached for line in shown if line.reached is not None]
    largest = max([*values, target or Decimal(1), Decimal(1)]) * _HEADROOM
    step = (WIDTH - 2 * _LEFT) / max(1, len(shown))
    return Chart(
        bars=[_bar(line, _LEFT + number * step, step, largest) for number, line in enumerate(shown)],
        target_y=_y(target, largest) if target else None,
        target=target,
    )


def _bar(line: YearLine, x: float, step: float, largest: Decimal) -> Bar:
    top = _y(line.reached or Decimal(0), largest)
    return Bar(
        x=round(x + step * 0.2, 1),
        y=top,
        width=round(step * 0.6, 1),
        height=round(_BOTTOM - top, 1),
        year=line.fiscal_year,
        value=line.reached,
        is_counted=line.published is None,
    )


def _y(value: Decimal, largest: Decimal) -> float:
    return round(float(_BOTTOM - (_BOTTOM - _TOP) * value / largest), 1)
