"""Everything that the audit log can say, one tag an action: ``subject:action``."""

from enum import StrEnum


class Action(StrEnum):
    """A thing that was done to a record."""

    EVENT_CREATE = "event:create"
    EVENT_EDIT = "event:edit"
    EVENT_DISCARD = "event:discard"
    EVENT_PUBLISH = "event:publish"
    EVENT_CANCEL = "event:cancel"
    OCCURRENCE_CHANGE = "occurrence:change"
    OCCURRENCE_CANCEL = "occurrence:cancel"
    OCCURRENCE_CLOSE = "occurrence:close"
    OCCURRENCE_REOPEN = "occurrence:reopen"
    CALL_CREATE = "call:create"
    CALL_EDIT = "call:edit"
    SLOT_CAPACITY = "slot:capacity"
    REGISTRATION_CREATE = "registration:create"
    REGISTRATION_PROMOTE = "registration:promote"
    REGISTRATION_WITHDRAW = "registration:withdraw"
    REGISTRATION_CANCEL = "registration:cancel"
    ROSTER_VIEW = "roster:view"
    ATTENDANCE_RECORD = "attendance:record"
    ATTENDANCE_CORRECT = "attendance:correct"
    USER_INVITE = "user:invite"
    USER_JOIN = "user:join"
    USER_DISABLE = "user:disable"
    USER_ENABLE = "user:enable"
    USER_PASSWORD = "user:password"  # noqa: S105 - the name of an action
    SESSION_START = "session:start"
    SESSION_END = "session:end"
    KPI_EXPORT = "kpi:export"
