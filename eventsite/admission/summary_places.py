"""What one applies for and who gets it, said in sentences: slots, places, totals, counters, the draw."""

from datetime import tzinfo

from eventsite.admission.terms import SlotTerms, Terms, total_capacity
from eventsite.admission.vocabulary import BY_LOT, DECIDED_LATER, Admission, CapacityUnit, FreePlaceRule, Priority
from eventsite.i18n.dates import moment_text
from eventsite.i18n.numbers import people_text
from eventsite.i18n.ruby import Text
from eventsite.i18n.texts import translate


def places_text(count: int, unit: CapacityUnit, locale: str) -> Text:
    """Return a number of places in the unit of the call: 20人, 15組."""
    if unit is CapacityUnit.PARTIES:
        return translate(locale, "rule.parties", count=count)
    return people_text(count, locale)


def choice(terms: Terms, locale: str) -> list[Text]:
    """Return what one applies for: one of several slots, some of them in order, or the whole course."""
    if len(terms.slots) > 1:
        if terms.wishes_max == 1:
            return [translate(locale, "rule.choose_slot", count=len(terms.slots))]
        ranks = min(terms.wishes_max, len(terms.slots))
        return [translate(locale, "rule.choose_ranked", slots=len(terms.slots), ranks=ranks)]
    dates = terms.slots[0].dates if terms.slots else 1
    return [translate(locale, "rule.whole_course", count=dates)] if dates > 1 else []


def places(terms: Terms, locale: str) -> list[Text]:
    """Return how many places there are in all and in each slot, how they are given, and what is kept for whom."""
    if len(terms.slots) > 1:
        slots = [text for slot in terms.slots for text in (_slot(terms, slot, locale), *_kept(terms, slot, locale))]
        return [*_total(terms, locale), *slots]
    if not terms.slots:
        return []
    (slot,) = terms.slots
    return [*_only_slot(terms, slot, locale), *_kept(terms, slot, locale)]


def total(terms: Terms, locale: str) -> list[Text]:
    """Return how many places there are in all, and how they are given."""
    if len(terms.slots) == 1:
        return _only_slot(terms, terms.slots[0], locale)
    return _total(terms, locale) if terms.slots else []


def _only_slot(terms: Terms, slot: SlotTerms, locale: str) -> list[Text]:
    if slot.capacity is None:
        no_limit = [translate(locale, "rule.no_limit"), *_choosing(terms, locale)]
        return [] if terms.admission is Admission.NONE else no_limit
    said = translate(locale, _key(terms, "places"), places=_in_unit(terms, slot.capacity, locale))
    return [said, *_choosing(terms, locale)]


def _in_unit(terms: Terms, count: int, locale: str) -> Text:
    return places_text(count, terms.unit, locale)


def _key(terms: Terms, name: str) -> str:
    """Return the sentence with 先着 in it where that is how places are given."""
    return f"rule.{name}_first_come" if terms.admission is Admission.FIRST_COME else f"rule.{name}"


def _total(terms: Terms, locale: str) -> list[Text]:
    total = total_capacity(terms.slots)
    said = [] if total is None else [translate(locale, _key(terms, "total"), places=_in_unit(terms, total, locale))]
    return [*said, *_choosing(terms, locale)]


def _slot(terms: Terms, slot: SlotTerms, locale: str) -> Text:
    if slot.capacity is None:
        return translate(locale, "rule.slot_no_limit", name=slot.name)
    return translate(locale, "rule.slot", name=slot.name, places=_in_unit(terms, slot.capacity, locale))


def _kept(terms: Terms, slot: SlotTerms, locale: str) -> list[Text]:
    """Return what is kept for each counter: it is first-come there as everywhere, so a draw keeps nothing."""
    if terms.admission is not Admission.FIRST_COME:
        return []
    return [
        translate(locale, f"rule.kept_{counter}", places=_in_unit(terms, count, locale))
        for counter, count in slot.reserves
    ]


def _choosing(terms: Terms, locale: str) -> list[Text]:
    return [translate(locale, f"rule.decided_{terms.admission}")] if terms.admission in DECIDED_LATER else []


def draw(terms: Terms, locale: str, zone: tzinfo) -> list[Text]:
    """Return when and from what lots are drawn, who goes first, who waits in reserve, and who is told."""
    if terms.admission not in DECIDED_LATER:
        return []
    leftover = [translate(locale, "rule.leftover")] if terms.leftover_first_come else []
    drawing = [*day_of_draw(terms, locale, zone), *_drawing(terms, locale)]
    return [*drawing, translate(locale, "rule.all_are_told"), *leftover]


def day_of_draw(terms: Terms, locale: str, zone: tzinfo) -> list[Text]:
    """Return when lots are drawn and the result is said, where they are."""
    if terms.admission not in BY_LOT or terms.draw_at is None:
        return []
    return [translate(locale, "rule.draw_at", moment=moment_text(terms.draw_at, locale, zone=zone))]


def _drawing(terms: Terms, locale: str) -> list[Text]:
    if terms.admission not in BY_LOT:
        return []
    said = []
    if terms.draw_source:
        said.append(translate(locale, "rule.draw_source", source=terms.draw_source))
    said += [_priority(number, one, locale) for number, one in enumerate(terms.priorities, start=1)]
    if terms.free_place_rule is not FreePlaceRule.REOPEN:
        said.append(_reserves(terms, locale))
    return said


def _priority(number: int, priority: Priority, locale: str) -> Text:
    return translate(locale, "rule.priority", number=number, who=translate(locale, f"rule.priority_{priority}"))


def _reserves(terms: Terms, locale: str) -> Text:
    if terms.reserves_max is None:
        return translate(locale, "rule.reserves_all")
    if terms.reserves_max == 0:
        return translate(locale, "rule.reserves_none")
    return translate(locale, "rule.reserves", count=terms.reserves_max)
