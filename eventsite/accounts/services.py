"""Let people in, send them out, invite and disable them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError

from eventsite.accounts import passwords, queries, rules
from eventsite.accounts.errors import (
    AccountDisabled,
    AccountExists,
    LinkExpired,
    NotOneself,
    RoleAboveOwn,
    RoleHeldAlready,
)
from eventsite.accounts.messages import invitation_mail, invitation_url
from eventsite.accounts.models import (
    Center,
    Invitation,
    Role,
    RoleAssignment,
    SignInAttempt,
    StaffSession,
    User,
)
from eventsite.accounts.queries import Credentials
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core import tokens
from eventsite.core.actor import SYSTEM, Actor, ActorKind
from eventsite.core.db import db
from eventsite.notifications.services import abort_pending, queue

INVITATION_VALID = timedelta(days=7)


@dataclass(frozen=True)
class Newcomer:
    """What somebody without an account says when taking up an invitation."""

    name: str
    password: str
    email: str = ""  # asked for only where the invitation names nobody: the first administrator's


@dataclass(frozen=True)
class Invited:
    """An invitation and its link, which exists only here and in the invited person's hands."""

    invitation: Invitation
    url: str


def identify(credentials: Credentials | None, password: str) -> int | None:
    """Return the id of the person whose password this is, or None; takes the same time for everybody and nobody.

    Slow on purpose, so call it outside a transaction.
    """
    right = passwords.matches(credentials.password_hash if credentials else None, password)
    return credentials.user_id if credentials and right and not credentials.is_disabled else None


def note_failure(source: str, *, now: datetime) -> None:
    """Count a failed attempt against where it came from."""
    db.session.add(SignInAttempt(source=source, at=now))


def sign_in(user_id: int, *, now: datetime, replaces: str = "") -> str:
    """Open a new session for an identified person and return its token; the browser's old session ends."""
    _end_sessions(StaffSession.token_hash == tokens.digest(replaces))
    token = tokens.capability()
    db.session.add(StaffSession(token_hash=tokens.digest(token), user_id=user_id, created_at=now, last_seen_at=now))
    user = db.session.get_one(User, user_id)
    record(Action.SESSION_START, user, actor=_as_staff(user), now=now, center_id=None)
    return token


def sign_out(token: str, *, actor: Actor, now: datetime) -> None:
    """End the session of that token."""
    _end_sessions(StaffSession.token_hash == tokens.digest(token))
    user = db.session.get(User, actor.user_id) if actor.user_id else None
    if user:
        record(Action.SESSION_END, user, actor=actor, now=now, center_id=None)


def touch_session(session_id: int, *, now: datetime) -> None:
    """Note a sign of life of a session."""
    db.session.execute(update(StaffSession).where(StaffSession.id == session_id).values(last_seen_at=now))


def change_password(user_id: int, password: str, *, now: datetime) -> str:
    """Set a new password, end all sessions of the person and return the token of a new one.

    Raises:
        PasswordError: the password can be guessed (see rules.require_good_password).
    """
    user = db.session.get_one(User, user_id)
    places = [one.center for one in user.roles]
    rules.require_good_password(password, personal=queries.guessable_names(user.email, user.name, places))
    user.password_hash = passwords.hashed(password)
    _end_sessions(StaffSession.user_id == user_id)
    record(Action.USER_PASSWORD, user, actor=_as_staff(user), now=now, center_id=None)
    return sign_in(user_id, now=now)


def invite(email: str, role: Role, center: Center | None, *, by: Actor, now: datetime) -> Invited:
    """Make a one-time link to a role; an earlier unused one for the same person and role ends.

    Raises:
        RoleNeedsCenter, RoleIsCityWide: the role does not exist there.
        RoleAboveOwn: ``by`` is a person who may not give this role there.
        RoleHeldAlready: the person has it.
    """
    center_id = center.id if center else None
    rules.require_place(role, center_id)
    if by.kind is not ActorKind.SYSTEM and role not in rules.grantable(queries.held_by(by), center_id):
        raise RoleAboveOwn
    known = queries.user_by_email(email)
    if known and any((one.role, one.center_id) == (role, center_id) for one in known.roles):
        raise RoleHeldAlready
    return _new_invitation(email.strip().lower(), role, center, by=by, now=now)


def mail_invitation(invited: Invited, *, now: datetime) -> None:
    """Queue the mail that brings the link to the invited person."""
    queue(invitation_mail(invited.invitation, invited.url), now=now)


def first_admin_link(now: datetime) -> str | None:
    """Return a new link to the first administrator's account, or None once there is an administrator.

    Earlier unused ones end.
    """
    if queries.has_administrator():
        return None
    return _new_invitation("", Role.ADMIN, None, by=SYSTEM, now=now).url


def accept_as_newcomer(token: str, newcomer: Newcomer, *, now: datetime) -> User:
    """Spend an invitation to make an account with its role.

    Raises:
        LinkExpired: the invitation is over.
        AccountExists: the address has an account; its owner joins with accept_with_account.
        PasswordError: the password can be guessed.
    """
    invitation = _spend(token, now=now)
    email = invitation.email or newcomer.email.strip().lower()
    if queries.user_by_email(email):
        raise AccountExists
    personal = queries.guessable_names(email, newcomer.name, [invitation.center])
    rules.require_good_password(newcomer.password, personal=personal)
    user = User(email=email, name=newcomer.name, password_hash=passwords.hashed(newcomer.password), created_at=now)
    db.session.add(user)
    try:
        db.session.flush()
    except IntegrityError as error:  # another invitation of the same person was taken up in this very moment
        raise AccountExists from error
    _give(user, invitation, now=now)
    return user


def accept_with_account(token: str, *, now: datetime) -> User:
    """Spend an invitation to add its role to the account of its address; nothing else changes there.

    Raises:
        LinkExpired: the invitation is over, or there is no such account.
        AccountDisabled: the account has been disabled.
    """
    invitation = _spend(token, now=now)
    user = queries.user_by_email(invitation.email)
    if user is None:
        raise LinkExpired
    if user.disabled_at:
        raise AccountDisabled
    _give(user, invitation, now=now)
    return user


def disable(user: User, *, by: Actor, center_id: int | None, now: datetime) -> None:
    """Shut somebody out by the next request. Shutting out twice changes nothing.

    Raises:
        NotOneself: it is one's own account.
        RoleAboveOwn: the person has a role that ``by`` could not give.
    """
    if user.id == by.user_id:
        raise NotOneself
    _require_rule_over(user, by)
    if user.disabled_at is None:
        user.disabled_at = now
        _end_sessions(StaffSession.user_id == user.id)
        _end_invitations(Invitation.email == user.email)
        record(Action.USER_DISABLE, user, actor=by, now=now, center_id=center_id)


def enable(user: User, *, by: Actor, center_id: int | None, now: datetime) -> None:
    """Let somebody sign in again, with the password they had. Raises RoleAboveOwn."""
    _require_rule_over(user, by)
    if user.disabled_at is not None:
        user.disabled_at = None
        record(Action.USER_ENABLE, user, actor=by, now=now, center_id=center_id)


def forget_expired(now: datetime) -> int:
    """Delete sessions, invitations and failed attempts that are over; return how many."""
    over = (
        delete(StaffSession).where(queries.session_is_over(now)),
        delete(Invitation).where(Invitation.expires_at <= now),
        delete(SignInAttempt).where(SignInAttempt.at <= now - rules.FAILURE_WINDOW),
    )
    return sum(db.session.connection().execute(statement).rowcount for statement in over)


def _new_invitation(email: str, role: Role, center: Center | None, *, by: Actor, now: datetime) -> Invited:
    _end_invitations(
        Invitation.email == email,
        Invitation.role == role,
        Invitation.center_id == center.id if center else Invitation.center_id.is_(None),
    )
    token = tokens.capability()
    invitation = Invitation(
        token_hash=tokens.digest(token), email=email, role=role, center=center, invited_by_id=by.user_id,
        created_at=now, expires_at=now + INVITATION_VALID,
    )  # fmt: skip
    db.session.add(invitation)
    db.session.flush()
    record(Action.USER_INVITE, invitation, actor=by, now=now, center_id=invitation.center_id, detail=role)
    return Invited(invitation, invitation_url(token))


def _spend(token: str, *, now: datetime) -> Invitation:
    """Mark an invitation as used. Of two who do so at once, the second finds it used."""
    spent = db.session.execute(
        update(Invitation)
        .where(
            Invitation.token_hash == tokens.digest(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
        .values(used_at=now)
        .returning(Invitation.id)
    ).scalar()
    if spent is None:
        raise LinkExpired
    invitation = db.session.get_one(Invitation, spent)
    if not invitation.email and queries.has_administrator():
        raise LinkExpired  # the way in for the first administrator closes behind them
    return invitation


def _give(user: User, invitation: Invitation, *, now: datetime) -> None:
    """Add the invitation's role; having it already is as good."""
    role, center_id = invitation.role, invitation.center_id
    if not any((one.role, one.center_id) == (role, center_id) for one in user.roles):
        user.roles.append(RoleAssignment(role=role, center=invitation.center))
    _end_sessions(StaffSession.user_id == user.id)  # what a session may do changes with a new sign-in only
    record(Action.USER_JOIN, user, actor=_as_staff(user), now=now, center_id=center_id, detail=role)


def _end_sessions(condition: ColumnElement[bool]) -> None:
    db.session.execute(delete(StaffSession).where(condition))


def _end_invitations(*conditions: ColumnElement[bool]) -> None:
    """Delete unused invitations, and the mails that would still bring them."""
    for invitation in db.session.scalars(select(Invitation).where(*conditions, Invitation.used_at.is_(None))):
        abort_pending(Invitation.__tablename__, invitation.id)
        db.session.delete(invitation)
    db.session.flush()


def _require_rule_over(user: User, by: Actor) -> None:
    if by.kind is ActorKind.SYSTEM:
        return
    if not rules.may_rule_over(queries.held_by(by), queries.roles_of(user)):
        raise RoleAboveOwn


def _as_staff(user: User) -> Actor:
    return Actor(ActorKind.STAFF, user.id)
