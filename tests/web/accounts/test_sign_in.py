"""/staff/sign-in and /staff/sign-out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from eventsite.accounts import passwords, services
from eventsite.accounts.access import COOKIE
from eventsite.accounts.models import Role, SignInAttempt, StaffSession, User
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db, transaction
from tests.factories.accounts import a_center, a_user
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident

AOKIS = "みかんと味噌とうぐいすの夕方七時"
HASH = passwords.hashed(AOKIS)


@pytest.fixture
def aoki(make: Make) -> User:
    """A clerk with a password, and others around her."""
    center = make(a_center)
    noise = make(a_user, center_id=center.id, name="馬場 次郎")
    person = make(a_user, center_id=center.id, email="aoki@city.example.jp", name="青木 花子")
    assert noise.id != person.id
    with_password: User = make(_with_password, person.id)
    return with_password


def _with_password(user_id: int) -> User:
    user = db.session.get_one(User, user_id)
    user.password_hash = HASH
    db.session.flush()
    return user


def attempt(browser: Resident, password: str = AOKIS, email: str = "aoki@city.example.jp", query: str = "") -> Page:
    """Fill in the sign-in page and press the button; redirects are followed."""
    return browser.open(f"/staff/sign-in{query}").form("").submit(email=email, password=password)


def signed_in(browser: Resident) -> bool:
    return browser.http.get("/staff/profile").status_code == 200


def sessions(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(StaffSession.id))) or 0


def failures(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(SignInAttempt.id))) or 0


def test_the_right_password_leads_in_and_the_cookie_is_out_of_reach_of_scripts(client: Resident, aoki: User) -> None:
    page = client.open("/staff/sign-in")

    answer = client.http.post(
        "/staff/sign-in",
        data={"email": " ＡＯＫＩ@City.Example.JP ", "password": AOKIS, "csrf_token": page.form("")["csrf_token"]},
    )

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/staff/"
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{COOKIE}="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert signed_in(client)


def test_signing_in_ignores_a_session_that_somebody_planted_and_ends_the_old_one(
    app: Flask, client: Resident, aoki: User
) -> None:
    client.http.set_cookie(COOKIE, "planted-by-chiba")

    attempt(client)
    first = client.http.get_cookie(COOKIE)
    attempt(client)
    second = client.http.get_cookie(COOKIE)

    assert first is not None
    assert second is not None
    assert len({first.value, second.value, "planted-by-chiba"}) == 3
    assert sessions(app) == 1
    thief = Resident(app)
    thief.http.set_cookie(COOKIE, first.value)
    assert not signed_in(thief)


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client: Resident, aoki: User) -> None:
    wrong = attempt(client, password="何かちがう長いパスワード")
    unknown = attempt(client, password="何かちがう長いパスワード", email="nobody@city.example.jp")

    assert wrong.status == unknown.status == 422
    assert "メールアドレスかパスワードがちがいます" in wrong.text
    assert wrong.form("")["email"] == "aoki@city.example.jp"
    assert "何かちがう" not in wrong.html
    assert _bare(wrong) == _bare(unknown)
    assert not signed_in(client)


def _bare(page: Page) -> str:
    html = page.html
    for changing in ("aoki@city", "nobody@city", page.form("")["csrf_token"]):
        html = html.replace(changing, "")
    return html


def test_a_disabled_person_is_out_by_the_next_request_and_cannot_come_back(
    app: Flask, client: Resident, aoki: User
) -> None:
    attempt(client)
    assert signed_in(client)

    with app.app_context(), transaction():
        services.disable(db.session.get_one(User, aoki.id), by=SYSTEM, center_id=None, now=datetime.now(UTC))

    assert not signed_in(client)
    assert "メールアドレスかパスワードがちがいます" in attempt(client).text


def test_signing_out_ends_the_session_itself_not_only_the_cookie(app: Flask, client: Resident, aoki: User) -> None:
    attempt(client)
    cookie = client.http.get_cookie(COOKIE)
    assert cookie is not None

    page = client.open("/staff/profile").form("sign-out").submit()

    assert "ログアウトしました" in page.text
    assert sessions(app) == 0
    thief = Resident(app)
    thief.http.set_cookie(COOKIE, cookie.value)
    assert not signed_in(thief)


def test_a_session_ends_after_half_an_hour_of_silence_and_after_twelve_hours_in_any_case(
    client: Resident, aoki: User
) -> None:
    start = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        attempt(client)
        clock.shift(timedelta(minutes=29))
        assert signed_in(client)
        clock.shift(timedelta(minutes=31))
        assert not signed_in(client)

        attempt(client)
        for _ in range(25):
            clock.shift(timedelta(minutes=29))
            still_in = signed_in(client)
        assert not still_in


@pytest.mark.parametrize(
    ("target", "arrives"),
    [
        ("/staff/profile?tab=1", "/staff/profile?tab=1"),
        ("/supporters/", "/supporters/"),
        ("//evil.example", "/staff/"),
        ("/\\evil.example", "/staff/"),
        ("\\\\evil.example", "/staff/"),
        ("https://evil.example/staff/", "/staff/"),
        ("/staff/../events", "/staff/"),
        ("/staff/%2e%2e/events", "/staff/"),
        ("/events", "/staff/"),
    ],
)
def test_the_way_back_never_leaves_the_staff_pages(client: Resident, aoki: User, target: str, arrives: str) -> None:
    form = client.open("/staff/sign-in").form("")

    answer = client.http.post(
        "/staff/sign-in",
        query_string={"next": target},
        data={"email": aoki.email, "password": AOKIS, "csrf_token": form["csrf_token"]},
    )

    assert answer.headers["Location"] == arrives


def test_a_supporter_arrives_at_the_supporters_board(client: Resident, make: Make) -> None:
    baba = make(a_user, role=Role.SUPPORTER, email="baba@city.example.jp")
    make(_with_password, baba.id)
    form = client.open("/staff/sign-in").form("")

    answer = client.http.post(
        "/staff/sign-in", data={"email": baba.email, "password": AOKIS, "csrf_token": form["csrf_token"]}
    )

    assert answer.headers["Location"] == "/supporters/"


def test_whoever_must_sign_in_first_is_led_back_to_the_page_that_was_asked_for(client: Resident, aoki: User) -> None:
    page = client.open("/staff/profile")
    assert page.title.startswith("職員のログイン")

    assert page.form("").submit(email=aoki.email, password=AOKIS).title.startswith("自分のアカウント")


def test_guessing_is_throttled_where_it_comes_from_and_nowhere_else(app: Flask, aoki: User) -> None:
    attacker, neighbour, owner = (from_address(app, ip) for ip in ("203.0.113.5", "203.0.113.200", "198.51.100.7"))

    statuses = [attempt(attacker, password=f"当てずっぽうの言葉その{n}").status for n in range(23)]

    assert statuses == [422] * 21 + [429] * 2
    assert "15分ほどたってから" in attempt(attacker).text
    assert failures(app) == 21
    assert attempt(neighbour).status == 429
    assert attempt(owner).status != 429
    assert signed_in(owner)


def test_without_the_limit_the_guessing_would_go_on(app: Flask, aoki: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventsite.accounts.rules.MAX_FAILURES", 10_000)
    attacker = from_address(app, "203.0.113.5")

    assert {attempt(attacker, password=f"当てずっぽうの言葉その{n}").status for n in range(23)} == {422}


def test_a_browser_that_has_been_in_before_is_not_kept_out_by_others(app: Flask, aoki: User) -> None:
    own, attacker = from_address(app, "203.0.113.5"), from_address(app, "203.0.113.9")
    attempt(own)
    own.open("/staff/profile").form("sign-out").submit()

    for n in range(22):
        attempt(attacker, password=f"当てずっぽうの言葉その{n}")

    assert attempt(attacker).status == 429
    assert attempt(own).status != 429
    assert signed_in(own)


def test_a_stolen_device_cookie_has_its_own_limit_and_helps_with_no_other_account(
    app: Flask, aoki: User, make: Make
) -> None:
    chiba = make(a_user, email="chiba@city.example.jp", center_id=aoki.roles[0].center_id)
    own = from_address(app, "203.0.113.5")
    attempt(own)

    statuses = {attempt(own, password=f"当てずっぽうの言葉その{n}").status for n in range(22)}
    assert statuses == {422, 429}

    attacker = from_address(app, "198.51.100.9")
    for n in range(22):
        attempt(attacker, password=f"当てずっぽうの言葉その{n}", email=chiba.email)
    cookie = own.http.get_cookie("eventsite_device")
    assert cookie is not None
    attacker.http.set_cookie("eventsite_device", cookie.value)
    assert attempt(attacker, email=chiba.email).status == 429


def test_the_door_opens_again_after_a_quarter_of_an_hour(app: Flask, aoki: User) -> None:
    browser = from_address(app, "203.0.113.5")
    with time_machine.travel(datetime(2026, 11, 23, tzinfo=UTC), tick=False) as clock:
        for n in range(22):
            attempt(browser, password=f"当てずっぽうの言葉その{n}")
        assert attempt(browser).status == 429

        clock.shift(timedelta(minutes=15))
        attempt(browser)

        assert signed_in(browser)


def from_address(app: Flask, ip: str) -> Resident:
    """Somebody whose requests come from that address."""
    browser = Resident(app)
    browser.http.environ_base["REMOTE_ADDR"] = ip
    return browser
