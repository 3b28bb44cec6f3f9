"""A date is cancelled, moved or held elsewhere: its people learn it, once, and nobody else does."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.audit.models import AuditEntry
from eventsite.core.db import db
from eventsite.events.models import Event, Occurrence, OccurrenceStatus
from eventsite.notifications.models import OutgoingMail
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import a_venue, an_event, an_occurrence, in_days
from tests.support.pages import Page, Resident

Make = Callable[..., Any]
TOKYO = ZoneInfo("Asia/Tokyo")
BABA, DOI, ETO = "baba@example.jp", "doi@example.jp", "eto@example.jp"


@pytest.fixture
def niho(make: Make) -> Any:
    """Where Aoki works."""
    return make(a_center, slug="niho", name="仁保地域交流センター")


@pytest.fixture
def aoki(make: Make, client: Resident, niho: Any) -> Resident:
    """A clerk of Niho, signed in."""
    return client.sign_in_as(make(a_user, center_id=niho.id).id)


def two_days(center_id: int, capacity: int = 5, **more: Any) -> Event:
    """An event with two dates and a slot for each; somebody with an address is registered for another event."""
    noise = an_event(center_id, title="別の催し")
    a_registration(a_slot(a_call(noise.id).id, 5, (an_occurrence(noise.id).id,)).id, email="noise@example.jp")
    event = an_event(center_id)
    call = a_call(event.id)
    for days in (7, 14):
        a_slot(call.id, capacity, (an_occurrence(event.id, in_days(days), **more).id,), position=days)
    return event


def a_course(center_id: int) -> Event:
    """A course: one slot for two dates."""
    event = an_event(center_id, title="健康講座")
    dates = [an_occurrence(event.id, in_days(days)) for days in (7, 14)]
    a_slot(a_call(event.id).id, 5, tuple(one.id for one in dates))
    return event


def dates_of(app: Flask, event: Any) -> Sequence[Occurrence]:
    with app.app_context():
        return db.session.scalars(
            select(Occurrence).where(Occurrence.event_id == event.id).order_by(Occurrence.starts_at)
        ).all()


def slots_of(app: Flask, event: Any) -> Sequence[Slot]:
    with app.app_context():
        query = select(Slot).join(Slot.call).where(Slot.call.has(event_id=event.id))
        return db.session.scalars(query.order_by(Slot.position)).all()


def state_of(app: Flask, made: Any) -> RegistrationState:
    with app.app_context():
        return db.session.get_one(Registration, made.id).state


def sent_to(app: Flask, *addresses: str) -> Sequence[OutgoingMail]:
    """Return the mails to these people beside those about their registration, oldest first."""
    with app.app_context():
        query = select(OutgoingMail).where(OutgoingMail.key.not_like("%:received"))
        query = query.where(OutgoingMail.recipient.in_(addresses)) if addresses else query
        return db.session.scalars(query.order_by(OutgoingMail.id)).all()


def entries(mail: OutgoingMail) -> Any:
    return Calendar.from_ical(mail.calendar).walk("VEVENT")


def cancel(clerk: Resident, occurrence: Any, reason: str = "台風のため") -> Page:
    address = f"/staff/occurrences/{occurrence.code}/cancellation"
    return clerk.open(address).form("cancellation").submit(reason=reason)


def move(clerk: Resident, occurrence: Any, **typed: str) -> Page:
    address = f"/staff/occurrences/{occurrence.code}/schedule"
    return clerk.open(address).form("schedule").submit(reason="雪のため", **typed)


def in_a_month() -> dict[str, str]:
    """Return what is typed to move a date to a day in a month, in the afternoon."""
    day = (datetime.now(TOKYO).date() + timedelta(days=30)).isoformat()
    return {"date-day": day, "date-starts": "13:00", "date-ends": "15:00"}


def test_a_cancelled_date_ends_its_registrations_and_tells_only_its_people(
    app: Flask, aoki: Resident, make: Make, niho: Any
) -> None:
    event = make(two_days, niho.id)
    (first, second), (on_first, on_second) = dates_of(app, event), slots_of(app, event)
    baba = make(a_registration, on_first.id, "馬場 太郎", email=BABA, party_size=2)
    doi = make(a_registration, on_second.id, "土井 四郎", email=DOI)

    page = cancel(aoki, first)

    assert "メールのある申し込み1件に、お知らせのメールを送ります" in page.text
    assert (state_of(app, baba), state_of(app, doi)) == (RegistrationState.CANCELLED, RegistrationState.CONFIRMED)
    assert [slot.taken for slot in slots_of(app, event)] == [0, 1]
    (mail,) = sent_to(app)
    assert mail.recipient == BABA
    assert mail.subject.startswith("【中止】")
    assert mail.subject.endswith(baba.receipt)
    assert "申し込んだ日は中止になりました" in mail.body
    assert "理由：台風のため" in mail.body
    (entry,) = entries(mail)
    assert Calendar.from_ical(mail.calendar)["METHOD"] == mail.calendar_method == "CANCEL"
    assert (entry["UID"], entry["SEQUENCE"], entry["STATUS"]) == (first.uid, 1, "CANCELLED")
    assert dates_of(app, event)[1].status is OccurrenceStatus.SCHEDULED
    assert second.sequence == 0


def test_cancelling_a_date_again_tells_nobody_twice(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id)
    first, slot = dates_of(app, event)[0], slots_of(app, event)[0]
    make(a_registration, slot.id, email=BABA)
    form = aoki.open(f"/staff/occurrences/{first.code}/cancellation").form("cancellation")

    form.submit(reason="台風のため")
    form.submit(reason="台風のため")

    assert len(sent_to(app, BABA)) == 1
    assert dates_of(app, event)[0].sequence == 1
    with app.app_context():
        actions = db.session.scalars(select(AuditEntry.action)).all()
        assert actions.count("registration:cancel") == actions.count("occurrence:cancel") == 1


def test_nobody_moves_up_into_a_cancelled_date(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id, 1)
    first, slot = dates_of(app, event)[0], slots_of(app, event)[0]
    make(a_registration, slot.id, "馬場 太郎", email=BABA)
    eto = make(a_registration, slot.id, "江藤 三郎", email=ETO)
    assert eto.state is RegistrationState.WAITING

    cancel(aoki, first)

    assert state_of(app, eto) is RegistrationState.CANCELLED
    assert [(one.recipient, one.subject[:4]) for one in sent_to(app)] == [(BABA, "【中止】"), (ETO, "【中止】")]


def test_a_course_goes_on_without_its_cancelled_date(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    course = make(a_course, niho.id)
    first, second = dates_of(app, course)
    baba = make(a_registration, slots_of(app, course)[0].id, email=BABA)

    cancel(aoki, first)

    assert state_of(app, baba) is RegistrationState.CONFIRMED
    (mail,) = sent_to(app)
    assert mail.subject.startswith("【変更】")
    assert "申し込みはそのままです" in mail.body
    assert "中止：" in mail.body
    assert f"/my/{baba.manage_token}" in mail.body
    states = {str(one["UID"]): (one["STATUS"], one["SEQUENCE"]) for one in entries(mail)}
    assert states == {first.uid: ("CANCELLED", 1), second.uid: ("CONFIRMED", 0)}
    assert mail.calendar_method == "PUBLISH"


def test_the_last_cancelled_date_of_a_course_ends_it(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    course = make(a_course, niho.id)
    first, second = dates_of(app, course)
    baba = make(a_registration, slots_of(app, course)[0].id, email=BABA)
    form = aoki.open(f"/staff/occurrences/{second.code}/cancellation").form("cancellation")
    cancel(aoki, first)

    form.submit(reason="講師の病気のため")

    assert state_of(app, baba) is RegistrationState.CANCELLED
    assert [one.subject[:4] for one in sent_to(app)] == ["【変更】", "【中止】"]
    assert {one["STATUS"] for one in entries(sent_to(app)[1])} == {"CANCELLED"}


def test_a_cancelled_party_sees_on_its_own_page_why(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id)
    baba = make(a_registration, slots_of(app, event)[0].id)

    cancel(aoki, dates_of(app, event)[0])

    page = Resident(app).open(f"/my/{baba.manage_token}")
    assert "申し込んだ日は中止になりました" in page.text
    assert "理由：台風のため" in page.text
    assert "この催しは中止になりました" not in page.text


def test_a_moved_date_says_what_was_and_what_is(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id)
    (first, _), (on_first, on_second) = dates_of(app, event), slots_of(app, event)
    baba = make(a_registration, on_first.id, "馬場 太郎", email=BABA)
    make(a_registration, on_second.id, "土井 四郎", email=DOI)

    page = move(aoki, first, **in_a_month())

    assert "メールのある申し込み1件" in page.text
    (mail,) = sent_to(app)
    assert (mail.recipient, mail.subject[:4]) == (BABA, "【変更】")
    before, now = mail.body.index("前の日時："), mail.body.index("新しい日時：")
    assert "午前10時" in mail.body[before:now]
    assert "午後1時～3時" in mail.body[now:].replace("\n", "")
    assert "理由：雪のため" in mail.body
    assert f"/my/{baba.manage_token}" in mail.body
    (entry,) = entries(mail)
    assert (entry["SEQUENCE"], entry.decoded("DTSTART").astimezone(TOKYO).hour) == (1, 13)
    assert state_of(app, baba) is RegistrationState.CONFIRMED


def test_moving_twice_tells_twice_and_the_sequence_rises(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id)
    first, slot = dates_of(app, event)[0], slots_of(app, event)[0]
    make(a_registration, slot.id, email=BABA)

    move(aoki, first, **in_a_month())
    move(aoki, first, **in_a_month())
    move(aoki, first, **{**in_a_month(), "date-starts": "14:00"})

    assert [entries(mail)[0]["SEQUENCE"] for mail in sent_to(app)] == [1, 2]
    assert {mail.state for mail in sent_to(app)} == {"queued"}


def test_who_waits_learns_of_the_move_without_a_calendar(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id, 1)
    first, slot = dates_of(app, event)[0], slots_of(app, event)[0]
    make(a_registration, slot.id, email=BABA)
    eto = make(a_registration, slot.id, "江藤 三郎", email=ETO)

    move(aoki, first, **in_a_month())

    (mail,) = sent_to(app, ETO)
    assert (mail.subject[:4], mail.calendar, state_of(app, eto)) == ("【変更】", "", RegistrationState.WAITING)


def test_what_was_said_before_a_move_still_goes_out(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id)
    make(a_registration, slots_of(app, event)[0].id, email=BABA)

    move(aoki, dates_of(app, event)[0], **in_a_month())

    with app.app_context():
        subjects = db.session.scalars(
            select(OutgoingMail.subject)
            .where(OutgoingMail.recipient == BABA, OutgoingMail.state == "queued")
            .order_by(OutgoingMail.id)
        ).all()
    assert [one[:4] for one in subjects] == ["【受付完", "【変更】"]


def test_personal_data_is_kept_until_after_the_new_date(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id)
    baba = make(a_registration, slots_of(app, event)[0].id, email=BABA)

    move(aoki, dates_of(app, event)[0], **in_a_month())

    with app.app_context():
        assert db.session.get_one(Registration, baba.id).delete_on >= baba.delete_on + timedelta(days=16)


def test_a_programme_moves_along_with_its_date(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    def build() -> Event:
        event = an_event(niho.id)
        date = an_occurrence(event.id, in_days(7))
        times = {"starts_at": in_days(7, hour=10, minute=30), "ends_at": in_days(7, hour=11)}
        a_slot(a_call(event.id).id, 5, (date.id,), label="脳トレ", **times)
        return event

    event = make(build)

    move(aoki, dates_of(app, event)[0], **in_a_month())

    (slot,) = slots_of(app, event)
    with app.app_context():
        assert (slot.starts_at, slot.ends_at) == (in_days(30, hour=13, minute=30), in_days(30, hour=14))


def test_a_new_place_in_the_editor_is_told_in_one_mail_each(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    old, new = make(a_venue, niho.id, name="一の部屋"), make(a_venue, niho.id, name="二の部屋")

    def build() -> Event:
        course = a_course(niho.id)
        for one in course.occurrences:
            one.venue_id = old.id
        return course

    course = make(build)
    make(a_registration, slots_of(app, course)[0].id, email=BABA)
    form = next(one for one in aoki.open(f"/staff/events/{course.code}/edit").forms if "title" in one.names())

    page = form.submit("act=save", venue=str(new.id))

    assert "保存しました。メールのある申し込み1件" in page.text
    (mail,) = sent_to(app)
    assert mail.subject.startswith("【変更】")
    assert mail.body.count("前の場所：一の部屋") == mail.body.count("新しい場所：二の部屋") == 1
    assert mail.body.count("変わる日：") == 2
    assert [one["SEQUENCE"] for one in entries(mail)] == [1, 1]


def test_an_edit_of_the_words_alone_tells_nobody(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id)
    make(a_registration, slots_of(app, event)[0].id, email=BABA)
    form = next(one for one in aoki.open(f"/staff/events/{event.code}/edit").forms if "title" in one.names())

    form.submit("act=save", description="くわしい話")

    assert sent_to(app) == []


def test_correcting_a_date_that_is_past_tells_nobody(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id)
    first, slot = dates_of(app, event)[0], slots_of(app, event)[0]
    make(a_registration, slot.id, email=BABA)
    make(lambda: setattr(db.session.get_one(Occurrence, first.id), "starts_at", in_days(-3)))
    make(lambda: setattr(db.session.get_one(Occurrence, first.id), "ends_at", in_days(-3, hour=12)))

    move(aoki, first, **{"date-starts": "9:00"})

    assert dates_of(app, event)[0].sequence == 1
    assert sent_to(app) == []


@pytest.mark.parametrize("locale", ["ja_easy", "en"])
def test_each_reads_of_it_in_ones_own_language(app: Flask, aoki: Resident, make: Make, niho: Any, locale: str) -> None:
    event = make(two_days, niho.id)
    first, slot = dates_of(app, event)[0], slots_of(app, event)[0]
    make(a_registration, slot.id, email=BABA, locale=locale)

    move(aoki, first, **in_a_month())
    cancel(aoki, first)

    moved, cancelled = sent_to(app, BABA)
    words = {"ja_easy": ("【変わりました】", "【なくなりました】"), "en": ("[Changed]", "[Cancelled]")}[locale]
    assert (moved.subject.startswith(words[0]), cancelled.subject.startswith(words[1])) == (True, True)
    assert "はじめの日時" not in moved.body + cancelled.body


def test_who_has_no_address_is_listed_with_number_and_words(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id)
    (first, _), (on_first, on_second) = dates_of(app, event), slots_of(app, event)
    make(a_registration, on_first.id, "馬場 太郎", email=BABA)
    make(a_registration, on_first.id, "千葉 花", phone="083-911-2222")
    make(a_registration, on_second.id, "土井 四郎", phone="083-933-4444")

    page = cancel(aoki, first)

    assert "メールのない申し込みが1件あります。電話で知らせてください" in page.text
    assert page.address.endswith(f"/staff/events/{event.code}/phone-calls")
    assert "千葉 花" in page.text
    assert "tel:0839112222" in page.links()
    assert "お申し込みの日は中止になりました" in page.text
    assert "理由は、台風のためです" in page.text
    assert "馬場 太郎" not in page.text
    assert "土井 四郎" not in page.text
    home = aoki.open("/staff/")
    assert "電話で連絡 電話で連絡する人が1人います" in home.text
    assert "千葉 花" in home.follow("電話で連絡する人").text
    assert "083-911-2222" not in home.text
    assert "電話で連絡する人が1人います" in aoki.open(f"/staff/events/{event.code}").text
    with app.app_context():
        assert "roster:view" in db.session.scalars(select(AuditEntry.action)).all()


def test_who_registered_after_the_change_need_not_be_phoned(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id)
    first, slot = dates_of(app, event)[0], slots_of(app, event)[0]
    make(a_registration, slot.id, "千葉 花")
    move(aoki, first, **in_a_month())

    make(a_registration, slot.id, "土井 四郎")

    page = aoki.open(f"/staff/events/{event.code}/phone-calls")
    assert "千葉 花" in page.text
    assert "前の日時：" in page.text
    assert "席は、お取りしてあります" in page.text
    assert "土井 四郎" not in page.text


def test_a_list_of_nobody_says_so_and_anothers_is_not_there(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    own, foreign = make(an_event, niho.id), make(an_event, make(a_center, slug="ouchi").id)

    assert "電話で連絡する人はいません" in aoki.open(f"/staff/events/{own.code}/phone-calls").text
    assert aoki.open(f"/staff/events/{foreign.code}/phone-calls").status == 404


def test_the_pages_say_beforehand_who_will_learn_of_it(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(two_days, niho.id)
    (first, second), (slot, _) = dates_of(app, event), slots_of(app, event)
    make(a_registration, slot.id, "馬場 太郎", email=BABA)
    make(a_registration, slot.id, "千葉 花")

    for page in ("cancellation", "schedule"):
        text = aoki.open(f"/staff/occurrences/{first.code}/{page}").text
        assert "メールのある申し込み1件には、お知らせのメールを送ります" in text
        assert "メールのない申し込み1件には、電話が必要です" in text
        assert "申し込みはまだありません" in aoki.open(f"/staff/occurrences/{second.code}/{page}").text


def test_a_cancelled_event_leaves_those_alone_whose_dates_are_past(
    app: Flask, aoki: Resident, make: Make, niho: Any
) -> None:
    event = make(two_days, niho.id)
    first, slots = dates_of(app, event)[0], slots_of(app, event)
    baba = make(a_registration, slots[0].id, "馬場 太郎", email=BABA)
    doi = make(a_registration, slots[1].id, "土井 四郎", email=DOI)
    make(lambda: setattr(db.session.get_one(Occurrence, first.id), "starts_at", in_days(-3)))
    make(lambda: setattr(db.session.get_one(Occurrence, first.id), "ends_at", in_days(-3, hour=12)))

    page = aoki.open(f"/staff/events/{event.code}/cancellation").form("cancellation").submit(reason="雪のため")

    assert "申し込み1件を取り消し" in page.text
    assert (state_of(app, baba), state_of(app, doi)) == (RegistrationState.CONFIRMED, RegistrationState.CANCELLED)
    assert [one.recipient for one in sent_to(app)] == [DOI]
