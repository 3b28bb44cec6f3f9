"""Who comes: calls for participants, their slots, and the parties that registered."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsite.core.db import Base, UtcDateTime, choice
from eventsite.events.models import Event, Occurrence


class Audience(StrEnum):
    """Whom a call asks."""

    RESIDENTS = "residents"
    STALLHOLDERS = "stallholders"
    YOUTH_STAFF = "youth_staff"
    CITY_STAFF = "city_staff"
    INVITED = "invited"


class Admission(StrEnum):
    """How a call decides who comes: nobody needs to apply, or the first to apply come."""

    NONE = "none"
    FIRST_COME = "first_come"


class RegistrationState(StrEnum):
    """Where a registration stands; whether its people came is attendance, not a state of it."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class Channel(StrEnum):
    """The way by which a registration reached the center."""

    WEB = "web"
    PHONE = "phone"
    DESK = "desk"
    FAX = "fax"
    POSTCARD = "postcard"


ACTIVE_STATES = (RegistrationState.CONFIRMED, RegistrationState.WAITING)
# Calls that no resident is shown: who may answer them is known by name.
STAFF_AUDIENCES = (Audience.CITY_STAFF, Audience.INVITED)


class Call(Base):
    """A 募集: one way in which an event asks people to come.

    The row is the lock of its admission: whoever decides about its places locks it first.
    """

    __tablename__ = "calls"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="period"),
        CheckConstraint("party_max >= 1", name="party_max"),
        CheckConstraint("last_sequence >= 0", name="last_sequence"),
        Index("ix_calls_event_id_position", "event_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    audience: Mapped[Audience] = mapped_column(choice(Audience, "audience"), default=Audience.RESIDENTS)
    admission: Mapped[Admission] = mapped_column(choice(Admission, "admission"))
    title: Mapped[str] = mapped_column(String(60), default="")
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    party_max: Mapped[int] = mapped_column(default=1)
    asks_companion_names: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(300), default="")
    last_sequence: Mapped[int] = mapped_column(default=0)
    receipt_offset: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship()
    slots: Mapped[list["Slot"]] = relationship(
        back_populates="call", order_by="(Slot.position, Slot.id)", cascade="all, delete-orphan"
    )

    @property
    def center_id(self) -> int:
        """Return the center to which the event belongs."""
        return self.event.center_id


class Slot(Base):
    """A 枠: what one applies for, counted in persons.

    ``taken`` are the persons confirmed. A capacity lowered below them throws nobody out: ``beyond`` holds how
    many more than the capacity keep their place, so that the CHECK has the last word all the same.
    """

    __tablename__ = "slots"
    __table_args__ = (
        CheckConstraint("capacity IS NULL OR taken <= capacity + beyond", name="never_oversold"),
        CheckConstraint("capacity >= 0 AND taken >= 0 AND beyond >= 0", name="counts"),
        CheckConstraint("ends_at > starts_at", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(80), default="")
    capacity: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    beyond: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    call: Mapped[Call] = relationship(back_populates="slots")
    occurrences: Mapped[list[Occurrence]] = relationship(
        secondary="slot_occurrences", order_by="(Occurrence.starts_at, Occurrence.id)"
    )

    @property
    def center_id(self) -> int:
        """Return the center to which the event belongs."""
        return self.call.center_id

    @property
    def remaining(self) -> int | None:
        """Return how many persons still fit, or None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


class SlotOccurrence(Base):
    """A slot covers an occurrence: one for "choose your day", all of them for a course."""

    __tablename__ = "slot_occurrences"

    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id", ondelete="CASCADE"), primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(
        ForeignKey("occurrences.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Registration(Base):
    """A 申込: one party in one call. Its e-mail and phone are no keys: families share them."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("call_id", "sequence"),
        UniqueConstraint("call_id", "receipt"),
        CheckConstraint("party_size >= 1", name="party_size"),
        CheckConstraint("(submission_key IS NULL) = (submission_digest IS NULL)", name="submission"),
        Index("ix_registrations_slot_id_state_sequence", "slot_id", "state", "sequence"),
        Index("ix_registrations_delete_on", "delete_on"),
        Index(
            "uq_registrations_user", "slot_id", "user_id", unique=True,
            sqlite_where=text("user_id IS NOT NULL AND state IN ('confirmed', 'waiting')"),
            postgresql_where=text("user_id IS NOT NULL AND state IN ('confirmed', 'waiting')"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"))
    sequence: Mapped[int]  # 1, 2, 3 … within the call: who came first is this, not a clock
    receipt: Mapped[str] = mapped_column(String(16))
    state: Mapped[RegistrationState] = mapped_column(choice(RegistrationState, "state"))
    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel"))
    locale: Mapped[str] = mapped_column(String(10), default="ja")
    party_size: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(100))
    name_kana: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(30))
    email: Mapped[str] = mapped_column(String(254), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    manage_token: Mapped[str] = mapped_column(String(40), unique=True)
    ticket_code: Mapped[str] = mapped_column(String(25), unique=True)
    submission_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    submission_digest: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    delete_on: Mapped[date]

    call: Mapped[Call] = relationship()
    slot: Mapped[Slot] = relationship()
    participants: Mapped[list["Participant"]] = relationship(
        back_populates="registration", order_by="Participant.position", cascade="all, delete-orphan"
    )

    @property
    def center_id(self) -> int:
        """Return the center to which the event belongs."""
        return self.call.center_id

    @property
    def is_active(self) -> bool:
        """Return whether it holds a place or waits for one."""
        return self.state in ACTIVE_STATES


class Participant(Base):
    """A member of a party; the first is the registrant, companions may be a number only."""

    __tablename__ = "participants"
    __table_args__ = (
        UniqueConstraint("registration_id", "position"),
        CheckConstraint("position >= 1", name="position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(100), default="")
    name_kana: Mapped[str] = mapped_column(String(100), default="")

    registration: Mapped[Registration] = relationship(back_populates="participants")
