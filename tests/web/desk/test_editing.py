"""Editing: drafts change freely, published events keep their dates, two editors do not overwrite each other."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core import clock
from eventsite.core.db import db
from eventsite.events.models import (
    Event,
    EventKind,
    Occurrence,
    OccurrenceStatus,
    Offer,
    Publication,
    WeatherRule,
)
from eventsite.events.models_search import EventSearch
from eventsite.events.targets import Target
from eventsite.events.words import KINDS, TARGETS, WEATHER_RULES
from tests.factories.accounts import a_center, a_user
from tests.factories.events import a_date, a_venue, an_event, an_occurrence
from tests.support.fixtures import Make
from tests.support.pages import Form, Page, Resident


@pytest.fixture
def niho(make: Make) -> Any:
    """Where Aoki and Baba work."""
    return make(a_center, slug="niho", name="仁保地域交流センター")


@pytest.fixture
def aoki(make: Make, client: Resident, niho: Any) -> Resident:
    """A clerk of Niho, signed in."""
    return client.sign_in_as(make(a_user, center_id=niho.id).id)


@pytest.fixture
def baba(app: Any, make: Make, niho: Any) -> Resident:
    """Another clerk of Niho, with a browser of her own."""
    return Resident(app).sign_in_as(make(a_user, center_id=niho.id, name="馬場 太郎").id)


def editor(page: Page) -> Form:
    return next(form for form in page.forms if "title" in form.names())


def edit(clerk: Resident, event: Any) -> Form:
    return editor(clerk.open(f"/staff/events/{event.code}/edit"))


def stored(event: Any) -> Event:
    db.session.rollback()
    return db.session.scalars(select(Event).where(Event.id == event.id)).one()


def occurrence(record: Any) -> Occurrence:
    db.session.rollback()
    return db.session.scalars(select(Occurrence).where(Occurrence.id == record.id)).one()


def test_a_draft_shows_what_is_stored_and_takes_all_changes(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    draft = make(an_event, niho.id, publication=Publication.DRAFT, title="下書きの会")
    gone, moved = make(a_date, draft.id, 3), make(a_date, draft.id, 10)
    form = edit(aoki, draft)
    assert form["dates-0-starts"] == "10:00"
    assert form["dates-1-ends"] == "12:00"

    form = editor(form.submit("act=drop-0"))
    page = form.submit("act=save", title="できた会", **{"dates-0-starts": "13:00", "dates-0-ends": "15:00"})

    assert "保存しました" in page.text
    with app.app_context():
        event = stored(draft)
        assert event.title == "できた会"
        assert [one.id for one in event.occurrences] == [moved.id]
        assert clock.local(event.occurrences[0].starts_at).hour == 13
        assert event.occurrences[0].sequence == 0
        assert event.occurrences[0].uid == moved.uid
        assert db.session.get(Occurrence, gone.id) is None
        assert db.session.scalars(select(AuditEntry.action)).all() == [Action.EVENT_EDIT]


def test_care_offered_can_be_added_and_taken_away(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    draft = make(an_event, niho.id, publication=Publication.DRAFT)

    edit(aoki, draft).submit("act=save", offers=["wheelchair", "parking"])
    edit(aoki, draft).submit("act=save", offers=["parking", "english"])

    with app.app_context():
        assert {one.offer for one in stored(draft).offers} == {Offer.PARKING, Offer.ENGLISH}


def test_the_people_for_whom_it_is_meant_can_be_chosen_and_changed(
    app: Any, aoki: Resident, make: Make, niho: Any
) -> None:
    draft = make(an_event, niho.id, publication=Publication.DRAFT)

    edit(aoki, draft).submit("act=save", targets=["children", "seniors"])
    edit(aoki, draft).submit("act=save", targets=["seniors", "adults"])

    with app.app_context():
        assert {one.target for one in stored(draft).targets} == {Target.SENIORS, Target.ADULTS}


def test_saving_without_a_change_keeps_everything(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    draft = make(
        an_event,
        niho.id,
        publication=Publication.DRAFT,
        fee_yen=None,
        fee_note="大人500円",
        contact_phone="083-900-0000",
    )
    night = make(a_date, draft.id, 3, hour=20, hours=5)
    long = make(a_date, draft.id, 5, hours=50)

    edit(aoki, draft).submit("act=save")

    with app.app_context():
        event = stored(draft)
        assert (event.fee_yen, event.fee_note, event.contact_phone) == (None, "大人500円", "083-900-0000")
        lengths = [one.ends_at - one.starts_at for one in event.occurrences if one.ends_at]
        assert lengths == [timedelta(hours=5), timedelta(hours=50)]
        assert [one.id for one in event.occurrences] == [night.id, long.id]


def test_a_stale_edit_is_refused_with_both_versions_and_keeps_what_was_typed(
    app: Any, aoki: Resident, baba: Resident, make: Make, niho: Any
) -> None:
    draft = make(an_event, niho.id, publication=Publication.DRAFT, title="はじめの題")
    aokis, babas = edit(aoki, draft), edit(baba, draft)
    aokis.submit("act=save", title="青木の題")

    page = babas.submit("act=save", title="馬場の題", audience="小学生")

    assert page.status == 409
    assert "画面を開いたあと" in page.text
    assert "青木の題" in page.text
    assert editor(page)["title"] == "馬場の題"
    assert editor(page)["audience"] == "小学生"
    with app.app_context():
        assert stored(draft).title == "青木の題"

    editor(page).submit("act=save")

    with app.app_context():
        assert stored(draft).title == "馬場の題"


def test_versions_that_differ_in_any_of_their_choices_are_told_apart_in_words(
    aoki: Resident, baba: Resident, make: Make, niho: Any
) -> None:
    draft = make(an_event, niho.id, publication=Publication.DRAFT, title="はじめの題")
    aokis, babas = edit(aoki, draft), edit(baba, draft)
    aokis.submit("act=save", title="青木の題")

    page = babas.submit("act=save", targets=[Target.CHILDREN], kind=EventKind.OTHER, weather_rule=WeatherRule.POSTPONE)

    assert page.status == 409
    for word in (TARGETS[Target.CHILDREN], KINDS[EventKind.OTHER], WEATHER_RULES[WeatherRule.POSTPONE]):
        assert word in page.text


def test_a_mangled_version_counts_as_stale(aoki: Resident, make: Make, niho: Any) -> None:
    draft = make(an_event, niho.id, publication=Publication.DRAFT)

    assert edit(aoki, draft).submit("act=save", version="きのう", title="ちがう題").status == 409


def test_a_published_events_dates_are_not_rows_and_new_ones_can_be_added(
    app: Any, aoki: Resident, make: Make, niho: Any
) -> None:
    event = make(an_event, niho.id)
    first = make(a_date, event.id, 7)
    page = aoki.open(f"/staff/events/{event.code}/edit")
    assert "dates-0-day" not in editor(page).names()
    assert f"/staff/occurrences/{first.code}/schedule" in page.links()

    form = editor(editor(page).submit("act=add"))
    form.submit("act=save", **{"dates-0-day": "2030-01-05", "dates-0-starts": "10:00"})

    with app.app_context():
        known, new = stored(event).occurrences
        assert (known.id, known.sequence) == (first.id, 0)
        assert clock.today(new.starts_at).isoformat() == "2030-01-05"


def test_a_new_place_for_a_published_event_reaches_its_dates_to_come(
    app: Any, aoki: Resident, make: Make, niho: Any
) -> None:
    old, new = make(a_venue, niho.id, name="一の部屋"), make(a_venue, niho.id, name="二の部屋")
    event = make(an_event, niho.id)
    past = make(a_date, event.id, -7, venue_id=old.id)
    ahead = make(a_date, event.id, 7, venue_id=old.id)

    edit(aoki, event).submit("act=save", venue=str(new.id))

    with app.app_context():
        assert (occurrence(past).venue_id, occurrence(past).sequence) == (old.id, 0)
        changed = occurrence(ahead)
        assert (changed.venue_id, changed.sequence, changed.status) == (new.id, 1, OccurrenceStatus.CHANGED)
        assert "一の部屋" in changed.status_reason
        assert "二の部屋" in db.session.get_one(EventSearch, event.id).text


def test_an_edit_of_the_words_alone_leaves_the_dates_as_they_are(
    app: Any, aoki: Resident, make: Make, niho: Any
) -> None:
    venue = make(a_venue, niho.id)
    event = make(an_event, niho.id)
    ahead = make(a_date, event.id, 7, venue_id=venue.id)

    edit(aoki, event).submit("act=save", description="くわしい話")

    with app.app_context():
        assert (occurrence(ahead).sequence, occurrence(ahead).status) == (0, OccurrenceStatus.SCHEDULED)


def test_dates_at_several_places_stay_where_they_are(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    one, two = make(a_venue, niho.id, name="一の部屋"), make(a_venue, niho.id, name="二の部屋")
    event = make(an_event, niho.id)
    first = make(a_date, event.id, 7, venue_id=one.id)
    second = make(a_date, event.id, 8, venue_id=two.id)
    form = edit(aoki, event)

    form.submit("act=save", title="場所が二つ")

    assert form["venue"] == "keep"
    with app.app_context():
        assert (occurrence(first).venue_id, occurrence(second).venue_id) == (one.id, two.id)


def test_a_date_is_moved_and_says_what_was_before(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(an_event, niho.id)
    ahead = make(an_occurrence, event.id, datetime(2030, 1, 5, 1, 0, tzinfo=UTC))
    form = aoki.open(f"/staff/occurrences/{ahead.code}/schedule").form("schedule")

    page = form.submit(**{"date-day": "2030-01-12", "date-starts": "13:00", "date-ends": "15:00", "reason": "雪のため"})

    assert "変更を保存しました" in page.text
    with app.app_context():
        moved = occurrence(ahead)
        assert clock.local(moved.starts_at).strftime("%Y-%m-%d %H:%M") == "2030-01-12 13:00"
        assert (moved.uid, moved.sequence, moved.status) == (ahead.uid, 1, OccurrenceStatus.CHANGED)
        assert [clock.local(one.starts_at).isoformat() for one in moved.former_starts] == ["2030-01-05T10:00:00+09:00"]
        assert moved.status_reason == "雪のため"
    assert "前の日時：1月5日（土）午前10時" in aoki.open(f"/staff/events/{event.code}").text


def test_moving_to_the_same_time_changes_nothing(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(an_event, niho.id)
    ahead = make(a_date, event.id, 7)

    aoki.open(f"/staff/occurrences/{ahead.code}/schedule").form("schedule").submit()

    with app.app_context():
        assert (occurrence(ahead).sequence, occurrence(ahead).status) == (0, OccurrenceStatus.SCHEDULED)


def test_an_empty_move_is_asked_back_as_typed(aoki: Resident, app: Any, make: Make, niho: Any) -> None:
    event = make(an_event, niho.id)
    ahead = make(a_date, event.id, 7)
    form = aoki.open(f"/staff/occurrences/{ahead.code}/schedule").form("schedule")

    page = form.submit(**{"date-day": "", "date-starts": "", "date-ends": "", "reason": "雪のため"})

    assert page.status == 422
    assert "日にちを入力してください" in page.text
    assert page.form("schedule")["reason"] == "雪のため"


def test_another_centers_date_cannot_be_moved(app: Any, aoki: Resident, make: Make) -> None:
    foreign = make(an_occurrence, make(an_event, make(a_center).id, title="よその会").id)

    assert aoki.open(f"/staff/occurrences/{foreign.code}/schedule").status == 404
    assert aoki.post(f"/staff/occurrences/{foreign.code}/schedule").status in (400, 404)
