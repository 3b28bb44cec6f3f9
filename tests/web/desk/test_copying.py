"""A copy of an event brings its calls along, and a draft that nobody needs can be taken away."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsite.admission.models import Call, Slot
from eventsite.admission.queries import calls_of
from eventsite.admission.vocabulary import Audience
from eventsite.audit.models import AuditEntry
from eventsite.core import clock
from eventsite.core.db import db
from eventsite.events.models import Event, Occurrence, Publication
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import an_event, an_occurrence, in_days
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident


@pytest.fixture
def niho(make: Make) -> Any:
    """Where Aoki works."""
    return make(a_center, slug="niho", name="仁保地域交流センター")


@pytest.fixture
def aoki(make: Make, client: Resident, niho: Any) -> Resident:
    """A clerk of Niho, signed in."""
    return client.sign_in_as(make(a_user, center_id=niho.id).id)


def last_years_fair(center_id: int) -> Event:
    """Two dates; residents choose a day, and stallholders come on both for a programme of the first."""
    event = an_event(center_id, title="去年の市")
    dates = [an_occurrence(event.id, in_days(days)) for days in (-365, -358)]
    residents = a_call(
        event.id, party_max=6, note="駐車場はありません", opens_at=in_days(-400), closes_at=in_days(-370)
    )
    for position, one in enumerate(dates):
        a_slot(residents.id, 10 + position, (one.id,), position=position)
    stalls = a_call(event.id, audience=Audience.STALLHOLDERS, title="出店募集", position=1)
    a_slot(stalls.id, 8, tuple(one.id for one in dates), label="両日")
    times = {"starts_at": in_days(-365, hour=9), "ends_at": in_days(-365, hour=11)}
    a_slot(stalls.id, 3, (dates[0].id,), label="朝市", position=1, **times)
    return event


def copy(clerk: Resident, days: Sequence[str]) -> Page:
    """Copy last year's fair to these days, each from one o'clock on."""
    form = editor(clerk.open("/staff/centers/niho/events/new").follow("去年の市"))
    for _ in days[1:]:
        form = editor(form.submit("act=add"))
    typed = {f"dates-{row}-day": day for row, day in enumerate(days)}
    typed |= {f"dates-{row}-starts": "13:00" for row in range(len(days))}
    saved: Page = form.submit("act=save", title="今年の市", **typed)
    return saved


def editor(page: Page) -> Any:
    return next(form for form in page.forms if "title" in form.names())


def the_event(title: str) -> Event:
    return db.session.scalars(select(Event).where(Event.title == title)).one()


def test_a_copy_with_as_many_dates_has_the_same_calls_without_their_periods(
    app: Flask, aoki: Resident, make: Make, niho: Any
) -> None:
    make(last_years_fair, niho.id)

    page = copy(aoki, ["2099-03-08", "2099-03-01"])

    assert "募集も2つ写しました" in page.text
    assert "先着で、合わせて21人です。" in page.text
    with app.app_context():
        event = the_event("今年の市")
        residents, stalls = calls_of(event.id)
        assert (residents.party_max, residents.note) == (6, "駐車場はありません")
        assert (residents.opens_at, residents.closes_at) == (None, None)
        assert [slot.capacity for slot in residents.slots] == [10, 11]
        assert [[days_of(one) for one in slot.occurrences] for slot in residents.slots] == [
            ["2099-03-01"],
            ["2099-03-08"],
        ]
        assert (stalls.audience, stalls.title) == (Audience.STALLHOLDERS, "出店募集")
        both, morning = stalls.slots
        assert ([one.id for one in both.occurrences], both.label) == ([one.id for one in event.occurrences], "両日")
        assert (morning.starts_at, morning.ends_at) == (nine_o_clock(), nine_o_clock() + timedelta(hours=2))
        assert db.session.scalars(select(AuditEntry.action)).all().count("call:create") == 2


def nine_o_clock() -> datetime:
    return clock.at(date(2099, 3, 1), time(9))


def days_of(one: Occurrence) -> str:
    return clock.today(one.starts_at).isoformat()


def test_a_copy_with_another_number_of_dates_leaves_the_calls_to_the_clerk(
    app: Flask, aoki: Resident, make: Make, niho: Any
) -> None:
    make(last_years_fair, niho.id)

    page = copy(aoki, ["2099-03-01"])

    assert "日時の数が前の催しとちがうので、募集は写していません" in page.text
    with app.app_context():
        assert list(calls_of(the_event("今年の市").id)) == []


def test_an_event_without_calls_is_copied_without_a_word_about_them(aoki: Resident, make: Make, niho: Any) -> None:
    make(an_event, niho.id, title="去年の市")

    saved = copy(aoki, ["2099-03-01"]).text

    assert "保存しました。" in saved
    assert "写して" not in saved
    assert "写しました" not in saved


def a_draft(center_id: int) -> Event:
    """A draft with a date and a call; another event stands beside it."""
    noise = an_event(center_id, title="別の催し")
    a_slot(a_call(noise.id).id, 5, (an_occurrence(noise.id).id,))
    draft = an_event(center_id, title="書きかけの会", publication=Publication.DRAFT)
    a_slot(a_call(draft.id).id, 5, (an_occurrence(draft.id).id,))
    return draft


def test_a_draft_is_taken_away_with_all_that_belongs_to_it(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    draft = make(a_draft, niho.id)

    page = aoki.open(f"/staff/events/{draft.code}").follow("下書きを消す").form("/removal").submit()

    assert "下書き「書きかけの会」を消しました" in page.text
    assert aoki.open(f"/staff/events/{draft.code}").status == 404
    with app.app_context():
        counts = [db.session.scalar(select(func.count()).select_from(one)) for one in (Event, Occurrence, Call, Slot)]
        assert counts == [1, 1, 1, 1]
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "event:discard")).one()
        assert (entry.subject_id, entry.detail) == (draft.id, draft.code)


def test_what_was_public_is_not_taken_away(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    draft, public = make(a_draft, niho.id), make(an_event, niho.id, title="見せた会")
    form = aoki.open(f"/staff/events/{draft.code}/removal").form("/removal")
    form.action = f"/staff/events/{public.code}/removal"

    page = form.submit()

    assert "公開した催しは消せません" in page.text
    assert "下書きを消しますか" not in aoki.open(f"/staff/events/{public.code}/removal").text
    with app.app_context():
        assert the_event("見せた会").publication is Publication.PUBLISHED


def test_a_draft_with_a_registration_stays(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    def build() -> Event:
        event = an_event(niho.id, title="書きかけの会")
        a_registration(a_slot(a_call(event.id).id, 5, (an_occurrence(event.id).id,)).id)
        event.publication, event.published_at = Publication.DRAFT, None
        return event

    draft = make(build)

    page = aoki.open(f"/staff/events/{draft.code}/removal").form("/removal").submit()

    assert "申し込みや人数の記録があるので、消せません" in page.text
    with app.app_context():
        assert the_event("書きかけの会").id == draft.id


def test_another_centers_draft_is_not_there(app: Flask, aoki: Resident, make: Make) -> None:
    foreign = make(a_draft, make(a_center, slug="ouchi").id)

    assert aoki.open(f"/staff/events/{foreign.code}/removal").status == 404
