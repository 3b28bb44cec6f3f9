"""Look up people, centers and sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from eventsite.accounts.models import (
    Center,
    CenterKind,
    Invitation,
    Role,
    RoleAssignment,
    SignInAttempt,
    StaffSession,
    User,
)
from eventsite.accounts.permissions import GRANTS, HeldRole, Permission
from eventsite.core import tokens
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.core.errors import NotFound, found
from eventsite.core.settings import settings

# Source: OWASP ASVS 5.0, 7.3.1; reliability goal E8 (idle 30 minutes, absolute 12 hours).
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
_TOUCH_AFTER = timedelta(minutes=1)


def live_session(token: str, *, now: datetime) -> StaffSession | None:
    """Return the session of a cookie if it is neither idle, nor too old, nor of a disabled person."""
    return db.session.scalar(
        select(StaffSession)
        .join(StaffSession.user)
        .where(
            StaffSession.token_hash == tokens.digest(token),
            StaffSession.last_seen_at > now - IDLE,
            StaffSession.created_at > now - ABSOLUTE,
            User.disabled_at.is_(None),
        )
    )


def wants_touch(session: StaffSession, *, now: datetime) -> bool:
    """Return whether the session's last sign of life is old enough to be written anew."""
    return now - session.last_seen_at > _TOUCH_AFTER


def center_by_slug(slug: str) -> Center:
    """Return the center of that address, or raise NotFound."""
    return found(db.session.scalar(select(Center).where(Center.slug == slug)))


def centers(*kinds: CenterKind) -> list[Center]:
    """Return the centers of these kinds (all without any) in the city's order, each with its branches, then offices."""
    parent = aliased(Center)
    within = (Center.parent_id.is_not(None), Center.position, Center.id)
    is_office = Center.kind.not_in((CenterKind.CENTER, CenterKind.BRANCH))
    query = select(Center).outerjoin(parent, Center.parent_id == parent.id)
    query = query.order_by(is_office, func.coalesce(parent.position, Center.position), *within)
    return list(db.session.scalars(query.where(Center.kind.in_(kinds)) if kinds else query))


def user_by_email(email: str) -> User | None:
    """Return the person with that address, compared without case, or None."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


@dataclass(frozen=True)
class Credentials:
    """What signing in looks at, without the rest of the person: so it takes as long as finding nobody."""

    user_id: int
    password_hash: str
    is_disabled: bool


def credentials(email: str) -> Credentials | None:
    """Return the credentials of that address, compared without case, or None."""
    query = select(User.id, User.password_hash, User.disabled_at.is_not(None))
    row = db.session.execute(query.where(User.email == email.strip().lower())).first()
    return Credentials(*row) if row else None


def open_invitation(token: str, *, now: datetime) -> Invitation | None:
    """Return the invitation of a one-time link while it is unused and not expired, or None."""
    return db.session.scalar(
        select(Invitation).where(
            Invitation.token_hash == tokens.digest(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
    )


def has_administrator() -> bool:
    """Return whether somebody has taken up an administrator's account that is not disabled."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    RoleAssignment.role == Role.ADMIN,
                    RoleAssignment.user_id == User.id,
                    User.disabled_at.is_(None),
                )
            )
        )
    )


def recent_failures(source: str, *, since: datetime) -> int:
    """Return how many attempts from a source failed since then."""
    query = select(func.count()).where(SignInAttempt.source == source, SignInAttempt.at > since)
    return db.session.scalar(query) or 0


def session_is_over(now: datetime) -> ColumnElement[bool]:
    """Return the condition on which a session no longer lets anybody in."""
    return or_(StaffSession.last_seen_at <= now - IDLE, StaffSession.created_at <= now - ABSOLUTE)


def held_by(actor: Actor) -> list[HeldRole]:
    """Return the roles that the actor holds at this moment."""
    query = select(RoleAssignment).where(RoleAssignment.user_id == actor.user_id)
    return [HeldRole(one.role, one.center_id) for one in db.session.scalars(query)]


def roles_of(user: User) -> list[HeldRole]:
    """Return the roles of a person."""
    return [HeldRole(one.role, one.center_id) for one in user.roles]


def guessable_names(email: str, name: str, places: Iterable[Center | None]) -> list[str]:
    """Return what a password of this person must not consist of."""
    city = settings().city
    own = [email, name, city.name, city.name_kana, city.name_en, city.slug, city.service_name]
    return own + [
        word
        for place in places
        if place
        for word in (place.name, place.name_kana, place.name_en, place.slug, place.area)
    ]


@dataclass(frozen=True)
class Staff:
    """The people of one center, or of the whole city (None), and the invitations that still wait."""

    center: Center | None
    people: list[User]
    invitations: list[Invitation]


def staff_of(center: Center | None, *, now: datetime) -> Staff:
    """Return who works at a center, or everybody with an account, and who has been invited there."""
    people = select(User).order_by(User.disabled_at.is_not(None), User.name, User.id)
    waiting = select(Invitation).where(
        Invitation.used_at.is_(None), Invitation.expires_at > now, Invitation.email != ""
    )
    if center:
        people = people.where(User.roles.any(RoleAssignment.center_id == center.id))
        waiting = waiting.where(Invitation.center_id == center.id)
    invitations = db.session.scalars(waiting.order_by(Invitation.created_at, Invitation.id))
    return Staff(center, list(db.session.scalars(people)), list(invitations))


@dataclass(frozen=True)
class Member:
    """A person as seen from one center, or from the whole city (None)."""

    user: User
    center: Center | None

    @property
    def center_id(self) -> int | None:
        """Return the center from which the person is seen: what decides who may act."""
        return self.center.id if self.center else None


def member(user_id: int, slug: str | None = None) -> Member:
    """Return the person as a member of that center, or of the city without one; raise NotFound for others."""
    user = found(db.session.get(User, user_id))
    if slug is None:
        return Member(user, None)
    center = center_by_slug(slug)
    if not any(one.center_id == center.id for one in user.roles):
        raise NotFound
    return Member(user, center)


def count_entitled(permission: Permission, center_id: int) -> int:
    """Return how many people of the center itself may do this; disabled accounts do not count."""
    roles = [role for role, granted in GRANTS.items() if permission in granted]
    query = (
        select(func.count(User.id.distinct()))
        .join(RoleAssignment, RoleAssignment.user_id == User.id)
        .where(RoleAssignment.center_id == center_id, RoleAssignment.role.in_(roles), User.disabled_at.is_(None))
    )
    return db.session.scalar(query) or 0
