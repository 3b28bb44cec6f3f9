"""/staff/users and /staff/centers/<slug>/users."""

from dataclasses import dataclass, replace

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import Center, Invitation, Role, RoleAssignment, User
from eventsite.core.db import db
from eventsite.notifications.models import MailState, OutgoingMail
from tests.factories.accounts import a_center, a_user
from tests.support.fixtures import Make
from tests.support.pages import Resident


@dataclass(frozen=True)
class People:
    """Two centers and those who work there."""

    niho: Center
    odono: Center
    admin: User
    manager: User
    aoki: User  # clerk of Niho
    chiba: User  # clerk of Odono
    both: User  # clerk of both


@pytest.fixture
def people(make: Make) -> People:
    niho, odono = make(a_center, "niho"), make(a_center, "odono", name="大殿地域交流センター")
    both = make(_clerk_of_both, niho.id, odono.id)
    return People(
        niho,
        odono,
        admin=make(a_user, role=Role.ADMIN, name="管理 一郎"),
        manager=make(a_user, role=Role.CENTER_MANAGER, center_id=niho.id, name="責任 二郎"),
        aoki=make(a_user, center_id=niho.id, name="青木 花子", email="aoki@city.example.jp"),
        chiba=make(a_user, center_id=odono.id, name="千葉 三郎"),
        both=both,
    )


def _clerk_of_both(niho_id: int, odono_id: int) -> User:
    user = a_user(center_id=niho_id, name="両方 四郎")
    user.roles.append(RoleAssignment(role=Role.CENTER_STAFF, center_id=odono_id))
    db.session.flush()
    return user


def mails_can_leave(app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], demo=True)


def is_disabled(app: Flask, user: User) -> bool:
    with app.app_context():
        return db.session.get_one(User, user.id).disabled_at is not None


def invitations(app: Flask) -> list[tuple[str, str, int | None]]:
    with app.app_context():
        return [(one.email, one.role, one.center_id) for one in db.session.scalars(select(Invitation))]


def test_a_manager_sees_the_people_of_the_own_center_only(client: Resident, people: People) -> None:
    page = client.sign_in_as(people.manager.id).open("/staff/centers/niho/users")

    assert "青木 花子" in page.text
    assert "千葉 三郎" not in page.text
    assert client.open("/staff/centers/odono/users").status == 404
    assert client.open("/staff/users").status == 403


def test_a_clerk_manages_nobody(client: Resident, people: People) -> None:
    client.sign_in_as(people.aoki.id)

    assert client.open("/staff/centers/niho/users").status == 403
    assert client.open("/staff/users").status == 403


def test_an_administrator_sees_everybody_and_when_they_were_last_in(client: Resident, people: People) -> None:
    page = client.sign_in_as(people.admin.id).open("/staff/users")

    assert "青木 花子" in page.text
    assert "千葉 三郎" in page.text
    assert "まだ" in page.text


def test_a_manager_invites_to_the_own_center_by_mail_in_the_trial(app: Flask, client: Resident, people: People) -> None:
    mails_can_leave(app)

    page = client.sign_in_as(people.manager.id).open("/staff/centers/niho/users")
    page = page.form("invitations").submit(email="Neu@City.example.jp", role="center_staff")

    assert "招待のメールを送りました" in page.text
    assert "neu@city.example.jp" in page.text
    assert "/staff/invitations/" not in page.text
    with app.app_context():
        mail = db.session.scalars(select(OutgoingMail)).one()
    assert mail.recipient == "neu@city.example.jp"
    assert "仁保地域交流センター 職員" in mail.body
    path = mail.body.partition("/staff/invitations/")[2].split()[0]
    assert Resident(app).open(f"/staff/invitations/{path}").status == 200


def test_where_no_mail_can_leave_the_link_is_shown_once(app: Flask, client: Resident, people: People) -> None:
    page = client.sign_in_as(people.manager.id).open("/staff/centers/niho/users")

    page = page.form("invitations").submit(email="neu@city.example.jp", role="center_staff")

    assert "/staff/invitations/" in page.text
    assert "/staff/invitations/" not in client.open("/staff/centers/niho/users").text
    with app.app_context():
        assert db.session.scalars(select(OutgoingMail)).all() == []


@pytest.mark.parametrize("role", ["admin", "supporter", "nonsense"])
def test_a_manager_cannot_give_a_role_of_the_city_even_by_hand(
    app: Flask, client: Resident, people: People, role: str
) -> None:
    form = client.sign_in_as(people.manager.id).open("/staff/centers/niho/users").form("invitations")
    form.values.append(("role", role))
    form.values.append(("email", "neu@city.example.jp"))

    page = client.post(form.action, data=dict(form.values))

    assert page.status == 422
    assert invitations(app) == []


def test_a_manager_cannot_invite_to_another_center(app: Flask, client: Resident, people: People) -> None:
    token = client.sign_in_as(people.manager.id).open("/staff/centers/niho/users").form("invitations")["csrf_token"]

    page = client.post(
        "/staff/centers/odono/invitations",
        data={"csrf_token": token, "email": "neu@city.example.jp", "role": "center_staff"},
    )

    assert page.status == 404
    assert invitations(app) == []


def test_an_administrator_invites_anywhere_and_is_told_what_does_not_fit(
    app: Flask, client: Resident, people: People
) -> None:
    page = client.sign_in_as(people.admin.id).open("/staff/users")

    page = page.form("invitations").submit(email="neu@city.example.jp", role="center_staff")
    assert page.status == 422
    assert "この役割には、センターを選んでください" in page.text
    assert page.form("invitations")["email"] == "neu@city.example.jp"

    page.form("invitations").submit(center="odono")
    assert invitations(app) == [("neu@city.example.jp", "center_staff", people.odono.id)]


def test_who_has_the_role_already_is_not_invited_again(app: Flask, client: Resident, people: People) -> None:
    page = client.sign_in_as(people.manager.id).open("/staff/centers/niho/users")

    page = page.form("invitations").submit(email="aoki@city.example.jp", role="center_staff")

    assert "その役割をすでに持っています" in page.text
    assert invitations(app) == []


def test_disabling_shuts_a_person_out_and_ends_what_was_promised(app: Flask, client: Resident, people: People) -> None:
    mails_can_leave(app)
    at_her_desk = Resident(app).sign_in_as(people.aoki.id)
    client.sign_in_as(people.admin.id).open("/staff/users").form("invitations").submit(
        email="aoki@city.example.jp", role="center_manager", center="odono"
    )

    page = client.sign_in_as(people.manager.id).open("/staff/centers/niho/users")
    page = page.form(f"{people.aoki.id}/disabling").submit()

    assert "青木 花子 さんのアカウントを停止しました" in page.text
    assert at_her_desk.http.get("/staff/profile").status_code == 303
    assert invitations(app) == []
    with app.app_context():
        assert db.session.scalars(select(OutgoingMail)).one().state is MailState.ABORTED

    page.form(f"{people.aoki.id}/enabling").submit()
    assert not is_disabled(app, people.aoki)
    assert at_her_desk.http.get("/staff/profile").status_code == 303


@pytest.mark.parametrize("who", ["chiba", "both", "admin", "manager"])
def test_a_manager_disables_nobody_beyond_the_own_reach(app: Flask, client: Resident, people: People, who: str) -> None:
    person: User = getattr(people, who)
    page = client.sign_in_as(people.manager.id).open("/staff/centers/niho/users")
    assert f"{person.id}/disabling" not in page.html

    token = page.form("invitations")["csrf_token"]
    answer = client.post(f"/staff/centers/niho/users/{person.id}/disabling", data={"csrf_token": token})

    assert answer.status in (404, 422)
    assert not is_disabled(app, person)


def test_an_absurd_number_in_the_address_is_a_page_not_found(client: Resident, people: People) -> None:
    token = client.sign_in_as(people.admin.id).open("/staff/users").form("invitations")["csrf_token"]

    assert client.post(f"/staff/users/{10**30}/disabling", data={"csrf_token": token}).status == 404
    assert client.post("/staff/users/424242/disabling", data={"csrf_token": token}).status == 404
