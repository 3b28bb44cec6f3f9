"""Queue what people without mail are told by telephone, inside the transaction that causes it.

At most one notice about a record is open: each says how things stand now, so a newer one takes the place of an older.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite

from eventsite.core.db import db
from eventsite.core.errors import found
from eventsite.notifications.models import PhoneNotice

_AT_ONCE = 1000  # records in one statement: no database takes any number of them


@dataclass(frozen=True)
class Notice:
    """One call to make. ``key`` names its cause: the same cause makes one call, ever.

    ``script`` is read out as it stands; whoever picks up may be anybody, so it names nobody.
    """

    key: str
    subject_type: str
    subject_id: int
    center_id: int
    headline: str
    script: str


def queue_calls(*notices: Notice, now: datetime) -> None:
    """Put calls onto the list, within the caller's transaction; a cause that had its call is left alone."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(PhoneNotice).on_conflict_do_nothing(index_elements=["key"])
    if notices:
        db.session.execute(statement, [{**vars(one), "created_at": now, "tries": 0} for one in notices])


def drop_open(subject_type: str, *subject_ids: int, now: datetime) -> None:
    """Take calls about records off the list that nobody has made yet: what they say is no longer true."""
    for start in range(0, len(subject_ids), _AT_ONCE):
        db.session.execute(
            update(PhoneNotice)
            .where(
                PhoneNotice.subject_type == subject_type,
                PhoneNotice.subject_id.in_(subject_ids[start : start + _AT_ONCE]),
                PhoneNotice.done_at.is_(None),
                PhoneNotice.dropped_at.is_(None),
            )
            .values(dropped_at=now)
        )


def notice_by_id(notice_id: int) -> PhoneNotice:
    """Return a notice, or raise NotFound."""
    return found(db.session.get(PhoneNotice, notice_id))


def tick(notice_id: int, *, user_id: int, now: datetime) -> bool:
    """Note that the person was told, and by whom; return whether it was this call that did so.

    Two at the telephone at once: the first one counts. What is no longer true cannot be ticked.
    """
    return _change_open(notice_id, done_at=now, done_by_id=user_id)


def note_try(notice_id: int, *, now: datetime) -> bool:
    """Note that nobody picked up; return whether the call is still to be made."""
    return _change_open(notice_id, tries=PhoneNotice.tries + 1, tried_at=now)


def forget_calls(subject_type: str, subject_ids: Collection[int]) -> None:
    """Delete the notices about these records, whether somebody called or not."""
    db.session.execute(
        delete(PhoneNotice).where(PhoneNotice.subject_type == subject_type, PhoneNotice.subject_id.in_(subject_ids))
    )


def _change_open(notice_id: int, **values: object) -> bool:
    still_open = (PhoneNotice.id == notice_id, PhoneNotice.done_at.is_(None), PhoneNotice.dropped_at.is_(None))
    query = update(PhoneNotice).where(*still_open).values(**values).returning(PhoneNotice.id)
    return db.session.scalar(query) is not None
