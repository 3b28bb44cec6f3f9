"""When a date was to begin before it was moved: who kept the first paper finds the date again, search engines too."""

from datetime import tzinfo

from eventsite.events.details import Times
from eventsite.events.facts import EXACT
from eventsite.events.models import FormerStart, Occurrence, Precision
from eventsite.i18n import Locale, Text, translate
from eventsite.i18n.dates import date_text, moment_text


def moves(occurrence: Occurrence, times: Times) -> bool:
    """Return whether these times begin otherwise than was announced to the day or better."""
    announced = (occurrence.starts_at, occurrence.precision)
    return occurrence.precision in EXACT and announced != (times.starts_at, times.precision)


def remember(occurrence: Occurrence, times: Times) -> None:
    """Note the announced start of a date that these times are about to move; each start once."""
    known = {(one.starts_at, one.precision) for one in occurrence.former_starts}
    if moves(occurrence, times) and (occurrence.starts_at, occurrence.precision) not in known:
        occurrence.former_starts.append(FormerStart(starts_at=occurrence.starts_at, precision=occurrence.precision))


def starts_before(occurrence: Occurrence) -> list[FormerStart]:
    """Return the former starts in their order; not the present one, to which a date may have been moved back."""
    now = (occurrence.starts_at, occurrence.precision)
    return [one for one in occurrence.former_starts if (one.starts_at, one.precision) != now]


def said_before(occurrence: Occurrence, locale: Locale, zone: tzinfo) -> Text | None:
    """Return the sentence that says when a moved date was to begin, all times if it was moved often; else None."""
    said = None
    for one in starts_before(occurrence):
        start = _start(one, occurrence, locale, zone)
        said = translate(locale, "event.and_then", first=said, next=start) if said else start
    return translate(locale, "event.moved_from", when=said) if said else None


def _start(one: FormerStart, occurrence: Occurrence, locale: Locale, zone: tzinfo) -> Text:
    with_year = one.starts_at.astimezone(zone).year != occurrence.starts_at.astimezone(zone).year
    if one.precision is Precision.MINUTE:
        return moment_text(one.starts_at, locale, zone=zone, with_year=with_year)
    return date_text(one.starts_at.astimezone(zone).date(), locale, with_year=with_year)
