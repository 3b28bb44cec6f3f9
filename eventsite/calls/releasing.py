"""Whether a center has the people to let the result of its draw out; said before the draw is published, not after."""

from eventsite.accounts.permissions import Permission
from eventsite.accounts.queries import count_entitled
from eventsite.admission.models import Call
from eventsite.admission.vocabulary import BY_LOT

PEOPLE = 2  # who release a result, each for themselves


def warnings(call: Call) -> list[str]:
    """Return sentences for staff about what is missing; none where the center has enough people, or all is said."""
    if call.admission not in BY_LOT or call.announced_at:
        return []
    own = count_entitled(Permission.RESULT_RELEASE, call.center_id)
    if own >= PEOPLE:
        return []
    have = f"このセンターで認められる責任者は{own}人です" if own else "このセンターには、認められる責任者がいません"
    return [
        f"抽選の結果を発表するには、{PEOPLE}人が認めます。{have}。"
        f"いまのうちに、責任者をもう{PEOPLE - own}人招待するか、"
        "市の担当課の管理者に、発表の日に認めてもらうよう頼んでください。"
    ]
