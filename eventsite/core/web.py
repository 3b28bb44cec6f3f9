"""What every answer carries: safe headers, a page for each error, and rules for caches."""

import re
import secrets
import traceback
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, abort, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import RequestRedirect
from werkzeug.sansio.utils import host_is_trusted

from eventsite.core.db import db
from eventsite.core.errors import DomainError, NotFound
from eventsite.core.settings import settings
from eventsite.core.text import is_unusable

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STATIC_MAX_AGE = 60
_HASHED = re.compile(r"\.[0-9A-Za-z]{8,}\.\w+$|-[0-9A-Z]{8}\.\w+$")
CSP = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
SAFE_HEADERS = (
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()"),
    ("Cache-Control", "no-store"),
)
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_FIELDS_MAX, _HANDED_BACK_BYTES = 300, 100_000  # of a form that is handed back
_SECRETS = frozenset({"password", "current"})  # fields that are never written into a page
HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000")
# 413 is what a too large body means; the others are shown as themselves.
PAGES = {400, 403, 404, 405, 413, 429, 500, 503}


def is_hashed(_path: str, url: str) -> bool:
    """Return whether a static file's name holds a hash of its content, so that it never changes."""
    return bool(_HASHED.search(url))


def public_url(path: str) -> str:
    """Return the full address of a path of this site, for mails, feeds and codes: never built from a request."""
    return f"{settings().base_url}{path}"


def keep_private(response: Response) -> Response:
    """Keep what is one person's out of search engines and shared caches; for the blueprints of such pages.

    The Referer stays within this site: without any, the check against forged forms refuses every answer over HTTPS.
    """
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


class SafeHeaders:
    """Give every answer the headers that it does not set itself. Goes around everything, static files too."""

    def __init__(self, app: "WSGIApplication", *, https: bool) -> None:
        self.app = app
        self.headers = (*SAFE_HEADERS, HTTPS_ONLY) if https else SAFE_HEADERS

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, with all headers."""

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            own = {name.lower() for name, _value in headers}
            return start_response(
                status, [*headers, *(one for one in self.headers if one[0].lower() not in own)], *more
            )

        return self.app(environ, start)


def init_web(app: Flask) -> None:
    """Give every request a number, every page its policy, every error its page."""

    @app.before_request
    def _number() -> None:
        g.request_id = secrets.token_hex(8)
        if is_unusable(request.path):  # PostgreSQL takes no NUL, and nothing of ours has one in its address
            abort(HTTPStatus.NOT_FOUND)
        if request.method not in _SAFE_METHODS and _comes_from_elsewhere():
            abort(HTTPStatus.BAD_REQUEST)

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = g.get("csp", CSP)
        response.headers["X-Request-Id"] = g.get("request_id", "")
        return response

    app.register_error_handler(DomainError, _refuse)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(Exception, _bug)


def _comes_from_elsewhere() -> bool:
    """Return whether the browser says that another site sends this request: the second wall behind the form's token."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] not in ("same-origin", "none")
    origin = request.headers.get("Origin", "null")
    return origin != "null" and not host_is_trusted(origin.partition("://")[2], settings().trusted_hosts)


def _is_sent_by_us() -> bool:
    """Return whether the browser says that a page of this very origin sends this request."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")


def _refuse(error: DomainError) -> ResponseReturnValue:
    if isinstance(error, NotFound):  # the page of any unknown address: nobody learns which of them hold something
        return error_page(int(error.status))
    return error_page(int(error.status), message_key=error.key, values=dict(error.values))


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    """Hand back what was typed, to be sent again by one press, where the browser says that our own page sent it.

    Not what may come from another site, for the press would carry our token; no secrets, no files, and no heap.
    """
    is_small = len(request.form) <= _FIELDS_MAX and (request.content_length or 0) <= _HANDED_BACK_BYTES
    can_return = _is_sent_by_us() and is_small and not request.files and not _SECRETS & request.form.keys()
    return error_page(400, message_key="error.form_expired" if can_return else None)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, RequestRedirect):
        return error.get_response()
    status = error.code or 500
    page = error_page(status if status in PAGES else 400 if status < 500 else 500)
    if error.code == 405 and error.get_response().headers.get("Allow"):
        page.headers["Allow"] = error.get_response().headers["Allow"]
    return page


def _database_error(error: DBAPIError) -> Response:
    """Answer 503 when the database is busy, full or away; any other refusal of it is our own mistake."""
    if not isinstance(error, OperationalError):
        return _bug(error)
    _log(error)
    page = error_page(int(HTTPStatus.SERVICE_UNAVAILABLE))
    page.headers["Retry-After"] = "5"
    return page


def _bug(error: Exception) -> Response:
    _log(error)
    return error_page(500)


def _log(error: Exception) -> None:
    """Note an error without its own words, which may be a person's, and without the address, which may hold a token."""
    where = "".join(traceback.format_tb(error.__traceback__))
    request_id = g.get("request_id")
    current_app.logger.error(
        "request %s %s %s: %s\n%s", request_id, request.method, request.endpoint, _kind(error), where
    )


def _kind(error: Exception) -> str:
    """Return the kind of an error; of a database's, also the line that names the constraint, not those with the row."""
    if not isinstance(error, IntegrityError | OperationalError):
        return type(error).__name__
    return f"{type(error).__name__} {next(iter(str(error.orig).splitlines()), '')}"


def error_page(status: int, *, message_key: str | None = None, values: dict[str, object] | None = None) -> Response:
    """Return the page for an error; from 500 on it needs no database, so that it can be shown when there is none."""
    try:
        return _shown(status, message_key, values or {})
    except OperationalError as error:  # what was wrong with the request cannot be told now
        return _database_error(error)


def _shown(status: int, message_key: str | None, values: dict[str, object]) -> Response:
    if status < 500:
        db.session.rollback()
    else:
        db.session.remove()
    template = f"error/{status if status in PAGES else 400}.html"
    # Under a foreign Host no address can be built, and nobody is shown who is signed in here.
    g.without_database = status >= 500 or isinstance(request.routing_exception, SecurityError)
    page = render_template(template, message_key=message_key, values=values, status=status)
    return Response(page, status=status, content_type="text/html; charset=utf-8")
