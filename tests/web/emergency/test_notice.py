"""The urgent notice: an administrator puts it above every page, and it goes by itself."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from eventsite.accounts.models import Role
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db, transaction
from eventsite.emergency import services
from eventsite.emergency.models import EmergencyNotice
from eventsite.emergency.services import Wording
from tests.factories.accounts import a_center, a_user
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident

TYPHOON = {"title": "台風で全館休館します", "text": "11月14日（土）は、どのセンターも開きません。"}


@pytest.fixture
def admin(make: Make, client: Resident) -> Resident:
    """An administrator, at a desk."""
    return client.sign_in_as(make(a_user, Role.ADMIN).id)


def put_up(admin: Resident, days: int = 1, **said: str) -> Page:
    until = (clock.now() + timedelta(days=days)).date()
    form = next(one for one in admin.open("/staff/emergency").forms if "title" in one.names())
    return form.submit(**{**TYPHOON, "until_on": until.isoformat(), "until_time": "17:00", **said})


def test_everybody_reads_it_above_every_page_until_it_is_taken_down(app: Flask, admin: Resident) -> None:
    shown = put_up(admin, url="https://www.city.yamaguchi.lg.jp/bousai")

    assert "いま出ています" in shown.text
    for address in ("/", "/my", "/events", "/no-such-page"):
        page = Resident(app).open(address)
        assert "【緊急】台風で全館休館します" in page.text, address
        assert "https://www.city.yamaguchi.lg.jp/bousai" in page.links(), address

    shown.form("/end").submit()
    assert "台風" not in Resident(app).open("/").text


def test_it_goes_by_itself(app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    make(services.put_up, Wording(until=now + timedelta(hours=1), **TYPHOON), actor=SYSTEM, now=now)

    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=59))
    assert "台風" in Resident(app).open("/").text
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=1))
    assert "台風" not in Resident(app).open("/").text


def test_readers_have_it_in_their_language_where_it_was_written(app: Flask, admin: Resident) -> None:
    put_up(admin, title_en="Centers closed: typhoon", text_en="All centers are closed on 14 November.")

    assert "Centers closed: typhoon" in Resident(app).open("/en/").text
    assert "台風で全館休館します" in Resident(app).open("/easy/").text

    put_up(admin, title_en="", text_en="")
    assert '<span lang="ja">台風で全館休館します</span>' in Resident(app).open("/en/").html


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"title": "あ" * 31}, "30文字"),
        ({"text": ""}, "本文"),
        ({"url": "javascript:alert(1)"}, "https://"),
        ({"url": "https://a@evil.example/"}, "https://"),
        ({"title_en": "Closed"}, "見出しと本文を両方"),
        ({"days": -1}, "これから先の日時"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_shown(
    app: Flask, admin: Resident, said: dict[str, str | int], sentence: str
) -> None:
    page = put_up(admin, **said)  # type: ignore[arg-type]

    assert page.status == 422
    assert sentence in page.text
    assert "緊急】" not in Resident(app).open("/").text


def test_words_are_words(app: Flask, admin: Resident) -> None:
    put_up(admin, title="<b>休館</b>", text="<script>alert(1)</script>")

    assert "<script>alert" not in Resident(app).open("/").html


def test_only_administrators_may(make: Make, client: Resident) -> None:
    client.sign_in_as(make(a_user, Role.CENTER_MANAGER, make(a_center).id).id)

    assert client.open("/staff/emergency").status in (403, 404)
    assert "緊急のお知らせ" not in client.open("/staff/").text


def test_the_log_says_who_did_it(app: Flask, admin: Resident) -> None:
    put_up(admin).form("/end").submit()
    admin.open("/staff/emergency")

    with app.app_context():
        done = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [one for one in done if one in (Action.EMERGENCY_SET, Action.EMERGENCY_END)] == [
        Action.EMERGENCY_SET,
        Action.EMERGENCY_END,
    ]


def test_there_is_one_notice_at_most_and_it_says_something(app: Flask, make: Make) -> None:
    """The database has the last word: a second row, an empty one and half a translation are refused."""
    now = clock.now()
    make(services.put_up, Wording(until=now, **TYPHOON), actor=SYSTEM, now=now)
    with app.app_context():
        for wrong in ({"id": 2}, {"title": ""}, {"text": ""}, {"title_en": "Closed"}, {"text_easy": "やすみ"}):
            with pytest.raises(IntegrityError), transaction():
                db.session.execute(update(EmergencyNotice).values(**wrong))
        with transaction():
            db.session.execute(delete(EmergencyNotice))
