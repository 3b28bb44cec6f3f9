"""Calendars to subscribe to."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import vobject
from werkzeug.test import TestResponse

from eventsite.core.db import db
from eventsite.events.models import Event, EventKind, Precision, Publication, Visibility
from tests.factories.accounts import a_center
from tests.factories.events import a_date, an_event
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.discovery.conftest import a_listed_event


def summaries(response: TestResponse) -> list[str]:
    """Return the names of a feed's entries, read by the independent parser."""
    calendar = vobject.readOne(response.get_data(as_text=True))
    return [entry.summary.value for entry in calendar.contents.get("vevent", [])]


def test_the_feed_holds_the_public_dates_in_order_and_two_parsers_read_it(client: Resident, make: Make) -> None:
    make(a_listed_event, "来週", days=7)
    make(a_listed_event, "あす", days=1)
    make(a_listed_event, "先週", days=-7)
    make(a_listed_event, "下書き", publication=Publication.DRAFT)
    make(a_listed_event, "職員だけ", visibility=Visibility.INTERNAL)
    make(a_listed_event, "前世紀", days=-40)
    make(a_listed_event, "再来年", days=500)

    response = client.http.get("/calendar.ics")

    assert response.mimetype == "text/calendar"
    assert summaries(response) == ["先週", "あす", "来週"]
    parsed = icalendar.Calendar.from_ical(response.data)
    assert [str(entry["SUMMARY"]) for entry in parsed.walk("VEVENT")] == ["先週", "あす", "来週"]


def test_a_cancelled_event_stays_in_the_feed_as_cancelled(client: Resident, make: Make) -> None:
    make(a_listed_event, "星空観察会", publication=Publication.CANCELLED)

    (entry,) = icalendar.Calendar.from_ical(client.http.get("/calendar.ics").data).walk("VEVENT")

    assert entry["STATUS"] == "CANCELLED"
    assert entry["SUMMARY"] == "【中止】星空観察会"


def test_the_feed_takes_the_words_of_the_list(client: Resident, make: Make) -> None:
    niho = make(a_center, slug="niho")
    make(a_listed_event, "市", kind=EventKind.MARKET, center_id=niho.id)
    make(a_listed_event, "講座", kind=EventKind.COURSE)

    assert summaries(client.http.get("/calendar.ics?kind=market")) == ["市"]
    assert summaries(client.http.get("/calendar.ics?center=niho")) == ["市"]
    assert summaries(client.http.get("/centers/niho/calendar.ics")) == ["市"]
    assert summaries(client.http.get("/calendar.ics?q=講座")) == ["講座"]


def test_an_events_own_file_holds_all_its_dates_known_to_the_day(client: Resident, make: Make) -> None:
    course = make(an_event, title="連続講座")
    make(a_date, course.id, days=-300)
    make(a_date, course.id, days=3)
    make(a_date, course.id, days=30, hour=0, hours=24 * 30, precision=Precision.MONTH)
    make(a_listed_event, "ほか")

    response = client.http.get(f"/events/{course.code}.ics")

    assert summaries(response) == ["連続講座", "連続講座"]
    assert f'{course.code}.ics"' in response.headers["Content-Disposition"]


def test_the_same_feed_is_the_same_bytes_and_answers_nothing_new(client: Resident, make: Make) -> None:
    make(a_listed_event, "催し")
    first = client.http.get("/calendar.ics")

    again = client.http.get("/calendar.ics")
    by_tag = client.http.get("/calendar.ics", headers={"If-None-Match": first.headers["ETag"]})
    by_date = client.http.get("/calendar.ics", headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert again.data == first.data
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert (by_tag.status_code, by_tag.data, by_tag.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert by_date.status_code == 304


@pytest.mark.parametrize("packing", ["gzip", "br", "zstd"])
def test_a_packed_feed_is_recognised_by_its_own_tag(client: Resident, make: Make, packing: str) -> None:
    make(a_listed_event, "催し", description="くわしい案内です。" * 200)
    first = client.http.get("/calendar.ics", headers={"Accept-Encoding": packing})
    assert first.headers["Content-Encoding"] == packing

    told = {"Accept-Encoding": packing, "If-None-Match": first.headers["ETag"]}
    again = client.http.get("/calendar.ics", headers=told)

    assert (again.status_code, again.headers["ETag"]) == (304, first.headers["ETag"])


def change(code: str) -> None:
    """Give the event another name, as an editor does."""
    event = db.session.query(Event).filter_by(code=code).one()
    event.title = "新しい名前"
    event.updated_at = datetime.now(UTC) + timedelta(seconds=1)


def withdraw(code: str) -> None:
    """Make the event a matter of staff; its dates leave the feed."""
    db.session.query(Event).filter_by(code=code).one().visibility = Visibility.INTERNAL


@pytest.mark.parametrize("act", [change, withdraw])
def test_a_change_makes_a_new_version(client: Resident, make: Make, act: Callable[[str], None]) -> None:
    make(a_listed_event, "ほかの催し")
    shown = make(a_listed_event, "催し")
    first = client.http.get("/calendar.ics")

    make(act, shown.code)
    again = client.http.get("/calendar.ics", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200
    assert "催し" not in [name for name in summaries(again) if name != "ほかの催し"]


def test_each_language_and_each_choice_has_its_own_version(client: Resident, make: Make) -> None:
    make(a_listed_event, "催し", title_en="An event", kind=EventKind.MARKET)

    addresses = ("/calendar.ics", "/en/calendar.ics", "/easy/calendar.ics", "/calendar.ics?kind=market")
    tags = {client.http.get(address).headers["ETag"] for address in addresses}

    assert len(tags) == 4
    assert summaries(client.http.get("/en/calendar.ics")) == ["An event"]


def test_an_empty_feed_is_a_calendar(client: Resident) -> None:
    response = client.http.get("/calendar.ics")

    assert response.status_code == 200
    assert summaries(response) == []


def test_pages_offer_the_feed_for_subscribing(client: Resident, make: Make) -> None:
    make(a_listed_event, "催し")

    page = client.open("/events?kind=heritage_walk")

    assert any(link.startswith("webcal://") and "kind=heritage_walk" in link for link in page.links())
