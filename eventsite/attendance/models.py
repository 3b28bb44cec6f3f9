"""What happened at an occurrence: append-only rows, from which every total comes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Participant, Registration
from eventsite.core.db import Base, UtcDateTime, choice
from eventsite.events.models import Occurrence


class Outcome(StrEnum):
    """What became of somebody who was, or was not, expected; ``void`` takes a row back."""

    CAME = "came"
    PART = "part"
    EXTRA = "extra"
    EXCUSED = "excused"
    ABSENT = "absent"
    UNKNOWN = "unknown"
    VOID = "void"


class AgeBand(StrEnum):
    """Age as far as a door can tell it."""

    UNDER_7 = "under_7"
    UNDER_16 = "under_16"
    UNDER_65 = "under_65"
    UNDER_75 = "under_75"
    OVER_75 = "over_75"
    UNKNOWN = "unknown"


class Side(StrEnum):
    """Residents and those who run the event are counted apart."""

    RESIDENT = "resident"
    STAFF = "staff"


class Source(StrEnum):
    """How a row came about."""

    SCAN = "scan"
    NUMBER = "number"
    NAME = "name"
    TALLY = "tally"
    PAPER = "paper"
    WALK_IN = "walk_in"
    CORRECTION = "correction"
    PUBLISHED = "published"


PRESENT = (Outcome.CAME, Outcome.PART, Outcome.EXTRA)


class Attendance(Base):
    """One statement about an occurrence. A correction is a new row that names the one it replaces.

    A trigger refuses every change and deletion. One participant has one line of rows at an occurrence: the first
    row is unique, each row is replaced at most once. ``nonce`` makes a repeated scan or tally one row.
    """

    __tablename__ = "attendances"
    __table_args__ = (
        CheckConstraint("people >= 0", name="people"),
        CheckConstraint("outcome <> 'void' OR (corrects_id IS NOT NULL AND people = 0)", name="void"),
        Index(
            "uq_attendances_participant", "occurrence_id", "participant_id", unique=True,
            sqlite_where=text("participant_id IS NOT NULL AND corrects_id IS NULL"),
            postgresql_where=text("participant_id IS NOT NULL AND corrects_id IS NULL"),
        ),
        Index("ix_attendances_occurrence_id_id", "occurrence_id", "id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"))
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slots.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"))
    people: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "outcome"))
    band: Mapped[AgeBand] = mapped_column(choice(AgeBand, "band"), default=AgeBand.UNKNOWN)
    side: Mapped[Side] = mapped_column(choice(Side, "side"), default=Side.RESIDENT)
    source: Mapped[Source] = mapped_column(choice(Source, "source"))
    is_estimate: Mapped[bool] = mapped_column(default=False)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("attendances.id"), unique=True)
    nonce: Mapped[str] = mapped_column(String(64), unique=True)
    actor_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    detail: Mapped[str] = mapped_column(String(200), default="")

    occurrence: Mapped[Occurrence] = relationship()
    slot: Mapped[Slot | None] = relationship()
    registration: Mapped[Registration | None] = relationship()
    participant: Mapped[Participant | None] = relationship()

    @property
    def center_id(self) -> int:
        """Return the center to which the event belongs."""
        return self.occurrence.center_id
