"""Write the audit log, inside the caller's transaction."""

from datetime import datetime
from typing import Protocol

from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core.actor import Actor
from eventsite.core.db import db


class Subject(Protocol):
    """A stored record to which something was done."""

    id: int
    __tablename__: str


def record(
    action: Action, *subjects: Subject, actor: Actor, now: datetime, center_id: int | None, detail: str = ""
) -> None:
    """Note that ``actor`` did ``action`` to each subject; ``detail`` holds codes and numbers, never a person's data."""
    db.session.flush()  # a new subject gets its id
    db.session.add_all(
        AuditEntry(
            at=now,
            actor_kind=actor.kind,
            actor_user_id=actor.user_id,
            action=action,
            subject_type=subject.__tablename__,
            subject_id=subject.id,
            center_id=center_id,
            detail=detail,
        )
        for subject in subjects
    )
