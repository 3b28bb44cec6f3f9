"""A center as the public meets it: its lines, where it is now and where it will be, its branches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventsite.accounts.models import Center, CenterKind, PhoneKind
from eventsite.discovery.reader import Reader
from eventsite.events.facts import geo_url, map_url, position_of
from eventsite.events.models import Venue
from eventsite.i18n.ruby import Text


@dataclass(frozen=True)
class LineView:
    """A line: for speaking or for paper."""

    label: Text | None
    number: str
    is_fax: bool


@dataclass(frozen=True)
class Seat:
    """A building in which a center works, and when."""

    name: Text | None  # None: the center's own
    postal_code: str
    address: Text
    period: Text | None
    note: Text | None
    map_url: str | None
    geo_url: str | None


@dataclass(frozen=True)
class CenterView:
    """A center and its branches."""

    slug: str
    name: Text
    area: Text
    council: Text | None
    lines: tuple[LineView, ...]
    seat: Seat | None
    coming_seats: tuple[Seat, ...]
    branches: tuple["CenterView", ...]


def seat_on(venues: Sequence[Venue], now: datetime) -> Venue | None:
    """Return where a center works at an instant: a dated building goes before one without dates, the later first."""
    valid = [one for one in venues if _has_begun(one, now) and not (one.valid_until and one.valid_until <= now)]
    dated = sorted((one for one in valid if one.valid_from), key=lambda one: one.valid_from or now)
    return next(iter(reversed(dated)), None) or next(iter(valid), None)


def center_view(
    center: Center, branches: Mapping[int, Sequence[Center]], seats: Mapping[int, Sequence[Venue]], reader: Reader
) -> CenterView:
    """Return what the pages show of a center; ``branches`` and ``seats`` go by the center's id."""
    venues = seats.get(center.id, ())
    present = seat_on(venues, reader.now)
    return CenterView(
        slug=center.slug,
        name=reader.center(center),
        area=reader.written(center.area),
        council=reader.written(center.council_name) if center.council_name else None,
        lines=tuple(_line(one.label, one.number, one.kind, reader) for one in center.phones),
        seat=_seat(present, center, reader) if present else None,
        coming_seats=tuple(_seat(one, center, reader) for one in venues if not _has_begun(one, reader.now)),
        branches=tuple(center_view(one, branches, seats, reader) for one in branches.get(center.id, ())),
    )


def by_parent(centers: Sequence[Center]) -> dict[int, list[Center]]:
    """Return the branches by their center's id."""
    branches: dict[int, list[Center]] = {}
    for one in centers:
        if one.kind is CenterKind.BRANCH and one.parent_id:
            branches.setdefault(one.parent_id, []).append(one)
    return branches


def _has_begun(venue: Venue, now: datetime) -> bool:
    return venue.valid_from is None or venue.valid_from <= now


def _line(label: str, number: str, kind: PhoneKind, reader: Reader) -> LineView:
    return LineView(reader.written(label) if label else None, number, kind is PhoneKind.FAX)


def _seat(venue: Venue, center: Center, reader: Reader) -> Seat:
    return Seat(
        name=None if venue.name == center.name else reader.written(venue.name),
        postal_code=venue.postal_code,
        address=reader.written(venue.address),
        period=_period(venue, reader),
        note=reader.written(venue.note) if venue.note else None,
        map_url=map_url(position_of(venue)),
        geo_url=geo_url(position_of(venue)),
    )


def _period(venue: Venue, reader: Reader) -> Text | None:
    """Return since when and until when a center works there; the last day is said, not the one after it."""
    first = reader.date(reader.day(venue.valid_from), with_year=True) if venue.valid_from else None
    last = reader.date(reader.last_day(venue.valid_until), with_year=True) if venue.valid_until else None
    if first and last:
        return reader.text("dates.range", start=first, end=last)
    if first:
        return reader.text("dates.open_end", start=first)
    return reader.text("discovery.until", end=last) if last else None
