"""Pages that open without network: the service worker, and the page that lists what it has saved."""

from functools import cache
from hashlib import sha256

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import public
from eventsite.core.assets import DIST, read_manifest
from eventsite.core.saving import KEPT_FOR
from eventsite.i18n import Locale, translate

# A browser asks for the worker with every page it opens; a new one may arrive this much later.
WORKER_SECONDS = 600
_TEXTS = ("saved.offline_title", "saved.offline_text", "saved.lead")

bp = Blueprint("saved", __name__)


@bp.get("/saved")
@public
def saved() -> ResponseReturnValue:
    """List what this browser has saved; without network the worker shows this page in place of all others."""
    return render_template("saved.html", days=KEPT_FOR.days)


@bp.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """Return the service worker: from the root, for only there may it answer for every page."""
    answer = Response(f"// {_version()}\n{_source()}", mimetype="text/javascript")
    answer.headers["Cache-Control"] = f"public, max-age={WORKER_SECONDS}"
    return answer


@cache
def _source() -> str:
    return (DIST / read_manifest()["js/sw.js"]).read_text(encoding="utf-8")


@cache
def _version() -> str:
    """Return a mark that changes with every asset and with the page that the worker keeps: then it starts anew."""
    texts = [translate(locale, key, days=KEPT_FOR.days) for locale in Locale for key in _TEXTS]
    return sha256("\n".join([*sorted(read_manifest().values()), *texts]).encode()).hexdigest()[:16]
