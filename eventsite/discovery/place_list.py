"""The places where something happens, as the page of places shows them: by area, or by the distance from a center."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eventsite.accounts.models import Center, CenterKind
from eventsite.discovery.distance import Position, distance_text, kilometres
from eventsite.discovery.filters import Filter
from eventsite.discovery.listing import Link
from eventsite.discovery.queries_places import Use
from eventsite.discovery.reader import Reader
from eventsite.events.facts import map_url, position_of
from eventsite.events.models import Venue
from eventsite.i18n.ruby import Text

_LAST = "\uffff"  # after every kana


@dataclass(frozen=True)
class Spot:
    """One building, or a place without one, with what is to come there."""

    id: int
    name: Text
    rooms: tuple[Text, ...]
    address: Text | None
    position: Position | None
    distance: Text | None
    dates: int
    count: Text
    next: Text | None
    url: str
    map_url: str | None


@dataclass(frozen=True)
class Area:
    """Places below one heading; without one where they stand in the order of their distance."""

    heading: Text | None
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Places:
    """All places; those whose position nobody has stored come last."""

    areas: tuple[Area, ...]
    without_position: tuple[Spot, ...]

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.areas or self.without_position)


@dataclass(frozen=True)
class Known:
    """What names the places: the centers by their id, and the buildings in which they work."""

    centers: Mapping[int, Center]
    seats: Sequence[Venue]

    def area(self, venue: Venue) -> str:
        """Return the name of the area in which a place is, empty for one that belongs to nobody."""
        center = self.centers.get(venue.center_id or 0)
        parent = self.centers.get(center.parent_id or 0) if center else None
        return (parent or center).area if center else ""

    def area_order(self, area: str) -> str:
        """Return the reading of an area, which is that of its center; what has none comes last."""
        of_area = (one.name_kana for one in self.centers.values() if one.area == area and one.kind is CenterKind.CENTER)
        return next(of_area, "") or _LAST

    def origin(self, slug: str) -> tuple[Center, Position] | None:
        """Return the center of that name and where it works now, or None if there is none or nobody knows where."""
        center = next((one for one in self.centers.values() if one.slug == slug), None)
        seat = next((one for one in self.seats if center and one.center_id == center.id), None)
        position = position_of(seat) if seat else None
        return (center, position) if center and position else None

    def starting_points(self) -> list[Center]:
        """Return the centers from which distances can be told."""
        return [one for one in self.centers.values() if self.origin(one.slug)]


def places(uses: Iterable[Use], known: Known, origin: Position | None, reader: Reader, link: Link) -> Places:
    """Return the places by the names of their areas, or by their distance from ``origin``."""
    buildings = _buildings(uses)
    located = [rooms for rooms in buildings if position_of(rooms[0].venue)]
    rest = tuple(_spot(rooms, known, None, reader, link) for rooms in buildings if rooms not in located)
    if not origin or not located:
        return Places(tuple(_by_area(located, known, reader, link)), rest)
    located.sort(key=lambda rooms: _kilometres(rooms, origin))
    return Places((Area(None, tuple(_spot(rooms, known, origin, reader, link) for rooms in located)),), rest)


def _buildings(uses: Iterable[Use]) -> list[list[Use]]:
    """Return the rooms of each building together: those with one address; a place without an address is by itself."""
    buildings: dict[object, list[Use]] = {}
    for use in uses:
        venue = use.venue
        key = (venue.center_id, venue.address, position_of(venue)) if venue.address else venue.id
        buildings.setdefault(key, []).append(use)
    return list(buildings.values())


def _by_area(located: Sequence[Sequence[Use]], known: Known, reader: Reader, link: Link) -> Iterable[Area]:
    groups: dict[str, list[Spot]] = {}
    for rooms in located:
        spot = _spot(rooms, known, None, reader, link)
        groups.setdefault(known.area(rooms[0].venue), []).append(spot)
    for area in sorted(groups, key=known.area_order):
        heading = reader.written(area) if area else reader.text("places.elsewhere")
        yield Area(heading, tuple(groups[area]))


def _spot(rooms: Sequence[Use], known: Known, origin: Position | None, reader: Reader, link: Link) -> Spot:
    venue, dates = rooms[0].venue, sum(one.count for one in rooms)
    position = position_of(venue)
    return Spot(
        id=venue.id,
        name=place_name(venue, known, reader),
        rooms=tuple(_rooms(rooms, building_name(venue, known), reader)),
        address=reader.written(venue.address) if venue.address else None,
        position=position,
        distance=distance_text(kilometres(origin, position), reader) if origin and position else None,
        dates=dates,
        count=reader.text("discovery.count", count=dates),
        next=_next(rooms, reader),
        url=link(Filter(place=venue.id)),
        map_url=map_url(position),
    )


def place_name(venue: Venue, known: Known, reader: Reader) -> Text:
    """Return the name of the building: the center's where it works there, else the place's own."""
    name, center = building_name(venue, known), known.centers.get(venue.center_id or 0)
    return reader.center(center) if center and center.name == name else reader.written(name)


def building_name(venue: Venue, known: Known) -> str:
    """Return the name of the building as it is stored, without a reader."""
    seats = (one for one in known.seats if one.center_id == venue.center_id and one.address == venue.address)
    seat = next(seats, None) if venue.address else None
    return seat.name if seat else venue.name


def _rooms(rooms: Sequence[Use], building: str, reader: Reader) -> Iterable[Text]:
    """Yield the names of the rooms, without that of the building, which is said already."""
    for one in rooms:
        if room := one.venue.name.removeprefix(building).strip():
            yield reader.written(room)


def _next(rooms: Sequence[Use], reader: Reader) -> Text | None:
    """Return the next day on which something happens there; what has begun is going on."""
    instants = [one.next_at for one in rooms if one.next_at]
    if not instants:
        return None
    day = reader.day(min(instants))
    if day < reader.today:
        return reader.text("discovery.going_on")
    return reader.text("places.next", day=reader.date(day, with_year=reader.is_other_year(day)))


def _kilometres(rooms: Sequence[Use], origin: Position) -> float:
    position = position_of(rooms[0].venue)
    return kilometres(origin, position) if position else float("inf")
