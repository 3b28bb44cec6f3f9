"""What a registration leaves behind beside itself: hashes of its person, and attempts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from eventsite.core.db import Base, UtcDateTime


class PersonKey(Base):
    """A keyed hash by which registrations of one person are recognised, however spelled (see identity.py)."""

    __tablename__ = "person_keys"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)

    __table_args__ = (Index("ix_person_keys_key", "key"),)


class EntryAttempt(Base):
    """A registration or a look-up from outside, by a hash of where it came from; kept for a day, for the limits."""

    __tablename__ = "entry_attempts"
    __table_args__ = (Index("ix_entry_attempts_source", "purpose", "source", "at"), Index("ix_entry_attempts_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
