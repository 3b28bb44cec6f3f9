"""Groups of people for whom an event is meant: what residents choose by, beside the free words of its 対象."""

from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventsite.core.db import Base, choice


class Target(StrEnum):
    """A group for whom an event was made; one that is for everybody names none."""

    CHILDREN = "children"
    ADULTS = "adults"
    SENIORS = "seniors"  # 65 years and older
    JAPANESE_LEARNERS = "japanese_learners"  # who are not sure of their Japanese


class EventTarget(Base):
    """One group for whom an event is meant."""

    __tablename__ = "event_targets"
    __table_args__ = (UniqueConstraint("event_id", "target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"))
    target: Mapped[Target] = mapped_column(choice(Target, "target"))
