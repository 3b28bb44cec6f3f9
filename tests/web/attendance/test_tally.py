"""Counting people without names: the 体験会, where nobody applies."""

import pytest
from flask import Flask

from eventsite.admission.vocabulary import Admission
from eventsite.attendance.models import AgeBand, Outcome
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_slot
from tests.support.door import Niho, press
from tests.support.fixtures import Make
from tests.support.pages import Resident

PROGRAMMES = ("歩きかた講座", "脳の体操", "お口の健康", "笑いヨガ")


@pytest.fixture
def trial_day(niho: Niho) -> dict[str, str]:
    """Give the date four programmes that nobody applies for; return their codes by name."""
    call = niho.make(a_call, niho.event_id, admission=Admission.NONE)
    return {
        name: niho.make(a_slot, call.id, None, (niho.occurrence_id,), label=name, position=number).code
        for number, name in enumerate(PROGRAMMES)
    }


def test_each_press_is_one_person(niho: Niho) -> None:
    press(niho.clerk.open(niho.tally), "band", "over_75", "tallies", side="resident")
    page = press(niho.clerk.open(niho.tally), "band", "over_75", "tallies", side="resident")

    assert "75歳以上＋1いま 2人" in page.text
    assert niho.totals().by_band == {AgeBand.OVER_75: 2}


def test_the_same_press_sent_twice_is_one_person(niho: Niho) -> None:
    page = niho.clerk.open(niho.tally)

    press(page, "band", "over_75", "tallies", side="resident")
    press(page, "band", "over_75", "tallies", side="resident")

    assert niho.totals().residents == 1


def test_programmes_are_counted_apart_and_add_up(niho: Niho, trial_day: dict[str, str]) -> None:
    for people, name in enumerate(PROGRAMMES, start=1):
        form = next(
            one for one in niho.clerk.open(f"{niho.tally}?slot={trial_day[name]}").forms if "is_estimate" in one.names()
        )
        form.submit(people=str(people), band="under_75")

    page = niho.clerk.open(niho.closing)

    assert niho.totals().residents == 10
    assert "笑いヨガ4人" in page.text


def test_those_who_run_the_event_are_counted_apart(niho: Niho) -> None:
    niho.count("12")
    page = press(niho.clerk.open(niho.tally), "band", "unknown", "tallies", side="staff")

    assert (niho.totals().residents, niho.totals().staff) == (12, 1)
    assert "参加した方の合計 12" in page.text


def test_an_estimate_is_shown_as_one(niho: Niho) -> None:
    page = niho.count("18,000人", is_estimate="y")

    assert "約18000" in page.text.replace(",", "").replace(" ", "")
    assert niho.totals().is_estimate


def test_the_last_count_is_taken_back(niho: Niho) -> None:
    niho.count("12")
    page = niho.count("3")
    assert "直前の1件（3人）を取り消す" in page.text

    page = page.form("reversal").submit()

    assert page.address.endswith("/tally")
    assert niho.totals().residents == 12
    assert [row.outcome for row in niho.rows()] == [Outcome.CAME, Outcome.CAME, Outcome.VOID]


@pytest.mark.parametrize("people", ["", "0", "-3", "十人", "200001", "\x00", "1" * 10_000])
def test_a_wrong_number_is_said_at_the_field_and_counts_nobody(niho: Niho, people: str) -> None:
    page = niho.count(people, band="under_75")

    assert page.status == 422
    assert 'id="people-error"' in page.html
    assert niho.rows() == []


@pytest.mark.parametrize(("field", "value"), [("band", "young"), ("side", "guest"), ("slot", "nowhere"), ("nonce", "")])
def test_what_the_page_does_not_offer_is_refused(niho: Niho, field: str, value: str) -> None:
    form = next(one for one in niho.clerk.open(niho.tally).forms if "is_estimate" in one.names())
    sent = {**dict(form.values), "people": "1", field: value}

    page = niho.clerk.post(form.action, data=sent)

    assert page.status == 422
    assert niho.rows() == []


def test_a_closed_date_is_not_counted_on(niho: Niho) -> None:
    stale = niho.clerk.open(niho.tally)
    niho.count("12")
    niho.clerk.open(niho.closing).form("closing").submit()

    page = press(stale, "band", "over_75", "tallies", side="resident")

    assert page.status == 422
    assert "締めてあります" in page.text
    assert niho.totals().residents == 12


def test_another_centers_clerk_counts_nothing_here(app: Flask, niho: Niho, make: Make) -> None:
    doi = make(a_user, center_id=make(a_center).id, name="土井 次郎")

    assert Resident(app).sign_in_as(doi.id).open(niho.tally).status == 404
