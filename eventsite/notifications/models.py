"""The outbox: mails wait here from the transaction that caused them until they are sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from eventsite.core.db import Base, UtcDateTime, choice


class MailState(StrEnum):
    """Where a mail stands; ``failed`` has been given up and is shown to staff, ``aborted`` was overtaken."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    ABORTED = "aborted"


class OutgoingMail(Base):
    """One mail to one recipient. ``key`` names its cause once: the same cause never queues a second mail."""

    __tablename__ = "outgoing_mails"
    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        Index(
            "ix_outgoing_mails_due", "due_at",
            sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    state: Mapped[MailState] = mapped_column(choice(MailState, "state"), default=MailState.QUEUED)
    recipient: Mapped[str] = mapped_column(String(254))
    sender_name: Mapped[str] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    calendar: Mapped[str] = mapped_column(Text, default="")
    calendar_method: Mapped[str] = mapped_column(String(10), default="")
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
