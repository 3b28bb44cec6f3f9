"""/staff/invitations/<token>: how people come to their accounts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from eventsite.accounts import passwords, queries, services
from eventsite.accounts.errors import LinkExpired, RoleAboveOwn
from eventsite.accounts.models import Center, Invitation, Role, User
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core.actor import SYSTEM, Actor, ActorKind
from eventsite.core.db import db, transaction
from tests.factories.accounts import a_center, a_user
from tests.support.fixtures import Make
from tests.support.pages import Resident

GOOD = "みかんと味噌とうぐいすの夕方七時"


@pytest.fixture
def niho(make: Make) -> Center:
    make(a_center, "odono", name="大殿地域交流センター")
    niho: Center = make(a_center, "niho")
    return niho


def link(app: Flask, email: str, role: Role = Role.CENTER_STAFF, slug: str | None = "niho") -> str:
    """Invite somebody from the shell and return the path of the link."""
    with app.app_context(), transaction():
        center = queries.center_by_slug(slug) if slug else None
        url = services.invite(email, role, center, by=SYSTEM, now=datetime.now(UTC)).url
    return url.removeprefix(app.config["SETTINGS"].base_url)


def roles(app: Flask, email: str) -> list[tuple[str, str | None]]:
    with app.app_context():
        user = queries.user_by_email(email)
        held = user.roles if user else []
        return sorted((one.role, one.center.slug if one.center else None) for one in held)


def test_aoki_takes_up_her_invitation_and_is_in(app: Flask, client: Resident, niho: Center) -> None:
    page = client.open(link(app, "Aoki@City.example.jp"))
    assert "仁保地域交流センター 職員" in page.text

    page.form("").submit(name="青木 花子", password=GOOD)

    assert client.http.get("/staff/profile").status_code == 200
    assert roles(app, "aoki@city.example.jp") == [("center_staff", "niho")]


def test_opening_the_link_spends_nothing(app: Flask, client: Resident, niho: Center) -> None:
    path = link(app, "aoki@city.example.jp")

    for _ in range(3):
        client.http.head(path)
        assert client.open(path).status == 200

    assert roles(app, "aoki@city.example.jp") == []


def test_the_link_works_once(app: Flask, client: Resident, niho: Center) -> None:
    path = link(app, "aoki@city.example.jp")
    client.open(path).form("").submit(name="青木 花子", password=GOOD)

    page = Resident(app).open(path)

    assert page.status == 404
    assert "新しいリンクを受け取ってください" in page.text


def test_the_link_ends_after_seven_days(app: Flask, client: Resident, niho: Center) -> None:
    path = link(app, "aoki@city.example.jp")

    with time_machine.travel(datetime.now(UTC) + timedelta(days=7, seconds=1), tick=False):
        assert client.open(path).status == 404


def test_a_weak_password_changes_nothing_and_keeps_the_name(app: Flask, client: Resident, niho: Center) -> None:
    path = link(app, "aoki@city.example.jp")

    page = client.open(path).form("").submit(name="青木 花子", password="青木花子仁保地域交流センター2026")

    assert page.status == 422
    assert "お名前や市・センターの名前は使わないでください" in page.text
    assert page.form("")["name"] == "青木 花子"
    assert roles(app, "aoki@city.example.jp") == []
    assert client.open(path).status == 200


def test_a_second_invitation_for_the_same_role_ends_the_first(app: Flask, client: Resident, niho: Center) -> None:
    first, second = link(app, "aoki@city.example.jp"), link(app, "aoki@city.example.jp")

    assert client.open(first).status == 404
    assert client.open(second).status == 200


def test_of_two_who_press_at_once_one_gets_the_account(app: Flask, niho: Center) -> None:
    token = link(app, "aoki@city.example.jp").rpartition("/")[2]

    both_ready = Barrier(2)

    def press(number: int) -> str:
        newcomer = services.Newcomer(f"青木 {number}", GOOD)
        both_ready.wait()
        try:
            with app.app_context(), transaction():
                return services.accept_as_newcomer(token, newcomer, now=datetime.now(UTC)).name
        except LinkExpired:
            return "too late"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(press, range(2)))

    assert outcomes.count("too late") == 1
    with app.app_context():
        users = list(db.session.scalars(select(User)))
        assert [user.name for user in users] == [one for one in outcomes if one != "too late"]
        assert len(users[0].roles) == 1


def test_without_the_conditional_update_both_would_get_in(
    app: Flask, niho: Center, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = link(app, "aoki@city.example.jp")
    token = path.rpartition("/")[2]
    monkeypatch.setattr(services, "_spend", lambda token, *, now: queries.open_invitation(token, now=now))

    for email in ("one@city.example.jp", "two@city.example.jp"):
        with app.app_context(), transaction():
            invitation = queries.open_invitation(token, now=datetime.now(UTC))
            assert invitation is not None
            invitation.email = email
            db.session.flush()
            services.accept_as_newcomer(token, services.Newcomer("青木 花子", GOOD), now=datetime.now(UTC))

    assert roles(app, "one@city.example.jp")
    assert roles(app, "two@city.example.jp")


def test_who_has_an_account_gains_the_role_and_nothing_else_changes(
    app: Flask, client: Resident, niho: Center, make: Make
) -> None:
    make(a_user, role=Role.SUPPORTER, email="baba@city.example.jp", name="馬場 次郎")
    path = link(app, "baba@city.example.jp")

    page = client.open(path)
    assert "お名前とパスワードは変わりません" in page.text
    page = page.form("").submit()

    assert page.title.startswith("職員のログイン")
    assert client.http.get("/staff/profile").status_code == 303  # the link alone opens nobody's account
    assert roles(app, "baba@city.example.jp") == [("center_staff", "niho"), ("supporter", None)]
    with app.app_context():
        baba = queries.user_by_email("baba@city.example.jp")
        assert baba is not None
        assert (baba.name, baba.password_hash) == ("馬場 次郎", "unusable")


def test_a_new_role_ends_the_sessions_that_were_open_before(
    app: Flask, client: Resident, niho: Center, make: Make
) -> None:
    baba = make(a_user, role=Role.SUPPORTER, email="baba@city.example.jp")
    client.sign_in_as(baba.id)

    client.open(link(app, "baba@city.example.jp")).form("").submit()

    assert client.http.get("/staff/profile").status_code == 303


def test_the_first_administrator_names_the_own_address(app: Flask, client: Resident, niho: Center) -> None:
    first = first_admin(app)
    second = first_admin(app)
    assert first is not None
    assert second is not None

    assert client.open(first).status == 404
    client.open(second).form("").submit(name="千葉 三郎", email="chiba@city.example.jp", password=GOOD)

    assert roles(app, "chiba@city.example.jp") == [("admin", None)]
    assert first_admin(app) is None


def test_the_first_administrators_link_closes_when_another_one_has_come_in(
    app: Flask, client: Resident, niho: Center
) -> None:
    open_way = first_admin(app)
    assert open_way is not None
    client.open(link(app, "chiba@city.example.jp", Role.ADMIN, None)).form("").submit(name="千葉 三郎", password=GOOD)

    page = Resident(app).open(open_way).form("").submit(name="悪井 四郎", email="warui@city.example.jp", password=GOOD)

    assert page.status == 422
    assert roles(app, "warui@city.example.jp") == []


def test_the_first_administrators_link_takes_over_nobodys_account(
    app: Flask, client: Resident, niho: Center, make: Make
) -> None:
    make(a_user, center_id=niho.id, email="aoki@city.example.jp")
    path = first_admin(app)
    assert path is not None

    page = client.open(path).form("").submit(name="悪井 四郎", email="Aoki@city.example.jp", password=GOOD)

    assert "すでに登録されています" in page.text
    assert roles(app, "aoki@city.example.jp") == [("center_staff", "niho")]


def first_admin(app: Flask) -> str | None:
    with app.app_context(), transaction():
        url = services.first_admin_link(datetime.now(UTC))
    return url.removeprefix(app.config["SETTINGS"].base_url) if url else None


def test_only_hashes_are_kept_of_links_and_passwords(app: Flask, client: Resident, niho: Center) -> None:
    path = link(app, "aoki@city.example.jp")
    token = path.rpartition("/")[2]
    client.open(path).form("").submit(name="青木 花子", password=GOOD)

    with app.app_context():
        invitation = db.session.scalars(select(Invitation)).one()
        user = db.session.scalars(select(User)).one()
    assert token not in (invitation.token_hash, invitation.email)
    assert user.password_hash.startswith("$argon2id$")
    assert passwords.matches(user.password_hash, GOOD)


def test_a_manager_cannot_hand_out_an_administrators_role(app: Flask, niho: Center, make: Make) -> None:
    manager = make(a_user, role=Role.CENTER_MANAGER, center_id=niho.id)
    by = Actor(ActorKind.STAFF, manager.id)

    with app.app_context(), pytest.raises(RoleAboveOwn), transaction():
        services.invite("chiba@city.example.jp", Role.ADMIN, None, by=by, now=datetime.now(UTC))


def test_the_log_tells_of_inviting_and_joining_without_an_address(app: Flask, client: Resident, niho: Center) -> None:
    client.open(link(app, "aoki@city.example.jp")).form("").submit(name="青木 花子", password=GOOD)

    with app.app_context():
        entries = list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    assert [entry.action for entry in entries] == [Action.USER_INVITE, Action.USER_JOIN, Action.SESSION_START]
    assert not [entry for entry in entries if "aoki" in entry.detail or "青木" in entry.detail]
