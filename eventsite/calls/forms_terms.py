"""The form of a call's further rules: what most calls leave as it is, folded part by part."""

from dataclasses import replace
from typing import Any

from wtforms import FormField

from eventsite.admission.models import Call, Opening, Slot
from eventsite.admission.vocabulary import BY_LOT, Admission
from eventsite.calls.forms_moments import moment_of
from eventsite.calls.forms_terms_parts import (
    DrawForm,
    EligibilityForm,
    LeftoverForm,
    LimitsForm,
    MinimumForm,
    WaitingForm,
    WishesForm,
)
from eventsite.calls.forms_terms_rows import KeptRowForm, OpeningRowForm
from eventsite.calls.plans import CallPlan
from eventsite.core.forms import BaseForm, Rows

MAX_OPENINGS = 12
_SECTIONS = ("eligibility", "waiting", "wishes", "draw", "leftover", "minimum", "limits")


class TermsForm(BaseForm):
    """The further rules of a stored call. Parts that mean nothing for it are not there."""

    eligibility = FormField(EligibilityForm)
    openings = Rows(FormField(OpeningRowForm), "受付の始まり", max_entries=MAX_OPENINGS)
    kept = Rows(FormField(KeptRowForm), "取っておく席")
    waiting = FormField(WaitingForm)
    wishes = FormField(WishesForm)
    draw = FormField(DrawForm)
    leftover = FormField(LeftoverForm)
    minimum = FormField(MinimumForm)
    limits = FormField(LimitsForm)

    def __init__(self, call: Call, **kwargs: Any) -> None:
        """Ask about the rules of a stored call."""
        super().__init__(**kwargs)
        self.closes_at = call.closes_at
        self.capacities = {slot.code: slot.capacity for slot in call.slots if slot.capacity is not None}
        for name, is_meant in _meant(call).items():
            if not is_meant:
                del self[name]

    def sections(self) -> list[Any]:
        """Return the parts that are there, rows apart."""
        return [self[name].form for name in _SECTIONS if name in self]

    def validate(self, extra_validators: object = None) -> bool:
        """Check every field, then what the fields of each part say together."""
        if not super().validate(extra_validators):
            return False
        checks = [one.check() for one in self.sections()]
        checks += [row.check(self.closes_at) for row in self._openings()]
        checks += [row.check(self.capacities) for row in self._kept()]
        return all(checks)

    def add_opening(self) -> None:
        """Append an empty opening."""
        if len(self.openings.entries) < MAX_OPENINGS:
            self.openings.append_entry(None)

    def drop_opening(self, index: int) -> None:
        """Take an opening out; an unknown one changes nothing."""
        if 0 <= index < len(self.openings.entries):
            del self.openings.entries[index]

    def change(self, plan: CallPlan) -> CallPlan:
        """Return the plan with what a valid form says."""
        for one in self.sections():
            plan = one.change(plan)
        kept = {row.code.data: row for row in self._kept()}
        slots = tuple(kept[one.code].change(one) if one.code in kept else one for one in plan.slots)
        openings = tuple(row.to_terms() for row in self._openings())
        return replace(plan, openings=openings, slots=slots)

    def _openings(self) -> list[OpeningRowForm]:
        return [entry.form for entry in self.openings.entries if not entry.form.is_blank]

    def _kept(self) -> list[KeptRowForm]:
        return [entry.form for entry in self.kept.entries] if "kept" in self else []


def _meant(call: Call) -> dict[str, bool]:
    """Return which parts mean something for a call as it is decided."""
    limited = any(slot.capacity is not None for slot in call.slots)
    return {
        "kept": call.admission is Admission.FIRST_COME and limited,
        "wishes": len(call.slots) > 1,
        "draw": call.admission in BY_LOT,
        "leftover": call.admission is Admission.BY_ORGANISER,
    }


def fields_of(call: Call) -> dict[str, Any]:
    """Return a stored call as the form shows it."""
    priorities = [one.priority.value for one in call.priorities]
    first, second, third = (*priorities, "", "", "")[:3]
    draw = {"first": first, "second": second, "third": third, "reserves_max": call.reserves_max}
    leftover = {"leftover_first_come": call.leftover_first_come}
    return {
        "eligibility": _eligibility(call),
        "openings": [_opening(one) for one in call.openings],
        "kept": [_kept(slot) for slot in call.slots if slot.capacity is not None],
        "waiting": {"free_place_rule": call.free_place_rule, "offer_hours": call.offer_hours},
        "wishes": {"wishes_max": call.wishes_max},
        "draw": {**draw, **leftover},
        "leftover": leftover,
        "minimum": {"minimum": call.minimum, **moment_of("decide", call.decide_at)},
        "limits": {name: getattr(call, name) for name in ("limit_event", "limit_series", "limit_year")},
    }


def _eligibility(call: Call) -> dict[str, Any]:
    grades = ("grade_min", "grade_max", "guardian_up_to_grade")
    chosen = {name: getattr(call, name) for name in grades}
    return {
        "residence": call.residence,
        "age_min": call.age_min,
        "age_min_months": call.age_min_months,
        "age_max": call.age_max,
        **{name: "" if grade is None else str(grade) for name, grade in chosen.items()},
    }


def _opening(opening: Opening) -> dict[str, Any]:
    return {
        "residence": opening.residence,
        "channel": opening.channel or "",
        **moment_of("opens", opening.opens_at),
        **moment_of("closes", opening.closes_at),
    }


def _kept(slot: Slot) -> dict[str, Any]:
    return {"code": slot.code, **{one.counter.value: one.places for one in slot.reserves}}
