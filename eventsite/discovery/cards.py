"""What a list shows of one date, decided: templates only show it. Pure but for the records it is given."""

from calendar import SATURDAY, SUNDAY
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from eventsite.admission.models import Call, Slot
from eventsite.admission.summary_places import places_text
from eventsite.admission.vocabulary import Admission, Audience
from eventsite.discovery.conditions import midnight
from eventsite.discovery.queries import Calls
from eventsite.discovery.reader import Reader
from eventsite.discovery.seats import seats_of
from eventsite.discovery.states import State, Tag, best, is_over, of_slot
from eventsite.events.facts import EXACT, is_cancelled, place_of
from eventsite.events.models import Occurrence, OccurrenceStatus
from eventsite.i18n.dates import holiday_name, relative_day, short_weekday_text
from eventsite.i18n.ruby import Text
from eventsite.i18n.texts import Locale

# States that look like another one.
_LOOKS = {
    State.PAST: State.CLOSED,
    State.FULL: State.CLOSED,
    State.POSTPONED: State.CHANGED,
    State.LOTTERY: State.OPEN,
    State.SOME: State.UPCOMING,
    State.OTHER_WAY: State.UPCOMING,
}
_MONTH_LETTERS = 3  # of an English month on a tile


@dataclass(frozen=True)
class ShownTag:
    """A status tag in words; ``state`` chooses its shape and colour."""

    state: str
    label: Text
    detail: Text | None = None


@dataclass(frozen=True)
class Tile:
    """The date tile: decoration beside the date in words. ``day`` is None where only a month or year is known."""

    day: int | None
    month: Text
    weekday: Text
    kind: str


@dataclass(frozen=True)
class Card:
    """One date of an event in a list."""

    url: str
    title: Text
    when: Text
    place: Text
    kind: Text
    tile: Tile
    tags: tuple[ShownTag, ...]


@dataclass(frozen=True)
class Group:
    """The cards below one heading."""

    heading: Text
    near: Text | None  # 今日 or あす
    cards: tuple[Card, ...]


def slot_tag(slot: Slot, call: Call, awaited: Collection[int], reader: Reader) -> Tag:
    """Return how one slot stands."""
    return of_slot(seats_of(slot, call, awaited), reader.city.few_left, reader.now)


def registration_tag(occurrence: Occurrence, calls: Calls, reader: Reader) -> Tag | None:
    """Return how residents can come to this date, or None where no call asks them."""
    asked = [call for call in calls.of(occurrence.event_id) if call.audience is Audience.RESIDENTS]
    return best([tag for call in asked for tag in _tags_of_call(call, occurrence, calls, reader)])


def tags_of(occurrence: Occurrence, calls: Calls, reader: Reader) -> tuple[Tag, ...]:
    """Return the states of one date, the most important first; what is off or over says nothing else."""
    if is_cancelled(occurrence):
        return (Tag(State.CANCELLED),)
    if occurrence.status is OccurrenceStatus.POSTPONED:
        return (Tag(State.POSTPONED),)
    if over(occurrence, reader):
        return (Tag(State.PAST),)
    changed = (Tag(State.CHANGED),) if occurrence.status is OccurrenceStatus.CHANGED else ()
    registration = registration_tag(occurrence, calls, reader)
    return (*changed, registration) if registration else changed


def over(occurrence: Occurrence, reader: Reader) -> bool:
    """Return whether the date is past; a postponed one is still to come, on a day that nobody knows yet."""
    if occurrence.status is OccurrenceStatus.POSTPONED:
        return False
    return is_over(occurrence.starts_at, occurrence.ends_at, midnight(reader.today, reader.zone), reader.now)


def shown(tag: Tag, reader: Reader) -> ShownTag:
    """Return the tag in words."""
    detail = _detail(tag, reader)
    return ShownTag(_LOOKS.get(tag.state, tag.state), reader.text(f"event.tag_{tag.state}"), detail)


def _detail(tag: Tag, reader: Reader) -> Text | None:
    """Return what a tag says beside its word: how many are left, from when more is possible, or by which way."""
    if tag.remaining is not None:
        return reader.text("event.left", people=places_text(tag.remaining, tag.unit, reader.locale))
    if tag.elsewhere:
        return reader.text("event.elsewhere")
    if not tag.opens_at:
        return None
    if tag.state is State.SOME:
        return reader.text("event.opens_for_all", moment=reader.date(reader.day(tag.opens_at)))
    opens = reader.moment(tag.opens_at) if tag.state is State.FULL else reader.date(reader.day(tag.opens_at))
    return reader.text("event.opens", moment=opens)


def card(occurrence: Occurrence, calls: Calls, reader: Reader, url: str) -> Card:
    """Return the card of one date; ``url`` leads to its event."""
    event = occurrence.event
    return Card(
        url=url,
        title=reader.title(event),
        when=when_text(occurrence, reader),
        place=place_text(occurrence, reader),
        kind=reader.text(f"event.kind_{event.kind}"),
        tile=tile(occurrence, reader),
        tags=tuple(shown(tag, reader) for tag in tags_of(occurrence, calls, reader)),
    )


def when_text(occurrence: Occurrence, reader: Reader) -> Text:
    """Return when the date is, with its year where that is not the present one."""
    with_year = reader.is_other_year(reader.day(occurrence.starts_at))
    return reader.period(occurrence.starts_at, occurrence.ends_at, occurrence.precision, with_year=with_year)


def place_text(occurrence: Occurrence, reader: Reader) -> Text:
    """Return where the date is, in a few words: the place, else the meeting place, else who holds it."""
    place = place_of(occurrence)
    if place.name:
        return reader.place(place.name, occurrence.event.center)
    return reader.written(place.meeting_place) if place.meeting_place else reader.center(occurrence.event.center)


def tile(occurrence: Occurrence, reader: Reader) -> Tile:
    """Return the date tile of the first day."""
    day = reader.day(occurrence.starts_at)
    if occurrence.precision not in EXACT:
        return Tile(None, Text(str(day.year)), reader.text("discovery.undecided"), "")
    month = reader.text(f"dates.month_{day.month}")
    if reader.locale is Locale.EN:
        month = Text(month[:_MONTH_LETTERS])
    return Tile(day.day, month, short_weekday_text(day, reader.locale), day_kind(day))


def day_kind(day: date) -> str:
    """Return saturday, sunday, holiday or nothing: how a day is set off."""
    return "holiday" if holiday_name(day) else weekend_kind(day)


def weekend_kind(day: date) -> str:
    """Return saturday, sunday or nothing."""
    return {SATURDAY: "saturday", SUNDAY: "sunday"}.get(day.weekday(), "")


def grouped(
    occurrences: Sequence[Occurrence], calls: Calls, reader: Reader, url: Callable[[Occurrence], str]
) -> tuple[Group, ...]:
    """Return the cards below their dates, in the order in which they come."""
    groups: dict[Text, list[Card]] = {}
    days: dict[Text, Text | None] = {}
    for one in occurrences:
        heading, near = _heading(one, reader)
        groups.setdefault(heading, []).append(card(one, calls, reader, url(one)))
        days[heading] = near
    return tuple(Group(heading, days[heading], tuple(cards)) for heading, cards in groups.items())


def _heading(occurrence: Occurrence, reader: Reader) -> tuple[Text, Text | None]:
    """Return the heading of a date: its day, a whole month or year, or that it goes on."""
    day = reader.day(occurrence.starts_at)
    if occurrence.precision not in EXACT:
        return reader.period(occurrence.starts_at, occurrence.ends_at, occurrence.precision, with_year=True), None
    if day < reader.today and not over(occurrence, reader):
        return reader.text("discovery.going_on"), None
    near = relative_day(day, reader.today, reader.locale)
    return reader.date(day, with_year=reader.is_other_year(day)), near


def _tags_of_call(call: Call, occurrence: Occurrence, calls: Calls, reader: Reader) -> list[Tag]:
    if call.admission is Admission.NONE:
        return [Tag(State.NONE_NEEDED)]
    return [slot_tag(slot, call, calls.awaited, reader) for slot in call.slots if covers(slot, occurrence, calls)]


def covers(slot: Slot, occurrence: Occurrence, calls: Calls) -> bool:
    """Return whether a slot is for this date; one that names no date is for all of them."""
    covered = calls.covered.get(slot.id)
    return covered is None or occurrence.id in covered
