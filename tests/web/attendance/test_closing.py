"""Closing a date with its count, and opening it again."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core.db import db
from eventsite.events.models import Occurrence
from tests.factories.accounts import a_center, a_user
from tests.support.door import Niho, a_walk, answer_of, scan_form
from tests.support.fixtures import Make
from tests.support.pages import Resident


def closed_at(niho: Niho) -> datetime | None:
    with niho.app.app_context():
        return db.session.get_one(Occurrence, niho.occurrence_id).closed_at


def test_the_clerk_sees_the_count_and_who_is_missing_and_closes(niho: Niho) -> None:
    niho.scan(niho.registered("馬場 太郎", "ばば たろう").ticket_code)
    niho.registered("千葉 三郎", "ちば さぶろう")
    niho.clerk.open(niho.door).form("walk-ins").submit(people="2")

    page = niho.clerk.open(niho.closing)
    assert "3人で締める" in page.text
    assert "うち当日参加 2人" in page.text
    assert "受付していない方（1人）" in page.text
    assert "千葉 三郎" in page.text
    page = page.form("closing").submit()

    assert "この日の人数を締めました" in page.text
    assert closed_at(niho) is not None


def test_a_count_that_has_moved_is_shown_before_it_is_closed(niho: Niho) -> None:
    niho.count("12")
    page = niho.clerk.open(niho.closing)
    niho.count("1")

    page = page.form("closing").submit()

    assert page.status == 422
    assert "今は13人です" in page.text
    assert "13人で締める" in page.text
    assert closed_at(niho) is None


def test_closing_twice_keeps_the_first_closing(niho: Niho) -> None:
    page = niho.clerk.open(niho.closing)
    page.form("closing").submit()
    first = closed_at(niho)

    page.form("closing").submit()

    assert closed_at(niho) == first


def test_after_closing_nobody_is_let_in_and_nothing_taken_back_until_it_is_reopened(niho: Niho) -> None:
    baba, chiba = niho.registered("馬場 太郎", "ばば たろう"), niho.registered("千葉 三郎", "ちば さぶろう")
    stale = niho.scan(baba.ticket_code)
    niho.clerk.open(niho.closing).form("closing").submit()

    refused = scan_form(stale).submit(who=chiba.ticket_code)
    kept = stale.form("reversal").submit()
    assert (refused.status, answer_of(refused)) == (422, "no")
    assert (kept.status, niho.totals().residents) == (422, 1)

    niho.clerk.open(niho.closing).form("reopening").submit()
    assert answer_of(niho.scan(chiba.ticket_code)) == "ok"
    assert niho.totals().residents == 2


def test_closing_and_reopening_are_in_the_audit_log(niho: Niho) -> None:
    niho.clerk.open(niho.closing).form("closing").submit()
    niho.clerk.open(niho.closing).form("reopening").submit()

    with niho.app.app_context():
        actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert list(actions)[-2:] == [Action.OCCURRENCE_CLOSE, Action.OCCURRENCE_REOPEN]


def test_a_date_that_has_not_begun_cannot_be_closed(app: Flask, make: Make, client: Resident) -> None:
    niho = a_walk(app, make, client, days=1)
    page = client.open(niho.closing)
    assert "まだ始まっていない日は締められません" in page.text

    form = client.open(niho.door).form("check-ins")
    page = client.post(niho.closing, data={**dict(form.values), "seen": "0"})

    assert page.status == 422
    assert closed_at(niho) is None


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 5000, "\x00"])
def test_a_closing_without_a_number_closes_nothing(niho: Niho, seen: str) -> None:
    form = niho.clerk.open(niho.closing).form("closing")

    page = form.submit(seen=seen)

    assert page.status == 422
    assert closed_at(niho) is None


def test_nobody_else_closes_it(app: Flask, niho: Niho, make: Make) -> None:
    doi = make(a_user, center_id=make(a_center).id, name="土井 次郎")
    eto = make(a_user, Role.SUPPORTER, None, "江藤 四郎")

    for user in (doi, eto):
        assert Resident(app).sign_in_as(user.id).open(niho.closing).status == 404
    assert closed_at(niho) is None
