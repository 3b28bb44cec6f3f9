"""The indicators' page: each number is the sum of the rows that it opens to."""

import re
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventsite.accounts.models import CenterKind, Role
from eventsite.attendance import services as attendance
from eventsite.attendance.models import AgeBand, Source
from eventsite.attendance.services import Headcount
from eventsite.core import clock, tokens
from eventsite.core.actor import SYSTEM, Actor, ActorKind
from eventsite.core.db import transaction
from eventsite.kpi import queries, rules
from tests.factories.accounts import a_center, a_user
from tests.factories.kpi import TRAINING, a_counted_date, an_indicator
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident

TOKYO = ZoneInfo("Asia/Tokyo")
JUNE = datetime(2026, 6, 6, 10, tzinfo=TOKYO)
TOTAL = re.compile(r"合計 ([\d,]+)人")


@pytest.fixture
def admin(make: Make, client: Resident) -> Resident:
    """The administrator, and an indicator with the plan's figures."""
    make(an_indicator)
    return client.sign_in_as(make(a_user, Role.ADMIN).id)


def total_on(page: Page) -> int:
    found = TOTAL.search(page.text)
    assert found, page.text
    return int(found[1].replace(",", ""))


def listed_on(page: Page) -> list[int]:
    """Return the people of each row of the table."""
    table = next(one for one in page.tree.iter("table"))
    cells = [[*row.iter("td")][2] for row in table.iter("tr") if row.find("td") is not None]
    return [int("".join(cell.itertext()).strip().removeprefix("約").replace(",", "")) for cell in cells]


def test_the_page_shows_what_the_plan_says_and_what_was_counted(admin: Resident, make: Make) -> None:
    make(a_counted_date, JUNE, 36, staff=4)

    page = admin.open("/staff/kpi?fiscal_year=2026")

    assert page.status == 200
    for words in ("188", "156", "62.4%", "250", "令和5年度", "令和9年度", "協働推進課と確認するもの"):
        assert words in page.text
    assert f"/staff/kpi/{TRAINING}/2026" in page.links()


def test_a_number_opens_to_the_rows_that_add_up_to_it(admin: Resident, make: Make) -> None:
    niho, ohdono = make(a_center, "niho"), make(a_center, "ohdono", name="大殿地域交流センター")
    make(a_counted_date, JUNE, 36, niho.id)
    make(a_counted_date, JUNE, 1200, niho.id)
    make(a_counted_date, JUNE, 7, ohdono.id)

    city = admin.open(f"/staff/kpi/{TRAINING}/2026")
    center = admin.open(f"/staff/kpi/{TRAINING}/2026?center=niho")

    assert (total_on(city), sorted(listed_on(city))) == (1243, [7, 36, 1200])
    assert (total_on(center), sorted(listed_on(center))) == (1236, [36, 1200])
    overview = admin.open("/staff/kpi?fiscal_year=2026")
    assert f"/staff/kpi/{TRAINING}/2026?center=niho" in overview.links()
    assert "1,236" in overview.text


@pytest.mark.parametrize(
    ("starts_at", "year"),
    [
        (datetime(2026, 3, 31, 23, 30, tzinfo=TOKYO), 2025),
        (datetime(2026, 4, 1, 0, 0, tzinfo=TOKYO), 2026),
    ],
)
def test_the_last_night_of_march_belongs_to_the_old_year(
    admin: Resident, make: Make, starts_at: datetime, year: int
) -> None:
    make(a_counted_date, starts_at, 36)

    assert total_on(admin.open(f"/staff/kpi/{TRAINING}/{year}")) == 36
    assert total_on(admin.open(f"/staff/kpi/{TRAINING}/{year - 1}")) == 0
    assert total_on(admin.open(f"/staff/kpi/{TRAINING}/{year + 1}")) == 0


def test_what_is_open_what_counts_elsewhere_and_staff_are_not_in_the_number(admin: Resident, make: Make) -> None:
    make(a_counted_date, JUNE, 36, staff=10)
    make(a_counted_date, JUNE, 500, closed=False)
    make(a_counted_date, JUNE, 600, counts_toward=None)

    assert total_on(admin.open(f"/staff/kpi/{TRAINING}/2026")) == 36


def test_a_correction_moves_the_number_when_the_date_is_closed_again(app: Flask, admin: Resident, make: Make) -> None:
    date = make(a_counted_date, JUNE, 36)
    with app.app_context(), transaction():
        attendance.reopen(date.id, actor=SYSTEM, now=clock.now())
        heads = Headcount(2, Source.PAPER, band=AgeBand.UNKNOWN)
        attendance.count(date.id, heads, nonce=tokens.capability(), actor=SYSTEM, now=clock.now())
    assert total_on(admin.open(f"/staff/kpi/{TRAINING}/2026")) == 0

    closer = make(a_user, Role.ADMIN)
    with app.app_context(), transaction():
        attendance.close(date.id, 38, actor=Actor(ActorKind.STAFF, closer.id), now=clock.now())

    assert total_on(admin.open(f"/staff/kpi/{TRAINING}/2026")) == 38


def test_a_closed_date_at_which_nobody_was_is_a_row_of_zero(admin: Resident, make: Make) -> None:
    make(a_counted_date, JUNE, 0)

    page = admin.open(f"/staff/kpi/{TRAINING}/2026")

    assert (total_on(page), listed_on(page)) == (0, [0])


def test_demo_data_is_marked_where_it_counts(admin: Resident, make: Make) -> None:
    make(a_counted_date, JUNE, 36)
    assert "見本の催しの人数が含まれます" not in admin.open("/staff/kpi").text

    make(a_counted_date, JUNE, 5, is_demo=True)

    assert "見本の催しの人数が含まれます" in admin.open("/staff/kpi").text
    assert "（見本）" in admin.open(f"/staff/kpi/{TRAINING}/2026").text


def test_an_indicator_that_is_not_counted_shows_its_published_figures_only(admin: Resident, make: Make) -> None:
    make(an_indicator, "council_city_projects", "連携している事業数", counted_from_events=False)

    assert "連携している事業数" in admin.open("/staff/kpi").text
    assert admin.open("/staff/kpi/council_city_projects/2026").status == 404


@pytest.mark.parametrize(
    "address",
    [
        "nothing/2026",
        f"{TRAINING}/1",
        f"{TRAINING}/99999",
        f"{TRAINING}/x",
        f"{TRAINING}/2026?center=nowhere",
        f"{TRAINING}/2026?center=%00x",
    ],
)
def test_what_there_is_not_is_not_found(admin: Resident, address: str) -> None:
    assert admin.open(f"/staff/kpi/{address}").status == 404


@pytest.mark.parametrize("year", ["", "x", "0", "99999", "%00", "２０２６", "-1"])
def test_a_year_that_is_none_shows_the_present_one(admin: Resident, year: str) -> None:
    assert admin.open(f"/staff/kpi?fiscal_year={year}").status == 200


def test_every_clerk_reads_the_figures_and_a_supporter_does_not(app: Flask, make: Make) -> None:
    make(an_indicator)
    clerk = make(a_user, center_id=make(a_center).id)
    eto = make(a_user, Role.SUPPORTER, None, "江藤 四郎")

    assert Resident(app).sign_in_as(clerk.id).open("/staff/kpi").status == 200
    assert Resident(app).sign_in_as(eto.id).open("/staff/kpi").status == 403
    assert "188" not in Resident(app).open("/staff/kpi").text


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.lists(st.tuples(st.integers(0, 500), st.integers(0, 2), st.booleans()), max_size=6))
def test_every_sum_is_the_sum_of_its_rows(app: Flask, make: Make, counts: list[tuple[int, int, bool]]) -> None:
    key = f"figure_{tokens.short_code()}"
    make(an_indicator, key)
    centers = [make(a_center, f"c-{tokens.short_code()}", kind=CenterKind.CENTER) for _ in range(3)]
    for people, place, closed in counts:
        make(a_counted_date, JUNE, people, centers[place].id, closed=closed, counts_toward=key)

    with app.app_context():
        dates = queries.counted_dates(key, 2026)
        expected = sum(people for people, _, closed in counts if closed)
        assert rules.total(dates) == expected == queries.counted_years(key).get(2026, 0)
        by_center: Counter[str] = Counter()
        for date in dates:
            by_center[date.center_slug] += date.people
        assert by_center == queries.counted_centers(key, 2026)
