"""The people who work here: of one center for its manager, of the whole city for administrators."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from eventsite.accounts import queries, rules, services
from eventsite.accounts.access import current_actor, held_roles, requires
from eventsite.accounts.errors import RoleError
from eventsite.accounts.forms import CityInvitationForm, InvitationForm
from eventsite.accounts.messages import role_name
from eventsite.accounts.models import Center, Role
from eventsite.accounts.permissions import Permission
from eventsite.accounts.queries import Member
from eventsite.audit.actions import Action
from eventsite.audit.queries import last_times
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.core.settings import settings
from eventsite.i18n import t

_LARGEST_ID = 2**31 - 1
_MEMBER = f"<int(max={_LARGEST_ID}):user_id>"

bp = Blueprint("accounts_staff", __name__, url_prefix="/staff")


@bp.get("/users")
@requires(Permission.STAFF_MANAGE)
def city_users() -> ResponseReturnValue:
    """Show everybody with an account."""
    return _page(None, _city_form())


@bp.post("/invitations")
@requires(Permission.STAFF_MANAGE)
def invite_to_city() -> ResponseReturnValue:
    """Invite somebody to any role anywhere."""
    form = _city_form()
    if form.validate_on_submit():
        center = queries.center_by_slug(form.center.data) if form.center.data else None
        if _invited(form, center):
            return redirect(url_for(".city_users"), code=303)
    return _page(None, form), 422


@bp.get("/centers/<slug>/users")
@requires(Permission.STAFF_MANAGE, of=queries.center_by_slug)
def center_users(center: Center) -> ResponseReturnValue:
    """Show the people of a center."""
    return _page(center, _center_form(center))


@bp.post("/centers/<slug>/invitations")
@requires(Permission.STAFF_MANAGE, of=queries.center_by_slug)
def invite_to_center(center: Center) -> ResponseReturnValue:
    """Invite somebody to a role at a center."""
    form = _center_form(center)
    if form.validate_on_submit() and _invited(form, center):
        return redirect(url_for(".center_users", slug=center.slug), code=303)
    return _page(center, form), 422


@bp.post(f"/users/{_MEMBER}/disabling")
@bp.post(f"/centers/<slug>/users/{_MEMBER}/disabling")
@requires(Permission.STAFF_MANAGE, of=queries.member)
def disable(member: Member) -> ResponseReturnValue:
    """Shut somebody out, of one's center or of the city."""
    name = member.user.name
    with transaction():
        services.disable(member.user, by=current_actor(), center_id=member.center_id, now=clock.now())
    flash(f"{name} さんのアカウントを停止しました。次の操作からは入れません。")
    return redirect(_list_of(member.center), code=303)


@bp.post(f"/users/{_MEMBER}/enabling")
@bp.post(f"/centers/<slug>/users/{_MEMBER}/enabling")
@requires(Permission.STAFF_MANAGE, of=queries.member)
def enable(member: Member) -> ResponseReturnValue:
    """Let somebody in again."""
    name = member.user.name
    with transaction():
        services.enable(member.user, by=current_actor(), center_id=member.center_id, now=clock.now())
    flash(f"{name} さんのアカウントを再開しました。前と同じパスワードで入れます。")
    return redirect(_list_of(member.center), code=303)


def _list_of(center: Center | None) -> str:
    return url_for(".center_users", slug=center.slug) if center else url_for(".city_users")


def _center_form(center: Center) -> InvitationForm:
    form = InvitationForm()
    form.role.choices = _choices(rules.grantable(held_roles(), center.id))
    return form


def _city_form() -> CityInvitationForm:
    form = CityInvitationForm()
    form.role.choices = _choices(list(reversed(Role)))
    form.center.choices = [
        SelectChoice("", "（市全体の役割）"),
        *(SelectChoice(one.slug, one.name) for one in queries.centers()),
    ]
    return form


def _choices(roles: list[Role]) -> list[SelectChoice]:
    return [SelectChoice(role.value, t(f"account.role_{role}")) for role in roles]


def _invited(form: InvitationForm, center: Center | None) -> bool:
    """Invite, and say how the link reaches the person; False leaves the reason at the form."""
    now, site = clock.now(), settings()
    mailed = site.smtp is not None or site.demo
    try:
        with transaction():
            invited = services.invite(form.email.data, Role(form.role.data), center, by=current_actor(), now=now)
            if mailed:
                services.mail_invitation(invited, now=now)
    except DomainError as error:
        form.refuse(error, "role" if isinstance(error, RoleError) else "email")
        return False
    flash(
        "招待のメールを送りました。リンクは7日間、1回だけ使えます。"
        if mailed
        else f"招待のリンクです。本人だけに渡してください（7日間、1回だけ使えます）： {invited.url}"
    )
    return True


def _page(center: Center | None, form: InvitationForm) -> str:
    staff = queries.staff_of(center, now=clock.now())
    held, actor = held_roles(), current_actor()
    return render_template(
        "accounts/users.html",
        form=form,
        center=center,
        staff=staff,
        role_name=role_name,
        last_sign_in=last_times(Action.SESSION_START, [user.id for user in staff.people]),
        in_reach={
            user.id
            for user in staff.people
            if user.id != actor.user_id and rules.may_rule_over(held, queries.roles_of(user))
        },
    )
