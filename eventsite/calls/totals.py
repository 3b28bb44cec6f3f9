"""To how many a call gives places in all, in Japanese for its organiser: 全部で40人（電話・窓口10人…）."""

from eventsite.admission.terms import Terms, total_capacity
from eventsite.admission.vocabulary import Admission, CapacityUnit
from eventsite.admission.words import COUNTERS, UNITS


def who_gets_places(terms: Terms) -> str:
    """Return the sentence with the totals; empty where a slot has no limit, or nobody registers."""
    total = total_capacity(terms.slots)
    if total is None or not terms.slots or terms.admission is Admission.NONE:
        return ""
    unit = UNITS[terms.unit]
    people = f"、多くて{total * terms.party_max}人" if terms.unit is CapacityUnit.PARTIES else ""
    return f"この決まりで、全部で{total}{unit}{people}{_by_counter(terms, total, unit)}に席が渡ります。"


def _by_counter(terms: Terms, total: int, unit: str) -> str:
    kept = {
        counter: sum(count for slot in terms.slots for one, count in slot.reserves if one is counter)
        for counter in COUNTERS
    }
    parts = [f"{COUNTERS[counter]}{count}{unit}" for counter, count in kept.items() if count]
    if not parts:
        return ""
    rest = total - sum(kept.values())
    return f"（{'、'.join([*parts, f'どの方法でも{rest}{unit}'] if rest > 0 else parts)}）"
