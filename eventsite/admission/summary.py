"""The rules of a call, said back in sentences with totals: to its organiser, and to residents above the form."""

from datetime import tzinfo

from eventsite.admission import summary_places, summary_times, summary_who
from eventsite.admission.terms import Terms
from eventsite.admission.vocabulary import DECIDED_LATER, Admission
from eventsite.i18n.ruby import Text
from eventsite.i18n.texts import translate


def sentences(terms: Terms, locale: str, zone: tzinfo) -> list[Text]:
    """Return the rules as whole sentences, in the order in which one needs them."""
    if terms.admission is Admission.NONE:
        audience = summary_who.audience(terms, locale)
        return [*audience, translate(locale, "rule.none"), *summary_places.places(terms, locale)]
    return [
        *summary_who.who(terms, locale),
        *summary_places.choice(terms, locale),
        *summary_places.places(terms, locale),
        *summary_times.period(terms, locale, zone),
        *summary_who.party(terms, locale),
        *summary_places.draw(terms, locale, zone),
        *summary_times.afterwards(terms, locale),
        *summary_times.minimum(terms, locale, zone),
    ]


def essentials(terms: Terms, locale: str, zone: tzinfo) -> list[Text]:
    """Return what one must know before registering, of the same sentences: all, but of the many of a draw only few.

    For whom it is, what one applies for, how many places there are, how it is decided, until when one registers, and
    when the result comes.
    """
    if terms.admission not in DECIDED_LATER:
        return sentences(terms, locale, zone)
    return [
        *summary_who.who(terms, locale),
        *summary_places.choice(terms, locale),
        *summary_places.total(terms, locale),
        *summary_times.period(terms, locale, zone),
        *summary_places.day_of_draw(terms, locale, zone),
    ]


def others(terms: Terms, locale: str, zone: tzinfo) -> list[Text]:
    """Return the sentences that are not among the essential ones."""
    first = essentials(terms, locale, zone)
    return [one for one in sentences(terms, locale, zone) if one not in first]
