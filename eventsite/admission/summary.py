"""The rules of a call, said back in sentences with totals: to its organiser, and to residents above the form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from eventsite.admission.models import Admission, Audience, Call
from eventsite.i18n.dates import moment_text
from eventsite.i18n.numbers import people_text
from eventsite.i18n.ruby import Text
from eventsite.i18n.texts import translate


@dataclass(frozen=True)
class SlotTerms:
    """One slot: what it is called, how many persons fit (None: no limit), how many dates it covers."""

    name: str
    capacity: int | None
    dates: int = 1


@dataclass(frozen=True)
class Terms:
    """What a call promises and asks; None is no bound of the period on that side."""

    admission: Admission
    slots: tuple[SlotTerms, ...]
    audience: Audience = Audience.RESIDENTS
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    party_max: int = 1
    asks_companion_names: bool = False


def terms_of(call: Call, names: Sequence[str]) -> Terms:
    """Return the terms of a stored call; ``names`` are those of its slots, in their order."""
    return Terms(
        admission=call.admission,
        slots=tuple(
            SlotTerms(name, slot.capacity, len(slot.occurrences) or 1)
            for slot, name in zip(call.slots, names, strict=True)
        ),
        audience=call.audience,
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        party_max=call.party_max,
        asks_companion_names=call.asks_companion_names,
    )


def total_capacity(slots: Sequence[SlotTerms]) -> int | None:
    """Return how many persons fit into all slots together, or None if one of them has no limit."""
    capacities = [slot.capacity for slot in slots if slot.capacity is not None]
    return sum(capacities) if len(capacities) == len(slots) else None


def sentences(terms: Terms, locale: str, zone: tzinfo) -> list[Text]:
    """Return the rules as whole sentences, in the order in which one needs them."""
    audience = _audience(terms, locale)
    if terms.admission is Admission.NONE:
        return [*audience, translate(locale, "admission.rule_none"), *_places(terms, locale)]
    return [
        *audience,
        *_choice(terms, locale),
        *_places(terms, locale),
        _period(terms, locale, zone),
        *_party(terms, locale),
        *_waiting(terms, locale),
    ]


def _audience(terms: Terms, locale: str) -> list[Text]:
    if terms.audience is Audience.RESIDENTS:
        return []
    return [translate(locale, f"admission.rule_audience_{terms.audience}")]


def _choice(terms: Terms, locale: str) -> list[Text]:
    if len(terms.slots) > 1:
        return [translate(locale, "admission.rule_choose_slot", count=len(terms.slots))]
    dates = terms.slots[0].dates if terms.slots else 1
    return [translate(locale, "admission.rule_whole_course", count=dates)] if dates > 1 else []


def _places(terms: Terms, locale: str) -> list[Text]:
    if len(terms.slots) > 1:
        return [*_total(terms, locale), *(_slot(slot, locale) for slot in terms.slots)]
    capacity = total_capacity(terms.slots)
    if not terms.slots or (capacity is None and terms.admission is Admission.NONE):
        return []
    if capacity is None:
        return [translate(locale, "admission.rule_no_limit")]
    key = "admission.rule_places" if terms.admission is Admission.NONE else "admission.rule_first_come"
    return [translate(locale, key, people=people_text(capacity, locale))]


def _total(terms: Terms, locale: str) -> list[Text]:
    total = total_capacity(terms.slots)
    if total is None:
        return []
    key = "admission.rule_total" if terms.admission is Admission.NONE else "admission.rule_total_first_come"
    return [translate(locale, key, people=people_text(total, locale))]


def _slot(slot: SlotTerms, locale: str) -> Text:
    if slot.capacity is None:
        return translate(locale, "admission.rule_slot_no_limit", name=slot.name)
    return translate(locale, "admission.rule_slot", name=slot.name, people=people_text(slot.capacity, locale))


def _period(terms: Terms, locale: str, zone: tzinfo) -> Text:
    bounds = {
        name: moment_text(instant, locale, zone=zone)
        for name, instant in (("opens", terms.opens_at), ("closes", terms.closes_at))
        if instant
    }
    key = "admission.rule_period_" + ("_".join(bounds) or "open")
    return translate(locale, key, **bounds)


def _party(terms: Terms, locale: str) -> list[Text]:
    if terms.party_max == 1:
        return [translate(locale, "admission.rule_party_alone")]
    said = [translate(locale, "admission.rule_party", people=people_text(terms.party_max, locale))]
    return [*said, translate(locale, "admission.rule_names")] if terms.asks_companion_names else said


def _waiting(terms: Terms, locale: str) -> list[Text]:
    if all(slot.capacity is None for slot in terms.slots):
        return []
    return [translate(locale, "admission.rule_waiting")]
