"""Who comes: the parties that registered, their people and their wishes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsite.admission.models import Call, Slot
from eventsite.admission.vocabulary import ACTIVE_STATES, Channel, RegistrationState, Residence
from eventsite.core.db import Base, UtcDateTime, choice

_IS_ACTIVE_OF_USER = "user_id IS NOT NULL AND state IN ('applied', 'confirmed', 'offered', 'waiting')"


class Registration(Base):
    """A 申込: one party in one call. Its e-mail and phone are no keys: families share them."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("call_id", "sequence"),
        UniqueConstraint("call_id", "receipt"),
        CheckConstraint("party_size >= 1 AND places >= 1 AND places <= party_size", name="party_size"),
        CheckConstraint("(state = 'offered') = (offer_until IS NOT NULL)", name="offer_until"),
        CheckConstraint("state <> 'waiting' OR line IS NOT NULL", name="line"),
        CheckConstraint("(submission_key IS NULL) = (submission_digest IS NULL)", name="submission"),
        Index("ix_registrations_slot_id_state_line", "slot_id", "state", "line"),
        Index("ix_registrations_delete_on", "delete_on"),
        Index("ix_registrations_receipt", "receipt"),
        Index("ix_registrations_email", "email"),
        Index(
            "uq_registrations_user", "slot_id", "user_id", unique=True,
            sqlite_where=text(_IS_ACTIVE_OF_USER), postgresql_where=text(_IS_ACTIVE_OF_USER),
        ),
        Index(
            "ix_registrations_offer_until", "offer_until",
            sqlite_where=text("offer_until IS NOT NULL"), postgresql_where=text("offer_until IS NOT NULL"),
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
    places: Mapped[int] = mapped_column(default=1)  # what it takes of a capacity: its people, or 1 where parties count
    line: Mapped[int | None]  # its order in the waiting line; the sequence, until a draw or staff say otherwise
    offer_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    residence: Mapped[Residence | None] = mapped_column(choice(Residence, "residence"))
    is_first_time: Mapped[bool | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
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
    wishes: Mapped[list["Wish"]] = relationship(order_by="Wish.rank", cascade="all, delete-orphan")

    @property
    def center_id(self) -> int:
        """Return the center to which the event belongs."""
        return self.call.center_id

    @property
    def is_active(self) -> bool:
        """Return whether it holds a place, or may still get one."""
        return self.state in ACTIVE_STATES


class Wish(Base):
    """A wanted slot of a registration, 1 for the dearest; kept only where a call lets one rank several."""

    __tablename__ = "wishes"
    __table_args__ = (UniqueConstraint("registration_id", "slot_id"), CheckConstraint("rank >= 1", name="rank"))

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id"), index=True)


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
    age: Mapped[int | None]  # on the day, where the call asks
    grade: Mapped[int | None]  # see grades.py

    registration: Mapped[Registration] = relationship(back_populates="participants")
