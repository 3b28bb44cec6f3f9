"""/staff/audit and /staff/centers/<slug>/audit."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from eventsite.accounts.models import Center, Invitation, Role, User
from eventsite.audit import queries
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.audit.sentences import SENTENCES
from eventsite.audit.services import record
from eventsite.core.actor import SYSTEM, VISITOR, Actor, ActorKind
from eventsite.core.db import db, transaction
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import an_event
from tests.support.fixtures import Make
from tests.support.pages import Resident

AT = datetime(2026, 11, 14, 1, 2, tzinfo=UTC)  # 10:02 in Yamaguchi


@dataclass(frozen=True)
class Desk:
    """Odono and its people, with another center beside it."""

    odono: Center
    niho: Center
    tanaka: User
    admin: User


@pytest.fixture
def desk(make: Make) -> Desk:
    odono, niho = make(a_center, "odono", name="大殿地域交流センター"), make(a_center, "niho")
    return Desk(
        odono,
        niho,
        tanaka=make(a_user, role=Role.CENTER_MANAGER, center_id=odono.id, name="田中 花子"),
        admin=make(a_user, role=Role.ADMIN, name="管理 一郎"),
    )


def note(
    app: Flask, action: Action, subject: Any, center: Center | None, actor: Actor = SYSTEM, at: datetime = AT
) -> None:
    """Write one entry."""
    with app.app_context(), transaction():
        record(action, subject, actor=actor, now=at, center_id=center.id if center else None)


def a_receipt(odono: Center) -> Any:
    event = an_event(odono.id, title="ふるさと探訪")
    return a_registration(a_slot(a_call(event.id).id).id)


def test_an_entry_reads_like_a_sentence(app: Flask, client: Resident, desk: Desk, make: Make) -> None:
    registration = make(a_receipt, desk.odono)
    tanaka = Actor(ActorKind.STAFF, desk.tanaka.id)
    note(app, Action.REGISTRATION_WITHDRAW, registration, desk.odono, tanaka)
    note(app, Action.REGISTRATION_PROMOTE, registration, desk.odono, SYSTEM)
    note(app, Action.REGISTRATION_CREATE, registration, desk.odono, VISITOR)

    text = client.sign_in_as(desk.tanaka.id).open("/staff/centers/odono/audit").text

    what = f"申し込み {registration.receipt}（ふるさと探訪）"
    assert "2026年11月14日 10:02" in text
    assert f"大殿地域交流センター 田中 花子：{what} を取り消し" in text
    assert f"自動：{what} をキャンセル待ちから繰り上げ" in text
    assert f"ご本人：{what} を受け付け" in text


def test_names_are_looked_up_when_read_and_not_kept_in_the_log(app: Flask, client: Resident, desk: Desk) -> None:
    note(app, Action.USER_DISABLE, desk.tanaka, desk.odono)
    with app.app_context(), transaction():
        db.session.get_one(User, desk.tanaka.id).name = "鈴木 花子"

    text = client.sign_in_as(desk.admin.id).open("/staff/audit").text

    assert "鈴木 花子 さんのアカウントを停止" in text
    assert "田中" not in text
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry)).one()
    assert not [value for value in vars(entry).values() if "田中" in str(value)]


def test_what_has_been_deleted_since_is_called_so(app: Flask, client: Resident, desk: Desk) -> None:
    with app.app_context(), transaction():
        invitation = Invitation(
            token_hash="x", email="aoki@city.example.jp", role=Role.ADMIN, created_at=AT, expires_at=AT
        )
        db.session.add(invitation)
        db.session.flush()
        record(Action.USER_INVITE, invitation, actor=SYSTEM, now=AT, center_id=None)
        db.session.execute(delete(Invitation))

    assert "（消去済み） さんを招待" in client.sign_in_as(desk.admin.id).open("/staff/audit").text


def test_a_manager_reads_the_own_centers_log_only(app: Flask, client: Resident, desk: Desk) -> None:
    note(app, Action.USER_ENABLE, desk.tanaka, desk.odono)
    note(app, Action.USER_DISABLE, desk.admin, desk.niho)
    client.sign_in_as(desk.tanaka.id)

    assert "管理 一郎" not in client.open("/staff/centers/odono/audit").text
    assert client.open("/staff/centers/niho/audit").status == 404
    assert client.open("/staff/audit").status == 403


def test_a_clerk_reads_no_log(client: Resident, desk: Desk, make: Make) -> None:
    clerk = make(a_user, center_id=desk.odono.id)

    assert client.sign_in_as(clerk.id).open("/staff/centers/odono/audit").status == 403


def test_the_log_is_filtered_by_days_of_the_city_and_by_action(app: Flask, client: Resident, desk: Desk) -> None:
    for hours, action in ((0, Action.USER_DISABLE), (13, Action.USER_ENABLE), (14, Action.USER_PASSWORD)):
        note(app, action, desk.tanaka, desk.odono, at=AT + timedelta(hours=hours))
    client.sign_in_as(desk.admin.id)

    one_day = client.open("/staff/audit?since=2026-11-14&until=2026/11/14").text
    assert "花子 さんのアカウントを停止" in one_day
    assert "花子 さんのアカウントを再開" in one_day  # 23:02
    assert "花子 さんのパスワードを変更" not in one_day  # 0:02 on the 15th

    one_action = client.open("/staff/audit?action=user:enable").text
    assert "2026年11月14日 23:02" in one_action
    assert "2026年11月14日 10:02" not in one_action
    assert "この条件の記録はありません" in client.open("/staff/audit?until=2020-01-01").text


def test_a_filter_that_makes_no_sense_is_said_at_the_field(client: Resident, desk: Desk) -> None:
    page = client.sign_in_as(desk.admin.id).open("/staff/audit?since=いつか&action=nonsense")

    assert page.status == 422
    assert "もう一度選んでください" in page.text
    assert page.form("/staff/audit")["since"] == "いつか"


def test_a_long_log_is_read_page_by_page_without_gaps(app: Flask, client: Resident, desk: Desk) -> None:
    total = queries.PAGE * 2 + 7
    with app.app_context(), transaction():
        for number in range(total):
            at = AT + timedelta(minutes=number)
            record(Action.USER_ENABLE, desk.tanaka, actor=SYSTEM, now=at, center_id=desk.odono.id)
    page = client.sign_in_as(desk.admin.id).open("/staff/audit?action=user:enable")

    seen = page.text.count("アカウントを再開") - 1  # the filter's own choice
    while "古い記録を見る" in page.text:
        page = page.follow("古い記録を見る")
        seen += page.text.count("アカウントを再開") - 1

    assert seen == total


def test_the_log_has_words_for_everything_it_can_say() -> None:
    assert set(SENTENCES) == set(Action)
