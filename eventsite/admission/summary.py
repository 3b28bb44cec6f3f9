"""The rules of a call, said back in sentences with totals: to its organiser, and to residents above the form."""

from datetime import tzinfo

from eventsite.admission import summary_places, summary_times, summary_who
from eventsite.admission.terms import Terms
from eventsite.admission.vocabulary import Admission
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
