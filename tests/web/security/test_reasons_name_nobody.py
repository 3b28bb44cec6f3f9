"""Reasons stand in records that are never deleted: nobody's name or contact gets in there."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.admission.vocabulary import Admission
from eventsite.audit.models import AuditEntry
from eventsite.core.db import db
from eventsite.lottery import queries
from eventsite.lottery.models import LotteryStop
from tests.factories.accounts import a_user
from tests.factories.admission import a_registration, an_open_slot
from tests.factories.lottery import a_lottery, enters, released
from tests.support.fixtures import Make
from tests.support.pages import Resident

NAMING = ["馬場 太郎さんがまちがっている", "馬場太郎の申し込み", "083-900-0000から電話", "baba@example.jp に確かめる"]


def at_the_desk(app: Flask, center_id: int, make: Make) -> Resident:
    return Resident(app).sign_in_as(make(a_user, Role.CENTER_MANAGER, center_id, name="土井 次郎").id)


def everything_kept(app: Flask) -> str:
    with app.app_context():
        rows = [*db.session.scalars(select(AuditEntry.detail)), *db.session.scalars(select(LotteryStop.reason))]
        return "\n".join(map(str, rows))


def a_released_draw() -> Any:
    call = a_lottery()
    enters(call)
    released(call)
    return {"code": call.code, "center_id": call.center_id, "id": call.id}


@pytest.mark.parametrize("reason", NAMING)
def test_why_a_result_was_stopped(app: Flask, make: Make, reason: str) -> None:
    draw = make(a_released_draw)
    desk = at_the_desk(app, draw["center_id"], make)

    page = desk.open(f"/staff/draws/{draw['code']}").form("/stops").submit(reason=reason)

    assert page.status == 422
    assert reason not in everything_kept(app)
    assert page.form("/stops").submit(reason="定員を確かめる").status == 200
    with app.app_context():
        assert len(queries.stops_of(draw["id"])) == 1


def a_choice() -> Any:
    slot = an_open_slot(2, admission=Admission.BY_ORGANISER)
    made = a_registration(slot.id)
    return {"code": slot.call.code, "center_id": slot.call.center_id, "receipt": made.receipt}


@pytest.mark.parametrize("reason", [*NAMING, "馬場さんは初めてだから"])
def test_why_some_were_chosen(app: Flask, make: Make, reason: str) -> None:
    call = make(a_choice)
    desk = at_the_desk(app, call["center_id"], make)

    page = desk.open(f"/staff/choices/{call['code']}").form("/choices").submit(reason=reason, chosen=call["receipt"])

    assert page.status == 422
    assert reason not in everything_kept(app)
