"""A center's own month, to be read and to be hung on a wall."""

from datetime import date, time, timedelta

import pytest
from flask import Flask

from eventsite.accounts.models import Center
from eventsite.core import clock
from eventsite.events.models import Precision
from tests.factories.accounts import a_center
from tests.factories.events import a_date, an_event, an_occurrence
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.discovery.conftest import a_listed_event


def the_month_in(app: Flask, days: int) -> tuple[str, int]:
    """Return the month that is so many days away as in an address, and the day in it."""
    with app.app_context():
        day = clock.today(clock.now()) + timedelta(days=days)
    return f"{day:%Y-%m}", day.day


def niho() -> Center:
    """A center with an event of its own in 40 days."""
    center = a_center(slug="niho")
    a_listed_event("仁保の紙芝居", 40, center_id=center.id)
    a_listed_event("よその催し", 40, center_id=a_center(slug="odono", name="大殿地域交流センター").id)
    return center


def test_the_month_has_the_centers_own_dates_its_lines_and_a_way_back(client: Resident, make: Make, app: Flask) -> None:
    make(niho)
    month, day = the_month_in(app, 40)

    page = client.open(f"/centers/niho/calendar/{month}")

    assert "仁保の紙芝居" in page.text
    assert "午前10時～正午" in page.text
    assert "083-929-0411" in page.text
    assert "よその催し" not in page.text
    assert f"/centers/niho/calendar/{month}#day-{day}" in page.links()
    assert f'id="day-{day}"' in page.html
    assert "仁保地域交流センター" in page.follow("仁保地域交流センター").title


def test_the_center_shows_its_present_month_and_leads_to_the_others(client: Resident, make: Make, app: Flask) -> None:
    make(niho)
    month, _day = the_month_in(app, 0)

    page = client.open("/centers/niho")

    assert f"/centers/niho/calendar/{month}" in page.links()
    assert len([one for one in page.links() if "/centers/niho/calendar/" in one and "#" not in one]) >= 3


def test_what_lasts_for_days_stands_once_and_all_its_days_lead_there(client: Resident, make: Make, app: Flask) -> None:
    center = make(niho)
    month, _day = the_month_in(app, 40)
    exhibition = make(an_event, center.id, "写真展")
    make(a_date, exhibition.id, days=40, hour=0, hours=24 * 3, precision=Precision.DAY)

    page = client.open(f"/centers/niho/calendar/{month}")

    (section,) = [one for one in page.tree.iter("section") if "何日か続く催し" in "".join(one.itertext())]
    assert "写真展" in "".join(section.itertext())
    for link in (one for one in page.links() if "#day-" in one):
        assert f'id="{link.partition("#")[2]}"' in page.html


def test_what_has_no_day_yet_is_said_to_have_none(client: Resident, make: Make, app: Flask) -> None:
    center = make(niho)
    month, _day = the_month_in(app, 40)
    walk = make(an_event, center.id, "いつかの散歩")
    with app.app_context():
        first = clock.at(date.fromisoformat(f"{month}-01"), time(0))
    make(an_occurrence, walk.id, first, hours=24 * 28, precision=Precision.MONTH)

    page = client.open(f"/centers/niho/calendar/{month}")

    assert "日にちが決まっていない催し" in page.text
    assert "いつかの散歩" in page.text


def test_an_empty_month_says_so(client: Resident, make: Make) -> None:
    make(niho)

    assert "この月の催しは、まだありません" in client.open("/centers/niho/calendar/2090-01").text


@pytest.mark.parametrize("path", ["niho/calendar/2026-13", "niho/calendar/x", "atlantis/calendar/2026-11"])
def test_no_other_month_and_no_other_center_exists(client: Resident, make: Make, path: str) -> None:
    make(niho)

    assert client.open(f"/centers/{path}").status == 404
