"""Entries by telephone, at the counter, by fax and by postcard: the same service, without e-mail."""

from flask import Flask
from sqlalchemy import select

from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core.db import db
from tests.factories.admission import a_registration
from tests.support.fixtures import Make
from tests.support.pages import Page
from tests.web.admission.test_roster import a_slot_at_niho
from tests.web.admission.ways import BABA, Opened, mails, registrations, signed_in


def desk_of(app: Flask, slot: Opened) -> Page:
    """Return the desk's form as Aoki of 仁保 sees it."""
    return signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/registrations/new")


def test_a_caller_is_registered_and_gets_a_number_to_write_down(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)

    page = desk_of(app, slot).form("/registrations").submit(**BABA)

    (made,) = registrations(app, slot)
    assert made.channel == "phone"
    assert made.receipt in page.text
    assert "panel__figure--huge" in page.html
    assert "読み上げ：ワイ・ジー、" in page.text
    assert "席があります" in page.text


def test_the_next_caller_is_one_press_away(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)

    page = desk_of(app, slot).form("/registrations").submit(**BABA, channel="postcard").follow("続けて次の人")

    form = page.form("/registrations")
    assert form["channel"] == "postcard"
    assert form["name"] == ""
    assert "あと1人" in page.text


def test_the_desk_goes_on_with_the_way_that_this_browser_took_last(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=9)
    aoki = signed_in(app, "aoki@example.jp")
    address = f"/staff/calls/{slot.call_code}/registrations/new"

    assert aoki.open(address).form("/registrations")["channel"] == "phone"
    aoki.open(address).form("/registrations").submit(**BABA, channel="fax")
    assert aoki.open(address).form("/registrations")["channel"] == "fax"
    assert aoki.open(f"{address}?channel=nonsense").form("/registrations")["channel"] == "fax"
    assert desk_of(app, slot).form("/registrations")["channel"] == "phone", "another browser begins anew"


def test_the_desk_has_the_same_rules_as_the_public_form(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)

    page = desk_of(app, slot).form("/registrations").submit(name="馬場", name_kana="馬場", phone="12")

    assert page.status == 422
    assert page.form("/registrations")["name_kana"] == "馬場"
    assert "ふりがなは、ひらがなかカタカナで入力してください" in page.text
    assert "電話番号は10桁か11桁で入力してください" in page.text
    assert registrations(app, slot) == []


def test_when_it_is_full_the_caller_waits_and_staff_say_so(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=1)
    make(a_registration, slot.id, name="江藤 三郎", phone="083-933-3333")
    page = desk_of(app, slot)
    assert "キャンセル待ち（いま0組）" in page.text
    assert "キャンセル待ちに登録する" in page.text

    done = page.form("/registrations").submit(**BABA)

    assert "キャンセル待ちです（いま1番目）" in done.text
    assert "待っている順番を見る" in done.text


def test_the_same_entry_sent_twice_is_one(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    form = desk_of(app, slot).form("/registrations").fill(**BABA)

    assert form.submit().address == form.submit().address
    assert len(registrations(app, slot)) == 1


def test_staff_learn_that_the_number_is_registered_already(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    make(a_registration, slot.id, name="馬場 次郎", name_kana="ばば じろう")

    page = desk_of(app, slot).form("/registrations").submit(**BABA)

    assert "同じ電話番号の申し込みが、この催しにほかに1件あります" in page.text


def test_a_call_that_is_closed_refuses_the_desk_too(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, admission="none")

    page = desk_of(app, slot).form("/registrations").submit(**BABA)

    assert page.status == 422
    assert "この催しは申し込みがいりません" in page.text
    assert page.form("/registrations")["name"] == "馬場 太郎"


def test_a_withdrawal_by_telephone_is_noted_with_who_did_it(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=1)
    made = make(a_registration, slot.id, email="baba@example.jp")
    make(a_registration, slot.id, name="江藤 三郎", email="eto@example.jp")
    aoki = signed_in(app, "aoki@example.jp")

    asked = aoki.open(f"/staff/registrations/{made.manage_token}").follow("申し込みを取り消す")
    done = asked.form("/withdrawal").submit()

    assert "取り消しました" in done.text
    assert [one.state for one in registrations(app, slot)] == ["withdrawn", "confirmed"]
    assert [one.recipient for one in mails(app) if one.state == "queued"] == ["baba@example.jp", "eto@example.jp"]
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == Action.REGISTRATION_WITHDRAW)).one()
        assert (entry.actor_kind, entry.subject_id) == ("staff", made.id)
        assert entry.actor_user_id is not None
