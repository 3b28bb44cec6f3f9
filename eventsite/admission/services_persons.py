"""The same person twice: remembered by keyed hashes, shown to staff, merged by them. Visitors learn nothing of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete

from eventsite.admission import holding, identity, messages, queries, queries_persons, telling
from eventsite.admission.entries import Entry
from eventsite.admission.errors import EntriesClosed, KnownPerson, LimitReached, RegistrationOver
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.models_traces import PersonKey
from eventsite.admission.queries_persons import Elsewhere
from eventsite.admission.vocabulary import RegistrationState
from eventsite.audit.actions import Action
from eventsite.core import clock
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.core.errors import NotFound
from eventsite.core.settings import settings
from eventsite.events.models import Event
from eventsite.i18n.eras import fiscal_year


class Scope(StrEnum):
    """Within what a person's registrations are counted; a year is a fiscal year of the series."""

    EVENT = "event"
    SERIES = "series"
    YEAR = "year"


@dataclass(frozen=True)
class OverLimit:
    """A registration beyond a limit of its call, and which."""

    registration: Registration
    scope: Scope


def remember(registration: Registration) -> None:
    """Note by which hashes the registrant is recognised; the ones of an earlier spelling go."""
    db.session.execute(delete(PersonKey).where(PersonKey.registration_id == registration.id))
    keys = identity.keys(registration.name_kana, registration.phone, registration.email, settings().secret_key)
    db.session.add_all(PersonKey(registration_id=registration.id, key=one) for one in sorted(keys))
    db.session.flush()


def require_new(call: Call, entry: Entry) -> None:
    """Pass if nobody like this one is registered, and the limits of the call leave room. For staff's own entries.

    Raises:
        KnownPerson: the same person has an active registration in the call.
        LimitReached: as many as allowed in the event, the series or the fiscal year (``scope`` names which).
    """
    keys = identity.keys(entry.name_kana, entry.phone, entry.email, settings().secret_key)
    if found := queries_persons.in_call(call.id, keys):
        raise KnownPerson(receipt=found[0].receipt)
    if scope := over_limit(call, keys):
        raise LimitReached(scope=scope)


def over_limit(call: Call, keys: frozenset[str], *, before: int | None = None) -> Scope | None:
    """Return the first scope whose limit is used up for this person, or None.

    ``before`` is the registration that is looked at: only those made before it count.
    """
    limits = {Scope.EVENT: call.limit_event, Scope.SERIES: call.limit_series, Scope.YEAR: call.limit_year}
    if not keys or not any(limits.values()):
        return None
    others = [one for one in queries_persons.everywhere(keys) if before is None or one.registration_id < before]
    return next(
        (scope for scope, limit in limits.items() if limit and _within(scope, call.event, others) >= limit), None
    )


def over_limits(event_id: int) -> list[OverLimit]:
    """Return the active registrations of an event that came after the limits for their person were used up."""
    found = []
    for call in queries.calls_of(event_id):
        if call.limit_event or call.limit_series or call.limit_year:
            found += [one for one in map(_judged, queries.active_of_call(call.id)) if one]
    return found


def _judged(registration: Registration) -> OverLimit | None:
    keys = queries_persons.keys_of(registration.id)
    scope = over_limit(registration.call, keys, before=registration.id)
    return OverLimit(registration, scope) if scope else None


def merge(registration_id: int, into_id: int, *, actor: Actor, now: datetime) -> Registration:
    """End a registration as a second one of the same person, whose other one stays; return the one that stays.

    Raises:
        NotFound: the two do not belong to one call.
        RegistrationOver: one of them is not active any more.
        EntriesClosed: the list of a draw is frozen; it leaves second entries out by itself.
    """
    second = holding.lock_registration(registration_id)
    stays = holding.lock_registration(into_id)
    if second.call_id != stays.call_id or second.id == stays.id:
        raise NotFound
    if not second.is_active or not stays.is_active:
        raise RegistrationOver
    if second.call.frozen_at and second.call.announced_at is None:
        raise EntriesClosed
    second.merged_into_id = stays.id
    holding.end(second, RegistrationState.CANCELLED, now)
    telling.note(Action.REGISTRATION_MERGE, second, actor, now, stays.receipt)
    telling.tell(second, messages.merged, now)
    holding.promote(second.slot, now=now)
    return stays


def _within(scope: Scope, event: Event, others: Sequence[Elsewhere]) -> int:
    """Return how many of a person's registrations lie in the same scope as this event."""
    if scope is Scope.EVENT:
        return sum(one.event_id == event.id for one in others)
    together = [one for one in others if _belongs_together(one, event)]
    if scope is Scope.SERIES:
        return len(together)
    year = _fiscal_year(min((one.starts_at for one in event.occurrences), default=event.created_at))
    return sum(_fiscal_year(one.first_starts_at) == year for one in together)


def _belongs_together(one: Elsewhere, event: Event) -> bool:
    """Return whether two events are of one series; those of none belong to their center's."""
    return one.series_id == event.series_id and (one.series_id is not None or one.center_id == event.center_id)


def _fiscal_year(instant: datetime) -> int:
    return fiscal_year(clock.today(instant), settings().city.fiscal_year_start_month)
