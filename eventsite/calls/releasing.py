"""Whether a center has the people to let the result of its draw out; said before the draw is published, not after."""

from sqlalchemy import func, select

from eventsite.accounts.models import RoleAssignment, User
from eventsite.accounts.permissions import GRANTS, Permission
from eventsite.admission.models import Call
from eventsite.admission.vocabulary import BY_LOT
from eventsite.core.db import db

PEOPLE = 2  # who release a result, each for themselves


def warnings(call: Call) -> list[str]:
    """Return sentences for staff about what is missing; none where the center has enough people, or all is said."""
    if call.admission not in BY_LOT or call.announced_at:
        return []
    own = people_at(call.center_id)
    if own >= PEOPLE:
        return []
    have = f"このセンターで認められる責任者は{own}人です" if own else "このセンターには、認められる責任者がいません"
    return [
        f"抽選の結果を発表するには、{PEOPLE}人が認めます。{have}。"
        f"いまのうちに、責任者をもう{PEOPLE - own}人招待するか、"
        "市の担当課の管理者に、発表の日に認めてもらうよう頼んでください。"
    ]


def people_at(center_id: int) -> int:
    """Return how many people of the center itself may release a result; disabled accounts do not count."""
    roles = [role for role, granted in GRANTS.items() if Permission.RESULT_RELEASE in granted]
    query = (
        select(func.count(User.id.distinct()))
        .join(RoleAssignment, RoleAssignment.user_id == User.id)
        .where(RoleAssignment.center_id == center_id, RoleAssignment.role.in_(roles), User.disabled_at.is_(None))
    )
    return db.session.scalar(query) or 0
