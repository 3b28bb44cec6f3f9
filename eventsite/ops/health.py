"""Whether this process can do its work, for whatever watches it."""

from http import HTTPStatus

from flask import Blueprint, Response, current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from eventsite.accounts.access import public
from eventsite.core.db import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """Answer 200 while the database answers, 503 otherwise."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:  # away, busy, or no connection free
        current_app.logger.exception("the database does not answer")
        return _plain("the database does not answer", HTTPStatus.SERVICE_UNAVAILABLE)
    return _plain("ok", HTTPStatus.OK)


def _plain(words: str, status: HTTPStatus) -> Response:
    return Response(f"{words}\n", status=status, mimetype="text/plain", headers={"Cache-Control": "no-store"})
