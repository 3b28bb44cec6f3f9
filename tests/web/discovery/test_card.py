"""The picture that messengers show beside the address of an event."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from eventsite.core.db import db, transaction
from eventsite.discovery import routes_sharing
from eventsite.discovery.preview_store import Easel
from eventsite.events.models import Event, Publication, Visibility
from tests.factories.events import an_event
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.discovery.conftest import a_listed_event


@pytest.fixture(autouse=True)
def own_folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No card of an earlier test is kept, and nothing has been drawn in this minute."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], instance=tmp_path)
    monkeypatch.setattr(routes_sharing, "_easel", Easel())
    return tmp_path / "cards"


def meta(page: Page) -> dict[str, str]:
    """Return what the head says to those who show the address."""
    tags = page.tree.iter("meta")
    return {one.get("property", one.get("name", "")): one.get("content", "") for one in tags}


def changed(app: Flask, shown: Event, **facts: Any) -> None:
    """Change an event."""
    with app.app_context(), transaction():
        stored = db.session.get_one(Event, shown.id)
        for name, value in facts.items():
            setattr(stored, name, value)


@pytest.mark.parametrize("language", ["", "/easy", "/en"])
def test_the_address_in_the_head_leads_to_a_picture(client: Resident, make: Make, language: str) -> None:
    shown = make(a_listed_event, "仁保の里を歩く")

    told = meta(client.open(f"{language}/events/{shown.code}"))
    answer = client.http.get(told["og:image"].removeprefix("http://127.0.0.1:8000"))

    assert told["og:image"].startswith(f"http://127.0.0.1:8000{language}/events/{shown.code}/card.png?v=")
    assert answer.status_code == 200
    assert answer.mimetype == told["og:image:type"] == "image/png"
    size = (int(told["og:image:width"]), int(told["og:image:height"]))
    assert Image.open(BytesIO(answer.data)).size == size == (1200, 630)


@pytest.mark.parametrize("hidden", [{"publication": Publication.DRAFT}, {"visibility": Visibility.INTERNAL}])
def test_what_is_not_public_has_no_card(client: Resident, make: Make, own_folder: Path, hidden: dict[str, Any]) -> None:
    shown = make(a_listed_event, "秘密", **hidden)

    assert client.http.get(f"/events/{shown.code}/card.png").status_code == 404
    assert client.http.get("/events/nowhere/card.png").status_code == 404
    assert not own_folder.exists()


def test_it_may_be_kept_by_caches_and_shown_by_others_and_an_unchanged_one_is_not_sent_again(
    client: Resident, make: Make
) -> None:
    shown = make(a_listed_event, "仁保の里を歩く")
    address = f"/events/{shown.code}/card.png"

    first = client.http.get(address)
    again = client.http.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in first.headers
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]


def test_other_words_make_another_card_at_another_address(client: Resident, make: Make, app: Flask) -> None:
    shown = make(a_listed_event, "仁保の里を歩く")
    address, page = f"/events/{shown.code}/card.png", f"/events/{shown.code}"
    before, told_before = client.http.get(address), meta(client.open(page))

    changed(app, shown, title="仁保の里を走る")
    after = client.http.get(address, headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert after.data != before.data
    assert meta(client.open(page))["og:image"] != told_before["og:image"]


def test_places_left_do_not_change_the_card(client: Resident, make: Make, app: Flask) -> None:
    few, many = (make(a_listed_event, "催し", taken=taken) for taken in (19, 0))

    tags = [client.http.get(f"/events/{one.code}/card.png").headers["ETag"] for one in (few, many)]

    assert tags[0] == tags[1]


def test_each_card_is_drawn_once_and_a_robot_that_wants_all_is_sent_away_after_a_while(
    client: Resident, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [make(a_listed_event, f"催し{number}").code for number in range(4)]
    monkeypatch.setattr(routes_sharing, "_easel", Easel(per_minute=3))

    answers = [client.http.get(f"/events/{code}/card.png?v={turn}") for turn in range(3) for code in codes[:3]]
    refused = client.http.get(f"/events/{codes[3]}/card.png")

    assert {one.status_code for one in answers} == {200}
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "30"


def test_a_full_disk_costs_nobody_the_picture(client: Resident, make: Make, own_folder: Path) -> None:
    shown = make(a_listed_event, "催し")
    own_folder.write_text("no folder can be made here")

    assert client.http.get(f"/events/{shown.code}/card.png").status_code == 200


@pytest.mark.parametrize("title", ["𠮷田さんと髙橋さんの会", "🎉🎉🎉", "あ" * 100, "\u202eevil\u202c <b>&", "ก" * 50])
def test_no_title_stops_the_drawing(client: Resident, make: Make, title: str) -> None:
    shown = make(a_listed_event, title)

    answer = client.http.get(f"/events/{shown.code}/card.png")

    assert answer.status_code == 200
    assert Image.open(BytesIO(answer.data)).size == (1200, 630)


def test_an_event_without_a_date_has_a_card(client: Resident, make: Make) -> None:
    shown = make(an_event)

    assert client.http.get(f"/events/{shown.code}/card.png").status_code == 200


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        ({}, "催し"),
        ({"publication": Publication.CANCELLED}, "【中止】催し"),
        ({"date": {"status": "postponed"}}, "【延期】催し"),
        ({"is_demo": True}, "【見本】催し"),
        ({"days": -3}, "催し"),
    ],
)
def test_a_message_says_what_has_become_of_the_event(
    client: Resident, make: Make, facts: dict[str, Any], title: str
) -> None:
    shown = make(a_listed_event, "催し", **facts)

    told = meta(client.open(f"/events/{shown.code}"))

    assert told["og:title"] == title
    assert told["og:site_name"]
    assert told["twitter:card"] == "summary_large_image"


def test_the_description_says_when_where_and_for_how_much_and_is_short(client: Resident, make: Make) -> None:
    shown = make(a_listed_event, "催し", fee_yen=0, description="案内人と\n歩きます。" * 40)

    told = meta(client.open(f"/events/{shown.code}"))

    assert told["description"] == told["og:description"]
    for words in ("午前10時～正午", "無料", "案内人と 歩きます。"):
        assert words in told["description"]
    assert len(told["description"]) == 120
    assert told["description"].endswith("…")
    assert "am" in meta(client.open(f"/en/events/{shown.code}"))["description"]
