"""What a person looks for: the words of an address become a Filter, and a Filter becomes an address again. Pure.

Nothing in an address is an error: what cannot be understood is left out, as if it had not been chosen.
"""

from calendar import SATURDAY, SUNDAY
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from eventsite.core.text import InvalidText, is_unusable, normalise
from eventsite.core.typed import parse_date
from eventsite.events.models import EventKind, Offer
from eventsite.events.targets import Target

Args = Mapping[str, Sequence[str]]  # as the address says it, each name with all its values
WORDS_MAX = 100
_VALUE_MAX = 40
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
_LAST_PAGE = 9_999
_ON = frozenset({"1", "on", "true"})
_RANGE_SIGN = ".."
_ID_DIGITS = 9
# Care and access; what is offered in other languages is a choice of its own.
CARE = (Offer.WHEELCHAIR, Offer.PARKING, Offer.CHILDCARE, Offer.SIGN_LANGUAGE, Offer.NOTE_TAKING)
Choice = TypeVar("Choice", bound=StrEnum)


class Near(StrEnum):
    """Days that people ask for by name."""

    TODAY = "today"
    WEEKEND = "weekend"


class Switch(StrEnum):
    """Choices that are on or off; the values are the names in the address."""

    NO_REGISTRATION = "no_registration"
    FREE = "free"
    PLACES_LEFT = "places_left"


class Tongue(StrEnum):
    """Languages beside Japanese, in which an event has a text or is held."""

    ENGLISH = "en"
    EASY = "easy"


@dataclass(frozen=True)
class Days:
    """A period of whole days of the city, both included; None is no bound on that side."""

    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        """Return whether there is any bound."""
        return self.first is not None or self.last is not None


@dataclass(frozen=True)
class Span:
    """A half-open span of instants; None is no bound on that side."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class Filter:
    """What is looked for; the default finds everything that lies ahead.

    ``near`` and ``days`` exclude each other. ``past`` alone finds what is over; with a period it includes it.
    Of several centers, kinds, groups or languages one is enough; of several kinds of care all must be offered.
    ``place`` is the id of a place, and means all rooms of its building.
    """

    words: str = ""
    near: Near | None = None
    days: Days = Days()
    centers: tuple[str, ...] = ()
    kinds: tuple[EventKind, ...] = ()
    targets: tuple[Target, ...] = ()
    care: tuple[Offer, ...] = ()
    languages: tuple[Tongue, ...] = ()
    switches: frozenset[Switch] = frozenset()
    place: int | None = None
    past: bool = False

    def period(self, today: date) -> Days:
        """Return the days that are asked for, as seen from today."""
        if self.near is Near.TODAY:
            return Days(today, today)
        return weekend(today) if self.near is Near.WEEKEND else self.days

    @property
    def narrows(self) -> bool:
        """Return whether anything but past or ahead is chosen."""
        return replace(self, past=False) != Filter()


def weekend(today: date) -> Days:
    """Return this week's Saturday and Sunday, or what is left of them."""
    saturday = today + timedelta(days=(SATURDAY - today.weekday()) % 7)
    return Days(today, today) if today.weekday() == SUNDAY else Days(saturday, saturday + timedelta(days=1))


def read(args: Args, slugs: Collection[str]) -> Filter:
    """Return the filter of an address; ``slugs`` are the centers that exist. Never raises."""
    near = _near(_first(args, "date"))
    days = _days(args)
    return Filter(
        words=_words(_first(args, "q")),
        near=None if days else near,
        days=days,
        centers=tuple(dict.fromkeys(slug for slug in args.get("center", ()) if slug in slugs)),
        kinds=_several(args, "kind", EventKind),
        targets=_several(args, "for", Target),
        care=_several(args, "care", CARE),
        languages=_several(args, "language", Tongue),
        switches=frozenset(switch for switch in Switch if _is_on(args, switch)),
        place=_id(_first(args, "place")),
        past=_is_on(args, "past"),
    )


def read_page(args: Args) -> int:
    """Return the number of the page asked for, from 1 on."""
    typed = _first(args, "page")
    if not (typed.isascii() and typed.isdigit() and len(typed) < _VALUE_MAX):
        return 1
    return min(max(1, int(typed)), _LAST_PAGE)


def query(chosen: Filter, page: int = 1) -> dict[str, Any]:
    """Return the filter as the query of an address, ``url_for(..., **query(chosen))``: texts and lists of texts.

    What is not chosen is left out.
    """
    pairs = {
        "q": chosen.words,
        "date": chosen.near or "",
        "from": chosen.days.first.isoformat() if chosen.days.first else "",
        "to": chosen.days.last.isoformat() if chosen.days.last else "",
        "center": list(chosen.centers),
        "kind": [kind.value for kind in chosen.kinds],
        "for": [target.value for target in chosen.targets],
        "care": [offer.value for offer in chosen.care],
        "language": [language.value for language in chosen.languages],
        **{switch.value: "1" for switch in Switch if switch in chosen.switches},
        "place": str(chosen.place or ""),
        "past": "1" if chosen.past else "",
        "page": str(page) if page > 1 else "",
    }
    return {name: value for name, value in pairs.items() if value}


def _first(args: Args, name: str) -> str:
    return next(iter(args.get(name, ())), "")


def _several(args: Args, name: str, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(one for one in choices if one.value in args.get(name, ()))


def _id(typed: str) -> int | None:
    """Return the id of a record, which is a number from 1 on; None for anything else."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= _ID_DIGITS
    return int(typed) or None if is_number else None


def _is_on(args: Args, name: str) -> bool:
    return _first(args, name) in _ON


def _words(typed: str) -> str:
    return " ".join(normalise(typed[: WORDS_MAX * 2]).split())[:WORDS_MAX]


def _near(typed: str) -> Near | None:
    return Near(typed) if typed in tuple(Near) else None


def _days(args: Args) -> Days:
    """Return the period of from and to, or of ``date=2026-11-14..2026-11-20`` in either order."""
    first, _, last = _first(args, "date").partition(_RANGE_SIGN)
    bounds = (_day(_first(args, "from")) or _day(first), _day(_first(args, "to")) or _day(last))
    if bounds[0] and bounds[1]:
        return Days(min(bounds[0], bounds[1]), max(bounds[0], bounds[1]))
    return Days(*bounds)


def _day(typed: str) -> date | None:
    if not typed or len(typed) > _VALUE_MAX or is_unusable(typed):
        return None
    try:
        day = parse_date(typed)
    except InvalidText:
        return None
    return day if _EARLIEST <= day <= _LATEST else None
