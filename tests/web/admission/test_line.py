"""Staff see who waits in which order, and change it only with a reason that stays."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.admission import holding, queries, services, services_line
from eventsite.admission.errors import NotWaiting
from eventsite.admission.models_registrations import Registration
from eventsite.admission.services_line import names_somebody
from eventsite.admission.vocabulary import RegistrationState
from eventsite.audit.models import AuditEntry
from eventsite.core.actor import SYSTEM, VISITOR
from eventsite.core.db import db, transaction
from tests.factories.accounts import a_user
from tests.factories.admission import a_registration, an_open_slot
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.admission.ways import Opened, an_event_at_niho, opened, signed_in

NOW = datetime.now(UTC)
NAMES = ("千葉 花", "土井 四郎", "江藤 五郎")


def a_line(capacity: int = 1, size: int = 1) -> Opened:
    """A slot of 仁保 that Baba has filled; Chiba, Doi and Eto wait in this order."""
    slot = an_open_slot(capacity, an_event_at_niho())
    a_registration(slot.id, "馬場 太郎", party_size=capacity)
    for number, name in enumerate(NAMES):
        a_registration(slot.id, name, phone=f"083-900-000{number}", party_size=size if number == 0 else 1)
    return opened(slot)


def in_line(app: Flask, slot: Opened) -> list[str]:
    """Return who waits, in order."""
    with app.app_context():
        return [one.name for one in queries.waiting_line(slot.id)]


def named(app: Flask, name: str) -> Registration:
    """Return the registration of that name."""
    with app.app_context():
        return db.session.scalars(select(Registration).where(Registration.name == name)).one()


def numbers(app: Flask, slot: Opened) -> Sequence[int | None]:
    """Return the places that those in line are told, in the order of the line."""
    with app.app_context():
        return [queries.waiting_position(one) for one in queries.waiting_line(slot.id).all()]


def move(clerk: Resident, app: Flask, name: str, to: str, reason: str = "入力が遅れたため") -> Page:
    """Move somebody by the pages."""
    page = clerk.open(f"/staff/registrations/{named(app, name).manage_token}/line")
    return page.form("/line").submit(position=to, reason=reason)


def test_the_line_is_shown_in_its_order_with_a_way_to_move_each(app: Flask, make: Make) -> None:
    slot = make(a_line)

    page = signed_in(app, "aoki@example.jp").open(f"/staff/slots/{slot.code}/line")

    assert "待っている方（3件、3人）" in page.text
    places = [page.text.index(name) for name in NAMES]
    assert places == sorted(places)
    assert "馬場" not in page.text
    assert sum(link.startswith("/staff/registrations/") and link.endswith("/line") for link in page.links()) == 3


def test_a_party_moves_up_with_its_reason_in_the_log(app: Flask, make: Make) -> None:
    slot = make(a_line)
    aoki = signed_in(app, "aoki@example.jp")

    page = move(aoki, app, "江藤 五郎", "1")

    assert "順番を変えました" in page.text
    assert in_line(app, slot) == ["江藤 五郎", "千葉 花", "土井 四郎"]
    assert numbers(app, slot) == [1, 2, 3]
    log = Resident(app).sign_in_as(make(a_user, Role.ADMIN, name="管理 三子").id).open("/staff/audit")
    assert "の順番を変更（3番目から1番目へ。理由：入力が遅れたため）" in log.text
    assert "青木 花子" in log.text


def test_a_party_moves_down_and_whoever_comes_later_stands_behind_all(app: Flask, make: Make) -> None:
    slot = make(a_line)

    move(signed_in(app, "aoki@example.jp"), app, "千葉 花", "3")
    make(a_registration, slot.id, "福田 六子", phone="083-900-0009")

    assert in_line(app, slot) == ["土井 四郎", "江藤 五郎", "千葉 花", "福田 六子"]
    assert numbers(app, slot) == [1, 2, 3, 4]


def test_who_was_moved_to_the_front_is_the_next_to_get_a_place(app: Flask, make: Make) -> None:
    slot = make(a_line)
    move(signed_in(app, "aoki@example.jp"), app, "江藤 五郎", "1")

    with app.app_context(), transaction():
        services.withdraw(named(app, "馬場 太郎").id, actor=VISITOR, now=NOW)

    assert named(app, "江藤 五郎").state is RegistrationState.CONFIRMED
    assert in_line(app, slot) == ["千葉 花", "土井 四郎"]


def test_a_move_past_a_party_that_does_not_fit_gives_the_free_place_out_at_once(app: Flask, make: Make) -> None:
    slot = make(a_line, 2, size=2)
    make(a_registration, slot.id, "福田 六子", phone="083-900-0009")
    with app.app_context(), transaction():
        holding.set_capacity(slot.id, 3, actor=SYSTEM, now=NOW)
    assert in_line(app, slot) == [*NAMES, "福田 六子"]

    move(signed_in(app, "aoki@example.jp"), app, "江藤 五郎", "1")

    assert named(app, "江藤 五郎").state is RegistrationState.CONFIRMED
    assert in_line(app, slot) == ["千葉 花", "土井 四郎", "福田 六子"]


@pytest.mark.parametrize(
    ("to", "reason", "sentence"),
    [
        ("1", "", "理由を入力してください"),
        ("0", "入力が遅れたため", "1から3まで"),
        ("4", "入力が遅れたため", "1から3まで"),
        ("", "入力が遅れたため", "何番目にするかを入力してください"),
        ("1", "千葉さんより先だったため", "お名前や連絡先は書かないでください"),
        ("1", "083-900-0000 に確認した", "お名前や連絡先は書かないでください"),
        ("1", "あ" * 101, "100文字"),
    ],
)
def test_without_a_place_and_a_reason_that_names_nobody_nothing_moves(
    app: Flask, make: Make, to: str, reason: str, sentence: str
) -> None:
    slot = make(a_line)

    page = move(signed_in(app, "aoki@example.jp"), app, "土井 四郎", to, reason)

    assert page.status == 422
    assert sentence in page.text
    assert in_line(app, slot) == list(NAMES)


def test_who_has_a_place_meanwhile_cannot_be_moved(app: Flask, make: Make) -> None:
    make(a_line)
    aoki = signed_in(app, "aoki@example.jp")
    form = aoki.open(f"/staff/registrations/{named(app, '千葉 花').manage_token}/line").form("/line")
    with app.app_context(), transaction():
        services.withdraw(named(app, "馬場 太郎").id, actor=VISITOR, now=NOW)

    page = form.submit(position="3", reason="入力が遅れたため")

    assert "もうキャンセル待ちではありません" in page.text
    with app.app_context(), transaction(), pytest.raises(NotWaiting):
        services_line.move(named(app, "千葉 花").id, 1, "入力が遅れたため", actor=SYSTEM, now=NOW)
    with app.app_context():
        assert "registration:reorder" not in db.session.scalars(select(AuditEntry.action)).all()


def test_another_centers_line_is_not_there(app: Flask, make: Make) -> None:
    slot = make(a_line)
    chiba = signed_in(app, "chiba@example.jp")
    own = chiba.open("/staff/").forms[-1]["csrf_token"]
    address = f"/staff/registrations/{named(app, '江藤 五郎').manage_token}/line"

    assert chiba.open(f"/staff/slots/{slot.code}/line").status == 404
    assert chiba.open(address).status == 404
    assert chiba.post(address, data={"csrf_token": own, "position": "1", "reason": "手違い"}).status == 404
    assert in_line(app, slot) == list(NAMES)


@pytest.mark.parametrize("reason", ["千葉さんのため", "チバ 花 様", "chiba@example.jp", "０８３９００００００"])
def test_a_reason_with_a_name_or_a_contact_is_known(reason: str) -> None:
    assert names_somebody(reason, ["千葉 花", "ちば はな"])


@pytest.mark.parametrize("reason", ["11月3日の電話を4日に入れたため", "花火の日と取り違えた", "入力が遅れた"])
def test_a_reason_without_one_passes(reason: str) -> None:
    assert not names_somebody(reason, ["千葉 花", "ちば はな"])
