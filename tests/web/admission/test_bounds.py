"""How much comes from one source, and how many mails go to one address: a class passes, a program does not."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsite.admission import attempts
from eventsite.admission.attempts import Purpose, TooManyEntries, source_of
from eventsite.admission.models_traces import EntryAttempt
from eventsite.core.db import db, transaction
from eventsite.notifications import pace
from eventsite.notifications.models import MailState
from tests.factories.admission import a_registration
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.ways import Opened, an_opened_slot, form_of, mails, registrations, send

NOW = datetime(2027, 3, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def people(count: int) -> list[dict[str, str]]:
    """Return what that many pupils of one class type."""
    return [{"name": f"生徒 {number}", "phone": f"083-900-{number:04}"} for number in range(count)]


def count(app: Flask, slot: Opened) -> int:
    return len(registrations(app, slot))


def test_a_class_of_forty_behind_one_address_passes(app: Flask, make: Make) -> None:
    slot = make(an_opened_slot, capacity=60)

    for pupil in people(40):
        assert send(Resident(app).open(form_of(slot)), **pupil).status == 200

    assert count(app, slot) == 40


def test_a_program_is_stopped_and_another_event_is_not_touched(
    app: Flask, client: Resident, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "BOUNDS", {Purpose.REGISTER: attempts.Bound(3)})
    slot, other = make(an_opened_slot), make(an_opened_slot)

    answers = [send(client.open(form_of(slot)), **pupil) for pupil in people(5)]

    assert [page.status for page in answers] == [200, 200, 200, 429, 429]
    assert "1時間ほどたってから" in answers[-1].text
    assert count(app, slot) == 3
    assert send(client.open(form_of(other))).status == 200


def test_the_same_form_sent_again_is_not_counted(
    app: Flask, client: Resident, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "BOUNDS", {Purpose.REGISTER: attempts.Bound(1)})
    slot = make(an_opened_slot)
    form = client.open(form_of(slot)).form("/check").submit(**people(1)[0], name_kana="せいと").form("/registrations")

    assert {form.submit().status for _ in range(3)} == {200}
    assert count(app, slot) == 1


def test_the_bound_opens_again_after_an_hour_and_nothing_is_kept_longer_than_a_day(app: Flask) -> None:
    with app.app_context(), transaction():
        source = source_of("192.0.2.1")
        for minute in range(10):
            attempts.require_within(Purpose.LOOK_UP, source, now=NOW + minute * MINUTE)
        with pytest.raises(TooManyEntries):
            attempts.require_within(Purpose.LOOK_UP, source, now=NOW + 59 * MINUTE)
        attempts.require_within(Purpose.LOOK_UP, source, now=NOW + 61 * MINUTE)

        assert attempts.forget(NOW + timedelta(days=2)) == 11
        assert db.session.scalar(select(func.count()).select_from(EntryAttempt)) == 0


def test_an_ipv6_network_is_one_source_and_an_ipv4_neighbour_is_another(app: Flask) -> None:
    with app.app_context():
        assert source_of("2001:db8::1") == source_of("2001:db8::ffff")
        assert source_of("192.0.2.1") != source_of("192.0.2.2")
        assert source_of("192.0.2.1", "a call") != source_of("192.0.2.1", "another")


def test_three_mails_an_hour_and_ten_a_day_reach_an_address_that_strangers_type(app: Flask, make: Make) -> None:
    slot = make(an_opened_slot, capacity=60)

    for number in range(15):
        make(
            a_registration, slot.id, f"別名 {number}", email="Victim@example.jp" if number % 2 else "victim@example.jp"
        )

    queued = [one for one in mails(app) if one.state is MailState.QUEUED]
    first = min(one.due_at for one in queued)
    within_an_hour = [one for one in queued if one.due_at < first + timedelta(minutes=59)]
    assert (len(within_an_hour), len(queued), len(mails(app))) == (3, pace.IN_A_DAY, 15)
    assert all("別名" not in one.body + one.subject for one in mails(app))


def test_control_without_the_pace_all_go_at_once(app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "due_at", lambda _recipient, now: now)
    slot = make(an_opened_slot, capacity=60)

    for number in range(15):
        make(a_registration, slot.id, f"別名 {number}", email="victim@example.jp")

    assert [one.state for one in mails(app)] == [MailState.QUEUED] * 15


def test_a_family_of_six_with_one_address_all_get_their_mail(app: Flask, make: Make) -> None:
    slot = make(an_opened_slot, capacity=60)

    for name in ("太郎", "花子", "一郎", "二郎", "三郎", "四郎"):
        make(a_registration, slot.id, f"馬場 {name}", email="baba@example.jp")

    assert [one.state for one in mails(app)] == [MailState.QUEUED] * 6
