"""What becomes of a registration when the day has come on which its people are forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsite.admission import queries_persons, services_forgetting
from eventsite.admission.entries import Person
from eventsite.admission.models_registrations import Participant, Registration
from eventsite.admission.services_forgetting import forget_due
from eventsite.core.db import db, transaction
from eventsite.notifications.models import OutgoingMail
from tests.factories.admission import a_registration, an_open_slot
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.ways import an_event_at_niho, opened, signed_in

AFTERWARDS = datetime.now(UTC).date() + timedelta(days=3650)


def forget(app: Flask, today: date) -> int:
    """Let the worker do what is due on that day."""
    with app.app_context(), transaction():
        return forget_due(today)


def stored(app: Flask, registration: Registration) -> Registration:
    """Return the registration as it is stored now."""
    with app.app_context():
        return db.session.get_one(Registration, registration.id)


def test_names_contacts_and_mails_go_and_the_number_of_people_stays(app: Flask, make: Make) -> None:
    slot = make(an_open_slot, 9)
    said = {"email": "aoki@example.jp", "note": "杖", "age": 70, "grade": 13}
    aoki = make(a_registration, slot.id, "青木 花子", party_size=2, companions=(Person("青木 一郎", age=9),), **said)

    assert forget(app, AFTERWARDS) == 1

    left = stored(app, aoki)
    assert (left.name, left.name_kana, left.phone, left.email, left.note) == ("", "", "", "", "")
    assert (left.receipt, left.state, left.party_size) == (aoki.receipt, aoki.state, 2)
    with app.app_context():
        people = db.session.execute(select(Participant.name, Participant.age, Participant.grade)).all()
        assert list(map(tuple, people)) == [("", None, None)] * 2
        assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 0


def test_nobody_is_forgotten_before_the_day(app: Flask, make: Make) -> None:
    baba = make(a_registration, make(an_open_slot).id, "馬場 太郎", email="baba@example.jp")

    assert forget(app, baba.delete_on - timedelta(days=1)) == 0

    assert stored(app, baba).name == "馬場 太郎"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 1


def test_a_forgotten_registration_has_no_page_any_more(app: Flask, client: Resident, make: Make) -> None:
    chiba = make(a_registration, make(an_open_slot).id, "千葉 四郎")
    assert client.open(f"/my/{chiba.manage_token}").status == 200

    forget(app, chiba.delete_on)

    assert client.open(f"/my/{chiba.manage_token}").status == 404


def test_staff_see_the_number_of_people_and_that_the_name_is_gone(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(9, event=an_event_at_niho())))
    eto = make(a_registration, slot.id, "江藤 三郎", party_size=2, phone="083-944-4444")

    forget(app, AFTERWARDS)

    aoki = signed_in(app, "aoki@example.jp")
    for address in (
        f"/staff/events/{slot.event_code}/registrations",
        f"/staff/registrations/{stored(app, eto).manage_token}",
    ):
        page = aoki.open(address)
        assert page.status == 200
        assert "消去済み" in page.text
        assert "2人" in page.text
        assert "江藤" not in page.text
        assert "083-944-4444" not in page.text


def test_each_is_forgotten_once_and_many_in_several_turns(
    app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = make(an_open_slot, 9)
    for name in ("青木 花子", "馬場 太郎", "千葉 四郎"):
        make(a_registration, slot.id, name)
    monkeypatch.setattr(services_forgetting, "AT_ONCE", 2)

    assert [forget(app, AFTERWARDS) for _ in range(3)] == [2, 1, 0]


def test_the_hashes_that_recognise_people_go_when_limits_look_back_no_further(app: Flask, make: Make) -> None:
    baba = make(a_registration, make(an_open_slot).id, "馬場 太郎")
    lasts = services_forgetting.KEYS_KEPT_FOR

    with app.app_context(), transaction():
        assert services_forgetting.forget_keys(baba.delete_on + lasts - timedelta(days=1)) == 0
        assert queries_persons.keys_of(baba.id)
        assert services_forgetting.forget_keys(baba.delete_on + lasts) == 1
        assert not queries_persons.keys_of(baba.id)
