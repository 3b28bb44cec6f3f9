"""The outbox: mails wait here from the transaction that caused them until they are sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from eventsite.core.db import Base, UtcDateTime, choice


class MailState(StrEnum):
    """Where a mail stands; ``failed`` has been given up and is shown to staff, ``aborted`` was overtaken."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    ABORTED = "aborted"


# Given up, or never sent because the address had a day's worth already (see pace.py).
UNDELIVERED = "state = 'failed' OR (state = 'aborted' AND last_error <> '')"


class OutgoingMail(Base):
    """One mail to one recipient. ``key`` names its cause once: the same cause never queues a second mail."""

    __tablename__ = "outgoing_mails"
    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        Index(
            "ix_outgoing_mails_due", "due_at",
            sqlite_where=text("state = 'queued'"), postgresql_where=text("state = 'queued'"),
        ),
        Index("ix_outgoing_mails_mailbox_created_at", "mailbox", "created_at"),
        Index("ix_outgoing_mails_subject", "subject_type", "subject_id"),
        Index(
            "ix_outgoing_mails_undelivered", "id", sqlite_where=text(UNDELIVERED), postgresql_where=text(UNDELIVERED)
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    state: Mapped[MailState] = mapped_column(choice(MailState, "state"), default=MailState.QUEUED)
    recipient: Mapped[str] = mapped_column(String(254))
    mailbox: Mapped[str] = mapped_column(String(254), default="", server_default="")  # see pace.py
    sender_name: Mapped[str] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    calendar: Mapped[str] = mapped_column(Text, default="")
    calendar_method: Mapped[str] = mapped_column(String(10), default="")
    ticket_code: Mapped[str] = mapped_column(String(25), default="", server_default="")  # drawn as the mail leaves
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PhoneNotice(Base):
    """What a person without mail is to be told by telephone, as a script to read out, until somebody ticks it off."""

    __tablename__ = "phone_notices"
    __table_args__ = (
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done"),
        Index("ix_phone_notices_subject", "subject_type", "subject_id"),
        Index(
            "ix_phone_notices_open", "center_id",
            sqlite_where=text("done_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND dropped_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)  # the cause, as for a mail
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    center_id: Mapped[int] = mapped_column(ForeignKey("centers.id"))
    headline: Mapped[str] = mapped_column(String(200))
    script: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # no longer true before anybody called
    tries: Mapped[int] = mapped_column(default=0)  # calls that nobody answered
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last of them
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
