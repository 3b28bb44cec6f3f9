"""A small site with one event and one registration, whose facts change while somebody's browser keeps its pages."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask

from eventsite.admission.models_registrations import Registration
from eventsite.app import create_app
from eventsite.core.db import db, transaction
from eventsite.events.models import Event, Publication
from tests.conftest import migrated, settings_for
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import an_event, an_occurrence
from tests.support.sessions import a_session

NAME = "馬場 文左衛門"


@dataclass(frozen=True)
class Town:
    """A site with one event, and Baba's registration for it."""

    app: Flask
    url: str
    event: str
    ticket: str
    code: str
    event_id: int
    registration_id: int

    def move(self, ends_at: datetime) -> None:
        """Let the event end at another instant."""
        with self.app.app_context():
            with transaction():
                for one in db.session.get_one(Event, self.event_id).occurrences:
                    one.starts_at, one.ends_at = ends_at - timedelta(hours=2), ends_at
            db.engine.dispose()

    def unpublish(self) -> None:
        """Take the event back."""
        with self.app.app_context():
            with transaction():
                event = db.session.get_one(Event, self.event_id)
                event.publication, event.published_at = Publication.DRAFT, None
            db.engine.dispose()

    def session(self) -> str:
        """Return the session of somebody of the staff."""
        with self.app.app_context():
            with transaction():
                token = a_session(a_user(center_id=a_center("oodono").id, name="青木 花子").id)
            db.engine.dispose()
        return token

    def retitle(self, title: str) -> None:
        """Give the event another name."""
        with self.app.app_context():
            with transaction():
                db.session.get_one(Event, self.event_id).title = title
            db.engine.dispose()

    def more_events(self, number: int) -> list[str]:
        """Add so many events and return their addresses."""
        with self.app.app_context():
            with transaction():
                events = [an_event(title=f"催し {one}") for one in range(number)]
                paths = [f"/events/{an_occurrence(event.id).event.code}" for event in events]
            db.engine.dispose()
        return paths


def a_town(folder: Path) -> Town:
    """Return a site on SQLite: what a browser saves is the same on both engines."""
    url = f"sqlite:///{folder / 'town.db'}"
    app = migrated(create_app(settings_for(url, folder)))
    with app.app_context():
        with transaction():
            event = an_event(title="大内塗のお箸を作る")
            slot = a_slot(a_call(event.id).id, 20, (an_occurrence(event.id).id,))
            made: Registration = a_registration(slot.id, NAME, name_kana="ばば ぶんざえもん")
            found = Town(
                app,
                url,
                f"/events/{event.code}",
                f"/my/{made.manage_token}/ticket",
                made.ticket_code,
                event.id,
                made.id,
            )
        db.engine.dispose()
    return found
