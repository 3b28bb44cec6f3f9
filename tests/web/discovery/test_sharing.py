"""Passing an event on and noting it down, without any other site being asked by the page."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from eventsite.events.models import Event, OccurrenceStatus, Precision, Publication
from tests.factories.accounts import a_center
from tests.factories.events import a_date, a_venue, an_event, in_days
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.discovery.conftest import a_listed_event

BASE = "http://127.0.0.1:8000"


def google(page: Page) -> list[dict[str, str]]:
    """Return what the links to Google Calendar say."""
    links = [link for link in page.links() if link.startswith("https://calendar.google.com/calendar/render?")]
    return [{name: value[0] for name, value in parse_qs(urlsplit(link).query).items()} for link in links]


def test_line_gets_the_short_address(client: Resident, make: Make) -> None:
    shown = make(a_listed_event, "催し")

    for language in ("", "/easy", "/en"):
        (link,) = [one for one in client.open(f"{language}/events/{shown.code}").links() if "line.me" in one]

        assert link.startswith("https://social-plugins.line.me/lineit/share?")
        assert parse_qs(urlsplit(link).query) == {"url": [f"{BASE}{language}/e/{shown.code}"]}


def test_a_calendar_gets_a_file_a_subscription_or_a_link(client: Resident, make: Make) -> None:
    center = make(a_center, slug="niho")
    shown = make(a_listed_event, "催し", center_id=center.id)

    links = client.open(f"/events/{shown.code}").links()

    assert f"/events/{shown.code}.ics" in links
    assert f"webcal://127.0.0.1:8000/events/{shown.code}.ics" in links
    assert "webcal://127.0.0.1:8000/centers/niho/calendar.ics" in links


def on_three_days() -> Event:
    """A course of three dates at 10 o'clock: over, coming, cancelled; and a whole day, and one that is put off."""
    center = a_center(slug="niho")
    shown = an_event(center.id, title="スマホ教室 & 相談")
    a_date(shown.id, -3)
    a_date(shown.id, 3, venue_id=a_venue(center.id).id)
    a_date(shown.id, 5, status=OccurrenceStatus.CANCELLED)
    a_date(shown.id, 6, status=OccurrenceStatus.POSTPONED)
    a_date(shown.id, 7, hour=0, hours=48, precision=Precision.DAY)
    return shown


def test_google_gets_each_date_that_takes_place_in_utc_and_whole_days_as_days(client: Resident, make: Make) -> None:
    shown = make(on_three_days)

    at_ten, whole = google(client.open(f"/events/{shown.code}"))

    begins, ends = at_ten["dates"].split("/")
    assert begins == f"{make(in_days, 3):%Y%m%d}T010000Z"
    assert ends == f"{make(in_days, 3):%Y%m%d}T030000Z"
    assert at_ten["text"] == "スマホ教室 & 相談"
    assert at_ten["location"] == "仁保地域交流センター 大会議室 山口市仁保中郷1041"
    assert at_ten["details"] == f"{BASE}/e/{shown.code}"
    assert whole["dates"] == f"{make(in_days, 7):%Y%m%d}/{make(in_days, 9):%Y%m%d}"


@pytest.mark.parametrize("over", [{"publication": Publication.CANCELLED}, {"days": -3}])
def test_what_does_not_come_is_not_noted_down(client: Resident, make: Make, over: dict[str, Any]) -> None:
    shown = make(a_listed_event, "催し", **over)

    links = client.open(f"/events/{shown.code}").links()

    assert not [link for link in links if link.endswith(".ics") or "calendar.google" in link]
    assert [link for link in links if "line.me" in link]


def test_the_page_loads_nothing_from_elsewhere(client: Resident, make: Make, app: Flask) -> None:
    shown = make(a_listed_event, "催し")

    page = client.open(f"/events/{shown.code}")

    loaded = [one.get("src", "") for one in page.tree.iter() if one.get("src")]
    loaded += [
        one.get("href", "") for one in page.tree.iter("link") if one.get("rel") not in ("canonical", "alternate")
    ]
    assert loaded
    assert [address for address in loaded if not address.startswith("/static/")] == []
