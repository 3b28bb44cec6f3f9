"""Who looked at personal data: the one thing that a GET writes, so that looking can be accounted for."""

from eventsite.accounts.access import current_actor
from eventsite.audit.actions import Action
from eventsite.audit.services import Subject, record
from eventsite.core import clock
from eventsite.core.db import transaction


def note_look(*subjects: Subject, center_id: int | None, action: Action = Action.ROSTER_VIEW) -> None:
    """Note in the audit log, in a transaction of its own, that the signed-in person opened a page about these."""
    with transaction():
        record(action, *subjects, actor=current_actor(), now=clock.now(), center_id=center_id)
