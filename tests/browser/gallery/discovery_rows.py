"""What the scenes of finding are about: a calendar of several centers, and one event in each of its states."""

from collections.abc import Callable
from datetime import timedelta
from itertools import cycle
from typing import Any

from sqlalchemy import select

from eventsite.accounts.models import Center
from eventsite.admission.models import Slot
from eventsite.admission.vocabulary import Admission, Audience
from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db
from eventsite.emergency.services import Wording, put_up
from eventsite.events.models import (
    Event,
    EventKind,
    EventOffer,
    Occurrence,
    OccurrenceStatus,
    Offer,
    Organizer,
    OrganizerRole,
    Precision,
    Publication,
    Venue,
    WeatherRule,
)
from tests.browser.gallery.registration_rows import LONG_NAME, LONG_TITLE, Prepare, a_workshop, oodono, places
from tests.browser.gallery.scene import Stage
from tests.factories.accounts import a_center
from tests.factories.admission import a_call, a_slot
from tests.factories.events import a_date, a_venue, an_event, in_days

TITLES = (
    ("大内塗のお箸に絵をつける", EventKind.WORKSHOP),
    ("ふるさと探訪　仁保の石仏をめぐる", EventKind.HERITAGE_WALK),
    ("親子しめ縄づくり", EventKind.WORKSHOP),
    ("スマホ教室　はじめての写真と地図", EventKind.COURSE),
    ("朝市　とれたて野菜とお漬物", EventKind.MARKET),
    ("ずっと元気　プログラム体験会", EventKind.HEALTH),
    ("外国の料理を作って食べる会", EventKind.EXCHANGE),
)
FACTS: dict[str, Any] = {
    "audience": "市内にお住まいの方。小学生以下は大人の方といっしょに",
    "how_to_join": "このページ、電話、窓口",
    "weather_rule": WeatherRule.LIGHT_RAIN_OK,
    "weather_note": "中止のときは当日の午前7時に、このページでお知らせします",
    "description": "地元の職人さんに教わりながら、大内塗のお箸に金の菱を描きます。\n道具はすべて用意しています。"
    "できあがったお箸は、その日に持って帰れます。",
    "summary_easy": "はしに 絵を かきます。\n道具は あります。",
    "summary_en": "Decorate lacquer chopsticks with a local craftsman. Tools are provided.",
}


def niho() -> Center:
    """A second center."""
    return a_center("niho", "仁保地域交流センター", name_en="Niho Community Center")


def a_calendar(number: int = 26) -> Center:
    """So many events at two centers, in all the states that a list can show; returns the first center."""
    centers = [oodono(), niho()]
    rooms = [
        a_venue(one.id, f"{one.name} 大会議室", latitude=34.18 + at / 20, longitude=131.47 + at / 20)
        for at, one in enumerate(centers)
    ]
    for at, (title, kind) in zip(range(number), cycle(TITLES), strict=False):
        event = an_event(centers[at % 2].id, title, kind=kind)
        date = a_date(event.id, 1 + at // 3, hour=9 + at % 6, venue_id=rooms[at % 2].id)
        _standing(at, event, date)
    return centers[0]


def _standing(at: int, event: Event, date: Occurrence) -> None:
    """Let the events of a calendar stand one by one as differently as they can."""
    if at % 7 == 4:
        a_call(event.id, Admission.NONE)
        return
    opens = in_days(2, hour=9) if at % 7 == 5 else None
    slot = a_slot(a_call(event.id, opens_at=opens).id, 20, (date.id,))
    slot.taken = {1: 18, 2: 20}.get(at % 7, 7)
    if at % 7 == 3:
        date.status, date.status_reason = OccurrenceStatus.CHANGED, "場所が2階の会議室に変わりました"
    if at % 7 == 6:
        date.status, date.status_reason = OccurrenceStatus.CANCELLED, "講師の体調不良のため"


def listed(path: str, number: int = 26) -> Prepare:
    """Return what fills the calendar and opens this page."""

    def prepare(_stage: Stage) -> str:
        a_calendar(number)
        return path

    return prepare


def from_a_center(_stage: Stage) -> str:
    """Fill the calendar and open the places, the nearest to the first center's building first."""
    one = a_calendar()
    db.session.scalars(select(Venue).where(Venue.center_id == one.id)).one().is_seat = True
    return f"/places?from={one.slug}"


def this_month(path: str) -> Prepare:
    """Return what fills the calendar and opens a page of the month of most of its dates."""

    def prepare(_stage: Stage) -> str:
        a_calendar()
        return path.format(f"{clock.local(in_days(8)):%Y-%m}")

    return prepare


def page_of(build: Callable[..., Slot | Event], **more: Any) -> Prepare:
    """Return what opens the page of the event that is built, or of the slot's event."""

    def prepare(_stage: Stage) -> str:
        made = build(**more)
        db.session.flush()
        return f"/events/{(made if isinstance(made, Event) else made.call.event).code}"

    return prepare


def a_full_page(taken: int = 12, **of_the_call: Any) -> Slot:
    """An event about which everything is said, with so many of 20 places taken."""
    event = a_workshop(**FACTS)
    event.offers = [EventOffer(offer=Offer.WHEELCHAIR), EventOffer(offer=Offer.PARKING)]
    event.organizers = [Organizer(role=OrganizerRole.CO_HOST, name="大殿地域づくり協議会")]
    slot = places(event=event, closes_at=in_days(9, hour=17), **of_the_call)
    slot.taken = taken
    venue = slot.occurrences[0].venue
    if venue:
        venue.latitude, venue.longitude = 34.1816, 131.4745
    return slot


def not_yet() -> Slot:
    """An event whose call opens in two days."""
    return a_full_page(0, opens_at=in_days(2, hour=9))


def closed() -> Slot:
    """An event whose call closed yesterday."""
    slot = a_full_page()
    slot.call.closes_at = in_days(-1, hour=17)
    return slot


def became(status: OccurrenceStatus, reason: str) -> Slot:
    """An event of whose date this became."""
    slot = a_full_page()
    date = slot.occurrences[0]
    date.status, date.status_reason = status, reason
    return slot


def cancelled() -> Slot:
    """An event that was called off."""
    slot = a_full_page()
    event = slot.call.event
    event.publication, event.cancel_reason, event.cancelled_at = (
        Publication.CANCELLED,
        "台風が近づいているため",
        clock.now(),
    )
    return slot


def past() -> Slot:
    """An event of last week."""
    slot = a_full_page()
    date = slot.occurrences[0]
    date.starts_at, date.ends_at = in_days(-4), in_days(-4, hour=12)
    slot.call.closes_at = in_days(-6)
    return slot


def draft() -> Event:
    """An event that is not published yet."""
    return a_workshop(publication=Publication.DRAFT)


def several_calls() -> Event:
    """A health day with two programmes, and helpers wanted from among pupils."""
    event = a_workshop("健康づくり体験会", title_en="", kind=EventKind.HEALTH, belongings="動きやすい服、飲みもの")
    day = a_date(event.id, 5, hours=4)
    call = a_call(event.id, title="体験する方", note="両方に申し込めます。")
    for at, (label, taken) in enumerate((("フレイル測定", 4), ("ボッチャ", 12))):
        begins = in_days(5, hour=10 + at)
        a_slot(
            call.id, 12, (day.id,), label=label, position=at, starts_at=begins, ends_at=begins + timedelta(minutes=50)
        ).taken = taken
    a_slot(a_call(event.id, audience=Audience.YOUTH_STAFF, position=2).id, 4, (day.id,))
    return event


def ranked_slots() -> Slot:
    """Three dates of which one may wish for two."""
    return places(10, slots=3, wishes_max=2)


def no_registration() -> Slot:
    """A market to which one just comes."""
    return places(None, admission=Admission.NONE, event=a_workshop("朝市　とれたて野菜とお漬物", kind=EventKind.MARKET))


def barely_known() -> Event:
    """An event of which only the month is known."""
    event = a_workshop("地域づくり研修会", title_en="", belongings="", fee_yen=None, source="市報やまぐち")
    a_date(event.id, 30, hour=0, hours=24 * 30, precision=Precision.MONTH)
    return event


def in_japanese_only() -> Slot:
    """An event of which the staff wrote nothing but Japanese."""
    event = a_workshop(title_en="", description=FACTS["description"])
    return places(event=event)


def long_words() -> Slot:
    """The longest of titles, and a contact with the longest of names."""
    event = a_workshop(LONG_TITLE, title_en="", contact_name=LONG_NAME, contact_phone="090-1234-5678", **FACTS)
    return places(event=event)


def a_typhoon() -> None:
    """The urgent notice: every center is closed for hours to come."""
    now = clock.now()
    english = {"title_en": "Centers closed: typhoon", "text_en": "All centers are closed today. Please stay at home."}
    until, url = now + timedelta(hours=9), "https://www.city.yamaguchi.lg.jp/"
    text = "きょうは、どのセンターも開きません。催しはすべて中止です。"
    put_up(Wording("台風で全館休館します", text, until, url=url, **english), actor=SYSTEM, now=now)
