"""Signing in and out, taking up an invitation, one's own profile."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from eventsite.accounts import queries, rules, services, throttling
from eventsite.accounts.access import COOKIE, current_actor, current_user, public, signed_in
from eventsite.accounts.errors import PasswordError, SignInFailed, TooManyAttempts, WrongPassword
from eventsite.accounts.forms import (
    FirstAdministratorForm,
    JoinForm,
    NewcomerForm,
    PasswordForm,
    SignInForm,
)
from eventsite.accounts.messages import role_name
from eventsite.accounts.models import Invitation, User
from eventsite.core import clock
from eventsite.core.actor import Actor, ActorKind
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError, found
from eventsite.core.forms import BaseForm
from eventsite.core.settings import settings

DEVICE_COOKIE = "eventsite_device"
_DEVICE_KNOWN_FOR = timedelta(days=180)

bp = Blueprint("accounts", __name__, url_prefix="/staff")


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page; on success lead to where the person wanted to go."""
    form = SignInForm()
    if form.validate_on_submit():
        now = clock.now()
        try:
            user_id = _identified(form.email.data, form.password.data, now=now)
        except DomainError as error:
            form.refuse(error)
            return render_template("accounts/sign_in.html", form=form), error.status
        with transaction():
            token = services.sign_in(user_id, now=now, replaces=request.cookies.get(COOKIE, ""))
        return _welcome(user_id, token)
    return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session of this browser."""
    with transaction():
        services.sign_out(request.cookies[COOKIE], actor=current_actor(), now=clock.now())
    session.clear()
    flash("ログアウトしました。")
    answer = redirect(url_for(".sign_in"), code=303)
    answer.delete_cookie(COOKIE)
    return answer


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> ResponseReturnValue:
    """Show an invitation, which opening does not spend; on success the person is in."""
    open_invitation = queries.open_invitation(token, now=clock.now())
    if open_invitation is None:
        return render_template("accounts/invitation_over.html"), 404
    if queries.user_by_email(open_invitation.email):
        return _join(open_invitation, token)
    return _make_account(open_invitation, token)


@bp.route("/profile", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    """Show one's own roles and change one's password."""
    user = found(current_user())
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            token = _changed_password(user, form, now=clock.now())
            flash("パスワードを変えました。ほかの端末では、ログアウトになりました。")
            return _with_session(redirect(url_for(".profile"), code=303), token)
        except SignInFailed:
            form.refuse(WrongPassword(), "current")
        except DomainError as error:
            form.refuse(error, "password")
    page = render_template("accounts/profile.html", form=form, user=user, roles=[role_name(one) for one in user.roles])
    return page, 422 if form.errors else 200


def _changed_password(user: User, form: PasswordForm, *, now: datetime) -> str:
    _identified(user.email, form.current.data, now=now)
    with transaction():
        return services.change_password(user.id, form.password.data, now=now)


def _identified(email: str, password: str, *, now: datetime) -> int:
    """Return whose address and password these are, unless too much went wrong from here lately."""
    known = queries.credentials(email)
    device = request.cookies.get(DEVICE_COOKIE, "")
    source = throttling.source(request.remote_addr or "", device, known.user_id if known else None)
    failures = queries.recent_failures(source, since=now - rules.FAILURE_WINDOW)
    if rules.is_throttled(failures):
        raise TooManyAttempts
    user_id = services.identify(known, password)
    if user_id is None:
        with transaction():
            services.note_failure(source, now=now)
        raise SignInFailed
    return user_id


def _make_account(open_invitation: Invitation, token: str) -> ResponseReturnValue:
    form = NewcomerForm() if open_invitation.email else FirstAdministratorForm()
    if form.validate_on_submit():
        email = form.email.data if isinstance(form, FirstAdministratorForm) else ""
        newcomer = services.Newcomer(form.name.data, form.password.data, email)
        now = clock.now()
        try:
            with transaction():
                user_id = services.accept_as_newcomer(token, newcomer, now=now).id
                session_token = services.sign_in(user_id, now=now)
            return _welcome(user_id, session_token)
        except PasswordError as error:
            form.refuse(error, "password")
        except DomainError as error:
            form.refuse(error)
    return _invitation_page("invitation", form, open_invitation)


def _join(open_invitation: Invitation, token: str) -> ResponseReturnValue:
    """Add the role to the account that exists; signing in still takes its password."""
    form = JoinForm()
    if form.validate_on_submit():
        try:
            with transaction():
                services.accept_with_account(token, now=clock.now())
            flash("役割を加えました。いつものパスワードでログインしてください。")
            return redirect(url_for(".sign_in"), code=303)
        except DomainError as error:
            form.refuse(error)
    return _invitation_page("join", form, open_invitation)


def _invitation_page(name: str, form: BaseForm, open_invitation: Invitation) -> ResponseReturnValue:
    page = render_template(
        f"accounts/{name}.html", form=form, invitation=open_invitation, role=role_name(open_invitation)
    )
    return page, 422 if form.errors else 200


def _welcome(user_id: int, token: str) -> Response:
    """Lead a person in, and let the browser know them from now on."""
    session.clear()  # what a stranger may have put into this browser before is not carried over
    target = rules.own_path(request.args.get("next", "")) or rules.landing(
        queries.held_by(Actor(ActorKind.STAFF, user_id))
    )
    answer = _with_session(redirect(target, code=303), token)
    answer.set_cookie(
        DEVICE_COOKIE,
        throttling.new_device(user_id),
        max_age=_DEVICE_KNOWN_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings().secure_cookies,
    )
    return answer


def _with_session(answer: Response, token: str) -> Response:
    answer.set_cookie(COOKIE, token, path="/", httponly=True, samesite="Lax", secure=settings().secure_cookies)
    return answer
