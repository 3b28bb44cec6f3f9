"""The demo calendar on the server that `up` starts, and somebody who has registered: what is measured, and where."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from eventsite.admission import services
from eventsite.admission.entries import Entry
from eventsite.admission.models import Call, Slot
from eventsite.admission.vocabulary import Admission, Audience, Channel, Residence
from eventsite.app import create_app
from eventsite.core import clock
from eventsite.core.actor import VISITOR
from eventsite.core.db import db, transaction
from eventsite.events.models import Event, Occurrence, Publication
from eventsite.questions.models import Question
from tests.conftest import settings_for
from tests.support.server import LiveServer

PROCESSES = 2  # as many as `up` starts
PHONE, NARROW = 390, 320
LANGUAGES = ("", "/easy", "/en")
_HEIGHT = 844
_PLACES = 4
_QUIET_MS = 300


@dataclass(frozen=True)
class Place:
    """A kind of public page and its address; a private one is, or becomes, one person's own, and no search engine's."""

    kind: str
    path: str
    is_private: bool = False


@dataclass(frozen=True)
class Scene:
    """The running site and its public pages; ``event`` takes registrations, ``own`` is somebody's registration."""

    server: LiveServer
    event: str
    call: str
    own: str
    month: str
    mails: Path  # the folder into which mails are sent

    @property
    def url(self) -> str:
        """Return the address of the site."""
        return self.server.url

    @property
    def places(self) -> list[Place]:
        """Return every kind of public page in Japanese, and two of them in each other language."""
        return [
            Place("home", "/"),
            Place("list", "/events"),
            Place("month", f"/calendar/{self.month}"),
            Place("centers", "/centers"),
            Place("a center", "/centers/niho"),
            Place("places", "/places"),
            Place("an event", self.event),
            Place("form", f"/calls/{self.call}/registrations/new", is_private=True),
            Place("own page", self.own, is_private=True),
            Place("ticket", f"{self.own}/ticket", is_private=True),
            Place("my", "/my", is_private=True),
            Place("privacy", "/privacy"),
            *(Place(f"home, {name}", f"/{name}/") for name in ("easy", "en")),
            *(Place(f"an event, {name}", f"/{name}{self.event}") for name in ("easy", "en")),
        ]


@contextmanager
def demo_scene() -> Iterator[Scene]:
    """Serve the calendar that a first `up` shows, from a folder of its own, and take everything away afterwards."""
    with tempfile.TemporaryDirectory(prefix="eventsite-figures-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'figures.db'}"
        env = {"EVENTSITE_INSTANCE": str(folder), "EVENTSITE_DEMO": "1"}
        server = LiveServer(url, processes_wanted=PROCESSES, env=env)
        server.run_cli("site", "prepare")
        event, call, own, month = _who_and_where(url, folder)
        with server:
            yield Scene(server, event, call, own, month, folder / "mail")


@contextmanager
def visitor(browser: Browser, width: int = PHONE) -> Iterator[Page]:
    """Give a page of a phone on which nothing is stored yet."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": _HEIGHT}, locale="ja-JP", timezone_id="Asia/Tokyo"
    )
    context.set_default_timeout(10_000)
    try:
        yield context.new_page()
    finally:
        context.close()


def arrive(page: Page, address: str) -> None:
    """Open a page and wait until it stands still: a page that is saved on the device says so a moment later."""
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(_QUIET_MS)


def _who_and_where(url: str, folder: Path) -> tuple[str, str, str, str]:
    """Register Baba for the next event of the demo calendar that takes registrations, and return the addresses."""
    app = create_app(settings_for(url, folder))
    with app.app_context():
        with transaction():
            slot = _open_slot()
            made = services.register(slot.id, _baba(), actor=VISITOR, now=clock.now())
            own, call = f"/my/{made.manage_token}", slot.call
            event, month = f"/events/{call.event.code}", f"{_first_day(call.event):%Y-%m}"
            code = call.code
        db.engine.dispose()
    return event, code, own, month


def _open_slot() -> Slot:
    """Return the next slot of the demo calendar that anybody may register for now, without a choice or a question."""
    other = aliased(Slot)
    now = clock.now()
    wanted = (
        select(Slot)
        .join(Slot.call)
        .join(Call.event)
        .join(Slot.occurrences)
        .where(
            Call.admission == Admission.FIRST_COME,
            Call.audience == Audience.RESIDENTS,
            Call.closes_at > now,
            Call.opens_at.is_(None) | (Call.opens_at <= now),
            Event.publication == Publication.PUBLISHED,
            Occurrence.starts_at > now,
            Slot.capacity - Slot.taken >= _PLACES,
            Event.is_demo,
            *(limit.is_(None) for limit in (Call.age_min, Call.age_max, Call.grade_min, Call.grade_max)),
            Call.residence == Residence.ANYWHERE,
            ~exists().where(other.call_id == Call.id, other.id != Slot.id),
            ~exists().where(Question.call_id == Call.id),
        )
        .order_by(Occurrence.starts_at)
        .limit(1)
    )
    return db.session.scalars(wanted).one()


def _baba() -> Entry:
    return Entry("馬場 文左衛門", "ばば ぶんざえもん", "083-900-0001", channel=Channel.WEB, email="baba@example.jp")


def _first_day(event: Event) -> date:
    return min(clock.local(one.starts_at).date() for one in event.occurrences)
