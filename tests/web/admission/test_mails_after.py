"""Every later mail, in every language: short lines, no typed word, readable by any mail reader and calendar."""

import email
import email.policy
from collections.abc import Callable

import pytest
from flask import Flask

from eventsite.admission import messages
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Admission, Audience, RegistrationState
from eventsite.admission.writing import Letter, mail_of
from eventsite.core import clock
from eventsite.core.db import db
from eventsite.feedback.services import thanks
from eventsite.notifications.letters import written
from eventsite.notifications.models import OutgoingMail
from eventsite.notifications.services import Mail
from tests.factories.admission import a_registration
from tests.factories.events import in_days
from tests.support.fixtures import Make
from tests.web.admission.standing_ways import entries
from tests.web.admission.test_mails import TYPED, a_long_course, columns

State = RegistrationState


def as_if(state: State, letter: Callable[[Registration], Letter], **facts: object) -> Callable[[Registration], Mail]:
    """Return the mail that somebody gets who stands so; nothing is stored."""

    def write(registration: Registration) -> Mail:
        with db.session.no_autoflush:
            registration.state = state
            registration.offer_until = in_days(2) if state is State.OFFERED else None
            for name, value in facts.items():
                setattr(registration.call, name, value)
            mail = mail_of(registration, letter(registration))
            db.session.expire_all()
        return mail

    return write


def reminder(registration: Registration) -> Letter:
    return messages.reminder(registration, registration.slot.occurrences[0], clock.now())


def left(registration: Registration) -> Letter:
    return messages.address_left(registration, "old@example.jp")


LATER: dict[str, Callable[[Registration], Mail]] = {
    "applied": as_if(State.APPLIED, messages.received),
    "offered": as_if(State.OFFERED, messages.offered),
    "accepted": as_if(State.CONFIRMED, messages.accepted),
    "lapsed": as_if(State.WITHDRAWN, messages.lapsed),
    "selected": as_if(State.CONFIRMED, messages.result, admission=Admission.LOTTERY),
    "selected and asked": as_if(State.OFFERED, messages.result, admission=Admission.LOTTERY),
    "chosen": as_if(State.CONFIRMED, messages.result, admission=Admission.BY_ORGANISER),
    "reserve": as_if(State.WAITING, messages.result, admission=Admission.LOTTERY),
    "not selected": as_if(State.NOT_SELECTED, messages.result, admission=Admission.LOTTERY),
    "not chosen": as_if(State.NOT_SELECTED, messages.result, admission=Admission.BY_ORGANISER),
    "changed": as_if(State.CONFIRMED, messages.changed_own),
    "changed and waits": as_if(State.WAITING, messages.changed_own),
    "address left": as_if(State.CONFIRMED, left),
    "reminder": as_if(State.CONFIRMED, reminder),
    "thanks": thanks,
    "shift joined": as_if(State.CONFIRMED, messages.received, audience=Audience.CITY_STAFF),
    "shift promoted": as_if(State.CONFIRMED, messages.promoted, audience=Audience.CITY_STAFF),
    "shift left": as_if(State.WITHDRAWN, messages.withdrawn, audience=Audience.CITY_STAFF),
    "shift reminder": as_if(State.CONFIRMED, reminder, audience=Audience.CITY_STAFF),
}
WITH_DATES = {"accepted", "selected", "chosen", "changed", "shift joined", "shift promoted", "shift left"}


@pytest.mark.parametrize("kind", list(LATER))
@pytest.mark.parametrize("locale", ["ja", "ja_easy", "en"])
def test_it_is_short_and_holds_no_typed_word(app: Flask, make: Make, kind: str, locale: str) -> None:
    made = make(a_registration, make(a_long_course).id, email="victim@example.jp", locale=locale, **TYPED)

    with app.app_context():
        mail = LATER[kind](db.session.get_one(Registration, made.id))

    whole = f"{mail.subject}\n{mail.body}\n{mail.calendar}\n{mail.sender_name}"
    assert not [typed for typed in TYPED.values() if typed in whole]
    assert columns(mail.subject) <= 60
    assert mail.subject.endswith(made.receipt)
    assert max(columns(line) for line in mail.body.splitlines() if made.manage_token not in line) <= 76
    assert bool(mail.calendar) == (kind in WITH_DATES)


def test_who_was_drawn_and_must_answer_is_told_both(app: Flask, make: Make) -> None:
    made = make(a_registration, make(a_long_course).id, email="baba@example.jp")

    with app.app_context():
        mail = LATER["selected and asked"](db.session.get_one(Registration, made.id))

    assert mail.subject.startswith("【当選・返事をください】")
    assert "当選しました" in mail.body
    assert "返事の期限" in mail.body


@pytest.mark.parametrize("kind", list(LATER))
def test_it_is_read_by_any_mail_reader_and_calendar(app: Flask, make: Make, kind: str) -> None:
    made = make(a_registration, make(a_long_course).id, email="baba@example.jp")
    with app.app_context():
        mail = LATER[kind](db.session.get_one(Registration, made.id))
        said = {name: value for name, value in vars(mail).items() if name != "is_paced"}
        row = OutgoingMail(**said, message_id="<one@example.jp>", created_at=clock.now())
        letter = written(row, sender="moyooshi@city.example", zone=clock.zone())

    message = email.message_from_bytes(letter.content, policy=email.policy.default)

    assert [one.addr_spec for one in message["To"].addresses] == [mail.recipient]
    assert message["Subject"] == mail.subject
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().splitlines() == mail.body.splitlines()
    calendars = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert len(calendars) == (kind in WITH_DATES)
    for part in calendars:
        assert part.get_param("method") == mail.calendar_method
        assert f"METHOD:{mail.calendar_method}" in part.get_content()
        assert len({str(one["UID"]) for one in entries(part.get_content())}) == 3


def test_the_wording_of_a_draw_is_not_used_for_a_choice(app: Flask, make: Make) -> None:
    made = make(a_registration, make(a_long_course).id, email="baba@example.jp")
    with app.app_context():
        drawn, chosen = (LATER[kind](db.session.get_one(Registration, made.id)) for kind in ("selected", "chosen"))

    assert "当選" in drawn.subject
    assert "選" not in chosen.subject + chosen.body.split("■")[0]
