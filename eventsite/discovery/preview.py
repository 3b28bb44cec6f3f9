"""What the preview card of an event says: the picture that messengers and search engines show beside a link. Pure."""

import hashlib
from dataclasses import astuple, dataclass

from eventsite.discovery.cards import over, place_text, shown, when_text
from eventsite.discovery.event_page import is_all_cancelled, leading
from eventsite.discovery.reader import Reader
from eventsite.discovery.states import State, Tag
from eventsite.events.models import Event, Occurrence, OccurrenceStatus

_DIGEST_LENGTH = 16  # hexadecimal digits: 64 bits tell one event's cards apart
_LASTING = {OccurrenceStatus.POSTPONED: State.POSTPONED, OccurrenceStatus.CHANGED: State.CHANGED}


@dataclass(frozen=True)
class Preview:
    """All words of a card. ``state`` is the look of its tag; it and ``center`` are empty where they say nothing."""

    title: str
    when: str
    where: str
    center: str
    state: str
    state_label: str
    service: str

    @property
    def digest(self) -> str:
        """Return a short name of what is said: other words, another name."""
        return hashlib.sha256("\x1f".join(astuple(self)).encode()).hexdigest()[:_DIGEST_LENGTH]


def preview(event: Event, reader: Reader) -> Preview:
    """Return the card of an event in the reader's language.

    It lives on in messages for days, so that nothing stands on it that changes by the hour, such as places left.
    """
    first = leading(event, reader)
    state = lasting_state(event, first, reader)
    tag = shown(Tag(state), reader) if state else None
    where = str(place_text(first, reader)) if first else ""
    center = str(reader.center(event.center))
    return Preview(
        title=marked_title(event, reader),
        when=_when(event, first, reader),
        where=where,
        center="" if center in where else center,
        state=str(tag.state) if tag else "",
        state_label=str(tag.label) if tag else "",
        service=reader.service_name,
    )


def marked_title(event: Event, reader: Reader) -> str:
    """Return the event's name, marked where it is only a sample."""
    sample = str(reader.text("event.sample_prefix")) if event.is_demo else ""
    return f"{sample}{reader.title(event)}"


def lasting_state(event: Event, first: Occurrence | None, reader: Reader) -> State | None:
    """Return what must be known of an event even days after somebody passed its link on."""
    if is_all_cancelled(event):
        return State.CANCELLED
    if first is None:
        return None
    return State.PAST if over(first, reader) else _LASTING.get(first.status)


def _when(event: Event, first: Occurrence | None, reader: Reader) -> str:
    if first is None:
        return str(reader.text("dates.unknown"))
    more = sum(not over(one, reader) for one in event.occurrences) - 1
    others = f" {reader.text('event.other_dates', count=more)}" if more > 0 else ""
    return f"{when_text(first, reader)}{others}"
