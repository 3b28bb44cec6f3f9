"""Scenes of those who run the site, in Japanese: the desk, a roster, the door, and what is not theirs."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import Page

from eventsite.accounts.models import Role
from eventsite.admission.models import Slot
from eventsite.core import clock
from tests.browser.gallery import discovery_rows, registration_rows
from tests.browser.gallery.registration_rows import Prepare
from tests.browser.gallery.scene import Scene, Stage, State
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_registration
from tests.factories.events import a_date
from tests.factories.phone import a_phone_notice

ROWS = 24


def aoki_works_here(stage: Stage, center_id: int) -> None:
    """Sign 青木 in, a clerk of this center."""
    stage.user_id = a_user(center_id=center_id, name="青木 花子").id


def today(slots: int = 1) -> Slot:
    """An event that goes on now."""
    slot = registration_rows.places(20, slots)
    date = slot.occurrences[0]
    date.starts_at, date.ends_at = clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=2)
    return slot


def a_day(stage: Stage) -> str:
    """Open a desk with an event today, and somebody to call."""
    slot = today()
    aoki_works_here(stage, slot.call.event.center_id)
    registration_rows.others(slot, 7)
    a_phone_notice(a_registration(slot.id, "千葉 次郎"))
    return "/staff/"


def a_quiet_day(stage: Stage) -> str:
    """Open a desk with nothing on it."""
    aoki_works_here(stage, registration_rows.oodono().id)
    return "/staff/"


def nobody_yet(stage: Stage) -> Slot:
    """An event to which nobody has come yet."""
    slot = today()
    aoki_works_here(stage, slot.call.event.center_id)
    return slot


def many_came(stage: Stage) -> Slot:
    """An event with one family, one long name and many others."""
    slot = nobody_yet(stage)
    slot.call.party_max = 6
    a_registration(
        slot.id, registration_rows.LONG_NAME, name_kana="ちょうじゃがはらのみや ごんざえもんのすけ", party_size=3
    )
    registration_rows.others(slot, ROWS)
    return slot


def of_event(build: Any, way: str = "") -> Prepare:
    """Return what opens a staff page of the slot's event."""
    return lambda stage: f"/staff/events/{build(stage).call.event.code}{way}"


def of_date(build: Any, way: str) -> Prepare:
    """Return what opens a staff page of the slot's date."""
    return lambda stage: f"/staff/occurrences/{build(stage).occurrences[0].code}/{way}"


def of_call(build: Any, way: str) -> Prepare:
    """Return what opens a staff page of the slot's call."""
    return lambda stage: f"/staff/calls/{build(stage).call.code}/{way}"


def not_hers(stage: Stage) -> str:
    """Open the roster of another center."""
    slot = today()
    aoki_works_here(stage, a_center("ato", "阿東地域交流センター").id)
    return f"/staff/events/{slot.call.event.code}/registrations"


def not_for_clerks(stage: Stage) -> str:
    """Open a page for which a clerk has no permission."""
    aoki_works_here(stage, registration_rows.oodono().id)
    return "/staff/users"


def a_board(stage: Stage) -> str:
    """Open the board of 応援隊 with nothing on it."""
    stage.user_id = a_user(Role.SUPPORTER, name="千葉 次郎").id
    return "/supporters/"


def a_full_calendar(stage: Stage) -> str:
    """Open the events of a center."""
    center = discovery_rows.a_calendar(9)
    aoki_works_here(stage, center.id)
    return f"/staff/centers/{center.slug}/events"


def a_long_title(stage: Stage) -> str:
    """Open the overview of an event with the longest of titles."""
    event = registration_rows.a_workshop(registration_rows.LONG_TITLE)
    a_date(event.id)
    aoki_works_here(stage, event.center_id)
    return f"/staff/events/{event.code}"


def an_event_of(build: Any) -> Prepare:
    """Return what opens the overview of an event in some state."""

    def prepare(stage: Stage) -> str:
        event = build().call.event
        aoki_works_here(stage, event.center_id)
        return f"/staff/events/{event.code}"

    return prepare


def presses_save(page: Page) -> None:
    """Send the form as it is."""
    page.locator("main form button").last.click()


def looks_for_nobody(page: Page) -> None:
    """Look for a name that is not on the list."""
    page.locator("#who").fill("だれでもない")
    page.locator("#who").press("Enter")
    page.wait_for_load_state()


def without_network(page: Page) -> None:
    """Type a name and press the button where there is no network."""
    page.locator("#who").fill("千葉")
    page.context.set_offline(True)
    page.locator("#who").press("Enter")
    page.locator(".no-network >> visible=true").wait_for()


def broken(stage: Stage) -> str:
    """Open a desk that fails."""
    stage.breaks("desk.home", RuntimeError("broken"))
    return "/staff/"


def a_typhoon(_stage: Stage) -> str:
    """Open the notice that stands above every page."""
    discovery_rows.a_typhoon()
    return "/staff/emergency"


def staffed(name: str, state: State, prepare: Prepare, **more: Any) -> Scene:
    """A scene of somebody who is signed in."""
    return Scene(f"staff-{name}", state, prepare, signed_in=True, **more)


HOME = (
    staffed("home", State.ORDINARY, a_day, shows="今日の催し"),
    staffed("home-empty", State.EMPTY, a_quiet_day),
    staffed("home-dark", State.DARK, a_day, scheme="dark"),
    staffed("home-forced-colors", State.FORCED_COLORS, a_day, forced_colors=True),
    staffed("home-zoom", State.ZOOM, a_day, zoom=400),
    staffed("home-broken", State.SERVER_ERROR, broken, status=500),
    staffed("events", State.ORDINARY, a_full_calendar),
    staffed("board-empty", State.EMPTY, a_board),
    staffed("not-of-her-center", State.PERMISSION_DENIED, not_hers, status=404),
    staffed("not-for-clerks", State.PERMISSION_DENIED, not_for_clerks, status=403),
)
EVENTS = (
    staffed("event-open", State.OPEN, an_event_of(discovery_rows.a_full_page)),
    staffed("event-not-yet-open", State.NOT_YET_OPEN, an_event_of(discovery_rows.not_yet)),
    staffed("event-closed", State.CLOSED, an_event_of(discovery_rows.closed)),
    staffed("event-cancelled", State.CANCELLED, an_event_of(discovery_rows.cancelled), shows="台風"),
    staffed("event-past", State.PAST, an_event_of(discovery_rows.past)),
    staffed("event-long-words", State.LONG_WORDS, a_long_title),
    staffed("event-xlarge", State.LARGE_TEXT, a_long_title, text_size="xlarge"),
)
LISTS = (
    staffed("roster", State.ORDINARY, of_event(many_came, "/registrations"), shows="千葉 1子"),
    staffed("roster-empty", State.EMPTY, of_event(nobody_yet, "/registrations")),
    staffed("roster-print", State.PRINT, of_event(many_came, "/registrations"), media="print"),
    staffed("desk-entry", State.ORDINARY, of_call(nobody_yet, "registrations/new")),
    staffed("desk-entry-wrong", State.VALIDATION_ERROR, of_call(nobody_yet, "registrations/new"), act=presses_save),
    staffed(
        "desk-entry-without-javascript", State.NO_JAVASCRIPT, of_call(nobody_yet, "registrations/new"), javascript=False
    ),
    staffed("door", State.ORDINARY, of_date(many_came, "door")),
    staffed("door-nobody-found", State.VALIDATION_ERROR, of_date(many_came, "door"), act=looks_for_nobody),
    staffed("door-dark", State.DARK, of_date(many_came, "door"), scheme="dark"),
    staffed("door-offline", State.OFFLINE, of_date(many_came, "door"), act=without_network),
    staffed("closing", State.ORDINARY, of_date(many_came, "closing")),
)
EMERGENCIES = (
    staffed("emergency-none", State.EMPTY, lambda _stage: "/staff/emergency", shows="いまは何も出ていません"),
    staffed("emergency-shown", State.ORDINARY, a_typhoon, shows="いま出ています"),
    staffed("emergency-wrong", State.VALIDATION_ERROR, lambda _stage: "/staff/emergency", act=presses_save),
)
SCENES: tuple[Scene, ...] = (*HOME, *EVENTS, *LISTS, *EMERGENCIES)
