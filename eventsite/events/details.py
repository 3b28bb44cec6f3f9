"""What a person says about an event, as plain values: between the form and the services, and between two versions."""

from dataclasses import dataclass, field
from datetime import datetime

from eventsite.events.facts import names_of
from eventsite.events.models import (
    Event,
    EventKind,
    Occurrence,
    Offer,
    OrganizerRole,
    Precision,
    Visibility,
    WeatherRule,
)
from eventsite.events.targets import Target


@dataclass(frozen=True)
class Times:
    """When one date begins and ends (half-open). With precision ``day`` the bounds are local midnights."""

    starts_at: datetime
    ends_at: datetime | None = None
    doors_open_at: datetime | None = None
    precision: Precision = Precision.MINUTE


@dataclass(frozen=True)
class DateEntry:
    """One date; ``code`` is that of a stored occurrence, None for a new one."""

    times: Times
    code: str | None = None


@dataclass(frozen=True)
class Place:
    """Where it is: a stored venue, or a new place by its name. Neither: not said yet.

    ``keeps`` leaves every date where it is (several dates at several places).
    """

    venue_id: int | None = None
    name: str = ""
    address: str = ""
    keeps: bool = False


@dataclass(frozen=True)
class Contact:
    """Whom to ask: one of the center's lines, or a name and number of one's own."""

    phone_id: int | None = None
    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class EventDetails:
    """Everything that a person says about an event. ``fee_yen`` None: see ``fee_note``."""

    title: str
    kind: EventKind
    title_kana: str = ""
    dates: tuple[DateEntry, ...] = ()
    place: Place = field(default_factory=Place)
    meeting_place: str = ""
    audience: str = ""
    targets: tuple[Target, ...] = ()
    fee_yen: int | None = None
    fee_note: str = ""
    belongings: str = ""
    weather_rule: WeatherRule = WeatherRule.NONE
    weather_note: str = ""
    hosts: tuple[str, ...] = ()
    co_hosts: tuple[str, ...] = ()
    endorsements: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    contact: Contact = field(default_factory=Contact)
    description: str = ""
    summary_easy: str = ""
    title_en: str = ""
    summary_en: str = ""
    visibility: Visibility = Visibility.PUBLIC
    counts_toward: str | None = None


def times_of(occurrence: Occurrence) -> Times:
    """Return when a stored occurrence is."""
    return Times(occurrence.starts_at, occurrence.ends_at, occurrence.doors_open_at, Precision(occurrence.precision))


def details_of(event: Event) -> EventDetails:
    """Return what is stored about an event, in the form in which a person says it."""
    return EventDetails(
        title=event.title,
        kind=event.kind,
        title_kana=event.title_kana,
        dates=tuple(DateEntry(times_of(one), one.code) for one in event.occurrences),
        place=_place_of(event),
        meeting_place=_meeting_place_of(event),
        audience=event.audience,
        targets=tuple(one.target for one in event.targets),
        fee_yen=event.fee_yen,
        fee_note=event.fee_note,
        belongings=event.belongings,
        weather_rule=event.weather_rule,
        weather_note=event.weather_note,
        hosts=names_of(event, OrganizerRole.HOST),
        co_hosts=names_of(event, OrganizerRole.CO_HOST),
        endorsements=names_of(event, OrganizerRole.ENDORSEMENT),
        offers=tuple(one.offer for one in event.offers),
        contact=Contact(event.phone_id, event.contact_name, event.contact_phone),
        description=event.description,
        summary_easy=event.summary_easy,
        title_en=event.title_en,
        summary_en=event.summary_en,
        visibility=event.visibility,
        counts_toward=event.counts_toward,
    )


def _place_of(event: Event) -> Place:
    venues = {one.venue_id: one.venue for one in event.occurrences}
    if len(venues) > 1:
        return Place(keeps=True)
    venue = next(iter(venues.values()), None)
    return Place(venue.id) if venue else Place()


def _meeting_place_of(event: Event) -> str:
    return next((one.meeting_place for one in event.occurrences if one.meeting_place), "")
