"""`flask users`."""

import json

import pytest
from flask import Flask

from eventsite.accounts.models import Role
from tests.factories.accounts import a_center, a_user
from tests.support.fixtures import Make
from tests.support.pages import Resident


@pytest.fixture(autouse=True)
def _centers(make: Make) -> None:
    make(a_center, "odono")
    make(a_center, "niho")


def run(app: Flask, *words: str) -> tuple[int, str, str]:
    """Return the exit code and what stood on both streams."""
    result = app.test_cli_runner().invoke(args=["users", *words])
    return result.exit_code, result.stdout, result.stderr


def test_invite_prints_a_link_that_works(app: Flask, client: Resident) -> None:
    code, said, _ = run(app, "invite", "aoki@city.example.jp", "--role", "center_staff", "--center", "niho")

    assert code == 0
    assert client.open(said.strip()).status == 200


def test_a_script_gets_json(app: Flask, client: Resident) -> None:
    code, said, _ = run(app, "invite", "aoki@city.example.jp", "--role", "supporter", "--json")

    assert code == 0
    assert client.open(json.loads(said)["url"]).status == 200
    assert json.loads(said)["expires_at"].endswith("+00:00")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["aoki@city.example.jp", "--role", "king"], "king"),
        (["aoki@city.example.jp", "--role", "center_staff"], "センターを選んでください"),
        (["aoki@city.example.jp", "--role", "admin", "--center", "niho"], "センターは選ばないでください"),
        (["aoki@city.example.jp", "--role", "center_staff", "--center", "nihon"], "あるのは odono, niho です"),
        (["aoki", "--role", "admin"], "「@」がありません"),
        (["aoki@city.example.jp"], "--role"),
    ],
)
def test_what_does_not_fit_is_said_and_ends_with_2(app: Flask, words: list[str], reason: str) -> None:
    code, said, complaint = run(app, "invite", *words)

    assert code == 2
    assert said == ""
    assert reason in complaint


def test_first_admin_prints_a_link_until_there_is_an_administrator(app: Flask, client: Resident, make: Make) -> None:
    code, said, _ = run(app, "first-admin")
    assert (code, client.open(said.strip()).status) == (0, 200)

    make(a_user, role=Role.ADMIN)

    assert run(app, "first-admin") == (0, "", "")
