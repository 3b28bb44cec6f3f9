"""Answer "nothing new" before anything is loaded: entity tags and dates of change (RFC 9110 §8.8, §13)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from flask import Response
from werkzeug.datastructures import ETags
from werkzeug.wrappers import Request

from eventsite import events, i18n

# Compression marks the tag of what it has packed: "abc" becomes "abc:br".
_PACKINGS = ("", ":zstd", ":br", ":gzip")


@dataclass(frozen=True)
class Version:
    """What a client can compare: a tag, and the last change (None where nothing is in it)."""

    etag: str
    changed_at: datetime | None


def version_of(*parts: object, changed_at: datetime | None) -> Version:
    """Return the version of an answer that depends on these parts, on the last change and on this release."""
    told = "\x1f".join(map(str, (*parts, changed_at, release())))
    return Version(hashlib.sha256(told.encode()).hexdigest()[:32], changed_at)


def not_modified(request: Request, version: Version) -> Response | None:
    """Return a 304 for a client that has this version already, or None. A tag goes before a date (RFC 9110 §13.2.2)."""
    tags = request.if_none_match
    if tags:
        known = _known_tag(tags, version)
        return _unchanged(known, version) if known else None
    since = request.if_modified_since
    if since and version.changed_at and version.changed_at.replace(microsecond=0) <= since:
        return _unchanged(version.etag, version)
    return None


def stamp(response: Response, version: Version) -> Response:
    """Return the answer with its validators."""
    response.set_etag(version.etag)
    response.last_modified = version.changed_at
    return response


def _unchanged(etag: str, version: Version) -> Response:
    response = Response(status=304)
    response.set_etag(etag)  # the client's own: it decides which stored answer is fresh again
    response.last_modified = version.changed_at
    return response


def _known_tag(tags: ETags, version: Version) -> str | None:
    return next((version.etag + packing for packing in _PACKINGS if tags.contains_weak(version.etag + packing)), None)


@cache
def release() -> str:
    """Return a digest of what turns rows into calendars: another program text makes another answer of the same rows."""
    folders = (Path(events.__path__[0]), Path(i18n.__path__[0]))
    digest = hashlib.sha256()
    for file in sorted(one for folder in folders for one in folder.rglob("*") if one.suffix in (".py", ".json")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
