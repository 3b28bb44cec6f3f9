"""A4: people who press five times, over real sockets and two server processes, are registered and told once."""

from collections import Counter as Tally
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.core import tokens
from eventsite.core.db import db
from eventsite.notifications.models import OutgoingMail
from eventsite.ops.bench_load import Answer, Browser, fields
from tests.factories.admission import an_open_slot
from tests.support.fixtures import Make
from tests.support.server import LiveServer

TIMES = 5
AT_ONCE = 15  # threads: three people with five presses each
CANARIES = ("連打", "れんだ", "083-987", "canary")


@dataclass(frozen=True)
class Client:
    """Somebody before the filled-in form, each at a place of their own."""

    number: int
    form: dict[str, str]
    cookies: dict[str, str]

    @property
    def source(self) -> str:
        return f"192.0.2.{self.number}"


class Site:
    """Two server processes with one open call."""

    def __init__(self, address: str, call: str) -> None:
        self.address = address
        self.path = f"/calls/{call}/registrations"

    def open_form(self, number: int) -> Client:
        """Open the form and fill it in."""
        with closing(Browser(self.address)) as browser:
            form = fields(browser.get(f"{self.path}/new").expect(200).body, f"{self.path}/check")
            said = {"name": f"連打 {number}", "name_kana": "れんだ", "phone": f"083-987-{number:04}", "party_size": "1"}
            mail = {"email": f"canary-{number}@example.jp"}
            return Client(number, {**form, **said, **mail}, dict(browser.cookies))

    def press(self, client: Client, **changed: str) -> Answer:
        """Send the form, from the client's own browser, over a connection of its own."""
        with closing(Browser(self.address)) as browser:
            browser.cookies, browser.source = dict(client.cookies), client.source
            return browser.post(self.path, {**client.form, **changed})


@pytest.fixture
def site(app: Flask, make: Make, tmp_path: Path) -> Iterator[Site]:
    slot = make(an_open_slot, capacity=None)
    with app.app_context():
        call = db.session.get_one(Call, slot.call_id).code
    environment = {"EVENTSITE_INSTANCE": str(tmp_path), "EVENTSITE_PROXIES": "1"}
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    with LiveServer(url, processes_wanted=2, env=environment) as server:
        yield Site(server.url, call)


def clients(site: Site, number: int) -> list[Client]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(site.open_form, range(number)))


def pressed(site: Site, people: list[Client], *, keyed: bool = True) -> list[Answer]:
    def press(client: Client) -> Answer:
        return site.press(client, **({} if keyed else {"key": tokens.capability()}))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(press, [one for one in people for _ in range(TIMES)]))


def stored(app: Flask) -> tuple[list[str], list[str]]:
    """Return the telephone numbers of all registrations, and the addresses of all mails."""
    with app.app_context():
        phones = db.session.scalars(select(Registration.phone).order_by(Registration.phone)).all()
        return list(phones), sorted(db.session.scalars(select(OutgoingMail.recipient)))


@pytest.mark.parametrize("number", [12, pytest.param(200, marks=pytest.mark.long)], ids=["few", "many"])
def test_who_presses_five_times_is_registered_once_and_told_once(app: Flask, site: Site, number: int) -> None:
    people = clients(site, number)

    answers = pressed(site, people)

    phones, recipients = stored(app)
    assert Tally(one.status for one in answers) == {303: number * TIMES}
    assert Tally(one.headers["Location"] for one in answers).most_common()[-1][1] == TIMES
    assert phones == sorted(one.form["phone"] for one in people)
    assert recipients == sorted(one.form["email"] for one in people)
    assert not [one for one in answers if any(canary in one.body for canary in CANARIES)]


def test_another_person_with_the_same_key_learns_nothing(app: Flask, site: Site) -> None:
    people = clients(site, 4)
    pressed(site, people)
    stranger = site.open_form(99)

    said = {"name": "千葉 花子", "name_kana": "ちば はなこ", "phone": "083-922-2222", "email": "chiba@example.jp"}
    answers = [site.press(stranger, **said, key=one.form["key"]) for one in people]

    assert {one.status for one in answers} == {422}
    assert not [one for one in answers if any(canary in f"{one.headers} {one.body}" for canary in CANARIES)]
    assert len(stored(app)[0]) == 4


def test_one_form_with_several_contents_at_once_is_one_of_them(app: Flask, site: Site) -> None:
    [aoki] = clients(site, 1)

    def press(turn: int) -> Answer:
        return site.press(aoki, name=f"連打 青木{turn}")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(press, range(10)))

    assert Tally(one.status for one in answers) == {303: 1, 422: 9}
    assert len(stored(app)[0]) == len(stored(app)[1]) == 1


def test_control_without_its_key_a_form_registers_as_often_as_it_is_sent(app: Flask, site: Site) -> None:
    people = clients(site, 3)

    pressed(site, people, keyed=False)

    assert len(stored(app)[0]) == 3 * TIMES
