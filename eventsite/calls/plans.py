"""A call as staff want it: its terms, and its slots by the dates that they cover."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from eventsite.admission.errors import TermsContradict
from eventsite.admission.models import Call, Slot
from eventsite.admission.terms import CallTerms, Reserves, call_facts, reserves_of
from eventsite.admission.vocabulary import BY_LOT, Admission
from eventsite.core import clock
from eventsite.events.models import Occurrence


@dataclass(frozen=True)
class SlotPlan:
    """One slot as staff want it; ``code`` is that of a stored slot, None for a new one."""

    occurrence_ids: tuple[int, ...]
    capacity: int | None = None  # in the unit of the call; None: no limit
    label: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    code: str | None = None
    reserves: Reserves = ()


@dataclass(frozen=True)
class CallPlan(CallTerms):
    """A call as staff want it, with its slots in their order."""

    slots: tuple[SlotPlan, ...] = ()
    title: str = ""
    note: str = ""


def plan_of(call: Call) -> CallPlan:
    """Return a stored call as the plan that would make it."""
    return CallPlan(
        **call_facts(call), slots=tuple(_slot_of(slot) for slot in call.slots), title=call.title, note=call.note
    )


def _slot_of(slot: Slot) -> SlotPlan:
    return SlotPlan(
        occurrence_ids=tuple(one.id for one in slot.occurrences),
        capacity=slot.capacity,
        label=slot.label,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        code=slot.code,
        reserves=reserves_of(slot),
    )


def settled(plan: CallPlan) -> CallPlan:
    """Return the plan without what cannot be meant.

    Its period begins with the first opening, where there are any, for nobody is let in before; and only where the
    first come first are places kept for a counter: a draw and an organiser know no counters.
    """
    opens_at = min((one.opens_at for one in plan.openings), default=plan.opens_at)
    slots = plan.slots
    if plan.admission is not Admission.FIRST_COME:
        slots = tuple(replace(one, reserves=()) for one in slots)
    return replace(plan, opens_at=opens_at, slots=slots)


def require_sound(plan: CallPlan) -> None:
    """Pass if the instants and numbers of a plan agree; raise TermsContradict otherwise.

    The forms say it at the field; this holds where two people edit two forms at once.
    """
    periods = [(plan.opens_at, plan.closes_at), *((one.opens_at, one.closes_at) for one in plan.openings)]
    in_order = all(not opens or not closes or opens < closes for opens, closes in periods)
    ranges = ((plan.age_min, plan.age_max), (plan.grade_min, plan.grade_max))
    rising = all(least is None or most is None or least <= most for least, most in ranges)
    is_announced = plan.admission not in BY_LOT or (plan.draw_at and plan.closes_at)
    drawn_after = not plan.draw_at or not plan.closes_at or plan.draw_at >= plan.closes_at
    decided = plan.minimum is None or plan.decide_at is not None
    if not (in_order and rising and is_announced and drawn_after and decided):
        raise TermsContradict


def draw_terms(plan: CallPlan, *, is_announced: bool) -> tuple[object, ...]:
    """Return what of a plan a draw is bound to, to be compared; once its result is out, places may be added."""
    slots = tuple((one.code, None if is_announced else one.capacity) for one in plan.slots)
    return (
        plan.admission, plan.unit, plan.wishes_max, plan.free_place_rule, plan.opens_at, plan.closes_at, plan.draw_at,
        plan.draw_source, plan.reserves_max, plan.priorities, slots,
    )  # fmt: skip


def copied(plan: CallPlan, dates: Mapping[int, Occurrence], days: int) -> CallPlan:
    """Return the plan for other dates: all its rules, but no period, and slots without their identity.

    ``dates`` says which date takes the place of which, ``days`` how much later they are. What cannot do without an
    instant, a draw and a minimum, keeps its distance to the dates.
    """

    def later(instant: datetime | None) -> datetime | None:
        """Return the same time of day as many days later as the dates are."""
        return clock.at(clock.today(instant) + timedelta(days), clock.local(instant).time()) if instant else None

    by_lot = plan.admission in BY_LOT
    return replace(
        plan,
        opens_at=None,
        closes_at=later(plan.closes_at) if by_lot else None,
        draw_at=later(plan.draw_at) if by_lot else None,
        decide_at=later(plan.decide_at),
        openings=(),
        slots=tuple(_copied_slot(slot, dates) for slot in plan.slots),
    )


def _copied_slot(plan: SlotPlan, dates: Mapping[int, Occurrence]) -> SlotPlan:
    covered = [dates[one] for one in plan.occurrence_ids]

    def moved(instant: datetime | None) -> datetime | None:
        """Return the same time of day at the first of the new dates."""
        return clock.at(clock.today(covered[0].starts_at), clock.local(instant).time()) if instant and covered else None

    return replace(
        plan,
        occurrence_ids=tuple(one.id for one in covered),
        starts_at=moved(plan.starts_at),
        ends_at=moved(plan.ends_at),
        code=None,
    )
