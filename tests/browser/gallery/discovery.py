"""Scenes of finding: home, list, month, centers, places, and the page of an event."""

from sqlalchemy.exc import OperationalError

from eventsite.events.models import OccurrenceStatus
from tests.browser.gallery import discovery_draws as draws
from tests.browser.gallery import discovery_rows as rows
from tests.browser.gallery.discovery_rows import from_a_center, listed, page_of, this_month
from tests.browser.gallery.discovery_visitor import goes_elsewhere, narrows, opens_calendar_links
from tests.browser.gallery.registration_rows import Prepare, oodono
from tests.browser.gallery.scene import Scene, Stage, State


def at(path: str) -> Prepare:
    """Return what opens a page of a site without events."""
    return lambda _stage: path


def failing(error: Exception) -> Prepare:
    """Return what opens a list that fails."""

    def prepare(stage: Stage) -> str:
        stage.breaks("discovery.events", error)
        return "/events"

    return prepare


def a_center_without_events(_stage: Stage) -> str:
    """Open the page of a center that plans nothing."""
    return f"/centers/{oodono().slug}"


def an_empty_month(_stage: Stage) -> str:
    """Open the printable month of a center that plans nothing."""
    return f"/centers/{oodono().slug}/calendar/2027-02"


def over_and_listed(_stage: Stage) -> str:
    """Open the list of what is over."""
    rows.past()
    return "/events?past=1"


def a_closed_database() -> Exception:
    """Return what a busy database says."""
    return OperationalError("SELECT", {}, Exception("database is locked"))


def in_an_emergency(stage: Stage) -> str:
    """Open the first page while a typhoon comes."""
    rows.a_typhoon()
    return listed("/")(stage)


full_page = page_of(rows.a_full_page)
LISTS = (
    Scene("home", State.ORDINARY, listed("/"), shows="すべて見る（26件）"),
    Scene("home-emergency", State.ORDINARY, in_an_emergency, shows="【緊急】台風で全館休館します"),
    Scene("home-empty", State.EMPTY, at("/")),
    Scene("home-dark", State.DARK, listed("/"), scheme="dark"),
    Scene("home-xlarge", State.LARGE_TEXT, listed("/"), text_size="xlarge"),
    Scene("home-furigana", State.FURIGANA, listed("/"), furigana=True),
    Scene("list", State.ORDINARY, listed("/events", 19)),
    Scene("list-narrowing", State.ORDINARY, listed("/events", 7), narrows),
    Scene("list-filtered", State.ORDINARY, listed("/events?kind=workshop&center=oodono&seats=1")),
    Scene("list-second-page", State.ORDINARY, listed("/events?page=2", 45)),
    Scene("list-nothing-fits", State.EMPTY, listed("/events?kind=market&date=today&free=1"), shows="すべての種類"),
    Scene("list-words-not-found", State.EMPTY, listed("/events?q=流しそうめん"), shows="流しそうめん"),
    Scene("list-words-found", State.ORDINARY, listed("/events?q=しめなわ"), shows="しめ縄"),
    Scene("list-wrong-address", State.VALIDATION_ERROR, listed("/events?date=2026-99-99&kind=nothing&page=abc", 5)),
    Scene("list-past", State.PAST, over_and_listed),
    Scene("month", State.ORDINARY, this_month("/calendar/{}")),
    Scene("month-empty", State.EMPTY, at("/calendar/2027-02")),
    Scene("month-wrong-address", State.VALIDATION_ERROR, at("/calendar/2027-13"), status=404),
    Scene("center", State.ORDINARY, listed("/centers/oodono")),
    Scene("center-empty", State.EMPTY, a_center_without_events),
    Scene("center-month", State.ORDINARY, this_month("/centers/oodono/calendar/{}")),
    Scene("center-month-empty", State.EMPTY, an_empty_month),
    Scene("center-month-print", State.PRINT, this_month("/centers/oodono/calendar/{}"), media="print"),
    Scene("centers", State.ORDINARY, listed("/centers")),
    Scene("places", State.ORDINARY, listed("/places")),
    Scene("places-from-a-center", State.ORDINARY, from_a_center, shows="km"),
    Scene("places-empty", State.EMPTY, at("/places")),
    Scene("searches-empty", State.EMPTY, at("/searches")),
    Scene("display", State.ORDINARY, at("/display")),
    Scene("accessibility", State.ORDINARY, at("/accessibility")),
    Scene("privacy", State.ORDINARY, at("/privacy")),
)
EVENTS = (
    Scene("event", State.OPEN, full_page, shows="あと8人"),
    Scene("event-links-for-calendars", State.OPEN, full_page, opens_calendar_links),
    Scene("event-not-yet-open", State.NOT_YET_OPEN, page_of(rows.not_yet), shows="受付前"),
    Scene("event-few-left", State.FEW_LEFT, page_of(rows.a_full_page, taken=18), shows="あと2人"),
    Scene("event-full", State.FULL, page_of(rows.a_full_page, taken=20), shows="キャンセル待ち"),
    Scene("event-closed", State.CLOSED, page_of(rows.closed), shows="受付終了"),
    Scene(
        "event-changed", State.CHANGED,
        page_of(rows.became, status=OccurrenceStatus.CHANGED, reason="場所が2階の会議室に変わりました"),
        shows="2階の会議室",
    ),
    Scene(
        "event-postponed", State.CHANGED,
        page_of(rows.became, status=OccurrenceStatus.POSTPONED, reason="大雪の予報のため"), shows="延期",
    ),
    Scene("event-cancelled", State.CANCELLED, page_of(rows.cancelled), shows="台風が近づいているため"),
    Scene(
        "event-date-cancelled", State.CANCELLED,
        page_of(rows.became, status=OccurrenceStatus.CANCELLED, reason="講師の体調不良のため"), shows="中止",
    ),
    Scene("event-past", State.PAST, page_of(rows.past), shows="終わりました"),
    Scene("event-draft", State.PERMISSION_DENIED, page_of(rows.draft), status=404),
    Scene("event-drawn-later", State.OPEN, page_of(draws.is_open), shows="抽選"),
    Scene("event-draw-closed", State.CLOSED, page_of(draws.is_closed)),
    Scene("event-draw-announced", State.CLOSED, page_of(draws.is_announced)),
    Scene("event-several-calls", State.OPEN, page_of(rows.several_calls), shows="フレイル測定"),
    Scene("event-several-dates", State.OPEN, page_of(rows.ranked_slots), shows="第2回"),
    Scene("event-no-registration", State.OPEN, page_of(rows.no_registration), shows="申込不要"),
    Scene("event-barely-known", State.PARTIAL, page_of(rows.barely_known)),
    Scene("event-in-japanese-only", State.PARTIAL, page_of(rows.in_japanese_only)),
    Scene("event-long-words", State.LONG_WORDS, page_of(rows.long_words)),
    Scene("event-without-images", State.NO_IMAGES, full_page, images=False),
    Scene("event-without-javascript", State.NO_JAVASCRIPT, full_page, javascript=False),
    Scene("event-zoom", State.ZOOM, full_page, zoom=400),
    Scene("event-xlarge", State.LARGE_TEXT, full_page, text_size="xlarge"),
    Scene("event-dark", State.DARK, full_page, scheme="dark"),
    Scene("event-furigana", State.FURIGANA, full_page, furigana=True),
    Scene("event-forced-colors", State.FORCED_COLORS, full_page, forced_colors=True),
    Scene("event-print", State.PRINT, full_page, media="print"),
    Scene("event-offline", State.OFFLINE, full_page, offline=True, shows="つながりません"),
    Scene("offline-not-saved", State.OFFLINE, full_page, goes_elsewhere, offline=True, shows="圏外です"),
)  # fmt: skip
ERRORS = (
    Scene("unknown-address", State.PERMISSION_DENIED, at("/nowhere"), status=404, shows="ページが見つかりません"),
    Scene("server-error", State.SERVER_ERROR, failing(RuntimeError("broken")), status=500, shows="受付ができません"),
    Scene("server-busy", State.SERVER_ERROR, failing(a_closed_database()), status=503),
)
SCENES: tuple[Scene, ...] = (*LISTS, *EVENTS, *ERRORS)
