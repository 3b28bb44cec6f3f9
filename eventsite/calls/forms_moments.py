"""An instant in a form: a day and a time of day, filled in both or neither."""

from datetime import datetime
from typing import Any

from wtforms import Field

from eventsite.core import clock
from eventsite.core.forms import refuse


def instant(day: Field, moment: Field) -> datetime | None:
    """Return the instant that two valid fields name; None while one is empty."""
    return clock.at(day.data, moment.data) if day.data and moment.data else None


def is_whole(day: Field, moment: Field) -> bool:
    """Return whether both are filled in or neither; the sentence stands at the empty one."""
    if bool(day.data) != bool(moment.data):
        return refuse(moment if day.data else day, "日付と時刻を両方入力してください")
    return True


def moment_of(name: str, at: datetime | None) -> dict[str, Any]:
    """Return a stored instant as the fields ``<name>_on`` and ``<name>_time`` show it."""
    local = clock.local(at) if at else None
    return {f"{name}_on": local.date() if local else None, f"{name}_time": local.time() if local else None}
