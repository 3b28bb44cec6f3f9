"""What every answer carries: safe headers, a page for each error, and rules for caches."""

import re
import secrets
from http import HTTPStatus

from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from eventsite.config import Settings
from eventsite.core.db import db
from eventsite.core.errors import DomainError

STATIC_MAX_AGE = 60
_HASHED = re.compile(r"\.[0-9A-Za-z]{8,}\.\w+$|-[0-9A-Z]{8}\.\w+$")
CSP = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# 413 is what a too large body means; the others are shown as themselves.
PAGES = {400, 403, 404, 405, 413, 429, 500, 503}


def is_hashed(_path: str, url: str) -> bool:
    """Return whether a static file's name holds a hash of its content, so that it never changes."""
    return bool(_HASHED.search(url))


def public_url(path: str) -> str:
    """Return the full address of a path of this site, for mails, feeds and codes: never built from a request."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"{settings.base_url}{path}"


def init_web(app: Flask) -> None:
    """Give every request a number, every answer its headers, every error its page."""

    @app.before_request
    def _number() -> None:
        g.request_id = secrets.token_hex(8)

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", getattr(g, "csp", CSP))
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if app.config["SETTINGS"].secure_cookies:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response

    app.register_error_handler(DomainError, _refuse)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(Exception, _bug)


def _refuse(error: DomainError) -> ResponseReturnValue:
    return error_page(int(error.status), message_key=error.key, values=dict(error.values))


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return error_page(400, message_key="error.form_expired")


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, RequestRedirect):
        return error.get_response()
    status = error.code or 500
    page = error_page(status if status in PAGES else 400 if status < 500 else 500)
    if error.code == 405 and error.get_response().headers.get("Allow"):
        page.headers["Allow"] = error.get_response().headers["Allow"]
    return page


def _database_error(error: DBAPIError) -> ResponseReturnValue:
    """Answer 503 when the database is busy, full or away; any other refusal of it is our own mistake."""
    if not isinstance(error, OperationalError):
        return _bug(error)
    _log(error)
    page = error_page(int(HTTPStatus.SERVICE_UNAVAILABLE))
    page.headers["Retry-After"] = "5"
    return page


def _bug(error: Exception) -> ResponseReturnValue:
    _log(error)
    return error_page(500)


def _log(error: Exception) -> None:
    # The address may hold a person's token, so the log names the route instead.
    current_app.logger.error("request %s %s %s", g.get("request_id"), request.method, request.endpoint, exc_info=error)


def error_page(status: int, *, message_key: str | None = None, values: dict[str, object] | None = None) -> Response:
    """Return the page for an error; it needs no database, so that it can be shown when there is none."""
    db.session.rollback() if status < 500 else db.session.remove()
    template = f"error/{status if status in PAGES else 400}.html"
    g.without_database = status >= 500
    page = render_template(template, message_key=message_key, values=values or {}, status=status)
    return Response(page, status=status, content_type="text/html; charset=utf-8")
