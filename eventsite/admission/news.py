"""What changed about the dates of a registration, in the reader's language: what was said before, what is true now."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from eventsite.admission.facts import t_text
from eventsite.core import clock
from eventsite.events.changes import Change
from eventsite.events.details import Times, times_of
from eventsite.events.facts import Place, place_of
from eventsite.i18n import Text, current_locale
from eventsite.i18n.dates import moment_text, period_text


def lines(changes: Sequence[Change]) -> list[Text]:
    """Return the changes one a line, each said once: what moves to the same place says the place once."""
    moved = [one for one in changes if not one.is_off]
    said = [
        *(t_text("mail.date_off", date=_period(one.times)) for one in changes if one.is_off),
        *(t_text("mail.date_changed", date=_period(one.times)) for one in moved if not _is_moved_in_time(one)),
        *(line for one in moved for line in _before_and_now(one)),
    ]
    return list(dict.fromkeys(said))


def reason(changes: Sequence[Change]) -> str:
    """Return the reasons given, each once."""
    return "、".join(dict.fromkeys(one.reason for one in changes if one.reason))


def _is_moved_in_time(change: Change) -> bool:
    return _period(change.times) != _period(times_of(change.occurrence))


def _before_and_now(change: Change) -> Iterator[Text]:
    times, place = times_of(change.occurrence), place_of(change.occurrence)
    pairs = {
        "when": (_period(change.times), _period(times)),
        "doors": (_moment(change.times.doors_open_at), _moment(times.doors_open_at)),
        "place": (_address(change.place), _address(place)),
        "meeting": (change.place.meeting_place, place.meeting_place),
    }
    for name, (before, now) in pairs.items():
        if before != now:
            unknown = t_text("mail.not_said")
            yield t_text(f"mail.{name}_before", value=before or unknown)
            yield t_text(f"mail.{name}_now", value=now or unknown)


def _period(times: Times) -> Text:
    zone = clock.zone()
    return period_text(times.starts_at, times.ends_at, times.precision, current_locale(), zone=zone, with_year=True)


def _moment(instant: datetime | None) -> str:
    return moment_text(instant, current_locale(), zone=clock.zone()) if instant else ""


def _address(place: Place) -> str:
    return " ".join(filter(None, (place.name, place.address)))
