"""Slow down whoever guesses passwords, by where it comes from: never the account, so nobody can lock others out.

A browser in which the person has signed in before is its own source: what the rest of the world tries does not
count against it. Source: the lock-out of some 1,300 residents of Kawasaki in 2020 by somebody else's failed attempts.
"""

import hashlib
import hmac
import secrets

from itsdangerous import BadSignature, URLSafeSerializer

from eventsite.accounts.rules import network_of
from eventsite.core.settings import settings


def new_device(user_id: int) -> str:
    """Return the signed mark by which a browser shows that this person has signed in there."""
    return _serializer().dumps([user_id, secrets.token_hex(8)])


def source(address: str, device: str, user_id: int | None) -> str:
    """Return the keyed hash that counts an attempt: of the browser if it knows this person, else of the network."""
    known = user_id is not None and _owner(device) == user_id
    return _keyed(f"device {device}" if known else f"network {network_of(address)}")


def _owner(device: str) -> int | None:
    try:
        user_id, _ = _serializer().loads(device)
    except BadSignature:
        return None
    return int(user_id)


def _keyed(text: str) -> str:
    return hmac.new(settings().secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="eventsite.device")
