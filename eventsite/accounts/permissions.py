"""What each role may do: one table, and the pure question asked of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from eventsite.accounts.models import Role


class Permission(StrEnum):
    """One thing that somebody may do, at a center or in the whole city."""

    EVENT_WRITE = "event_write"
    REGISTRATION_WRITE = "registration_write"
    SENSITIVE_READ = "sensitive_read"  # what people answered about health and birth dates
    ATTENDANCE_RECORD = "attendance_record"
    OCCURRENCE_CLOSE = "occurrence_close"
    RESULT_RELEASE = "result_release"
    STAFF_MANAGE = "staff_manage"
    AUDIT_READ = "audit_read"
    KPI_READ = "kpi_read"
    SHIFT_JOIN = "shift_join"
    EMERGENCY_SET = "emergency_set"


_DESK = frozenset(
    {
        Permission.EVENT_WRITE,
        Permission.REGISTRATION_WRITE,
        Permission.ATTENDANCE_RECORD,
        Permission.OCCURRENCE_CLOSE,
        Permission.KPI_READ,
        Permission.SHIFT_JOIN,
    }
)
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.CENTER_MANAGER: _DESK
    | {Permission.SENSITIVE_READ, Permission.STAFF_MANAGE, Permission.AUDIT_READ, Permission.RESULT_RELEASE},
    Role.CENTER_STAFF: _DESK,
    Role.SUPPORTER: frozenset({Permission.SHIFT_JOIN}),
}
# Held through a role at any one center, these reach the whole city: figures without persons, and helping out.
CITY_WIDE = frozenset({Permission.KPI_READ, Permission.SHIFT_JOIN})


@dataclass(frozen=True)
class HeldRole:
    """A role and the center at which it is held; None is the whole city."""

    role: Role
    center_id: int | None


def may(held: Iterable[HeldRole], permission: Permission, center_id: int | None) -> bool:
    """Return whether one of the roles grants the permission at that center (None: in the whole city)."""
    return any(
        permission in GRANTS[one.role]
        and (one.center_id is None or one.center_id == center_id or permission in CITY_WIDE)
        for one in held
    )


def works_at(held: Iterable[HeldRole], center_id: int | None) -> bool:
    """Return whether the center's records may be known to exist: foreign ones look like absent ones."""
    return any(one.role is Role.ADMIN or (center_id is not None and one.center_id == center_id) for one in held)
