"""By which way registrations came, counted."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select

from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.queries_roster import Tally
from eventsite.admission.vocabulary import ACTIVE_STATES, Channel
from eventsite.core.db import db


def of_event(event_id: int) -> Mapping[Channel, Tally]:
    """Return how many active parties and people of an event came by each channel; others are left out."""
    return _counted(Call.event_id == event_id)


def of_call(call_id: int) -> Mapping[Channel, Tally]:
    """Return the same for one call."""
    return _counted(Call.id == call_id)


def _counted(about: ColumnElement[bool]) -> Mapping[Channel, Tally]:
    query = (
        select(Registration.channel, func.count(), func.sum(Registration.party_size))
        .join(Registration.call)
        .where(about, Registration.state.in_(ACTIVE_STATES))
        .group_by(Registration.channel)
    )
    found = {channel: Tally(parties, people) for channel, parties, people in db.session.execute(query)}
    return {channel: found[channel] for channel in Channel if channel in found}
