"""Put the urgent notice above every page, and take it down."""

from dataclasses import asdict, dataclass
from datetime import datetime

from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.emergency import queries
from eventsite.emergency.models import EmergencyNotice


@dataclass(frozen=True)
class Wording:
    """What the notice says, and until when; other languages may be empty, then their readers see the Japanese."""

    title: str
    text: str
    until: datetime
    title_easy: str = ""
    text_easy: str = ""
    title_en: str = ""
    text_en: str = ""
    url: str = ""


def put_up(wording: Wording, *, actor: Actor, now: datetime) -> EmergencyNotice:
    """Show this above every page from now on, in place of what was there."""
    notice = db.session.merge(EmergencyNotice(id=queries.ONE, **asdict(wording)))
    record(Action.EMERGENCY_SET, notice, actor=actor, now=now, center_id=None)
    return notice


def take_down(*, actor: Actor, now: datetime) -> None:
    """Show nothing any more; where nothing is shown, nothing changes."""
    notice = queries.stored()
    if notice is not None:
        record(Action.EMERGENCY_END, notice, actor=actor, now=now, center_id=None)
        db.session.delete(notice)
