"""The audit log: append-only, and without names, addresses or phone numbers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from eventsite.audit.actions import Action
from eventsite.core.actor import ActorKind
from eventsite.core.db import Base, UtcDateTime, choice


class AuditEntry(Base):
    """Who did what to which record, and when. A trigger refuses every change and deletion."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_subject", "subject_type", "subject_id"),
        Index("ix_audit_entries_center_at", "center_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[ActorKind] = mapped_column(choice(ActorKind, "actor_kind"))
    actor_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[Action] = mapped_column(choice(Action, "action", checked=False))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    center_id: Mapped[int | None] = mapped_column(ForeignKey("centers.id"))
    detail: Mapped[str] = mapped_column(String(200), default="")
