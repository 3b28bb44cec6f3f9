"""Which pages a cache between us and the reader may keep."""

from datetime import datetime

from flask import Response, make_response, request, session

from eventsite.accounts.access import COOKIE
from eventsite.core.saving import KEPT_FOR, Visit, let_save

# Long enough to carry a rush after a mail to everybody, short enough that places left are nearly true.
SHARED_SECONDS = 30


def cacheable(page: str) -> Response:
    """Return the page, marked for shared caches unless it was made for somebody.

    Whoever is signed in sees a name in the menu, and a session cookie is one person's: such pages stay private. The
    text size comes from a cookie, so caches keep one copy per Cookie header.
    """
    response = make_response(page)
    response.vary.add("Cookie")
    if COOKIE not in request.cookies and not session.modified:
        response.headers["Cache-Control"] = f"public, max-age={SHARED_SECONDS}"
    return response


def visited(page: str, *, now: datetime) -> Response:
    """Return a cacheable page that the reader's own browser may also keep, unless it shows who is signed in."""
    response = cacheable(page)
    return response if COOKIE in request.cookies else let_save(response, Visit.EVENT, now + KEPT_FOR)
