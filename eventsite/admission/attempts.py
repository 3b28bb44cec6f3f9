"""Bounds on what comes from one source: registrations and look-ups from outside, by the hash of an address.

A class of forty behind one address passes; a program that fills every place does not. What staff enter is not counted.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

from sqlalchemy import delete, func, select

from eventsite.accounts.rules import network_of
from eventsite.admission.models_traces import EntryAttempt
from eventsite.core.db import db
from eventsite.core.errors import DomainError
from eventsite.core.settings import settings

_KEPT_FOR = timedelta(days=1)


class Purpose(StrEnum):
    """What is bounded."""

    REGISTER = "register"
    LOOK_UP = "look_up"
    LINK = "link"  # asking for the links of an address by mail
    GUESS = "guess"  # a wrong telephone number for a receipt number, from anywhere


@dataclass(frozen=True)
class Bound:
    """How many are let in from one source, and within how long."""

    most: int
    within: timedelta = timedelta(hours=1)


BOUNDS: Mapping[Purpose, Bound] = {
    Purpose.REGISTER: Bound(60),  # for each call
    Purpose.LOOK_UP: Bound(10),
    Purpose.LINK: Bound(10),
    Purpose.GUESS: Bound(5, timedelta(days=1)),
}


class TooManyEntries(DomainError):
    """More has come from this source than a household, a school or an office sends."""

    code = "too_many_entries"
    status = HTTPStatus.TOO_MANY_REQUESTS


def source_of(address: str, about: str = "") -> str:
    """Return the keyed hash by which a source is counted, for ``about`` (a call's code) by itself.

    An IPv4 address, behind which a school or the customers of a mobile network may stand, or the /64 of an IPv6 one.
    """
    return _hashed(f"entries {network_of(address, 32)} {about}")


def number_source(receipt: str) -> str:
    """Return the keyed hash by which guesses at a receipt number are counted, whether or not anybody has it."""
    return _hashed(f"guesses {receipt}")


def _hashed(text: str) -> str:
    return hmac.new(settings().secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()


def require_within(purpose: Purpose, source: str, *, now: datetime) -> None:
    """Count one attempt, within the caller's transaction; raise TooManyEntries where that is beyond the bound.

    The refused attempt is not counted, so the bound opens again by itself.
    """
    if not has_room(purpose, source, now=now):
        raise TooManyEntries
    count(purpose, source, now=now)


def has_room(purpose: Purpose, source: str, *, now: datetime) -> bool:
    """Return whether one more is within the bound; rivals for the last one wait until the transaction ends."""
    if db.engine.dialect.name == "postgresql":  # SQLite lets one write at a time; here many would not see one another
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{purpose} {source}", 0))))
    recent = select(func.count()).where(
        EntryAttempt.purpose == purpose, EntryAttempt.source == source, EntryAttempt.at > now - BOUNDS[purpose].within
    )
    return (db.session.scalar(recent) or 0) < BOUNDS[purpose].most


def count(purpose: Purpose, source: str, *, now: datetime) -> None:
    """Count one attempt."""
    db.session.add(EntryAttempt(purpose=purpose, source=source, at=now))
    db.session.flush()


def forget(now: datetime) -> int:
    """Delete attempts older than a day; return how many."""
    gone = db.session.scalars(delete(EntryAttempt).where(EntryAttempt.at < now - _KEPT_FOR).returning(EntryAttempt.id))
    return len(gone.all())
