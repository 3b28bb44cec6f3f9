"""Facts about an event that follow from several records: where it is, whom to ask, whether a date is off. Pure."""

from dataclasses import dataclass

from eventsite.accounts.models import PhoneKind
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, OrganizerRole, Precision, Publication, Venue

# Dates known to the day or better; the others name a whole month or year.
EXACT = (Precision.MINUTE, Precision.DAY)


@dataclass(frozen=True)
class Line:
    """A telephone line to ask: 貸館・講座 083-922-4035. The label may be empty."""

    label: str
    number: str


@dataclass(frozen=True)
class Place:
    """Where one date is; empty texts where nothing has been said."""

    name: str = ""
    address: str = ""
    meeting_place: str = ""
    position: tuple[float, float] | None = None  # latitude, longitude

    @property
    def known(self) -> bool:
        """Return whether anything has been said about the place."""
        return bool(self.name or self.meeting_place)


def place_of(occurrence: Occurrence) -> Place:
    """Return where the date is."""
    venue = occurrence.venue
    if venue is None:
        return Place(meeting_place=occurrence.meeting_place)
    return Place(venue.name, venue.address, occurrence.meeting_place, position_of(venue))


def position_of(venue: Venue) -> tuple[float, float] | None:
    """Return latitude and longitude of a place, or None where they are not known."""
    if venue.latitude is None or venue.longitude is None:
        return None
    return venue.latitude, venue.longitude


def map_url(position: tuple[float, float] | None) -> str | None:
    """Return the address of the map (地理院地図) around a position, or None without one."""
    return f"https://maps.gsi.go.jp/#17/{position[0]}/{position[1]}/" if position else None


def geo_url(position: tuple[float, float] | None) -> str | None:
    """Return the address (RFC 5870) by which a telephone opens its own map there, or None without a position."""
    return "geo:{0},{1}?q={0},{1}".format(*position) if position else None


def contact_lines(event: Event) -> tuple[Line, ...]:
    """Return whom to call: the event's own contact, else the chosen line, else all lines of the center."""
    if event.contact_phone:
        return (Line(event.contact_name, event.contact_phone),)
    phones = [event.phone] if event.phone else event.center.phones
    return tuple(Line(one.label, one.number) for one in phones if one.kind is PhoneKind.PHONE)


def is_cancelled(occurrence: Occurrence) -> bool:
    """Return whether the date does not take place: it alone, or the whole event."""
    return occurrence.status is OccurrenceStatus.CANCELLED or occurrence.event.publication is Publication.CANCELLED


def cancel_reason(occurrence: Occurrence) -> str:
    """Return why the date does not take place; its own reason before the event's, empty where none is given."""
    return occurrence.status_reason or occurrence.event.cancel_reason


def names_of(event: Event, role: OrganizerRole) -> tuple[str, ...]:
    """Return who has that role in the event, in its order."""
    return tuple(one.name for one in event.organizers if one.role is role)
