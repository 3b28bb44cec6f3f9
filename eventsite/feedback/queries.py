"""What those who came have answered."""

from collections.abc import Mapping

from sqlalchemy import func, select

from eventsite.core.db import db
from eventsite.feedback import rules
from eventsite.feedback.models import Feedback, Rating


def totals(event_id: int) -> Mapping[Rating, int] | None:
    """Return how often each answer was given about an event, None while there are too few of them."""
    query = select(Feedback.rating, func.count()).where(Feedback.event_id == event_id).group_by(Feedback.rating)
    counts = db.session.execute(query).all()
    return rules.showable({row[0]: row[1] for row in counts})
