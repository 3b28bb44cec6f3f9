"""When one may register, and what happens afterwards, said in sentences: tiers, waiting line, answers, the minimum."""

from datetime import tzinfo

from eventsite.admission.summary_places import places_text
from eventsite.admission.summary_who import circle_text
from eventsite.admission.terms import OpeningTerms, Terms
from eventsite.admission.vocabulary import DECIDED_LATER, FreePlaceRule
from eventsite.i18n.dates import moment_text
from eventsite.i18n.ruby import Text
from eventsite.i18n.texts import translate


def period(terms: Terms, locale: str, zone: tzinfo) -> list[Text]:
    """Return from when until when one may register, and who before whom."""
    instants = (("opens", terms.opens_at), ("closes", terms.closes_at))
    bounds = {name: moment_text(instant, locale, zone=zone) for name, instant in instants if instant}
    said = translate(locale, "rule.period_" + ("_".join(bounds) or "open"), **bounds)
    return [said, *tiers(terms, locale, zone)]


def tiers(terms: Terms, locale: str, zone: tzinfo) -> list[Text]:
    """Return the openings, one a line, under the sentence that they differ; nothing where all open at once."""
    if not terms.openings:
        return []
    return [translate(locale, "rule.tiers"), *(_tier(one, terms.area, locale, zone) for one in terms.openings)]


def _tier(opening: OpeningTerms, area: str, locale: str, zone: tzinfo) -> Text:
    who = circle_text(opening.residence, area, locale)
    if opening.channel:
        who = translate(locale, "rule.by_way", who=who, way=translate(locale, f"rule.way_{opening.channel}"))
    bounds = {"opens": moment_text(opening.opens_at, locale, zone=zone)}
    if opening.closes_at:
        bounds["closes"] = moment_text(opening.closes_at, locale, zone=zone)
    return translate(locale, "rule.tier_" + "_".join(bounds), who=who, **bounds)


def afterwards(terms: Terms, locale: str) -> list[Text]:
    """Return what becomes of who finds no place, and of places that become free."""
    if all(slot.capacity is None for slot in terms.slots):
        return []
    line = "after_draw" if terms.admission in DECIDED_LATER else "waiting"
    said = [translate(locale, f"rule.{line}_{terms.free_place_rule}")]
    if terms.offer_hours is None or terms.free_place_rule is FreePlaceRule.REOPEN:
        return said
    return [*said, translate(locale, "rule.answer_within", count=terms.offer_hours)]


def minimum(terms: Terms, locale: str, zone: tzinfo) -> list[Text]:
    """Return from how many on it takes place, and when that is decided or what was."""
    if terms.minimum is None or terms.decide_at is None:
        return []
    least = places_text(terms.minimum, terms.unit, locale)
    if terms.minimum_met is not None:
        return [translate(locale, "rule.minimum_met" if terms.minimum_met else "rule.minimum_not_met", least=least)]
    return [translate(locale, "rule.minimum", least=least, moment=moment_text(terms.decide_at, locale, zone=zone))]
