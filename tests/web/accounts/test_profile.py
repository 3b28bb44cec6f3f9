"""/staff/profile."""

import pytest
from flask import Flask

from eventsite.accounts import passwords
from eventsite.accounts.models import User
from eventsite.core.db import db, transaction
from tests.factories.accounts import a_center, a_user
from tests.support.fixtures import Make
from tests.support.pages import Resident

OLD, NEW = "みかんと味噌とうぐいすの夕方七時", "八月の鯨は朝ごはんに何を食べるか"
HASH = passwords.hashed(OLD)


@pytest.fixture
def aoki(app: Flask, make: Make) -> User:
    center = make(a_center, "niho")
    aoki: User = make(a_user, center_id=center.id, email="aoki@city.example.jp", name="青木 花子")
    with app.app_context(), transaction():
        db.session.get_one(User, aoki.id).password_hash = HASH
    return aoki


def password_is(app: Flask, user: User, password: str) -> bool:
    with app.app_context():
        return passwords.matches(db.session.get_one(User, user.id).password_hash, password)


def test_the_page_names_the_person_and_the_role(client: Resident, aoki: User) -> None:
    page = client.sign_in_as(aoki.id).open("/staff/profile")

    assert "青木 花子" in page.text
    assert "仁保地域交流センター 職員" in page.text


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(
    app: Flask, client: Resident, aoki: User, make: Make
) -> None:
    baba = make(a_user, center_id=aoki.roles[0].center_id, name="馬場 次郎")
    elsewhere = Resident(app).sign_in_as(aoki.id)
    noise = Resident(app).sign_in_as(baba.id)

    page = client.sign_in_as(aoki.id).open("/staff/profile").form("/staff/profile").submit(current=OLD, password=NEW)

    assert "パスワードを変えました" in page.text
    assert password_is(app, aoki, NEW)
    assert elsewhere.http.get("/staff/profile").status_code == 303
    assert client.http.get("/staff/profile").status_code == 200
    assert noise.http.get("/staff/profile").status_code == 200


def test_whoever_finds_an_open_session_cannot_change_its_password(app: Flask, client: Resident, aoki: User) -> None:
    page = (
        client.sign_in_as(aoki.id)
        .open("/staff/profile")
        .form("/staff/profile")
        .submit(current="当てずっぽう", password=NEW)
    )

    assert page.status == 422
    assert "パスワードがちがいます" in page.text
    assert password_is(app, aoki, OLD)


@pytest.mark.parametrize("weak", ["短い", "aoki@city.example.jp", "仁保地域交流センター2026"])
def test_a_weak_new_password_is_refused(app: Flask, client: Resident, aoki: User, weak: str) -> None:
    page = client.sign_in_as(aoki.id).open("/staff/profile").form("/staff/profile").submit(current=OLD, password=weak)

    assert page.status == 422
    assert password_is(app, aoki, OLD)


def test_guessing_the_current_password_is_throttled_too(client: Resident, aoki: User) -> None:
    client.sign_in_as(aoki.id)

    for n in range(21):
        client.open("/staff/profile").form("/staff/profile").submit(current=f"当てずっぽうの言葉その{n}", password=NEW)
    page = client.open("/staff/profile").form("/staff/profile").submit(current=OLD, password=NEW)

    assert "15分ほどたってから" in page.text


def test_a_stranger_is_sent_to_sign_in(client: Resident, aoki: User) -> None:
    assert client.http.get("/staff/profile").headers["Location"] == "/staff/sign-in?next=/staff/profile"
