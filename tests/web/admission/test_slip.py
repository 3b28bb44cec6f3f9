"""The slip for the counter and the post, and the channel on every row and in every count."""

from typing import Any

import pytest
from flask import Flask

from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Admission, Channel
from tests.factories.admission import a_registration, an_open_slot
from tests.support.fixtures import Make
from tests.support.pages import Page
from tests.web.admission.ways import Opened, an_event_at_niho, opened, signed_in


def a_slot_at_niho(capacity: int | None = 20, **more: Any) -> Opened:
    """An open slot of 仁保, where Aoki works."""
    return opened(an_open_slot(capacity, an_event_at_niho(belongings="飲み物"), **more))


def slip_of(app: Flask, registration: Registration, paper: str = "") -> Page:
    """Return the slip as Aoki prints it."""
    return signed_in(app, "aoki@example.jp").open(f"/staff/registrations/{registration.manage_token}/slip{paper}")


@pytest.mark.parametrize("paper", ["", "?paper=postcard"])
def test_the_slip_holds_what_one_needs_and_no_contact_of_the_person(app: Flask, make: Make, paper: str) -> None:
    slot = make(a_slot_at_niho)
    baba = make(a_registration, slot.id, "馬場 太郎", phone="083-900-1234", email="baba@example.jp", party_size=2)

    page = slip_of(app, baba, paper)

    for words in ("馬場 太郎 様 2人", baba.receipt, "ふるさと探訪", "飲み物", "お電話ください", "083-929-0411"):
        assert words in page.text.replace("　", " ")
    assert "slip__code" in page.html
    assert not [word for word in ("083-900-1234", "0839001234", "baba@example.jp") if word in page.html]


def test_who_waits_or_is_decided_about_later_gets_a_slip_without_a_code(app: Flask, make: Make) -> None:
    full = make(a_slot_at_niho, 1)
    make(a_registration, full.id, "江藤 五郎")
    waits = make(a_registration, full.id, "馬場 太郎", phone="083-900-0001")

    page = slip_of(app, waits)

    assert "キャンセル待ちで受け付けました。まだ席はありません" in page.text
    assert "slip__code" not in page.html


def test_an_entry_for_a_draw_says_that_nothing_is_decided_yet(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, admission=Admission.BY_ORGANISER)

    page = slip_of(app, make(a_registration, slot.id, "馬場 太郎"))

    assert "まだ決まっていません" in page.text


def test_an_offer_says_until_when_to_answer(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, 1, offer_hours=24)
    first = make(a_registration, slot.id, "江藤 五郎")
    second = make(a_registration, slot.id, "馬場 太郎", phone="083-900-0001")
    aoki = signed_in(app, "aoki@example.jp")
    aoki.open(f"/staff/registrations/{first.manage_token}/withdrawal").form("/withdrawal").submit()

    assert "までに、お電話でお返事をください" in slip_of(app, second).text
    assert "返事をもらってください" in aoki.open(f"/staff/registrations/{second.manage_token}").text


def test_another_centers_slip_is_not_there(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    baba = make(a_registration, slot.id, "馬場 太郎")

    page = signed_in(app, "chiba@example.jp").open(f"/staff/registrations/{baba.manage_token}/slip")

    assert page.status == 404


def test_the_channel_stands_on_every_row_and_in_the_counts(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    for number, channel in enumerate((Channel.PHONE, Channel.PHONE, Channel.POSTCARD, Channel.WALK_IN, Channel.WEB)):
        make(a_registration, slot.id, f"馬場 {number}郎", channel=channel, phone=f"083-900-000{number}", party_size=2)
    aoki = signed_in(app, "aoki@example.jp")

    roster = aoki.open(f"/staff/events/{slot.event_code}/registrations").text
    overview = aoki.open(f"/staff/events/{slot.event_code}").text

    assert "経路：ホームページ 1件2人、電話 2件4人、はがき 1件2人、当日 1件2人" in roster
    assert "経路：ホームページ 1件、電話 2件、はがき 1件、当日 1件" in overview


def test_nobody_chooses_the_channel_of_a_table_at_the_desk(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)

    page = signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/registrations/new")

    assert "取り込み" not in page.text
    assert "当日" in page.text
