"""Saved visits on the server's side: which pages say that they may be saved, and what the worker is."""

import gzip
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from eventsite.admission import services
from eventsite.core.actor import VISITOR
from eventsite.core.assets import DIST, read_manifest
from eventsite.core.db import db, transaction
from eventsite.core.saving import HEADER
from eventsite.events.models import Occurrence
from tests.support.door import Niho, a_walk
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.support.routes import rules

LANGUAGES = ("", "/easy", "/en")
SCRIPTS_BYTES = 15_000  # compressed, of all that a resident's browser loads


@pytest.fixture
def niho(app: Flask, make: Make, client: Resident) -> Niho:
    """A walk with one date today, 20 places."""
    return a_walk(app, make, client)


@pytest.fixture
def baba(app: Flask) -> Resident:
    """Somebody with a browser of their own."""
    return Resident(app)


def moved(niho: Niho, ends_at: datetime) -> None:
    """Let the walk end at that instant."""
    with niho.app.app_context(), transaction():
        date = db.session.get_one(Occurrence, niho.occurrence_id)
        date.starts_at, date.ends_at = ends_at - timedelta(hours=2), ends_at


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ticket_may_be_kept_until_the_day_after_the_event(niho: Niho, baba: Resident, language: str) -> None:
    party, ends_at = niho.registered(), datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)
    moved(niho, ends_at)

    answer = baba.http.get(f"{language}/my/{party.manage_token}/ticket")

    assert answer.headers[HEADER] == f"ticket {int(ends_at.timestamp()) + 24 * 60 * 60}"
    assert answer.headers["Cache-Control"] == "no-store"  # in no cache between us and the reader


def test_a_ticket_of_long_ago_is_not_kept(niho: Niho, baba: Resident) -> None:
    party = niho.registered()
    moved(niho, datetime.now(UTC) - timedelta(days=1, minutes=1))

    assert HEADER not in baba.http.get(f"/my/{party.manage_token}/ticket").headers


def test_who_waits_or_has_withdrawn_has_nothing_to_keep(niho: Niho, baba: Resident) -> None:
    parties = [niho.registered(name, "あ", party_size=4) for name in ("青木", "千葉", "土井", "江藤", "福田", "馬場")]
    with niho.app.app_context(), transaction():
        services.withdraw(parties[0].id, actor=VISITOR, now=datetime.now(UTC))
    waiting = niho.registered("原", "はら", party_size=4)

    for party in (parties[0], waiting):
        assert HEADER not in baba.http.get(f"/my/{party.manage_token}/ticket").headers


def test_an_event_may_be_kept_for_thirty_days(niho: Niho, baba: Resident) -> None:
    kind, until = baba.http.get(event_of(niho)).headers[HEADER].split(" ")

    left = datetime.fromtimestamp(int(until), UTC) - datetime.now(UTC)
    assert kind == "event"
    assert timedelta(days=29, hours=23) < left <= timedelta(days=30)


def test_a_browser_of_the_staff_keeps_neither(niho: Niho) -> None:
    party = niho.registered()

    for path in (event_of(niho), f"/my/{party.manage_token}/ticket"):
        assert HEADER not in niho.clerk.http.get(path).headers


def test_no_other_page_is_ever_kept(niho: Niho, baba: Resident) -> None:
    """Asked of the URL map: the two pages that may be saved, and no third one."""
    niho.registered()
    with niho.app.app_context():
        plain = [rule.rule for rule, _ in rules(niho.app) if "GET" in (rule.methods or ()) and not rule.arguments]

    assert [path for path in plain if HEADER in baba.http.get(path).headers] == []
    assert [path for path in plain if HEADER in niho.clerk.http.get(path).headers] == []
    party = niho.registered("千葉 次郎", "ちば じろう")
    private = ("", "/withdrawal", "/calendar.ics", "/ticket.png", "/ticket.svg")
    assert [end for end in private if HEADER in baba.http.get(f"/my/{party.manage_token}{end}").headers] == []


def test_the_worker_comes_from_the_root_as_a_script_and_may_be_asked_for_again_soon(baba: Resident) -> None:
    answer = baba.http.get("/sw.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "public, max-age=600"
    assert "Set-Cookie" not in answer.headers
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_worker_changes_with_every_asset(baba: Resident, monkeypatch: pytest.MonkeyPatch) -> None:
    from eventsite.ops import saved

    before = baba.http.get("/sw.js").data
    changed = {**read_manifest(), "css/main.css": "css/main-00000000.css"}
    monkeypatch.setattr(saved, "read_manifest", lambda: changed)
    saved._version.cache_clear()
    after = baba.http.get("/sw.js").data
    saved._version.cache_clear()

    assert before != after
    assert before.split(b"\n", 1)[1] == after.split(b"\n", 1)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_saved_pages_is_whole_without_any_script(baba: Resident, language: str) -> None:
    page = baba.open(f"{language}/saved")

    assert page.status == 200
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "data-saved-note hidden" in page.html  # the worker takes just these words away
    assert '<meta name="robots" content="noindex">' in page.html


def test_what_the_worker_replaces_stands_in_every_page_that_may_be_kept(niho: Niho, baba: Resident) -> None:
    party = niho.registered()

    for path in (event_of(niho), f"/my/{party.manage_token}/ticket", "/saved"):
        assert baba.http.get(path).get_data(as_text=True).count("data-saved-note hidden") == 1


def test_all_scripts_of_a_resident_stay_small_and_main_needs_no_other_file() -> None:
    names = read_manifest()
    main, worker = ((DIST / names[name]).read_bytes() for name in ("js/main.js", "js/sw.js"))

    assert len(gzip.compress(main)) + len(gzip.compress(worker)) <= SCRIPTS_BYTES
    assert not re.search(rb"""(?:^|[;}\s])(?:import|export)[\s{*"']""", main + worker)


def event_of(niho: Niho) -> str:
    """Return the address of the walk's page."""
    with niho.app.app_context():
        return f"/events/{db.session.get_one(Occurrence, niho.occurrence_id).event.code}"
