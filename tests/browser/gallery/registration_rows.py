"""What the scenes of joining are about: a workshop at 大殿, those who join it, and what becomes of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from eventsite.accounts.models import Center
from eventsite.admission import services, services_dates, services_offers
from eventsite.admission.entries import Person
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db
from eventsite.events import services_dates as event_dates
from eventsite.events.details import Place, Times
from eventsite.events.models import Event, EventKind
from tests.browser.gallery.scene import Stage
from tests.factories.accounts import a_center
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import a_venue, an_event, an_occurrence, in_days

LONG_NAME = "長者ヶ原之宮 権左衛門之介"  # surname and name of 12 characters
LONG_TITLE = "五十文字までの長い題名の催しがあっても表示がくずれないことを確かめるための長い題名です"
MAIL = "baba@example.jp"
Prepare = Callable[[Stage], str]


def oodono() -> Center:
    """The center of all scenes."""
    return a_center(
        "oodono", "大殿地域交流センター", phone="083-924-5592", name_en="Odono Community Center", council_name="大殿"
    )


def a_workshop(title: str = "大内塗のお箸に絵をつける", **more: Any) -> Event:
    """A published event with everything that a resident wants to know, without dates."""
    facts: dict[str, Any] = {
        "kind": EventKind.WORKSHOP,
        "title_en": "Paint your own Ouchi lacquer chopsticks",
        "fee_yen": 500,
        "belongings": "エプロン、手をふくタオル",
        **more,
    }
    return an_event(oodono().id, title, **facts)


def places(capacity: int | None = 20, slots: int = 1, event: Event | None = None, **of_the_call: Any) -> Slot:
    """The first of some slots, each with a date of its own, of a call that is open."""
    event = event or a_workshop()
    venue = a_venue(event.center_id, "大殿地域交流センター 2階 会議室")
    call = a_call(event.id, **of_the_call)
    for at in range(slots):
        date = an_occurrence(event.id, in_days(11 + 7 * at), venue_id=venue.id)
        label = f"第{at + 1}回" if slots > 1 else ""
        a_slot(call.id, capacity, (date.id,), position=at, label=label)
    db.session.refresh(call)
    return call.slots[0]


def baba(slot: Slot, **more: Any) -> Registration:
    """馬場, who has a mailbox unless said otherwise, registers."""
    return a_registration(slot.id, "馬場 太郎", **{"email": MAIL, **more})


def others(slot: Slot, number: int) -> list[Registration]:
    """So many others register, each alone."""
    return [a_registration(slot.id, f"千葉 {one}子", phone=f"083-911-{one:04}") for one in range(1, number + 1)]


def in_line(**more: Any) -> Registration:
    """馬場 waits as the third."""
    slot = places(1)
    others(slot, 3)
    return baba(slot, **more)


def offered() -> Registration:
    """馬場 waited, and whoever had the place has withdrawn: it is held for two days."""
    slot = places(1, offer_hours=48)
    first, *_ = others(slot, 1)
    waiting = baba(slot)
    services.withdraw(first.id, actor=SYSTEM, now=clock.now())
    return waiting


def lapsed() -> Registration:
    """馬場 has not answered the offer."""
    waiting = offered()
    return services_offers.lapse(waiting.id, now=clock.now() + timedelta(days=3))


def withdrawn() -> Registration:
    """馬場 has withdrawn."""
    return services.withdraw(baba(places()).id, actor=SYSTEM, now=clock.now())


def cancelled() -> Registration:
    """馬場 had a place in what does not happen because of a typhoon."""
    made, now = baba(places()), clock.now()
    event_dates.cancel_event(made.call.event_id, "台風が近づいているため", actor=SYSTEM, now=now)
    services_dates.cancel_all(made.call.event_id, actor=SYSTEM, now=now)
    return made


def moved() -> Registration:
    """The date for which 馬場 has a place was moved by a day, into another room."""
    made, now = baba(places()), clock.now()
    date = made.slot.occurrences[0]
    times = Times(date.starts_at + timedelta(days=1, hours=3), date.starts_at + timedelta(days=1, hours=5))
    place = Place(a_venue(made.center_id, "大殿地域交流センター 講堂").id)
    changes = event_dates.reschedule(date.id, times, place, "講師の都合により", actor=SYSTEM, now=now)
    services_dates.follow_changes(changes, actor=SYSTEM, now=now)
    return made


def over() -> Registration:
    """馬場 had a place in what took place last week."""
    made = baba(places())
    for date in made.slot.occurrences:
        date.starts_at, date.ends_at = in_days(-4), in_days(-4, hour=12)
    return made


def confirmed(**more: Any) -> Registration:
    """馬場 has a place."""
    return baba(places(), **more)


def family_form() -> Slot:
    """Up to six people may come to an event with the longest of titles, each by name."""
    return places(event=a_workshop(LONG_TITLE, title_en=""), party_max=6, asks_companion_names=True)


def a_large_family() -> Registration:
    """Six people with the longest of names, for an event with the longest of titles."""
    companions = tuple(Person(f"長者ヶ原之宮 権左衛門之介{one}世") for one in "二三四五六")
    return a_registration(
        family_form().id,
        LONG_NAME,
        name_kana="ちょうじゃがはらのみや ごんざえもんのすけ",
        party_size=6,
        companions=companions,
    )


def page_of(build: Callable[[], Registration], way: str = "") -> Prepare:
    """Return what prepares one's own page, or the page ``way`` below it, of the registration that is built."""
    return lambda _stage: f"/my/{build().manage_token}{way}"


def form_of(build: Callable[[], Slot]) -> Prepare:
    """Return what prepares the form of the call whose slot is built."""
    return lambda _stage: f"/calls/{build().call.code}/registrations/new"
