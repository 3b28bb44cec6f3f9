"""The month as a page."""

from datetime import date, timedelta

from flask import Flask

from eventsite.core import clock
from eventsite.events.models import EventKind, Precision, Publication
from tests.factories.accounts import a_center
from tests.factories.events import a_date, an_event
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.discovery.conftest import a_listed_event


def today_of(app: Flask) -> date:
    """Return the city's present day."""
    with app.app_context():
        return clock.today(clock.now())


def test_the_calendar_leads_to_the_present_month(client: Resident, app: Flask) -> None:
    today = today_of(app)

    response = client.http.get("/calendar?kind=market&kind=nonsense")

    assert response.headers["Location"] == f"/calendar/{today:%Y-%m}?kind=market"


def test_each_day_says_how_much_happens_and_leads_to_it(client: Resident, make: Make, app: Flask) -> None:
    day = today_of(app) + timedelta(days=40)
    make(a_listed_event, "一つ目", days=40)
    make(a_listed_event, "二つ目", days=40)
    make(a_listed_event, "下書き", days=40, publication=Publication.DRAFT)

    page = client.open(f"/calendar/{day:%Y-%m}")

    (cell,) = [one for one in page.tree.iter("a") if "month-grid__link" in one.get("class", "")]
    assert "2件" in "".join(cell.itertext())
    of_day = client.open(f"/calendar/{day:%Y-%m}?day={day.day}")
    assert "一つ目" in of_day.text
    assert "二つ目" in of_day.text
    assert "下書き" not in of_day.text


def test_a_cell_and_the_list_it_leads_to_agree_on_a_long_exhibition(client: Resident, make: Make, app: Flask) -> None:
    exhibition = make(an_event, title="写真展")
    make(a_date, exhibition.id, days=-5, hour=0, hours=24 * 11, precision=Precision.DAY)
    today = today_of(app)

    page = client.open(f"/calendar/{today:%Y-%m}?day={today.day}")

    assert "写真展" in page.text
    assert "写真展" in page.follow("この日を一覧で見る").text


def test_the_days_of_the_past_keep_their_events(client: Resident, make: Make, app: Flask) -> None:
    day = today_of(app) - timedelta(days=40)
    make(a_listed_event, "もう終わった催し", days=-40)

    page = client.open(f"/calendar/{day:%Y-%m}?day={day.day}")

    assert "もう終わった催し" in page.text
    assert "もう終わった催し" in page.follow("この月を一覧で見る").text


def test_the_choices_of_the_address_hold_in_every_link(client: Resident, make: Make, app: Flask) -> None:
    make(a_center, slug="niho")
    day = today_of(app) + timedelta(days=40)
    make(a_listed_event, "市", days=40, kind=EventKind.MARKET)
    make(a_listed_event, "講座", days=40, kind=EventKind.COURSE)

    page = client.open(f"/calendar/{day:%Y-%m}?kind=market&day={day.day}")

    assert "講座" not in page.text.replace("講座・教室", "")
    assert all("kind=market" in link for link in page.links() if "/calendar/20" in link and "#day" in link)


def test_months_that_do_not_exist_are_not_found(client: Resident) -> None:
    for month in ("2026-13", "1999-12", "2100-01", "abc", "2026-1", "２０２６-11"):
        assert client.open(f"/calendar/{month}").status == 404


def test_the_ends_of_the_calendar_and_nonsense_days_are_pages(client: Resident) -> None:
    for address in (
        "2000-01",
        "2099-12",
        "2026-02?day=31",
        "2026-02?day=-1",
        "2026-02?day=%00",
        "2026-02?day=" + "9" * 999,
    ):
        assert client.open(f"/calendar/{address}").status == 200
