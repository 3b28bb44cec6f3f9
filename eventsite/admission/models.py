"""Who is asked to come: calls for participants, and the slots that one applies for."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsite.admission.vocabulary import (
    DECIDED_LATER,
    Admission,
    Audience,
    CapacityUnit,
    Channel,
    Counter,
    FreePlaceRule,
    Priority,
    Residence,
)
from eventsite.core.db import Base, UtcDateTime, choice
from eventsite.events.models import Event, Occurrence


class Call(Base):
    """A 募集: one way in which an event asks people to come.

    The row is the lock of its admission: whoever decides about its places locks it first.
    """

    __tablename__ = "calls"
    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="period"),
        CheckConstraint("party_max >= 1", name="party_max"),
        CheckConstraint("last_sequence >= 0", name="last_sequence"),
        CheckConstraint("wishes_max >= 1", name="wishes_max"),
        CheckConstraint("age_max >= age_min", name="ages"),
        CheckConstraint(
            "age_min_months IS NULL OR (age_min IS NOT NULL AND age_min_months BETWEEN 1 AND 11)", name="age_months"
        ),
        CheckConstraint("grade_max >= grade_min", name="grades"),
        CheckConstraint("limit_event >= 1 AND limit_series >= 1 AND limit_year >= 1", name="limits"),
        CheckConstraint("offer_hours >= 1 AND reserves_max >= 0 AND minimum >= 1", name="counts"),
        CheckConstraint(
            "admission NOT IN ('lottery', 'lottery_if_over') OR (draw_at IS NOT NULL AND closes_at IS NOT NULL)",
            name="draw_is_announced",
        ),
        CheckConstraint("draw_at >= closes_at", name="draw_at"),
        CheckConstraint("minimum IS NULL OR decide_at IS NOT NULL", name="minimum_has_its_day"),
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
    unit: Mapped[CapacityUnit] = mapped_column(choice(CapacityUnit, "unit"), default=CapacityUnit.PEOPLE)
    wishes_max: Mapped[int] = mapped_column(default=1)
    free_place_rule: Mapped[FreePlaceRule] = mapped_column(
        choice(FreePlaceRule, "free_place_rule"), default=FreePlaceRule.HOLD_FOR_NEXT
    )
    offer_hours: Mapped[int | None]  # how long a place is held for an answer; None: it is given at once
    draw_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    draw_source: Mapped[str] = mapped_column(String(200), default="")  # where the public value of the draw comes from
    reserves_max: Mapped[int | None]  # parties kept in reserve after a draw; None: all
    leftover_first_come: Mapped[bool] = mapped_column(default=False)
    minimum: Mapped[int | None]  # 最少催行人数, in the unit of the capacity, over all slots
    decide_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    minimum_met: Mapped[bool | None]  # None: not decided yet
    residence: Mapped[Residence] = mapped_column(choice(Residence, "residence"), default=Residence.ANYWHERE)
    age_min: Mapped[int | None]  # on the day of the slot's first date
    age_min_months: Mapped[int | None]  # beyond age_min (1歳6か月); said to all, not checked: age is asked in years
    age_max: Mapped[int | None]
    grade_min: Mapped[int | None]  # see grades.py
    grade_max: Mapped[int | None]
    guardian_up_to_grade: Mapped[int | None]  # children up to this grade come with somebody older
    limit_event: Mapped[int | None]  # registrations of one person within the event
    limit_series: Mapped[int | None]
    limit_year: Mapped[int | None]  # within the series, or the center where there is none, in one fiscal year
    sealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the rules of the draw are published for ever
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the list of entries is closed
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # who comes has been decided and said

    event: Mapped[Event] = relationship()
    openings: Mapped[list["Opening"]] = relationship(
        order_by="(Opening.opens_at, Opening.id)", cascade="all, delete-orphan"
    )
    priorities: Mapped[list["CallPriority"]] = relationship(
        order_by="CallPriority.position", cascade="all, delete-orphan"
    )
    slots: Mapped[list["Slot"]] = relationship(
        back_populates="call", order_by="(Slot.position, Slot.id)", cascade="all, delete-orphan"
    )

    @property
    def center_id(self) -> int:
        """Return the center to which the event belongs."""
        return self.event.center_id

    @property
    def is_undecided(self) -> bool:
        """Return whether it is yet to be decided, for all at once, who comes."""
        return self.admission in DECIDED_LATER and self.announced_at is None


class Opening(Base):
    """From when (and until when) some may register before others: a circle of residence, a channel, or both.

    A call without openings opens for all at its own ``opens_at``.
    """

    __tablename__ = "call_openings"
    __table_args__ = (CheckConstraint("closes_at > opens_at", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    residence: Mapped[Residence] = mapped_column(choice(Residence, "residence"), default=Residence.ANYWHERE)
    channel: Mapped[Channel | None] = mapped_column(choice(Channel, "channel"))  # None: every one
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: with the call


class CallPriority(Base):
    """Who is drawn before others in a call, the strongest class first."""

    __tablename__ = "call_priorities"

    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    priority: Mapped[Priority] = mapped_column(choice(Priority, "priority"), primary_key=True)
    position: Mapped[int]


class Slot(Base):
    """A 枠: what one applies for, counted in the unit of its call.

    ``taken`` are the places confirmed or offered. A capacity lowered below them throws nobody out: ``beyond`` holds
    how many more than the capacity keep their place, so that the CHECK has the last word all the same. ``held`` places
    are free, but nobody gets them before ``held_until``.
    """

    __tablename__ = "slots"
    __table_args__ = (
        CheckConstraint("capacity IS NULL OR taken <= capacity + beyond", name="never_oversold"),
        CheckConstraint("capacity >= 0 AND taken >= 0 AND beyond >= 0 AND held >= 0", name="counts"),
        CheckConstraint("(held = 0) = (held_until IS NULL)", name="held"),
        CheckConstraint("ends_at > starts_at", name="period"),
        Index(
            "ix_slots_held_until", "held_until",
            sqlite_where=text("held_until IS NOT NULL"), postgresql_where=text("held_until IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(80), default="")
    capacity: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    beyond: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    call: Mapped[Call] = relationship(back_populates="slots")
    occurrences: Mapped[list[Occurrence]] = relationship(
        secondary="slot_occurrences", order_by="(Occurrence.starts_at, Occurrence.id)"
    )
    reserves: Mapped[list["SlotReserve"]] = relationship(order_by="SlotReserve.counter", cascade="all, delete-orphan")

    @property
    def center_id(self) -> int:
        """Return the center to which the event belongs."""
        return self.call.center_id

    @property
    def remaining(self) -> int | None:
        """Return how many places are free now, or None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken - self.held)


class SlotReserve(Base):
    """Places of a slot that only those taken in at one counter get; ``taken`` are all places of that counter."""

    __tablename__ = "slot_reserves"
    __table_args__ = (CheckConstraint("places >= 1 AND taken >= 0", name="counts"),)

    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id", ondelete="CASCADE"), primary_key=True)
    counter: Mapped[Counter] = mapped_column(choice(Counter, "counter"), primary_key=True)
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)


class SlotOccurrence(Base):
    """A slot covers an occurrence: one for "choose your day", all of them for a course."""

    __tablename__ = "slot_occurrences"

    slot_id: Mapped[int] = mapped_column(ForeignKey("slots.id", ondelete="CASCADE"), primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(
        ForeignKey("occurrences.id", ondelete="CASCADE"), primary_key=True, index=True
    )
