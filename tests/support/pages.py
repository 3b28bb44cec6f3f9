"""A browser without a screen: opens pages, fills in their forms, and refuses pages that are broken."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from eventsite.core.db import transaction
from tests.support.sessions import SESSION_COOKIE, a_session

_MAX_REDIRECTS = 5


class Form:
    """A form on a page, with the values that a browser would send."""

    def __init__(self, resident: "Resident", element: Element, address: str) -> None:
        self._resident = resident
        self._address = address
        self.element = element
        self.action = element.get("action") or address
        self.method = (element.get("method") or "get").lower()
        self.values: list[tuple[str, str]] = list(_successful(element))

    def __getitem__(self, name: str) -> str:
        return next(value for key, value in self.values if key == name)

    def names(self) -> set[str]:
        """Return the names of all fields and buttons that the form offers."""
        return {one.get("name", "") for one in _fields(self.element)}

    def fill(self, **values: str | list[str] | None) -> "Form":
        """Type or choose values; None leaves a field out, a list chooses several. Unknown names are refused."""
        for name, value in values.items():
            if name not in self.names():
                raise LookupError(f"no field {name!r} in the form; it has {sorted(self.names())}")
            several = value if isinstance(value, list) else [] if value is None else [value]
            self.values = [pair for pair in self.values if pair[0] != name] + [(name, one) for one in several]
        return self

    def submit(self, button: str | None = None, **values: str | list[str] | None) -> "Page":
        """Fill in and send, by the button with that name (``name`` or ``name=value``), and go where it leads."""
        self.fill(**values)
        sent = [*self.values, *([tuple(button.split("=", 1))] if button and "=" in button else [])]
        if button and "=" not in button:
            sent.append((button, ""))
        action = self._button_action(button) or self.action
        data: dict[str, list[str]] = {}
        for name, value in sent:
            data.setdefault(name, []).append(value)
        if self.method == "get":
            return self._resident.open(action.split("?")[0], query_string=data)
        return self._resident.post(action, data=data)

    def _button_action(self, button: str | None) -> str | None:
        for one in _fields(self.element):
            if button and one.get("name") == button.split("=")[0] and one.get("formaction"):
                return one.get("formaction")
        return None


class Page:
    """A page as a person meets it."""

    def __init__(self, resident: "Resident", response: TestResponse, address: str) -> None:
        self._resident = resident
        self.response = response
        self.address = address
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        self.is_html = response.mimetype == "text/html"
        self.tree: Element = html5lib.parse(self.html, namespaceHTMLElements=False) if self.is_html else Element("none")
        if self.is_html:
            self._refuse_broken()

    @property
    def title(self) -> str:
        """Return the title."""
        return " ".join("".join(one.itertext()) for one in self.tree.iter("title")).strip()

    @property
    def text(self) -> str:
        """Return what one reads, white space folded; signs that only hold a line together are left out."""
        body = self.tree.find("body")
        return "" if body is None else " ".join("".join(_visible(body)).replace("\u2060", "").split())

    @property
    def forms(self) -> list[Form]:
        """Return all forms."""
        return [Form(self._resident, one, self.address) for one in self.tree.iter("form")]

    def form(self, action: str) -> Form:
        """Return the form whose action holds these letters."""
        for one in self.forms:
            if action in one.action:
                return one
        raise LookupError(f"no form to {action!r}; there are {[one.action for one in self.forms]}")

    def links(self) -> list[str]:
        """Return where the links lead."""
        return [one.get("href", "") for one in self.tree.iter("a")]

    def follow(self, words: str) -> "Page":
        """Press the link that holds these words."""
        for one in self.tree.iter("a"):
            if words in " ".join("".join(one.itertext()).split()):
                return self._resident.open(one.get("href", ""))
        raise LookupError(f"no link {words!r} on {self.address}")

    def _refuse_broken(self) -> None:
        if not self.title:
            raise AssertionError(f"{self.address} has no title")
        ids = Counter(one.get("id") for one in self.tree.iter() if one.get("id"))
        if twice := [name for name, times in ids.items() if times > 1]:
            raise AssertionError(f"{self.address} has ids twice: {twice}")
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(self.html)
        if parser.errors:
            raise AssertionError(f"{self.address} is broken HTML: {parser.errors[:3]}")


class Resident:
    """Somebody with a browser: keeps cookies, follows redirects, fills in forms."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = app.test_client()

    def open(self, address: str, **more: Any) -> Page:
        """Open an address and follow where it leads."""
        return self._arrive(self.http.get(_path(address), **more), address)

    def post(self, address: str, **more: Any) -> Page:
        """Send to an address and follow where it leads."""
        return self._arrive(self.http.post(_path(address), **more), address)

    def sign_in_as(self, user_id: int) -> "Resident":
        """Hold a live session of that person, as after signing in."""
        with self.app.app_context(), transaction():
            token = a_session(user_id)
        self.http.set_cookie(SESSION_COOKIE, token)
        return self

    def _arrive(self, response: TestResponse, address: str) -> Page:
        for _ in range(_MAX_REDIRECTS):
            if response.status_code not in (301, 302, 303, 307, 308):
                return Page(self, response, address)
            address = response.headers["Location"]
            response = self.http.get(_path(address))
        raise AssertionError(f"too many redirects, last to {address}")


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _fields(form: Element) -> Iterator[Element]:
    for one in form.iter():
        if one.tag in ("input", "select", "textarea", "button") and one.get("name"):
            yield one


def _successful(form: Element) -> Iterator[tuple[str, str]]:
    """Yield what a browser sends when no button is pressed by name."""
    for one in _fields(form):
        name, kind = one.get("name", ""), one.get("type", "text")
        if one.get("disabled") is not None or one.tag == "button" or kind in ("submit", "file"):
            continue
        if one.tag == "textarea":
            yield name, "".join(one.itertext()).removeprefix("\n")
        elif one.tag == "select":
            yield from ((name, value) for value in _chosen(one))
        elif kind not in ("checkbox", "radio"):
            yield name, one.get("value", "")
        elif one.get("checked") is not None:
            yield name, one.get("value", "on")


def _chosen(select: Element) -> list[str]:
    options = list(select.iter("option"))
    chosen = [one for one in options if one.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [one.get("value", "".join(one.itertext())) for one in chosen]


def _visible(element: Element) -> Iterator[str]:
    if element.tag in ("script", "style", "template", "rt", "rp"):
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _visible(child)
        if child.tail:
            yield child.tail
