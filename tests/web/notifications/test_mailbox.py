"""/demo/mails: the trial inbox, and the folder behind it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from eventsite.config import Smtp, Tls
from eventsite.core.db import transaction
from eventsite.notifications.delivery import deliver_due
from eventsite.notifications.services import Mail, queue
from tests.support.pages import Resident

NOW = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
ICS = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def trial(app: Flask, tmp_path: Path) -> Flask:
    """A site on trial with a folder of its own."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], demo=True, smtp=None, instance=tmp_path)
    return app


def deliver(app: Flask, *names: str, calendar: str = "") -> None:
    """Queue one mail to each, and let the worker send them."""
    with app.app_context():
        with transaction():
            for name in names:
                mail = Mail(
                    f"test:{name}", "registrations", 1, f"{name}@example.jp", "山口市 大殿地域交流センター",
                    f"【受付完了】{name}", f"{name} 様\n\n<b>確認</b>はこちら\nhttp://127.0.0.1:8000/my/{name}\n",
                    calendar, "PUBLISH" if calendar else "",
                )  # fmt: skip
                queue(mail, now=NOW)
        assert deliver_due(NOW, limit=10) == len(names)


def test_the_inbox_lists_mails_and_opens_them_with_links_to_press(trial: Flask, client: Resident) -> None:
    deliver(trial, "aoki")

    page = client.open("/demo/mails").follow("【受付完了】aoki")

    assert "aoki 様" in page.text
    assert "<b>確認</b>" in page.text  # as text, not as markup
    assert "http://127.0.0.1:8000/my/aoki" in page.links()
    assert "山口市 大殿地域交流センター" in page.text


def test_the_newest_mail_comes_first(trial: Flask, client: Resident) -> None:
    for name in ("aoki", "baba"):
        deliver(trial, name)

    text = client.open("/demo/mails").text

    assert text.index("baba@example.jp") < text.index("aoki@example.jp")


def test_the_calendar_file_can_be_saved(trial: Flask, client: Resident) -> None:
    deliver(trial, "aoki", calendar=ICS)

    page = client.open("/demo/mails").follow("【受付完了】aoki").follow("event.ics")

    assert page.response.mimetype == "text/calendar"
    assert page.response.headers["Content-Disposition"] == "attachment; filename=event.ics"
    assert page.response.data == ICS.encode()
    assert client.open(page.address.replace("/0", "/1")).status == 404


@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
def test_an_empty_inbox_says_so_in_every_language(trial: Flask, client: Resident, prefix: str) -> None:
    page = client.open(f"{prefix}/demo/mails")

    assert page.status == 200
    assert not [link for link in page.links() if "/demo/mails/" in link]


@pytest.mark.parametrize("changes", [{"demo": False}, {"smtp": Smtp("mail.example.jp", 587, None, None, Tls.STARTTLS)}])
def test_outside_the_trial_nobody_reads_mails(trial: Flask, client: Resident, changes: dict[str, Any]) -> None:
    deliver(trial, "aoki")
    name = next((trial.config["SETTINGS"].instance / "mail").glob("*.eml")).stem
    assert client.open(f"/demo/mails/{name}").status == 200

    trial.config["SETTINGS"] = replace(trial.config["SETTINGS"], **changes)

    for path in ("", f"/{name}", f"/{name}/attachments/0"):
        assert client.open(f"/demo/mails{path}").status == 404


@pytest.mark.parametrize("name", ["..%2Fsecret_key", ".hidden", "%2e%2e", "no-such-mail", "a%00b", "あ"])
def test_no_other_file_can_be_reached(trial: Flask, client: Resident, name: str) -> None:
    (trial.config["SETTINGS"].instance / "secret_key.eml").write_text("secret")

    assert client.open(f"/demo/mails/{name}").status == 404


def test_mails_are_written_whole_under_a_name_of_their_own(trial: Flask) -> None:
    deliver(trial, "aoki", "baba")

    files = list((trial.config["SETTINGS"].instance / "mail").iterdir())

    assert len(files) == 2
    assert all(file.suffix == ".eml" and not file.name.startswith(".") for file in files)
