"""How the calls of a demo calendar decide: most first come, some by lot, in tiers, or counted in parties (組). Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from eventsite.admission.models import Call, Opening
from eventsite.admission.vocabulary import USUAL_SOURCE, Admission, CapacityUnit, Residence
from eventsite.events.models import Event
from eventsite.lottery.draw import commitment
from eventsite.lottery.models import LotterySeal
from eventsite.lottery.texts import Fit, Rules
from eventsite.ops.demo_plan import PARTY_MAX, Frame, Sketch
from eventsite.ops.demo_rows import Codes, Rows

_EVERY = 5
_DRAWN_BEFORE = timedelta(days=10)  # a draw closes so long before its first date
_NEARER_FIRST = timedelta(days=7)  # so much earlier those of the area may register


class Manner(StrEnum):
    """How a demo call gives its places."""

    NONE = "none"
    FIRST_COME = "first_come"
    LOTTERY = "lottery"
    TIERS = "tiers"
    PARTIES = "parties"


def manner(frame: Frame, one: Sketch) -> Manner:
    """Return how a call gives its places; a draw lies ahead, and parties are counted where nobody applied yet."""
    if one.theme.capacity is None:
        return Manner.NONE
    opens_at, kind = one.opens_at(frame), one.number % _EVERY
    if one.is_cancelled:
        return Manner.FIRST_COME
    if kind == 1 and opens_at < frame.midnight < closes_for_draw(frame, one):
        return Manner.LOTTERY
    if kind == 2 and opens_at > frame.midnight - _NEARER_FIRST:
        return Manner.TIERS
    return Manner.PARTIES if kind == 3 and opens_at >= frame.midnight else Manner.FIRST_COME


def closes_for_draw(frame: Frame, one: Sketch) -> datetime:
    """Return when the entries of a draw close."""
    return one.closes_at(frame) - _DRAWN_BEFORE


def terms(frame: Frame, one: Sketch) -> dict[str, object]:
    """Return the rules of the call to residents by the columns of Call."""
    how = manner(frame, one)
    if how is Manner.NONE:
        return {"admission": Admission.NONE}
    usual = {"opens_at": one.opens_at(frame), "closes_at": one.closes_at(frame), "party_max": PARTY_MAX}
    if how is Manner.PARTIES:
        return {"admission": Admission.FIRST_COME, **usual, "unit": CapacityUnit.PARTIES}
    if how is not Manner.LOTTERY:
        return {"admission": Admission.FIRST_COME, **usual}
    closes_at = closes_for_draw(frame, one)
    return {
        "admission": Admission.LOTTERY,
        **usual,
        "closes_at": closes_at,
        "draw_at": closes_at + timedelta(days=3),
        "draw_source": USUAL_SOURCE,
        "sealed_at": one.opens_at(frame),
    }


def add_terms(rows: Rows, frame: Frame, one: Sketch, call_id: int, slots: list[tuple[str, int | None]]) -> None:
    """Store what of the rules stands in rows of its own: the seal of a draw, or who may register first."""
    opens_at, how = one.opens_at(frame), manner(frame, one)
    if how is Manner.TIERS:
        rows.add(Opening, call_id=call_id, residence=Residence.AREA, opens_at=opens_at)
        rows.add(Opening, call_id=call_id, residence=Residence.ANYWHERE, opens_at=opens_at + _NEARER_FIRST)
    if how is Manner.LOTTERY:
        text = _rules(frame, one, slots).text
        seed = f"{Random(f'{frame.seed} {one.number}').getrandbits(256):064x}"  # noqa: S311  # to try out, no secret
        rows.add(
            LotterySeal,
            call_id=call_id,
            version=1,
            rules=text,
            seed=seed,
            commitment=commitment(seed, text),
            at=opens_at,
        )


def _rules(frame: Frame, one: Sketch, slots: list[tuple[str, int | None]]) -> Rules:
    codes = Codes(frame, one.number)
    return Rules(
        call=codes.of(Call),
        event=codes.of(Event),
        fit=Fit.HOLD,
        if_over=False,
        places=CapacityUnit.PEOPLE,
        priorities=(),
        reserves=None,
        slots=tuple(slots),
        source=USUAL_SOURCE,
    )
