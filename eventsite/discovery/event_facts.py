"""The facts of an event beside when, where and how much: each in one line with its label. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from eventsite.discovery.reader import Reader
from eventsite.events.facts import names_of
from eventsite.events.models import Event, Occurrence, OrganizerRole, Precision, WeatherRule
from eventsite.i18n.ruby import Text


@dataclass(frozen=True)
class Row:
    """A label with its value: one text, or several lines; ``more`` is a smaller second line."""

    label: Text
    value: Text | tuple[Text, ...]
    more: Text | None = None


def facts_of(event: Event, first: Occurrence | None, reader: Reader) -> Iterator[Row]:
    """Yield the facts in the order in which newsletters have them; ``first`` is the date that the page is about."""
    if first and first.doors_open_at and first.precision is Precision.MINUTE:
        yield Row(reader.text("event.label_doors"), reader.moment(first.doors_open_at))
    if audience := _audience(event, reader):
        yield Row(reader.text("event.label_audience"), audience)
    yield from _written(event, reader)
    yield from _care(event, reader)
    for role in OrganizerRole:
        if names := names_of(event, role):
            yield Row(reader.text(f"event.role_{role}"), tuple(reader.written(name) for name in names))


def _audience(event: Event, reader: Reader) -> tuple[Text, ...]:
    """Return for whom it is: in the words of its hosts, and by the groups that are named in every language."""
    written = (reader.written(event.audience),) if event.audience else ()
    return (*written, *(reader.text(f"event.target_{one.target}") for one in event.targets))


def _weather(event: Event, reader: Reader) -> tuple[Text, ...]:
    ruled = event.weather_rule is not WeatherRule.NONE
    rule = [reader.text(f"event.weather_{event.weather_rule}")] if ruled else []
    return (*rule, *([reader.written(event.weather_note)] if event.weather_note else []))


def _written(event: Event, reader: Reader) -> Iterator[Row]:
    for label, value in (("belongings", event.belongings), ("how", event.how_to_join)):
        if value:
            yield Row(reader.text(f"event.label_{label}"), reader.written(value))


def _care(event: Event, reader: Reader) -> Iterator[Row]:
    if weather := _weather(event, reader):
        yield Row(reader.text("event.label_weather"), weather)
    if event.offers:
        offers = tuple(reader.text(f"event.offer_{one.offer}") for one in event.offers)
        yield Row(reader.text("event.label_offers"), offers)
