"""Which pages the reader's own browser may keep, to open them again without network.

The service worker (static/js/sw.js) keeps what carries this header, and nothing else: the server decides. A page that
comes without it, or has gone, loses its saved copy.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from flask import Response

HEADER = "X-Saved-Visit"
KEPT_FOR = timedelta(days=30)


class Visit(StrEnum):
    """What is kept; the service worker bounds the number of pages of each kind."""

    EVENT = "event"
    TICKET = "ticket"


def let_save(response: Response, kind: Visit, until: datetime) -> Response:
    """Mark a page for saving in the reader's browser until that instant, in seconds of the epoch."""
    response.headers[HEADER] = f"{kind} {int(until.timestamp())}"
    return response
