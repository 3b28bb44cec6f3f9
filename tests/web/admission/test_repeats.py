"""The same person twice: a visitor learns nothing, a clerk is told, merges, and nobody's place is lost."""

import pytest
from flask import Flask

from eventsite.admission import queries_persons
from eventsite.admission.models_registrations import Registration
from eventsite.core.db import db, transaction
from eventsite.events.models import Series
from tests.factories.admission import a_registration, an_open_slot
from tests.factories.events import an_event
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.test_roster import a_slot_at_niho
from tests.web.admission.ways import (
    BABA,
    Opened,
    an_event_at_niho,
    form_of,
    mails,
    opened,
    registrations,
    send,
    signed_in,
)

KATAKANA = {"name": "馬場太郎", "name_kana": "ババタロウ", "phone": "０８３（９００）００００"}


def repeats_of(app: Flask, slot: Opened) -> str:
    return f"/staff/events/{slot.event_code}/repeats"


def test_a_visitor_gets_the_same_answer_whether_or_not_the_person_is_registered(
    app: Flask, client: Resident, make: Make
) -> None:
    slot = make(a_slot_at_niho, capacity=9)
    first = send(client.open(form_of(slot)))

    second = send(Resident(app).open(form_of(slot)), **KATAKANA)

    assert len(registrations(app, slot)) == 2
    one, other = registrations(app, slot)
    assert second.text.replace(other.receipt, one.receipt).replace("馬場太郎", "馬場 太郎") == first.text
    assert one.receipt not in second.html


def test_a_clerk_is_told_and_goes_on_only_after_saying_so(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=9)
    make(a_registration, slot.id)
    desk = signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/registrations/new")

    told = desk.form("/registrations").submit(**KATAKANA)
    assert told.status == 422
    assert "同じ方の申し込みが、すでにあります" in told.text
    assert len(registrations(app, slot)) == 1
    (earlier,) = registrations(app, slot)
    assert f"/staff/registrations/{earlier.manage_token}" in told.links(), "the clerk can look at the earlier one"

    assert told.form("/registrations").submit(despite="y").status == 200
    assert len(registrations(app, slot)) == 2


def test_the_clerk_sees_the_group_and_keeps_one(app: Flask, client: Resident, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=2)
    make(a_registration, slot.id, email="baba@example.jp")
    make(a_registration, slot.id, name_kana="ババ タロウ", email="b.a.b.a@example.jp")
    waits = make(a_registration, slot.id, name="江藤 三郎", name_kana="えとう さぶろう", phone="083-933-3333")
    page = signed_in(app, "aoki@example.jp").open(repeats_of(app, slot))
    first, second, _ = registrations(app, slot)
    assert "えとう" not in page.text

    done = page.form(f"/registrations/{second.manage_token}/merge").submit()

    assert f"残した申し込みは {first.receipt} です" in done.text
    assert [one.state for one in registrations(app, slot)] == ["confirmed", "cancelled", "confirmed"]
    assert registrations(app, slot)[1].merged_into_id == first.id
    assert waits.receipt
    assert "1つにまとめました" in mails(app)[-1].body.replace("\n", "")
    assert "同じ方の申し込みはありません。" in done.text


def test_a_family_behind_one_number_is_no_repeat(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=9)
    make(a_registration, slot.id)
    make(a_registration, slot.id, name="馬場 花子", name_kana="ばば はなこ")

    assert "同じ方の申し込みはありません。" in signed_in(app, "aoki@example.jp").open(repeats_of(app, slot)).text


def test_another_centers_clerk_finds_neither_the_page_nor_the_button(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=9)
    one, other = make(a_registration, slot.id), make(a_registration, slot.id)
    chiba = signed_in(app, "chiba@example.jp")
    app.config["WTF_CSRF_ENABLED"] = False  # so that the rule of access is what refuses

    assert chiba.open(repeats_of(app, slot)).status == 404
    assert chiba.post(f"/staff/registrations/{one.manage_token}/merge", data={"into": other.manage_token}).status == 404
    assert [record.state for record in registrations(app, slot)] == ["confirmed", "confirmed"]


def test_a_token_that_no_database_can_hold_is_nobodys(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=9)
    one = make(a_registration, slot.id)
    aoki = signed_in(app, "aoki@example.jp")
    app.config["WTF_CSRF_ENABLED"] = False

    assert aoki.post(f"/staff/registrations/{one.manage_token}/merge", data={"into": "a\x00b"}).status == 404


def test_registrations_of_two_calls_are_not_merged(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=9)
    one = make(a_registration, slot.id)
    stranger = make(lambda: a_registration(an_open_slot().id))
    aoki = signed_in(app, "aoki@example.jp")
    app.config["WTF_CSRF_ENABLED"] = False

    answer = aoki.post(f"/staff/registrations/{one.manage_token}/merge", data={"into": stranger.manage_token})

    assert answer.status == 404
    assert registrations(app, slot)[0].state == "confirmed"


@pytest.mark.parametrize(
    ("limit", "scope"), [("limit_event", "この催し"), ("limit_series", "このシリーズ"), ("limit_year", "この年度")]
)
def test_over_a_limit_the_clerk_sees_it_and_the_visitor_does_not(
    app: Flask, client: Resident, make: Make, limit: str, scope: str
) -> None:
    def two_events_of_a_series() -> Opened:
        event = an_event_at_niho("竹細工の会")
        series = Series(center_id=event.center_id, name="竹の学校")
        db.session.add(series)
        db.session.flush()
        event.series_id = series.id
        slot = an_open_slot(9, event=event, **{limit: 1})
        a_registration(slot.id)
        return opened(slot)

    slot = make(two_events_of_a_series)

    page = send(client.open(form_of(slot)), **KATAKANA)

    assert "申し込みが完了しました" in page.text
    staff = signed_in(app, "aoki@example.jp").open(repeats_of(app, slot)).text
    assert f"{scope}の決まり" in staff
    _, second = registrations(app, slot)
    assert f"{second.receipt} 馬場太郎さん" in staff.replace("　", " ")


def test_the_hashes_follow_a_forgotten_name_and_hold_no_name(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=9)
    made = make(a_registration, slot.id)

    with app.app_context(), transaction():
        keys = queries_persons.keys_of(made.id)
        assert len(keys) == 1
        assert all(len(key) == 64 and "ばば" not in key for key in keys)
        db.session.delete(db.session.get_one(Registration, made.id))
        db.session.flush()
        assert queries_persons.keys_of(made.id) == frozenset()


@pytest.mark.parametrize(
    ("names", "is_over"), [(("史跡めぐり", "史跡めぐり"), True), (("史跡めぐり", "竹の学校"), False)]
)
def test_two_series_of_a_center_are_apart(app: Flask, make: Make, names: tuple[str, str], is_over: bool) -> None:
    def baba_comes_to_both() -> Opened:
        first = an_event_at_niho()
        second = an_event(first.center_id, "竹細工の会")
        series = {name: Series(center_id=first.center_id, name=name) for name in names}
        db.session.add_all(series.values())
        db.session.flush()
        first.series_id, second.series_id = (series[name].id for name in names)
        slots = [an_open_slot(9, event=event, limit_series=1) for event in (first, second)]
        for slot in slots:
            a_registration(slot.id)
        return opened(slots[1])

    slot = make(baba_comes_to_both)

    page = signed_in(app, "aoki@example.jp").open(repeats_of(app, slot))
    assert ("申し込める回数をこえている方" in page.text) is is_over


def test_nothing_typed_is_lost_when_the_clerk_is_told(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=9)
    make(a_registration, slot.id)
    desk = signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/registrations/new")

    told = desk.form("/registrations").submit(**BABA, party_size="3", channel="postcard")

    form = told.form("/registrations")
    assert (form["name"], form["party_size"], form["channel"]) == ("馬場 太郎", "3", "postcard")
