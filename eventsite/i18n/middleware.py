"""Languages in the address: ``/easy/...`` and ``/en/...`` are the same pages in other words.

The prefix moves from PATH_INFO to SCRIPT_NAME before routing, so every ``url_for`` keeps the language by
itself and no route knows of it.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from flask import Request

from eventsite.i18n.ruby import Text
from eventsite.i18n.texts import Locale, translate

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIXES = {Locale.JA: "", Locale.JA_EASY: "/easy", Locale.EN: "/en"}


class Alternate(NamedTuple):
    """The page that is being shown, in one of the languages; the label is in that language."""

    locale: Locale
    label: Text
    url: str
    is_current: bool

    @property
    def path(self) -> str:
        """Return the address without its query: what a page is told apart by."""
        return self.url.partition("?")[0]


class LocaleMiddleware:
    """Take the language out of the path. Goes around everything that looks at paths, static files too."""

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Set ``eventsite.locale`` and ``eventsite.root`` (SCRIPT_NAME without the language) and go on."""
        locale, path = split_path(environ.get("PATH_INFO", ""))
        root = environ.get("SCRIPT_NAME", "")
        environ["eventsite.locale"] = locale
        environ["eventsite.root"] = root
        environ["SCRIPT_NAME"] = root + PREFIXES[locale]
        environ["PATH_INFO"] = path
        return self.app(environ, start_response)


def split_path(path: str) -> tuple[Locale, str]:
    """Return the language that a path names and the path without it; ``/easy`` alone is its home page."""
    for locale, prefix in PREFIXES.items():
        if prefix and (path == prefix or path.startswith(f"{prefix}/")):
            return locale, path.removeprefix(prefix) or "/"
    return Locale.JA, path


def alternate_urls(request: Request) -> list[Alternate]:
    """Return the addresses of the same page, with the same query, in every language."""
    current = request.environ.get("eventsite.locale", Locale.JA)
    return [
        Alternate(
            locale,
            translate(locale, "frame.language_name"),
            url_in(locale, request),
            is_current=locale == current,
        )
        for locale in Locale
    ]


def url_in(locale: Locale, request: Request) -> str:
    """Return the path and query of the requested page in a language."""
    root = request.environ.get("eventsite.root", request.root_path.rstrip("/"))
    # One slash only: "//host/" at the start of a link would lead to another site.
    path = "/" + quote(request.path.lstrip("/"), safe="/:@!$&'()*+,;=~")
    query = request.query_string.decode("ascii", "replace")
    return f"{root}{PREFIXES[locale]}{path}" + (f"?{query}" if query else "")
