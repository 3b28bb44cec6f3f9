"""GET and HEAD change nothing: whoever opens every link, a mail scanner, a browser's prefetch, leaves no trace."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.accounts.access import public
from eventsite.admission.models_registrations import Registration
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.core.db import Base, db, transaction
from tests.support.pages import Resident
from tests.web.security.ways import City, a_city, addresses

# That somebody looked at personal data is noted: the one thing that looking writes.
NOTED = (Action.ROSTER_VIEW, Action.ANSWERS_VIEW)
SCANNER = {"User-Agent": "Mozilla/5.0 (compatible; SafeLinks)", "Sec-Purpose": "prefetch"}


def state_of(app: Flask) -> str:
    """Return a digest of everything in the database but the notes about who looked at whom."""
    digest = hashlib.sha256()
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            query = select(table).order_by(*table.primary_key.columns)
            if table is AuditEntry.__table__:
                query = query.where(AuditEntry.action.not_in(NOTED))
            for row in db.session.execute(query):
                digest.update(f"{table.name} {tuple(row)!r}\n".encode())
    return digest.hexdigest()


def open_everything(app: Flask, city: City) -> int:
    """Open every address twice, by every safe method, as everybody; return how many requests that were."""
    people = [
        Resident(app),
        *(Resident(app).sign_in_as(one) for one in (city.admin_id, city.clerk_id, city.supporter_id)),
    ]
    before = state_of(app)
    count = 0
    for _time in range(2):
        for who in people:
            for method in ("GET", "HEAD", "OPTIONS"):
                for _rule, address in addresses(app, city):
                    assert who.http.open(address, method=method, headers=SCANNER).status_code < 500, address
                    count += 1
    assert state_of(app) == before, "a safe method changed something"
    return count


def test_opening_every_address_changes_nothing(app: Flask, make: Callable[..., Any]) -> None:
    assert open_everything(app, make(a_city)) > 500


def test_control_a_link_that_withdraws_is_caught(
    app: Flask, make: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    @public
    def spends(token: str) -> str:
        with transaction():
            db.session.scalars(select(Registration).where(Registration.manage_token == token)).one().note = "opened"
        return "done"

    monkeypatch.setitem(app.view_functions, "own.confirm_withdrawal", spends)

    with pytest.raises(AssertionError, match="changed something"):
        open_everything(app, make(a_city))
