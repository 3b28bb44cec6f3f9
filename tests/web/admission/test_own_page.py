"""/my/<token>: one's own registration, its calendar, and giving the place back."""

from datetime import timedelta

import pytest
from flask import Flask
from icalendar import Calendar

from eventsite.core import clock
from eventsite.core.db import db, transaction
from eventsite.events.models import Event
from tests.factories.admission import a_registration
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.ways import an_opened_slot, form_of, mails, registrations


def test_the_page_can_be_opened_again_by_anybody_who_has_its_link(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    made = make(a_registration, slot.id, party_size=2)

    page = client.open(f"/my/{made.manage_token}")

    assert "申し込みが完了しました" in page.text
    assert made.receipt in page.text
    assert "これからすること" in page.text
    assert "参加票を見る" in page.text
    assert "馬場 太郎" in page.text
    assert made.phone not in page.html


@pytest.mark.parametrize("way", ["", "/withdrawal", "/calendar.ics"])
def test_the_link_stays_out_of_other_sites_search_engines_and_caches(client: Resident, make: Make, way: str) -> None:
    made = make(a_registration, make(an_opened_slot).id)

    headers = client.open(f"/my/{made.manage_token}{way}").response.headers

    # The page with a form is same-origin: with no Referer at all its own answer would be refused over HTTPS.
    assert headers["Referrer-Policy"] == ("same-origin" if way == "/withdrawal" else "no-referrer")
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("way", ["", "/withdrawal", "/calendar.ics"])
def test_an_unknown_link_is_the_same_page_as_any_other_absent_thing(client: Resident, make: Make, way: str) -> None:
    make(a_registration, make(an_opened_slot).id)

    unknown = client.open(f"/my/aaaaaaaaaaaaaaaaaaaaaaaaaaa{way}")

    assert unknown.status == 404
    assert unknown.text == client.open("/calls/nowhere/registrations/new").text


def test_opening_the_pages_changes_nothing(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    made = make(a_registration, slot.id)

    for way in ("", "/withdrawal", "/calendar.ics", "/withdrawal"):
        client.open(f"/my/{made.manage_token}{way}")

    (again,) = registrations(app, slot)
    assert (again.state, again.updated_at) == (made.state, made.updated_at)
    assert mails(app) == []


def test_withdrawing_asks_first_then_is_done_and_offers_to_register_again(
    app: Flask, client: Resident, make: Make
) -> None:
    slot = make(an_opened_slot)
    made = make(a_registration, slot.id)

    asked = client.open(f"/my/{made.manage_token}").follow("申し込みを取り消す")
    assert "申し込みを取り消しますか" in asked.text
    assert "次に待っている方に席がうつります" in asked.text

    done = asked.form("/withdrawal").submit()
    assert "申し込みを取り消しました" in done.text
    assert [one.state for one in registrations(app, slot)] == ["withdrawn"]
    assert done.follow("もう一度申し込む").address == form_of(slot)


def test_withdrawing_twice_is_withdrawing_once(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    made = make(a_registration, slot.id, email="baba@example.jp")
    form = client.open(f"/my/{made.manage_token}/withdrawal").form("/withdrawal")

    assert form.submit().text == form.submit().text
    assert [one.subject.split("】")[0] for one in mails(app) if one.state == "queued"] == ["【取り消し完了"]


def test_somebody_who_waits_leaves_the_line(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, capacity=1)
    make(a_registration, slot.id)
    made = make(a_registration, slot.id, name="千葉 花子")

    asked = client.open(f"/my/{made.manage_token}").follow("待つのをやめる")
    assert "次に待っている方" not in asked.text

    assert "申し込みを取り消しました" in asked.form("/withdrawal").submit().text


def test_after_the_event_nothing_can_be_withdrawn(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, capacity=1)
    made = make(a_registration, slot.id)
    make(a_registration, slot.id, name="千葉 花子", email="chiba@example.jp")
    form = client.open(f"/my/{made.manage_token}/withdrawal").form("/withdrawal")
    with app.app_context(), transaction():
        for one in db.session.get_one(Event, slot.event_id).occurrences:
            one.starts_at, one.ends_at = clock.now() - timedelta(days=1), clock.now() - timedelta(hours=20)

    refused = form.submit()

    assert refused.status == 422
    assert "この催しの日は過ぎました" in refused.text
    page = client.open(f"/my/{made.manage_token}")
    assert "この催しは終わりました" in page.text
    assert "申し込みを取り消す" not in page.text
    assert [one.state for one in registrations(app, slot)] == ["confirmed", "waiting"]


def test_the_calendar_holds_the_dates_of_the_registration(app: Flask, client: Resident, make: Make) -> None:
    made = make(a_registration, make(an_opened_slot).id)

    answer = client.open(f"/my/{made.manage_token}/calendar.ics").response

    calendar = Calendar.from_ical(answer.get_data())
    (entry,) = calendar.walk("VEVENT")
    assert answer.mimetype == "text/calendar"
    assert entry["SUMMARY"] == "ふるさと探訪"
    assert made.name not in answer.get_data(as_text=True)


@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
def test_the_help_page_names_every_way_that_there_is(client: Resident, prefix: str) -> None:
    page = client.open(f"{prefix}/my")

    assert page.status == 200
    assert f"{prefix}/centers" in page.links()
