"""Whatever is sent to whichever route, in whatever state: an answer in time, and never one that says we failed."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import quote

import html5lib
import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from eventsite.accounts.access import public
from eventsite.accounts.models import User
from eventsite.core.db import db, transaction
from tests.support.pages import Form, Resident
from tests.web.security.hostile import JSON_BODIES, LIKELY, METHODS, Attacker
from tests.web.security.ways import City, a_city, addresses

FILE = b'--b\r\nContent-Disposition: form-data; name="name"; filename="x.png"\r\n\r\nx\r\n--b--\r\n'
SLOWEST = 5.0  # seconds
CITY_LASTS, SESSION_LASTS = 400, 20  # requests
WORST = ("\x00", "9223372036854775808", "9999-12-31")
WORST_PARTS = ("%00", "a%ED%A0%80", "9223372036854775808", "%C2%B2" * 300)
# Names that addresses know, in groups: a form that refuses one value does not look at the others.
PARAMETERS = (
    (
        "page", "q", "date", "from", "to", "center", "kind", "past", "day", "slot", "next", "before", "fiscal_year",
        "show", "copy", "start", "done", "again", "channel",
    ),
    (
        "since", "until", "action",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A form of a page: where it is sent, and what it holds."""

    action: str
    values: tuple[tuple[str, str], ...]


def sheets_of(who: Resident, pages: list[str]) -> list[Sheet]:
    """Return the forms on these pages that change something, as this person sees them."""
    found = []
    for page in pages:
        answer = who.http.get(page)
        if answer.mimetype == "text/html":
            tree = html5lib.parse(answer.get_data(as_text=True), namespaceHTMLElements=False)
            forms = [Form(who, element, page) for element in tree.iter("form")]
            found += [Sheet(form.action, tuple(map(filled, form.values))) for form in forms if form.method == "post"]
    # What stands behind the page that asks whether everything is right.
    found += [Sheet(sheet.action.removesuffix("/check"), sheet.values) for sheet in found]
    return list({sheet.action: sheet for sheet in found}.values())


def filled(field: tuple[str, str]) -> tuple[str, str]:
    """Return the field with what a person would type where it is empty."""
    name, value = field
    return name, value or LIKELY.get(name.rpartition("-")[2], "")


class Siege:
    """Requests without end against one site, and what they have shown."""

    def __init__(self, app: Flask, make: Callable[..., Any], seed: int) -> None:
        app.config["WTF_CSRF_ENABLED"] = False  # the guard in front has its own tests; here the rooms behind are tried
        self.app = app
        self.make = make
        self.attacker = Attacker(seed)
        self.failures: list[str] = []

    def run(self, requests: int) -> None:
        """Send so many requests; half of them are forms that were nearly filled in well."""
        for number in range(requests):
            if number % CITY_LASTS == 0:
                self.found_city(number)
                self._read_forms()
            if number % SESSION_LASTS == 0:
                self._sign_in()
            self._try_form() if number % 2 else self._try_anything()

    def found_city(self, number: int) -> None:
        """Build a city that nobody has cancelled, closed or removed yet."""
        self.city: City = self.make(a_city, f"niho-{number}")
        self._sign_in()
        self.targets = [page for method in ("GET", "POST") for _rule, page in addresses(self.app, self.city, method)]

    def _read_forms(self) -> None:
        """Collect the forms that a stranger, an administrator and a supporter find in the city."""
        pages = [address for _rule, address in addresses(self.app, self.city)]
        pages.append(f"/staff/centers/{self.city.names['centers']}/events/new?start=market")
        self.sheets = [(who, sheet) for who in (0, 1, 3) for sheet in sheets_of(self.people[who], pages)]

    def _sign_in(self) -> None:
        """Let everybody in again: among the forms is the one that signs out, and the one that shuts people out."""
        staff = (self.city.admin_id, self.city.clerk_id, self.city.supporter_id)
        with self.app.app_context(), transaction():
            db.session.execute(update(User).values(disabled_at=None))
        self.people = [Resident(self.app), *(Resident(self.app).sign_in_as(one) for one in staff)]

    def _try_anything(self) -> None:
        attacker = self.attacker
        who, method = attacker.random.choice(self.people), attacker.random.choice(METHODS)
        path, query = attacker.path(attacker.random.choice(self.targets)), attacker.query()
        body = attacker.body(attacker.bent([("x", "y")])) if attacker.random.random() < 0.4 else {}
        self.send(who, path, method=method, query_string=query, headers=attacker.headers(), **body)

    def _try_form(self) -> None:
        who, sheet = self.attacker.random.choice(self.sheets)
        self.send(self.people[who], sheet.action, method="POST", **self.attacker.body(self.attacker.bent(sheet.values)))

    def send(self, who: Resident, path: str, **request: Any) -> None:
        """Send a request and note a failure."""
        started = time.perf_counter()
        answer: TestResponse | str
        try:
            answer = who.http.open(path, buffered=True, **request)
            status = answer.status_code
        except Exception as error:  # an application that raises is a server that answers 500
            status = 500
            request["raised"] = repr(error)
        took = time.perf_counter() - started
        if status >= 500 or took > SLOWEST:
            self.failures.append(f"{status} after {took:.1f} s: {path[:200]} {request!r:.700}")


def test_no_request_makes_the_site_fail(app: Flask, make: Callable[..., Any]) -> None:
    siege = Siege(app, make, seed=1)

    siege.run(CITY_LASTS)

    assert siege.failures == []


def test_no_value_of_any_parameter_makes_a_page_fail(app: Flask, make: Callable[..., Any]) -> None:
    siege = Siege(app, make, seed=2)
    siege.found_city(0)

    for _rule, address in addresses(app, siege.city):
        for text, names in product(WORST, PARAMETERS):
            siege.send(siege.people[1], address, query_string="&".join(f"{name}={quote(text)}" for name in names))

    assert siege.failures == []


def test_no_part_of_any_address_makes_a_page_fail(app: Flask, make: Callable[..., Any]) -> None:
    siege = Siege(app, make, seed=3)
    siege.found_city(0)

    for rule in app.url_map.iter_rules():
        for part in WORST_PARTS:
            siege.send(siege.people[1], re.sub("<[^>]+>", part, rule.rule))

    assert siege.failures == []


@pytest.mark.parametrize("body", [*JSON_BODIES, FILE])
def test_a_form_takes_texts_only(app: Flask, make: Callable[..., Any], body: bytes) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    city: City = make(a_city)
    kind = "multipart/form-data; boundary=b" if body is FILE else "application/json"

    for who in (Resident(app), Resident(app).sign_in_as(city.admin_id)):
        for address in ("/staff/sign-in", f"/calls/{city.names['calls']}/registrations/check", "/display"):
            answer = who.http.post(address, data=body, content_type=kind)
            assert answer.status_code in (200, 303, 400, 422), address


def test_control_a_page_that_fails_is_caught(
    app: Flask, make: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "discovery.month", public(lambda month: str(int(month))))
    siege = Siege(app, make, seed=1)

    siege.send(Resident(app), "/calendar/none")

    assert siege.failures


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 110))
def test_no_request_of_very_many_makes_the_site_fail(app: Flask, make: Callable[..., Any], seed: int) -> None:
    siege = Siege(app, make, seed)

    siege.run(5_000)

    assert siege.failures == []
