"""The picture that goes with an event when its address is passed on."""

import hashlib
from functools import cache
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import public
from eventsite.core import clock
from eventsite.core.settings import settings
from eventsite.core.web import public_url
from eventsite.discovery import preview_image, preview_lines, queries
from eventsite.discovery.preview import Preview, preview
from eventsite.discovery.preview_store import Easel, Store
from eventsite.discovery.reader import Reader, reader_at
from eventsite.events.models import Event

# Longer than a page: whoever shows the picture again asks by its tag, and other words have another address.
MAX_AGE_SECONDS = 3_600
RETRY_SECONDS = 30

bp = Blueprint("sharing", __name__)
_easel = Easel()


@bp.get("/events/<code>/card.png")
@public
def card(code: str) -> ResponseReturnValue:
    """Return the preview card of a public event; its words decide whether it has changed."""
    shown = preview(queries.event_by_code(code), reader_at(clock.now()))
    name = f"{shown.digest}-{_look()}"
    if request.if_none_match.contains_weak(name):
        return _marked(Response(status=HTTPStatus.NOT_MODIFIED), name)
    picture = _picture(shown, name)
    if picture is None:
        return Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(RETRY_SECONDS)})
    return _marked(Response(picture, content_type="image/png"), name)


def card_url(event: Event, reader: Reader) -> str:
    """Return the full address of a card; it changes with the card, for messengers keep a picture by its address."""
    return public_url(url_for("sharing.card", code=event.code, v=preview(event, reader).digest))


def _picture(shown: Preview, name: str) -> bytes | None:
    store = Store(settings().instance / "cards")
    picture = store.get(name)
    if picture is None:
        picture = _easel.draw(lambda: preview_image.png(shown))
        if picture:
            store.keep(name, picture)
    return picture


def _marked(response: Response, name: str) -> Response:
    response.set_etag(name)
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made to be shown by others
    return response


@cache
def _look() -> str:
    """Return a digest of what draws: another release may draw the same words in another way."""
    texts = [Path(str(one.__file__)).read_bytes() for one in (preview_image, preview_lines)]
    return hashlib.sha256(b"".join(texts)).hexdigest()[:8]
