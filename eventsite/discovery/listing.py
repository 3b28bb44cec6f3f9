"""The list page, decided: what was found, how to look further, and how to take a choice back. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from eventsite.accounts.models import Center
from eventsite.discovery.filters import CARE, Days, Filter, Near, Switch, Tongue, query
from eventsite.discovery.reader import Reader
from eventsite.events.models import EventKind
from eventsite.events.targets import Target
from eventsite.i18n.ruby import Text

Link = Callable[[Filter], str]
Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True)
class Asked:
    """What an address asks for, with the names that the words for it need."""

    chosen: Filter
    centers: Sequence[Center]
    place: Text | None  # the name of the filter's place


@dataclass(frozen=True)
class Way:
    """A link with its words."""

    label: Text
    url: str
    current: bool = False


@dataclass(frozen=True)
class Option:
    """One choice of the filter form."""

    name: str
    value: str
    label: Text
    chosen: bool


@dataclass(frozen=True)
class FilterForm:
    """The choices of the filter form, with what is chosen now."""

    words: str
    near: tuple[Option, ...]
    first: str
    last: str
    centers: tuple[Option, ...]
    kinds: tuple[Option, ...]
    targets: tuple[Option, ...]
    care: tuple[Option, ...]
    languages: tuple[Option, ...]
    switches: tuple[Option, ...]
    place: int | None
    past: bool

    @property
    def asks_for_help(self) -> bool:
        """Return whether care or a language is chosen."""
        return any(one.chosen for one in (*self.care, *self.languages))


def form(chosen: Filter, centers: Sequence[Center], reader: Reader) -> FilterForm:
    """Return the filter form."""
    near = [Option("date", "", reader.text("discovery.any_day"), chosen.near is None)]
    near += [Option("date", one, reader.text(f"discovery.{one}"), chosen.near is one) for one in Near]
    return FilterForm(
        words=chosen.words,
        near=tuple(near),
        first=_iso(chosen.days.first),
        last=_iso(chosen.days.last),
        centers=tuple(Option("center", one.slug, reader.center(one), one.slug in chosen.centers) for one in centers),
        kinds=_options("kind", EventKind, chosen.kinds, "event.kind_", reader),
        targets=_options("for", Target, chosen.targets, "event.target_", reader),
        care=_options("care", CARE, chosen.care, "event.offer_", reader),
        languages=_options("language", Tongue, chosen.languages, "discovery.language_", reader),
        switches=tuple(Option(one, "1", _switch_text(one, reader), one in chosen.switches) for one in Switch),
        place=chosen.place,
        past=chosen.past,
    )


def active(asked: Asked, reader: Reader, link: Link) -> tuple[Way, ...]:
    """Return every choice that narrows the list, each with the address of the list without it."""
    return tuple(Way(label, link(without)) for label, without in choices(asked, reader))


def chips(chosen: Filter, reader: Reader, link: Link) -> tuple[Way, ...]:
    """Return the quick ways: today and this weekend."""
    return tuple(
        Way(reader.text(f"discovery.{near}"), link(Filter(near=near)), chosen == Filter(near=near)) for near in Near
    )


def ways_on(chosen: Filter, reader: Reader, link: Link) -> tuple[Way, ...]:
    """Return what to try when nothing was found: other days, other kinds, what is over, everything."""
    tried: list[tuple[str, Filter]] = []
    if chosen.near or chosen.days:
        tried.append(("all_days", replace(chosen, near=None, days=Days())))
    if chosen.kinds:
        tried.append(("all_kinds", replace(chosen, kinds=())))
    if chosen.centers or chosen.place:
        tried.append(("all_centers", replace(chosen, centers=(), place=None)))
    if chosen.targets or chosen.care or chosen.languages or chosen.switches:
        fewer = replace(chosen, targets=(), care=(), languages=(), switches=frozenset())
        tried.append(("fewer_conditions", fewer))
    if not chosen.past:
        tried.append(("with_past", replace(chosen, past=True)))
    tried.append(("all_events", Filter()))
    return tuple(Way(reader.text(f"discovery.{key}"), link(one)) for key, one in tried if one != chosen)


def heading(chosen: Filter, reader: Reader) -> Text:
    """Return the heading of the list."""
    return reader.text("discovery.past_title" if chosen.past and not chosen.days else "discovery.title")


def count_text(count: int, most: int, reader: Reader) -> Text:
    """Return how many were found: 42件, 1,000件以上."""
    return (
        reader.text("discovery.count_more", count=most) if count > most else reader.text("discovery.count", count=count)
    )


def kept(chosen: Filter) -> list[tuple[str, str]]:
    """Return the choices that a new search for words keeps, as hidden fields."""
    pairs = query(replace(chosen, words=""))
    return [(name, one) for name, value in pairs.items() for one in ([value] if isinstance(value, str) else value)]


def kind_text(kind: EventKind, reader: Reader) -> Text:
    """Return the name of a kind of event."""
    return reader.text(f"event.kind_{kind}")


def days_text(days: Days, reader: Reader) -> Text:
    """Return a period of days in words; an open side stays open."""
    first, last = (_day_text(day, reader) for day in (days.first, days.last))
    if days.first == days.last:
        return first
    if days.last is None:
        return reader.text("dates.open_end", start=first)
    if days.first is None:
        return reader.text("discovery.until", end=last)
    return reader.text("dates.range", start=first, end=last)


def choices(asked: Asked, reader: Reader) -> Iterator[tuple[Text, Filter]]:
    """Yield every choice in words, with the filter that is left without it."""
    chosen = asked.chosen
    if chosen.words:
        yield reader.text("discovery.words", words=chosen.words), replace(chosen, words="")
    if chosen.near:
        yield reader.text(f"discovery.{chosen.near}"), replace(chosen, near=None)
    if chosen.days:
        yield days_text(chosen.days, reader), replace(chosen, days=Days())
    if asked.place:
        yield asked.place, replace(chosen, place=None)
    yield from _chosen_of_several(chosen, asked.centers, reader)
    for switch in Switch:
        if switch in chosen.switches:
            yield _switch_text(switch, reader), replace(chosen, switches=chosen.switches - {switch})
    if chosen.past:
        key = "past_included" if chosen.near or chosen.days else "past"
        yield reader.text(f"discovery.{key}"), replace(chosen, past=False)


def _chosen_of_several(chosen: Filter, centers: Sequence[Center], reader: Reader) -> Iterator[tuple[Text, Filter]]:
    for center in centers:
        if center.slug in chosen.centers:
            yield reader.center(center), replace(chosen, centers=_without(chosen.centers, center.slug))
    for kind in chosen.kinds:
        yield kind_text(kind, reader), replace(chosen, kinds=_without(chosen.kinds, kind))
    for target in chosen.targets:
        yield reader.text(f"event.target_{target}"), replace(chosen, targets=_without(chosen.targets, target))
    for offer in chosen.care:
        yield reader.text(f"event.offer_{offer}"), replace(chosen, care=_without(chosen.care, offer))
    for language in chosen.languages:
        left = _without(chosen.languages, language)
        yield reader.text(f"discovery.language_{language}"), replace(chosen, languages=left)


def _options(
    name: str, several: Iterable[StrEnum], chosen: Collection[StrEnum], key: str, reader: Reader
) -> tuple[Option, ...]:
    return tuple(Option(name, one, reader.text(f"{key}{one}"), one in chosen) for one in several)


def _without(several: tuple[Choice, ...], one: Choice) -> tuple[Choice, ...]:
    return tuple(other for other in several if other != one)


def _switch_text(switch: Switch, reader: Reader) -> Text:
    return reader.text(f"discovery.{switch}")


def _day_text(day: date | None, reader: Reader) -> Text:
    return reader.date(day, with_year=reader.is_other_year(day)) if day else Text("")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
