"""Answers to the one question that the thank-you mail asks; which registration gave which is not kept."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eventsite.core.db import Base, UtcDateTime, choice


class Rating(StrEnum):
    """Would you come again?"""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


class Feedback(Base):
    """One answer about an event."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), index=True)
    rating: Mapped[Rating] = mapped_column(choice(Rating, "rating"))


class FeedbackGiven(Base):
    """That a registration has answered, so that it answers once."""

    __tablename__ = "feedback_given"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
