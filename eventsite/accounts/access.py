"""Who may open which route. Every route carries exactly one rule; a route without one is never served."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts import queries
from eventsite.accounts.models import User
from eventsite.accounts.permissions import HeldRole, Permission, may, works_at
from eventsite.accounts.services import touch_session
from eventsite.audit.actions import Action
from eventsite.audit.services import Subject, record
from eventsite.core import clock
from eventsite.core.actor import VISITOR, Actor, ActorKind
from eventsite.core.db import transaction
from eventsite.core.errors import NotFound

COOKIE = "eventsite_staff"

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Owned(Protocol):
    """Something that belongs to a center, or to the whole city (None)."""

    @property
    def center_id(self) -> int | None:
        """Return the owning center's id."""


class Reach(StrEnum):
    """For whom a route exists."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    PERMISSION = "permission"


@dataclass(frozen=True)
class Rule:
    """The access rule of one route; ``of`` loads the object that decides the center."""

    reach: Reach
    permission: Permission | None = None
    of: Callable[..., Owned] | None = None


def public(view: View) -> View:
    """Let everybody in."""
    view.access_rule = Rule(Reach.PUBLIC)  # type: ignore[attr-defined]  # functions carry attributes
    return view


def signed_in(view: View) -> Callable[..., ResponseReturnValue]:
    """Let in whoever has an account here."""

    @wraps(view)
    def guarded(**view_args: Any) -> ResponseReturnValue:
        return view(**view_args) if current_user() else _to_sign_in()

    guarded.access_rule = Rule(Reach.SIGNED_IN)  # type: ignore[attr-defined]  # functions carry attributes
    return guarded


def requires(permission: Permission, of: Callable[..., Owned] | None = None) -> Callable[[View], View]:
    """Let in who holds the permission at the center of the object that ``of`` loads from the address.

    The view receives that object in place of the address's parts, so it cannot forget the check. Another center's
    object answers like an absent one. Without ``of`` the permission must reach the whole city.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**view_args: Any) -> ResponseReturnValue:
            if not current_user():
                return _to_sign_in()
            if of is None:
                _demand(permission, None)
                return view(**view_args)
            owned = of(**view_args)
            _demand(permission, owned)
            return view(owned)

        guarded.access_rule = Rule(Reach.PERMISSION, permission, of)  # type: ignore[attr-defined]  # as above
        return guarded  # type: ignore[return-value]  # same signature for Flask

    return decorate


def _demand(permission: Permission, owned: Owned | None) -> None:
    """Pass whoever holds the permission; to others an object of a center that is not theirs does not exist."""
    held, center_id = held_roles(), owned.center_id if owned else None
    if may(held, permission, center_id):
        return
    if owned and not works_at(held, center_id):
        raise NotFound
    abort(403)


def _to_sign_in() -> ResponseReturnValue:
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target), code=303)


def current_user() -> User | None:
    """Return the signed-in person of this request, or None."""
    if "staff_user" not in g:
        g.staff_user = _user_of_cookie()
    user: User | None = g.staff_user
    return user


def _user_of_cookie() -> User | None:
    token = request.cookies.get(COOKIE, "")
    now = clock.now()
    session = queries.live_session(token, now=now) if token else None
    if session is None:
        return None
    session_id = session.id
    if queries.wants_touch(session, now=now):
        with transaction():
            touch_session(session_id, now=now)
        session = queries.live_session(token, now=now)
    return session.user if session else None


def held_roles() -> list[HeldRole]:
    """Return the roles of the signed-in person; none for visitors."""
    user = current_user()
    return queries.roles_of(user) if user else []


def can(permission: Permission, center_id: int | None = None) -> bool:
    """Return whether the signed-in person holds the permission there: for pages that show or hide a way."""
    return may(held_roles(), permission, center_id)


def current_actor() -> Actor:
    """Return who acts in this request."""
    user = current_user()
    return Actor(ActorKind.STAFF, user.id) if user else VISITOR


def note_look(*subjects: Subject, center_id: int, action: Action = Action.ROSTER_VIEW) -> None:
    """Note in the audit log, in a transaction of its own, that the signed-in person opened a page about these.

    The one thing that a GET writes, so that looking at personal data can be accounted for.
    """
    with transaction():
        record(action, *subjects, actor=current_actor(), now=clock.now(), center_id=center_id)


def init_access(app: Flask) -> None:
    """Refuse to serve any route that declares no rule."""

    @app.before_request
    def _every_route_has_a_rule() -> None:
        if request.endpoint and not hasattr(current_app.view_functions[request.endpoint], "access_rule"):
            raise RuntimeError(f"the route {request.endpoint} declares no access rule")
