"""Who acts: passed down from the entry point, so that nothing below reads the session."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """The four ways in which something can be done."""

    VISITOR = "visitor"
    STAFF = "staff"
    SUPPORTER = "supporter"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """The one who acts; ``user_id`` is None for visitors and for the system's own jobs."""

    kind: ActorKind
    user_id: int | None = None


VISITOR = Actor(ActorKind.VISITOR)
SYSTEM = Actor(ActorKind.SYSTEM)
