"""The frame of every staff page: where one works, and the ways from there."""

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for

from eventsite.accounts import queries
from eventsite.accounts.access import can, current_user
from eventsite.accounts.models import Center, Role, User
from eventsite.accounts.permissions import Permission
from eventsite.core.errors import NotFound

STAFF_PATHS = ("/staff", "/supporters")


@dataclass(frozen=True)
class Way:
    """One link of the list at the side."""

    label: str
    url: str
    current: bool = False


def workplaces(user: User) -> list[Center]:
    """Return the centers at which somebody works, in the city's order; an administrator works at all of them."""
    if any(one.role is Role.ADMIN for one in user.roles):
        return queries.centers()
    held = {one.center_id for one in user.roles}
    return [center for center in queries.centers() if center.id in held]


def chosen(centers: list[Center], slug: str | None) -> Center | None:
    """Return the center that the address names, else the first one; None for somebody without any.

    Raises:
        NotFound: the address names a center at which the person does not work.
    """
    if slug is None:
        return centers[0] if centers else None
    for center in centers:
        if center.slug == slug:
            return center
    raise NotFound


def staff_frame() -> dict[str, object]:
    """Return what templates/staff/base.html asks for; nothing on public pages and for visitors."""
    if g.get("without_database") or not request.path.startswith(STAFF_PATHS):
        return {}
    user = current_user()
    if user is None:
        return {}
    centers = workplaces(user)
    here = _here(centers)
    return {
        "staff_nav": _ways(here, has_desk=bool(centers)),
        "center_name": here.name if here else "",
        "staff_centers": [Way(one.name, url_for("desk.home", center=one.slug), one == here) for one in centers],
        "sign_out_url": url_for("accounts.sign_out"),
    }


def _here(centers: list[Center]) -> Center | None:
    """Return the center of this page as its view noted it, else the only one of the person."""
    noted: Center | None = g.get("staff_center")
    return noted or (centers[0] if len(centers) == 1 else None)


def _ways(here: Center | None, *, has_desk: bool) -> list[Way]:
    ways = [_way("ホーム", "desk.home", center=here.slug if here else None)] if has_desk else []
    if here and can(Permission.EVENT_WRITE, here.id):
        ways += [_way("催し", "desk.events", slug=here.slug), _way("催しをつくる", "desk.new_event", slug=here.slug)]
    if can(Permission.KPI_READ):
        ways.append(_way("成果指標", "kpi_staff.overview"))
    if can(Permission.SHIFT_JOIN):
        ways.append(_way("応援隊", "supporters.board"))
    return [*ways, *_office(here), _way("自分のアカウント", "accounts.profile")]


def _office(here: Center | None) -> list[Way]:
    """Return the ways of those who lead: people and log, of the center or of the whole city."""
    if can(Permission.STAFF_MANAGE):
        emergency = [_way("緊急のお知らせ", "emergency.edit")] if can(Permission.EMERGENCY_SET) else []
        return [_way("職員", "accounts_staff.city_users"), _way("記録", "audit_staff.city_log"), *emergency]
    if here and can(Permission.STAFF_MANAGE, here.id):
        return [
            _way("職員", "accounts_staff.center_users", slug=here.slug),
            _way("記録", "audit_staff.center_log", slug=here.slug),
        ]
    return []


def _way(label: str, endpoint: str, **values: Any) -> Way:
    return Way(label, url_for(endpoint, **values), request.endpoint == endpoint)
