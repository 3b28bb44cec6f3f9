"""What search engines read of an event, checked against what they ask for, in every state."""

import json
from typing import Any

import pytest
from flask import Flask

from eventsite.admission.vocabulary import Admission
from eventsite.core import clock
from eventsite.discovery import queries
from eventsite.discovery.jsonld import Setting, json_ld
from eventsite.discovery.reader import reader_at
from eventsite.events.models import (
    Event,
    EventOffer,
    OccurrenceStatus,
    Offer,
    Organizer,
    OrganizerRole,
    Precision,
    Publication,
)
from tests.factories.accounts import a_center
from tests.factories.admission import a_call, a_slot
from tests.factories.events import a_date, a_venue, an_event, in_days
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.support.rich_result import faults
from tests.web.discovery.conftest import a_listed_event

BASE = "http://127.0.0.1:8000"


def told(page: Page) -> Any:
    """Return what search engines read."""
    scripts = [one for one in page.tree.iter("script") if one.get("type") == "application/ld+json"]
    return json.loads("".join(scripts[0].itertext()))


STATES: dict[str, tuple[dict[str, Any], str, str]] = {
    "open": ({}, "EventScheduled", "InStock"),
    "few left": ({"taken": 19}, "EventScheduled", "InStock"),
    "full": ({"taken": 20}, "EventScheduled", "SoldOut"),
    "no registration": ({"call": {"admission": Admission.NONE}}, "EventScheduled", "InStock"),
    "over": ({"days": -3}, "EventScheduled", "SoldOut"),
    "cancelled": ({"publication": Publication.CANCELLED}, "EventCancelled", "SoldOut"),
    "date cancelled": ({"date": {"status": OccurrenceStatus.CANCELLED}}, "EventCancelled", "SoldOut"),
    "changed": ({"date": {"status": OccurrenceStatus.CHANGED}}, "EventScheduled", "InStock"),
    "postponed": ({"date": {"status": OccurrenceStatus.POSTPONED}}, "EventPostponed", "InStock"),
}


@pytest.mark.parametrize("language", ["", "/easy", "/en"])
@pytest.mark.parametrize(("facts", "status", "availability"), STATES.values(), ids=STATES.keys())
def test_every_state_is_complete_and_true(
    client: Resident, make: Make, language: str, facts: dict[str, Any], status: str, availability: str
) -> None:
    shown = make(a_listed_event, "催し", fee_yen=0, **facts)

    events = told(client.open(f"{language}/events/{shown.code}"))

    assert faults(events) == []
    assert events[0]["eventStatus"] == f"https://schema.org/{status}"
    assert events[0]["offers"]["availability"] == f"https://schema.org/{availability}"
    assert events[0]["isAccessibleForFree"] is True
    assert events[0]["image"][0].startswith(f"{BASE}{language}/events/{shown.code}/card.png?v=")


def test_before_the_opening_it_can_be_ordered_beforehand(client: Resident, make: Make) -> None:
    opens_at, closes_at = make(in_days, 2, hour=9), make(in_days, 5, hour=17)
    shown = make(a_listed_event, "催し", fee_yen=500, call={"opens_at": opens_at, "closes_at": closes_at})

    (event,) = told(client.open(f"/events/{shown.code}"))

    assert faults([event]) == []
    assert event["offers"]["availability"] == "https://schema.org/PreOrder"
    assert (event["offers"]["price"], event["offers"]["priceCurrency"]) == (500, "JPY")
    assert event["offers"]["validFrom"] == f"{opens_at:%Y-%m-%dT09:00:00}+09:00"
    assert event["offers"]["validThrough"] == f"{closes_at:%Y-%m-%dT17:00:00}+09:00"


def at_niho() -> Event:
    """An event at a place of which all is known, held by the center, in English too."""
    center = a_center(slug="niho")
    venue = a_venue(center.id, latitude=34.2, longitude=131.55, postal_code="753-0302")
    shown = a_listed_event("催し", center_id=center.id, taken=12, date={"venue_id": venue.id})
    shown.offers = [EventOffer(offer=Offer.ENGLISH)]
    shown.organizers = [
        Organizer(role=OrganizerRole.HOST, name=center.name),
        Organizer(role=OrganizerRole.HOST, name="仁保地域開発協議会"),
    ]
    return shown


def test_place_hosts_language_and_places_left_are_told(client: Resident, make: Make) -> None:
    shown = make(at_niho)

    (event,) = told(client.open(f"/events/{shown.code}"))

    assert faults([event]) == []
    assert event["location"]["address"] == {
        "@type": "PostalAddress", "addressCountry": "JP", "addressRegion": "山口県", "addressLocality": "山口市",
        "streetAddress": "仁保中郷1041", "postalCode": "753-0302",
    }  # fmt: skip
    assert (event["location"]["geo"]["latitude"], event["location"]["geo"]["longitude"]) == (34.2, 131.55)
    assert [one.get("url") for one in event["organizer"]] == [f"{BASE}/centers/niho", None]
    assert event["inLanguage"] == ["ja", "en"]
    assert (event["maximumAttendeeCapacity"], event["remainingAttendeeCapacity"]) == (20, 8)
    assert event["endDate"][10:] == "T12:00:00+09:00"


def drawn_by_lot() -> Event:
    """An event for 20 persons, who are drawn the day after the deadline."""
    shown = an_event(title="わら細工")
    date = a_date(shown.id, 7)
    call = a_call(shown.id, Admission.LOTTERY, closes_at=in_days(3), draw_at=in_days(4), sealed_at=in_days(-1))
    a_slot(call.id, 20, (date.id,))
    return shown


def test_what_is_drawn_by_lot_has_no_places_left_or_taken(app: Flask, make: Make) -> None:
    shown = make(drawn_by_lot)

    with app.app_context():
        stored, calls = queries.event_by_code(shown.code), queries.calls_of([shown.id])
        setting = Setting(f"{BASE}/events/{shown.code}", f"{BASE}/card.png", f"{BASE}/centers/niho", "わら細工")
        (event,) = json.loads(json_ld(stored, calls, reader_at(clock.now()), setting))

    assert faults([event]) == []
    assert event["maximumAttendeeCapacity"] == 20
    assert "remainingAttendeeCapacity" not in event
    assert event["offers"]["availability"] == "https://schema.org/InStock"


def in_words_and_days() -> Event:
    """A festival of two whole days, and a third date of which only the month is known."""
    shown = an_event(title="祭り")
    a_date(shown.id, 7, hour=0, hours=48, precision=Precision.DAY)
    a_date(shown.id, 60, hour=0, hours=24 * 30, precision=Precision.MONTH)
    return shown


def test_whole_days_end_on_their_last_day_and_vague_dates_are_left_out(client: Resident, make: Make) -> None:
    shown = make(in_words_and_days)

    (event,) = told(client.open(f"/events/{shown.code}"))

    assert faults([event]) == []
    assert event["startDate"] == f"{make(in_days, 7):%Y-%m-%d}"
    assert event["endDate"] == f"{make(in_days, 8):%Y-%m-%d}"
    assert "offers" not in event


@pytest.mark.parametrize(
    "missing", ["name", "startDate", "location", "image", "description", "organizer", "eventStatus"]
)
def test_the_check_misses_nothing(client: Resident, make: Make, missing: str) -> None:
    shown = make(a_listed_event, "催し")
    (event,) = told(client.open(f"/events/{shown.code}"))

    assert faults([{name: value for name, value in event.items() if name != missing}])
    assert faults([{**event, "startDate": "2026-11-14T10:00:00"}])
    assert faults([{**event, "nmae": "催し"}])
    assert faults([{**event, "previousStartDate": [event["startDate"]]}])
    assert faults([{**event, "eventStatus": "https://schema.org/EventRescheduled"}])
