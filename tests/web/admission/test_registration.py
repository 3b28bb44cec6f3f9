"""POST /calls/<code>/registrations: one form makes one registration, and the answer tells the truth."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from eventsite.admission import queries, services_dates
from eventsite.admission.vocabulary import Admission, Audience
from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db, transaction
from eventsite.events.models import Event, OccurrenceStatus, Publication, Visibility
from tests.factories.admission import a_call, a_registration, a_slot, an_open_slot
from tests.factories.events import an_event, an_occurrence, in_days
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.ways import BABA, Opened, an_opened_slot, form_of, mails, opened, registrations, send

CANARIES = ("馬場", "ばば", "083-900-0000", "baba@example.jp")


def change(app: Flask, slot: Opened, **facts: object) -> None:
    """Change the slot's call."""
    with app.app_context(), transaction():
        call = queries.call_by_code(slot.call_code)
        for name, value in facts.items():
            setattr(call, name, value)


def test_a_registration_leads_to_its_own_page(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)

    page = send(client.open(form_of(slot)), party_size="2", email="baba@example.jp")

    (made,) = registrations(app, slot)
    assert page.address == f"/my/{made.manage_token}"
    assert "申し込みが完了しました" in page.text
    assert made.receipt in page.text
    assert (made.state, made.party_size, made.channel, made.locale) == ("confirmed", 2, "web", "ja")


def test_the_same_form_sent_five_times_makes_one_registration_and_one_mail(
    app: Flask, client: Resident, make: Make
) -> None:
    slot = make(an_opened_slot)
    form = client.open(form_of(slot)).form("/check").submit(**BABA, email="baba@example.jp").form("/registrations")

    addresses = {form.submit().address for _ in range(5)}

    assert len(addresses) == 1
    assert len(registrations(app, slot)) == 1
    assert [one.recipient for one in mails(app)] == ["baba@example.jp"]


def test_the_same_form_sent_again_after_closing_leads_to_the_same_page(
    app: Flask, client: Resident, make: Make
) -> None:
    slot = make(an_opened_slot)
    form = client.open(form_of(slot)).form("/check").submit(**BABA).form("/registrations")
    first = form.submit()
    change(app, slot, opens_at=clock.now() - timedelta(days=2), closes_at=clock.now() - timedelta(days=1))

    assert form.submit().address == first.address


def test_the_back_button_and_other_contents_are_refused_and_show_nobodys_data(
    app: Flask, client: Resident, make: Make
) -> None:
    slot = make(an_opened_slot)
    form = client.open(form_of(slot)).form("/check").submit(**BABA, email="baba@example.jp").form("/registrations")
    form.submit()
    stranger = Resident(app)
    token = stranger.open(form_of(slot)).form("/check")["csrf_token"]

    page = stranger.post(
        form.action,
        data={
            "name": "千葉 花子", "name_kana": "ちば はなこ", "phone": "083-922-2222", "party_size": "1",
            "slot": slot.code, "key": form["key"], "csrf_token": token,
        },
    )  # fmt: skip

    assert page.status == 422
    assert "ちがう内容の申し込みがすでに届いています" in page.text
    assert not [canary for canary in CANARIES if canary in page.html]
    assert page.follow("新しく申し込む").form("/check")["key"] != form["key"]
    assert len(registrations(app, slot)) == 1


def test_who_is_registered_already_gets_the_same_answer_as_anybody(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    make(a_registration, slot.id, email="baba@example.jp")

    again = client.open(form_of(slot)).form("/check").submit(**BABA, email="baba@example.jp")
    new = client.open(form_of(slot)).form("/check").submit(**{**BABA, "phone": "083-900-0009"}, email="b@example.jp")

    assert again.status == new.status == 200
    assert again.text.replace("baba@", "b@").replace("0000 ", "0009 ") == new.text


def test_without_the_forms_token_nothing_is_stored(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)

    page = client.post(f"/calls/{slot.call_code}/registrations", data={**BABA, "slot": slot.code})

    assert page.status == 400
    assert registrations(app, slot) == []


def test_a_withdrawal_moves_the_line_up_and_tells_the_next(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, capacity=1)
    first = make(a_registration, slot.id, name="千葉 花子")
    waiting = send(client.open(form_of(slot)), email="baba@example.jp")
    assert "いま1番目です" in waiting.text

    client.open(f"/my/{first.manage_token}/withdrawal").form("/withdrawal").submit()

    assert "申し込みが完了しました" in client.open(waiting.address).text
    assert [one.state for one in registrations(app, slot)] == ["withdrawn", "confirmed"]
    assert [(one.state, one.subject.split("】")[0]) for one in mails(app)] == [
        ("aborted", "【キャンセル待ち"), ("queued", "【席が空きました"),
    ]  # fmt: skip


def test_a_call_that_is_not_open_yet_says_when(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    change(app, slot, opens_at=clock.now() + timedelta(days=3))

    page = client.open(form_of(slot))

    assert page.status == 200
    assert "に始まります。お問い合わせは" in page.text
    assert "083-929-0411" in page.text
    assert not [one for one in page.forms if "/calls/" in one.action]


def test_a_closed_call_says_since_when_and_whom_to_ask(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    form = client.open(form_of(slot)).form("/check")
    change(app, slot, closes_at=clock.now() - timedelta(hours=1), opens_at=clock.now() - timedelta(days=9))

    page, sent = client.open(form_of(slot)), form.submit(**BABA)

    for one in (page, sent):
        assert "に終わりました。空きは仁保地域交流センター（083-929-0411）でお聞きください" in one.text
    assert (page.status, sent.status) == (200, 422)
    assert registrations(app, slot) == []


def test_a_cancelled_event_says_why(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    form = client.open(form_of(slot)).form("/check").submit(**BABA).form("/registrations")
    with app.app_context(), transaction():
        event = db.session.get_one(Event, slot.event_id)
        event.publication, event.cancel_reason = Publication.CANCELLED, "雨のため"

    page, sent = client.open(form_of(slot)), form.submit()

    for one in (page, sent):
        assert "この催しは中止になりました（雨のため）" in one.text
    assert registrations(app, slot) == []


def test_an_event_without_registration_says_to_just_come(client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, admission=Admission.NONE)

    assert "この催しは申し込みがいりません。当日、会場にお越しください" in client.open(form_of(slot)).text


def test_what_is_over_takes_no_registration(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    with app.app_context(), transaction():
        for one in db.session.get_one(Event, slot.event_id).occurrences:
            one.starts_at, one.ends_at = clock.now() - timedelta(days=1), clock.now() - timedelta(hours=20)

    page = client.open(form_of(slot))

    assert "申し込みの受付は終わりました" in page.text


def test_a_cancelled_date_cannot_be_chosen(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    with app.app_context(), transaction():
        for one in db.session.get_one(Event, slot.event_id).occurrences:
            one.status = OccurrenceStatus.CANCELLED

    assert "申し込みの受付は終わりました" in client.open(form_of(slot)).text


def test_a_form_made_by_hand_registers_for_no_cancelled_date_while_another_is_open(
    app: Flask, client: Resident, make: Make
) -> None:
    def build() -> tuple[Opened, Opened]:
        event = an_event()
        call = a_call(event.id)
        off = an_occurrence(event.id, status=OccurrenceStatus.CANCELLED)
        return opened(a_slot(call.id, 5, (off.id,))), opened(a_slot(call.id, 5, (an_occurrence(event.id).id,)))

    off, on = make(build)
    form = client.open(form_of(on)).form("/check").submit(**BABA, slot=on.code).form("/registrations")

    page = form.submit(slot=off.code)

    assert page.status == 422
    assert "この枠の日は中止になりました" in page.text
    assert registrations(app, off) == []


def test_a_form_made_by_hand_registers_for_no_past_date_while_another_is_open(
    app: Flask, client: Resident, make: Make
) -> None:
    def build() -> tuple[Opened, Opened]:
        event = an_event()
        call = a_call(event.id)
        past = an_occurrence(event.id, in_days(-3))
        return opened(a_slot(call.id, 5, (past.id,))), opened(a_slot(call.id, 5, (an_occurrence(event.id).id,)))

    past, on = make(build)
    form = client.open(form_of(on)).form("/check").submit(**BABA, slot=on.code).form("/registrations")

    page = form.submit(slot=past.code)

    assert (page.status, registrations(app, past)) == (422, [])
    assert "この催しの日は過ぎました" in page.text


@pytest.mark.parametrize(
    "hidden",
    [
        {"event": {"publication": Publication.DRAFT}},
        {"event": {"visibility": Visibility.INTERNAL}},
        {"audience": Audience.CITY_STAFF},
        {"audience": Audience.INVITED},
    ],
)
def test_calls_that_are_not_for_the_public_look_like_absent_ones(
    client: Resident, make: Make, hidden: dict[str, Any]
) -> None:
    def build() -> Opened:
        event = an_event(**hidden.get("event", {}))
        return opened(an_open_slot(event=event, **{key: hidden[key] for key in hidden if key != "event"}))

    slot = make(build)

    assert client.open(form_of(slot)).status == 404
    assert client.open("/calls/nowhere/registrations/new").status == 404


def test_the_registrants_language_is_kept_for_mails(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)

    page = send(client.open(f"/en{form_of(slot)}"), email="baba@example.jp")

    assert page.address.startswith("/en/my/")
    (mail,) = mails(app)
    assert mail.subject.startswith("[Registered]")
    assert "/en/my/" in mail.body


def test_cancelling_an_event_ends_every_registration(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    page = send(client.open(form_of(slot)), email="baba@example.jp")
    with app.app_context(), transaction():
        event = db.session.get_one(Event, slot.event_id)
        event.publication, event.cancel_reason = Publication.CANCELLED, "雨のため"
        services_dates.cancel_all(slot.event_id, actor=SYSTEM, now=clock.now())

    again = client.open(page.address)

    assert "この催しは中止になりました" in again.text
    assert "理由：雨のため" in again.text
    assert "申し込みを取り消す" not in again.text
    assert [(one.state, one.subject[:4]) for one in mails(app)][1] == ("queued", "【中止】")


def test_a_party_takes_as_many_places_as_it_has_people(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, capacity=3)

    send(client.open(form_of(slot)), party_size="2")

    assert "あと" not in client.open(form_of(slot)).form("/check").submit(**BABA, party_size="1").text
    assert "席はあと1人です" in client.open(form_of(slot)).form("/check").submit(**BABA, party_size="2").text
