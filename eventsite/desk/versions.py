"""Two versions of an event side by side, in words: what somebody else saved, and what was typed meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from eventsite.core import clock
from eventsite.desk.forms import KEEP, EventForm
from eventsite.events.details import Contact, DateEntry, EventDetails, Place
from eventsite.events.rules import differences
from eventsite.events.words import KINDS, OFFERS, TARGETS, VISIBILITIES, WEATHER_RULES
from eventsite.i18n import Locale
from eventsite.i18n.dates import period_text

NOTHING = "（なし）"
_WORDS: Mapping[tuple[type, StrEnum], str] = {
    (type(key), key): word
    for words in (KINDS, OFFERS, TARGETS, VISIBILITIES, WEATHER_RULES)
    for key, word in words.items()
}
_FIELDS = {"place": "venue"}  # where the form calls it otherwise


@dataclass(frozen=True)
class Contrast:
    """One field that differs, ready to be read."""

    label: str
    saved: str
    typed: str


def contrasts(saved: EventDetails, typed: EventDetails, form: EventForm) -> list[Contrast]:
    """Return the fields in which the stored version and the typed one differ."""
    return [
        Contrast(form[_FIELDS.get(one.name, one.name)].label.text, _words(one.saved, form), _words(one.typed, form))
        for one in differences(saved, typed)
    ]


def _words(value: object, form: EventForm) -> str:
    if isinstance(value, tuple):
        return "、".join(_words(one, form) for one in value) or NOTHING
    if isinstance(value, DateEntry):
        times = value.times
        return period_text(times.starts_at, times.ends_at, times.precision, Locale.JA, zone=clock.zone())
    if isinstance(value, Place):
        choice = KEEP if value.keeps else str(value.venue_id or "")
        return value.name or str(form.venue.choices.get(choice, NOTHING))
    if isinstance(value, Contact):
        line = str(form.contact.choices.get(str(value.phone_id or ""), NOTHING))
        return f"{value.name} {value.phone}".strip() or line
    if isinstance(value, StrEnum):
        return _WORDS[type(value), value]
    return str(value) if value not in (None, "") else NOTHING
