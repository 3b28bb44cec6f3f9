"""Searches that a reader keeps on the device: no account, no script, and nothing is stored here."""

from datetime import timedelta
from http import HTTPStatus

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from eventsite.accounts.access import public
from eventsite.core import clock
from eventsite.core.settings import settings
from eventsite.discovery import queries
from eventsite.discovery.asked import asked_for, meant
from eventsite.discovery.filters import query
from eventsite.discovery.kept_searches import args_in, as_text, kept, kept_searches, of_device
from eventsite.discovery.listing import Asked
from eventsite.discovery.reader import Reader, reader_at
from eventsite.discovery.saved_searches import COOKIE, MOST, Search, cookie_of, with_search, without

KEPT_FOR = timedelta(days=365)

bp = Blueprint("searches", __name__)


@bp.get("/searches")
@public
def show() -> ResponseReturnValue:
    """Show the searches of this device, and offer to keep the one of the address."""
    reader = reader_at(clock.now())
    return _page(asked_for(reader), reader)


@bp.post("/searches/keep")
@public
def keep() -> ResponseReturnValue:
    """Keep a search on this device and show what it finds."""
    reader = reader_at(clock.now())
    asked = _sent(reader)
    if not asked.chosen.narrows:
        return redirect(url_for(".show"), code=303)
    together = with_search(of_device(), query(asked.chosen))
    if together is None:
        return make_response(_page(asked, reader, full=True), HTTPStatus.UNPROCESSABLE_ENTITY)
    return _stored(redirect(url_for(".show"), code=303), together)


@bp.post("/searches/remove")
@public
def remove() -> ResponseReturnValue:
    """Forget a search of this device."""
    left = without(of_device(), query(_sent(reader_at(clock.now())).chosen))
    return _stored(redirect(url_for(".show"), code=303), left)


def _sent(reader: Reader) -> Asked:
    """Return the search that the form of this request names."""
    return meant(args_in(request.form.get("search", "")), queries.centers(), reader)


def _page(asked: Asked, reader: Reader, *, full: bool = False) -> str:
    new = kept(asked, reader) if asked.chosen.narrows else None
    searches = kept_searches(reader)
    is_kept = as_text(asked.chosen) in {one.query for one in searches}
    return render_template(
        "discovery/searches.html", new=None if is_kept else new, searches=searches, full=full, most=MOST
    )


def _stored(response: Response, searches: list[Search]) -> Response:
    """Let the answer tell the browser which searches to keep."""
    secure = settings().secure_cookies
    if searches:
        value, seconds = cookie_of(searches), int(KEPT_FOR.total_seconds())
        response.set_cookie(COOKIE, value, max_age=seconds, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, secure=secure, httponly=True, samesite="Lax")
    return response
