"""/staff/events/<code>/registrations: who comes, for the event's own center only."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core.db import db
from tests.factories.admission import a_registration, an_open_slot
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.ways import Opened, an_event_at_niho, opened, signed_in


def a_slot_at_niho(capacity: int | None = 2, **more: Any) -> Opened:
    """A slot of an event at 仁保, where Aoki works."""
    return opened(an_open_slot(capacity, event=an_event_at_niho(), **more))


def roster_of(slot: Opened, search: str = "") -> str:
    """Return the address of the roster."""
    return f"/staff/events/{slot.event_code}/registrations" + (f"?q={search}" if search else "")


def test_the_roster_counts_people_and_lists_everybody(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=3)
    make(a_registration, slot.id, name="馬場 太郎", name_kana="ばば たろう", party_size=2)
    make(a_registration, slot.id, name="江藤 三郎", name_kana="えとう さぶろう", party_size=2, phone="083-933-3333")

    page = signed_in(app, "aoki@example.jp").open(roster_of(slot))

    assert page.status == 200
    assert "申込 2人 1件" in page.text.replace("2人1件", "2人 1件")
    assert page.text.index("えとう さぶろう") < page.text.index("ばば たろう")
    assert "083-933-3333" in page.text
    assert "待ち" in page.text


def test_before_anybody_registers_the_roster_says_so(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)

    page = signed_in(app, "aoki@example.jp").open(roster_of(slot))

    assert "まだ申し込みはありません。" in page.text


@pytest.mark.parametrize("search", ["ババ", "ばばた", "馬場太", "900-0000", "０８３９００００００", "馬場　太郎"])
def test_the_roster_is_searched_by_reading_name_and_number(app: Flask, make: Make, search: str) -> None:
    slot = make(a_slot_at_niho)
    make(a_registration, slot.id)
    make(a_registration, slot.id, name="江藤 三郎", name_kana="えとう さぶろう", phone="083-933-3333")

    page = signed_in(app, "aoki@example.jp").open(roster_of(slot, search))

    assert "馬場 太郎" in page.text
    assert "江藤 三郎" not in page.text


def test_the_roster_is_searched_by_receipt_number(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    made = make(a_registration, slot.id)
    make(a_registration, slot.id, name="江藤 三郎", name_kana="えとう さぶろう", phone="083-933-3333")
    aoki = signed_in(app, "aoki@example.jp")

    for search in (made.receipt, made.receipt.lower(), made.receipt.removeprefix("YG-")):
        assert "江藤" not in aoki.open(roster_of(slot, search)).text
        assert "馬場" in aoki.open(roster_of(slot, search)).text


@pytest.mark.parametrize("search", ["%00", "%25", "_", "'", "あ" * 5000, "%F0%A0%AE%B7"])
def test_a_strange_search_finds_nobody(app: Flask, make: Make, search: str) -> None:
    slot = make(a_slot_at_niho)
    make(a_registration, slot.id)

    assert signed_in(app, "aoki@example.jp").open(roster_of(slot, search)).status == 200


def test_looking_is_noted_and_changes_nothing_else(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    made = make(a_registration, slot.id)
    aoki = signed_in(app, "aoki@example.jp")

    aoki.open(roster_of(slot))
    aoki.open(f"/staff/registrations/{made.manage_token}")

    with app.app_context():
        views = db.session.scalars(select(AuditEntry).where(AuditEntry.action == Action.ROSTER_VIEW)).all()
        assert [(one.subject_type, one.subject_id) for one in views] == [
            ("events", slot.event_id), ("registrations", made.id),
        ]  # fmt: skip
        assert {one.actor_kind for one in views} == {"staff"}


@pytest.mark.parametrize(
    "way",
    [
        "/staff/events/{event}/registrations",
        "/staff/events/{event}/calls/new",
        "/staff/calls/{call}/edit",
        "/staff/calls/{call}/registrations/new",
        "/staff/registrations/{token}",
        "/staff/registrations/{token}/withdrawal",
    ],
)
def test_to_another_center_the_roster_does_not_exist(app: Flask, make: Make, way: str) -> None:
    slot = make(a_slot_at_niho)
    made = make(a_registration, slot.id)
    chiba = signed_in(app, "chiba@example.jp")

    page = chiba.open(way.format(event=slot.event_code, call=slot.call_code, token=made.manage_token))

    absent = chiba.open(way.format(event="nowhere", call="nowhere", token="nobody"))
    assert (page.status, page.text) == (404, absent.text)
    assert made.name not in page.html


def test_without_signing_in_there_is_no_roster(client: Resident, make: Make) -> None:
    slot = make(a_slot_at_niho)
    make(a_registration, slot.id)

    assert client.http.get(roster_of(slot)).status_code == 303


def test_withdrawn_registrations_stay_on_the_roster_as_such(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    made = make(a_registration, slot.id)
    aoki = signed_in(app, "aoki@example.jp")
    aoki.open(f"/staff/registrations/{made.manage_token}/withdrawal").form("/withdrawal").submit()

    page = aoki.open(roster_of(slot))

    assert "roster__row--withdrawn" in page.html
    assert "馬場 太郎" in page.text


def test_the_same_number_in_other_groups_is_shown_to_staff_as_the_same(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, capacity=9)
    chiba = make(a_registration, slot.id, name="千葉 四郎", phone="083-933-3333")
    make(a_registration, slot.id, name="千葉 五郎", phone="0839-33-3333")
    make(a_registration, slot.id, name="江藤 三郎", phone="083-944-4444")

    page = signed_in(app, "aoki@example.jp").open(f"/staff/registrations/{chiba.manage_token}")

    assert "同じ電話番号の申し込みが、この催しにほかに1件あります" in page.text
