"""Thanks to those who came, and the one question: answered once, and by nobody."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Audience
from eventsite.attendance.models import Attendance, Outcome, Side, Source
from eventsite.core import clock
from eventsite.core.db import db, transaction
from eventsite.feedback import jobs, queries, rules
from eventsite.feedback.models import Feedback, FeedbackGiven, Rating
from eventsite.notifications.models import OutgoingMail
from tests.factories.admission import a_registration, an_open_slot
from tests.factories.events import in_days
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.standing_ways import let_days_pass
from tests.web.admission.ways import Opened, an_opened_slot, opened

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def slot(make: Make) -> Opened:
    """A slot whose event took place yesterday; Baba came."""
    found: Opened = make(an_opened_slot)
    return found


def who_came(app: Flask, make: Make, slot: Opened, name: str = "馬場 太郎", **more: str) -> Registration:
    found: Registration = make(a_registration, slot.id, name=name, **{"email": "baba@example.jp", **more})
    return found


def thank(app: Flask, days: float = 0, hour: int = 9) -> int:
    with app.app_context():
        return jobs.thank_due(in_days(days, hour=hour))


def thanks(app: Flask) -> list[OutgoingMail]:
    with app.app_context():
        return list(db.session.query(OutgoingMail).filter(OutgoingMail.key.endswith(":thanks")))


def mark(app: Flask, registration: Registration, outcome: Outcome) -> None:
    """Note at the door what became of the registrant."""
    with app.app_context(), transaction():
        found = db.session.get_one(Registration, registration.id)
        db.session.add(Attendance(
            occurrence_id=found.slot.occurrences[0].id, registration_id=found.id,
            participant_id=found.participants[0].id, people=1,
            outcome=outcome, side=Side.RESIDENT, source=Source.NAME, nonce=f"n{found.id}{outcome}",
            at=clock.now(),
        ))  # fmt: skip


def test_the_day_after_those_who_came_are_thanked_once(app: Flask, make: Make, slot: Opened) -> None:
    made = who_came(app, make, slot)
    let_days_pass(app, slot, 8)  # it was in a week, so it was yesterday

    assert thank(app, -1, hour=20) == 0
    assert thank(app, 0, hour=8) == 0
    assert thank(app, 0) == 1
    assert thank(app, 0, hour=10) == 0
    (mail,) = thanks(app)
    assert mail.subject.startswith("【ご参加のお礼】")
    assert f"/my/{made.manage_token}/feedback" in mail.body
    assert mail.calendar == ""


def test_nobody_is_thanked_for_what_was_long_ago_or_wants_no_thanks(app: Flask, make: Make, slot: Opened) -> None:
    made = who_came(app, make, slot)
    let_days_pass(app, slot, 12)
    assert thank(app) == 0

    let_days_pass(app, slot, -4)
    with app.app_context(), transaction():
        db.session.get_one(Registration, made.id).call.event.thanks = False
    assert thank(app) == 0


def test_who_did_not_come_is_not_thanked(app: Flask, make: Make, slot: Opened) -> None:
    absent = who_came(app, make, slot)
    came = who_came(
        app, make, slot, "千葉 次郎", name_kana="ちば じろう", phone="083-911-1111", email="chiba@example.jp"
    )
    let_days_pass(app, slot, 8)
    mark(app, absent, Outcome.ABSENT)
    mark(app, came, Outcome.CAME)

    assert thank(app) == 1
    assert [one.recipient for one in thanks(app)] == ["chiba@example.jp"]


def test_city_employees_are_not_asked_as_residents_are(app: Flask, make: Make) -> None:
    shift = make(lambda: opened(an_open_slot(audience=Audience.CITY_STAFF)))
    make(a_registration, shift.id, email="staff@example.jp")
    let_days_pass(app, shift, 8)

    assert thank(app) == 0


def test_one_answers_once_and_the_answer_is_nobodys(app: Flask, client: Resident, make: Make, slot: Opened) -> None:
    made = who_came(app, make, slot)
    let_days_pass(app, slot, 8)
    page = client.open(f"/my/{made.manage_token}/feedback")
    form = page.form("/feedback")

    assert "だれがどう答えたかは、残りません" in page.text
    assert "答えを受け取りました" in form.submit(rating="yes").text
    again = form.submit(rating="no")

    assert again.status == 422
    with app.app_context():
        (answer,) = db.session.scalars(select(Feedback))
        (given,) = db.session.scalars(select(FeedbackGiven))
        assert answer.rating is Rating.YES
        assert {one.name for one in Feedback.__table__.columns} == {"id", "event_id", "rating"}
        assert answer.id > 1_000_000, "a drawn number: the order of answers must not tell whose they are"
        assert clock.local(given.at).time() == datetime.min.time()


def test_opening_the_link_answers_nothing(app: Flask, client: Resident, make: Make, slot: Opened) -> None:
    made = who_came(app, make, slot)
    let_days_pass(app, slot, 8)

    client.open(f"/my/{made.manage_token}/feedback")

    with app.app_context():
        assert db.session.query(FeedbackGiven).count() == 0


@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
def test_before_the_end_nothing_is_asked(client: Resident, app: Flask, make: Make, slot: Opened, prefix: str) -> None:
    made = who_came(app, make, slot)

    page = client.open(f"{prefix}/my/{made.manage_token}/feedback")

    assert page.status == 200
    assert not [one for one in page.forms if "/feedback" in one.action]


def test_an_empty_answer_is_asked_for_again(client: Resident, app: Flask, make: Make, slot: Opened) -> None:
    made = who_came(app, make, slot)
    let_days_pass(app, slot, 8)

    assert client.open(f"/my/{made.manage_token}/feedback").form("/feedback").submit().status == 422


def test_totals_are_shown_once_they_are_nobodys(app: Flask, make: Make, slot: Opened) -> None:
    def answers(*ratings: Rating) -> None:
        db.session.add_all(Feedback(event_id=slot.event_id, rating=one) for one in ratings)

    make(lambda: answers(Rating.YES, Rating.NO))
    with app.app_context():
        assert queries.totals(slot.event_id) is None
    make(lambda: answers(Rating.YES))
    with app.app_context():
        assert queries.totals(slot.event_id) == {Rating.YES: 2, Rating.PERHAPS: 0, Rating.NO: 1}


@pytest.mark.parametrize(
    ("ends", "thanked"),
    [
        (datetime(2027, 3, 31, 12, 0, tzinfo=TOKYO), datetime(2027, 4, 1, 9, 0, tzinfo=TOKYO)),
        (datetime(2027, 4, 1, 0, 0, tzinfo=TOKYO), datetime(2027, 4, 1, 9, 0, tzinfo=TOKYO)),
        (datetime(2027, 4, 1, 1, 0, tzinfo=TOKYO), datetime(2027, 4, 2, 9, 0, tzinfo=TOKYO)),
    ],
)
def test_the_day_after_an_event_over_midnight(ends: datetime, thanked: datetime) -> None:
    assert rules.thank_at([ends - timedelta(days=7), ends], TOKYO) == thanked


def test_no_row_no_absence() -> None:
    assert not rules.was_absent([])
    assert not rules.was_absent([Outcome.UNKNOWN, Outcome.VOID])
    assert not rules.was_absent([Outcome.ABSENT, Outcome.CAME])
    assert rules.was_absent([Outcome.EXCUSED, Outcome.ABSENT])
