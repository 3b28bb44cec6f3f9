"""Builders for indicators, and for dates that were counted and closed; call them inside a transaction."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from eventsite.accounts.models import Role
from eventsite.attendance import services
from eventsite.attendance.models import Side, Source
from eventsite.attendance.services import Headcount
from eventsite.core import tokens
from eventsite.core.actor import SYSTEM, Actor, ActorKind
from eventsite.core.db import db
from eventsite.events.models import Occurrence
from eventsite.kpi.models import FigureRole, KpiDefinition, KpiYear
from tests.factories.accounts import a_user
from tests.factories.events import an_event, an_occurrence

TRAINING = "training_attendance"
PUBLISHED: Mapping[tuple[int, FigureRole], int | None] = {
    (2022, FigureRole.BASELINE): 188,
    (2022, FigureRole.ACTUAL): 188,
    (2023, FigureRole.ACTUAL): 156,
    (2027, FigureRole.TARGET): 250,
}


def an_indicator(
    key: str = TRAINING,
    name: str = "地域づくりに関する研修会の参加者数",
    figures: Mapping[tuple[int, FigureRole], int | None] = PUBLISHED,
    *,
    counted_from_events: bool = True,
) -> KpiDefinition:
    """An indicator with the figures that the plan gives for the training of 地域づくり."""
    definition = KpiDefinition(
        key=key, level="KPI", policy="基本施策Ⅱ", name=name, unit="人", counted_from_events=counted_from_events
    )
    definition.years = [
        KpiYear(fiscal_year=year, role=role, value=None if value is None else Decimal(value), source="報告書")
        for (year, role), value in figures.items()
    ]
    db.session.add(definition)
    db.session.flush()
    return definition


def a_counted_date(
    starts_at: datetime,
    people: int,
    center_id: int | None = None,
    *,
    staff: int = 0,
    closed: bool = True,
    counts_toward: str | None = TRAINING,
    **facts: Any,
) -> Occurrence:
    """A date with a head count, closed unless told otherwise."""
    event = an_event(center_id, title="自治会長情報交換会", counts_toward=counts_toward, **facts)
    occurrence = an_occurrence(event.id, starts_at)
    for number, side in ((people, Side.RESIDENT), (staff, Side.STAFF)):
        heads = Headcount(number, Source.TALLY, side=side)
        services.count(occurrence.id, heads, nonce=tokens.capability(), actor=SYSTEM, now=datetime.now(UTC))
    if closed:
        closer = Actor(ActorKind.STAFF, a_user(Role.ADMIN).id)
        services.close(occurrence.id, people, actor=closer, now=max(datetime.now(UTC), starts_at))
    return occurrence
