"""Sessions of people who have signed in."""

from datetime import UTC, datetime

from eventsite.accounts.access import COOKIE as SESSION_COOKIE
from eventsite.accounts.models import StaffSession
from eventsite.core import tokens
from eventsite.core.db import db

__all__ = ["SESSION_COOKIE", "a_session"]


def a_session(user_id: int) -> str:
    """Store a live session of that person, within a transaction, and return what its cookie holds."""
    token, now = tokens.capability(), datetime.now(UTC)
    db.session.add(StaffSession(token_hash=tokens.digest(token), user_id=user_id, created_at=now, last_seen_at=now))
    return token
