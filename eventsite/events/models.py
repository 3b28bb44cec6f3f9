"""What happens: events, the times they happen, the places, and who holds them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsite.accounts.models import Center, CenterPhone
from eventsite.core.db import Base, UtcDateTime, choice
from eventsite.events.targets import EventTarget


class EventKind(StrEnum):
    """The kinds by which residents look for events."""

    COURSE = "course"
    WORKSHOP = "workshop"
    MARKET = "market"
    HERITAGE_WALK = "heritage_walk"
    HEALTH = "health"
    EXCHANGE = "exchange"
    TRAINING = "training"
    VOLUNTEER = "volunteer"
    CONTEST = "contest"
    FESTIVAL = "festival"
    OTHER = "other"


class Publication(StrEnum):
    """How far an event has come; whether it is over follows from its dates."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Visibility(StrEnum):
    """Who finds a published event: everybody, or staff only (training of named employees, a school class)."""

    PUBLIC = "public"
    INTERNAL = "internal"


class WeatherRule(StrEnum):
    """What rain does to it."""

    NONE = "none"
    CANCEL = "cancel"
    LIGHT_RAIN_OK = "light_rain_ok"
    ANY_WEATHER = "any_weather"
    POSTPONE = "postpone"


class Offer(StrEnum):
    """Care and access that an event offers."""

    WHEELCHAIR = "wheelchair"
    PARKING = "parking"
    CHILDCARE = "childcare"
    SIGN_LANGUAGE = "sign_language"
    NOTE_TAKING = "note_taking"
    ENGLISH = "english"
    EASY_JAPANESE = "easy_japanese"


class OrganizerRole(StrEnum):
    """主催, 共催, 後援."""

    HOST = "host"
    CO_HOST = "co_host"
    ENDORSEMENT = "endorsement"


class OccurrenceStatus(StrEnum):
    """What became of one date; a cancelled one stays visible as cancelled."""

    SCHEDULED = "scheduled"
    CHANGED = "changed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Precision(StrEnum):
    """How exactly a date is known; the stored interval covers all of what is known and no more."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    FISCAL_YEAR = "fiscal_year"


class Venue(Base):
    """A place with its own address and its own dates: centers move while they are rebuilt."""

    __tablename__ = "venues"
    __table_args__ = (CheckConstraint("valid_until > valid_from", name="validity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    center_id: Mapped[int | None] = mapped_column(ForeignKey("centers.id"), index=True)
    is_seat: Mapped[bool] = mapped_column(default=False)  # the center's own building, while the dates hold
    name: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(200), default="")
    postal_code: Mapped[str] = mapped_column(String(8), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    valid_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(default="")


class Series(Base):
    """Events of a center that belong together: limits and earlier losers are looked for within it."""

    __tablename__ = "series"
    __table_args__ = (UniqueConstraint("center_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    center_id: Mapped[int] = mapped_column(ForeignKey("centers.id"))
    name: Mapped[str] = mapped_column(String(100))


class Event(Base):
    """A 催し: what is announced as one thing, on one day or on many."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("fee_yen >= 0", name="fee"),
        CheckConstraint("reminder_days >= 0", name="reminder_days"),
        CheckConstraint("(publication = 'draft') = (published_at IS NULL)", name="published_at"),
        Index("ix_events_listed", "publication", "visibility"),
        Index("ix_events_demo", "is_demo", sqlite_where=text("is_demo"), postgresql_where=text("is_demo")),
        UniqueConstraint("import_key", name="uq_events_import_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    center_id: Mapped[int] = mapped_column(ForeignKey("centers.id"), index=True)
    kind: Mapped[EventKind] = mapped_column(choice(EventKind, "kind"))
    publication: Mapped[Publication] = mapped_column(choice(Publication, "publication"), default=Publication.DRAFT)
    visibility: Mapped[Visibility] = mapped_column(choice(Visibility, "visibility"), default=Visibility.PUBLIC)
    title: Mapped[str] = mapped_column(String(100))
    title_kana: Mapped[str] = mapped_column(String(200), default="")
    title_en: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    summary_easy: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(String(200), default="")
    fee_yen: Mapped[int | None]
    fee_note: Mapped[str] = mapped_column(String(200), default="")
    belongings: Mapped[str] = mapped_column(String(300), default="")
    weather_rule: Mapped[WeatherRule] = mapped_column(choice(WeatherRule, "weather_rule"), default=WeatherRule.NONE)
    weather_note: Mapped[str] = mapped_column(String(200), default="")
    how_to_join: Mapped[str] = mapped_column(String(300), default="")
    phone_id: Mapped[int | None] = mapped_column(ForeignKey("center_phones.id"))
    contact_name: Mapped[str] = mapped_column(String(100), default="")
    contact_phone: Mapped[str] = mapped_column(String(30), default="")
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), index=True)
    reminder_days: Mapped[int | None] = mapped_column(default=1)  # days before a date; None: no reminder
    thanks: Mapped[bool] = mapped_column(default=True)  # a mail with one question after the last date
    counts_toward: Mapped[str | None] = mapped_column(ForeignKey("kpi_definitions.key"), index=True)
    cancel_reason: Mapped[str] = mapped_column(String(200), default="")
    import_key: Mapped[str | None] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(Text, default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    center: Mapped[Center] = relationship()
    phone: Mapped[CenterPhone | None] = relationship()
    series: Mapped[Series | None] = relationship()
    occurrences: Mapped[list["Occurrence"]] = relationship(
        back_populates="event", order_by="(Occurrence.starts_at, Occurrence.id)", cascade="all, delete-orphan"
    )
    organizers: Mapped[list["Organizer"]] = relationship(
        order_by="Organizer.id", cascade="all, delete-orphan", lazy="selectin"
    )
    offers: Mapped[list["EventOffer"]] = relationship(
        order_by="EventOffer.id", cascade="all, delete-orphan", lazy="selectin"
    )
    targets: Mapped[list[EventTarget]] = relationship(
        order_by=EventTarget.id, cascade="all, delete-orphan", passive_deletes=True
    )


class Organizer(Base):
    """Who holds, helps to hold, or endorses an event."""

    __tablename__ = "organizers"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    role: Mapped[OrganizerRole] = mapped_column(choice(OrganizerRole, "role"))
    name: Mapped[str] = mapped_column(String(100))


class EventOffer(Base):
    """One kind of care or access that an event offers."""

    __tablename__ = "event_offers"
    __table_args__ = (UniqueConstraint("event_id", "offer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    offer: Mapped[Offer] = mapped_column(choice(Offer, "offer"))


class Occurrence(Base):
    """A 回: one date of an event, one VEVENT.

    ``starts_at`` to ``ends_at`` is half-open; with a coarse ``precision`` it is the whole month or year that is known.
    ``uid`` never changes and ``sequence`` never falls (RFC 5545 §3.8.4.7, RFC 5546 §2.1.4): a trigger refuses both.
    """

    __tablename__ = "occurrences"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="period"),
        CheckConstraint("sequence >= 0", name="sequence"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closing"),
        # Lists read the calendar in this order and look at an event only once its date fits: all they need is here.
        Index("ix_occurrences_calendar", "starts_at", "id", "ends_at", "precision", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    precision: Mapped[Precision] = mapped_column(choice(Precision, "precision"), default=Precision.MINUTE)
    doors_open_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venues.id"), index=True)
    meeting_place: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[OccurrenceStatus] = mapped_column(
        choice(OccurrenceStatus, "status"), default=OccurrenceStatus.SCHEDULED
    )
    status_reason: Mapped[str] = mapped_column(String(200), default="")
    uid: Mapped[str] = mapped_column(String(200), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    event: Mapped[Event] = relationship(back_populates="occurrences")
    venue: Mapped[Venue | None] = relationship()
    former_starts: Mapped[list["FormerStart"]] = relationship(
        order_by="FormerStart.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def center_id(self) -> int:
        """Return the center to which the event belongs."""
        return self.event.center_id


class FormerStart(Base):
    """When a date was announced to begin before it was moved; a month made exact is news, but no move."""

    __tablename__ = "former_starts"
    __table_args__ = (
        CheckConstraint("precision IN ('minute', 'day')", name="exact"),
        UniqueConstraint("occurrence_id", "starts_at", "precision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    precision: Mapped[Precision] = mapped_column(choice(Precision, "precision"))
