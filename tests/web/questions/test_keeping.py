"""Until when answers are kept, and who reads them meanwhile."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventsite.admission.services_forgetting import forget_due as forget_registrations
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core import clock
from eventsite.core.db import db, transaction
from eventsite.events.models import Occurrence
from eventsite.ops.cli_jobs import JOBS
from eventsite.questions import services
from eventsite.questions.models import Answer, Question
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.ways import registrations, signed_in
from tests.web.questions.ways import Asked, a_market, fill_in, form_page, stored


@pytest.fixture
def answered(client: Resident, make: Make) -> Asked:
    """A market for which Baba has registered, with answers that go on three different days."""
    asked: Asked = make(a_market)
    fill_in(form_page(client, asked), asked).form("/registrations").submit()
    return asked


def labels(app: Flask) -> set[str]:
    return {label for label, _, _ in stored(app)}


def last_day(app: Flask) -> date:
    with app.app_context():
        ends_at = db.session.scalars(select(func.max(Occurrence.ends_at))).one()
        assert ends_at is not None
        return clock.today(ends_at)


def forget(app: Flask, today: date) -> int:
    with app.app_context(), transaction():
        return services.forget_due(today)


def test_each_answer_goes_on_its_own_day(app: Flask, answered: Asked) -> None:
    last = last_day(app)
    everything = labels(app)

    assert forget(app, last) == 0
    assert labels(app) == everything
    assert forget(app, last + timedelta(days=1)) == 1
    assert labels(app) == everything - {"車の台数"}
    assert forget(app, last + timedelta(days=10)) == 1
    assert labels(app) == everything - {"車の台数", "アレルギー"}


def test_the_worker_deletes_what_is_due(app: Flask, answered: Asked) -> None:
    with app.app_context():
        due = db.session.scalars(select(func.max(Answer.delete_on))).one()
    later = clock_at(app, due)
    job = next(job for job in JOBS if job.name == "answers")

    with app.app_context():
        assert job.work(later - timedelta(days=365)) == 0
    assert stored(app) != []
    with app.app_context():
        assert job.work(later) > 0

    assert stored(app) == []


def clock_at(app: Flask, day: date) -> datetime:
    with app.app_context():
        return clock.midnight(day)


def test_control_without_the_job_the_answers_stay(app: Flask, answered: Asked) -> None:
    before = stored(app)
    later = clock_at(app, date(2040, 1, 1))

    with app.app_context():
        for job in JOBS:
            if job.name not in ("answers", "personal data"):
                job.work(later)

    assert stored(app) == before


def test_forgetting_a_registration_forgets_its_answers(app: Flask, answered: Asked) -> None:
    with app.app_context(), transaction():
        assert forget_registrations(registrations_due(app, answered)) == 1

    assert stored(app) == []
    assert [one.party_size for one in registrations(app, answered.slot)] == [2]


def registrations_due(app: Flask, asked: Asked) -> date:
    return registrations(app, asked.slot)[0].delete_on


def test_the_database_keeps_a_question_that_has_answers(app: Flask, answered: Asked) -> None:
    aoki = signed_in(app, "aoki@example.jp")
    page = aoki.open(f"/staff/calls/{answered.slot.call_code}/questions/{answered.codes['ひとこと']}/removal")

    refused = page.form("/removal").submit()

    assert refused.status == 422
    assert "すでに答えた方がいるので" in refused.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Question)) == 8


def test_staff_read_the_answers_in_the_roster_and_on_the_registration(app: Flask, answered: Asked) -> None:
    aoki = signed_in(app, "aoki@example.jp")
    token = registrations(app, answered.slot)[0].manage_token

    roster = aoki.open(f"/staff/events/{answered.slot.event_code}/registrations")
    own = aoki.open(f"/staff/registrations/{token}")

    for page in (roster, own):
        assert "はさみ、筆" in page.text
        assert "魚" in page.text
        assert "楽しみにしています" in page.text


def test_a_clerk_learns_that_there_is_something_about_health_and_not_what(app: Flask, answered: Asked) -> None:
    aoki = signed_in(app, "aoki@example.jp")
    token = registrations(app, answered.slot)[0].manage_token

    for address in (f"/staff/events/{answered.slot.event_code}/registrations", f"/staff/registrations/{token}"):
        page = aoki.open(address)
        assert "答えあり" in page.text or "答えがあります" in page.text
        assert "卵" not in page.html
        assert "sensitive-answers" not in page.html
    assert aoki.open(f"/staff/events/{answered.slot.event_code}/sensitive-answers").status == 403


def test_who_is_in_charge_reads_it_on_a_page_of_its_own_and_that_is_noted(app: Flask, answered: Asked) -> None:
    doi = signed_in(app, "doi@example.jp")
    roster = doi.open(f"/staff/events/{answered.slot.event_code}/registrations")
    assert "卵" not in roster.html

    page = roster.follow("健康・生年月日の答えを見る")

    assert "アレルギー（馬場 太郎）：卵" in page.text
    assert "はさみ" not in page.text
    with app.app_context():
        assert db.session.scalars(select(AuditEntry.action)).all().count(Action.ANSWERS_VIEW) == 1


def test_another_centers_staff_and_strangers_read_nothing(app: Flask, client: Resident, answered: Asked) -> None:
    chiba = signed_in(app, "chiba@example.jp")
    token = registrations(app, answered.slot)[0].manage_token

    for who in (chiba, client):
        for address in (
            f"/staff/events/{answered.slot.event_code}/registrations",
            f"/staff/events/{answered.slot.event_code}/sensitive-answers",
            f"/staff/registrations/{token}",
            f"/staff/calls/{answered.slot.call_code}/questions",
        ):
            page = who.open(address)
            assert "卵" not in page.html
            assert "楽しみ" not in page.html


def test_no_page_shows_the_answers_of_others(app: Flask, client: Resident, answered: Asked) -> None:
    eto = Resident(app)
    check = fill_in(form_page(eto, answered), answered)
    own = check.form("/registrations").submit(
        **{answered.person(1, "アレルギー"): "そば", answered.party("ひとこと"): "江藤"}
    )

    for page in (own, form_page(eto, answered), eto.open(f"/events/{answered.slot.event_code}")):
        for canary in ("卵", "楽しみにしています"):
            assert canary not in page.html
