"""The way of a draw as staff see it: what is done, by whom and when, and what comes next. In Japanese."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from eventsite.admission.models import Call
from eventsite.calls.releasing import PEOPLE
from eventsite.core import clock
from eventsite.i18n import Locale
from eventsite.i18n.dates import moment_text
from eventsite.lottery import queries
from eventsite.lottery.models import LotteryFreeze
from eventsite.lottery.services_release import HOLD_MINUTES
from eventsite.lottery.story import Story, story_of


class Stage(StrEnum):
    """What is to be done next, and so which part of the page is open."""

    SEAL = "seal"
    ENTRIES = "entries"
    FREEZE = "freeze"
    DRAW = "draw"
    RELEASE = "release"
    HOLD = "hold"
    ANNOUNCE = "announce"  # by the worker, without people
    DONE = "done"


_ORDER = list(Stage)
_STEPS = (
    (Stage.SEAL, "決まりを公開する"),
    (Stage.ENTRIES, "申し込みを受け付ける"),
    (Stage.FREEZE, "名簿を確定する"),
    (Stage.DRAW, "公開の値で抽選する"),
    (Stage.RELEASE, "2人で発表を認める"),
    (Stage.HOLD, f"{HOLD_MINUTES}分待つ"),
    (Stage.DONE, "発表する"),
)


@dataclass(frozen=True)
class Step:
    """One step: done, now, or later; ``lines`` say by whom and when."""

    name: str
    state: str
    lines: tuple[str, ...]


def stage_of(story: Story, now: datetime) -> Stage:
    """Return what comes next."""
    if story.is_announced:
        return Stage.DONE
    if story.needs_nobody:
        return Stage.ANNOUNCE
    if story.draw:
        return Stage.HOLD if len(story.releases) == PEOPLE else Stage.RELEASE
    if story.freeze:
        return Stage.DRAW
    if story.call.sealed_at is None:
        return Stage.SEAL
    return Stage.FREEZE if story.call.closes_at and now >= story.call.closes_at else Stage.ENTRIES


def waits_for_people(center_id: int, *, now: datetime) -> list[tuple[Call, Stage]]:
    """Return the draws of a center that go on only when its people type the value, or release the result."""
    stages = [(call, stage_of(story_of(call), now)) for call in queries.frozen_calls(center_id)]
    return [
        (call, stage)
        for call, stage in stages
        if stage is Stage.RELEASE or (stage is Stage.DRAW and (call.draw_at is None or now >= call.draw_at))
    ]


def steps_of(story: Story, now: datetime) -> list[Step]:
    """Return all steps in their order."""
    reached = _ORDER.index(stage_of(story, now))
    done = story.is_announced
    return [
        Step(name, _state(_ORDER.index(one), reached, done=done), tuple(_lines(one, story))) for one, name in _STEPS
    ]


def _state(place: int, reached: int, *, done: bool) -> str:
    if done or place < reached:
        return "done"
    return "now" if place == reached else "later"


def _lines(stage: Stage, story: Story) -> Iterator[str]:
    """Yield what is known of a step."""
    call = story.call
    if stage is Stage.SEAL and story.seal:
        yield f"{_at(story.seal.at)}に公開（第{story.seal.version}版）"
    elif stage is Stage.ENTRIES:
        yield f"{_at(call.opens_at) if call.opens_at else '公開のとき'}から{_at(call.closes_at)}まで"
    elif stage is Stage.FREEZE and story.freeze:
        yield f"{_at(story.freeze.at)}に確定：{_counts(story.freeze)}"
    elif stage is Stage.DRAW:
        yield from _of_the_draw(story)
    elif stage is Stage.RELEASE:
        yield from (f"{_at(one.at)}に{one.user.name}さんが認めました" for one in story.releases)
        yield from (f"{_at(one.at)}に{one.user.name}さんが止めました：{one.reason}" for one in story.stops)
    elif stage is Stage.HOLD and story.goes_out_at:
        yield f"{_at(story.goes_out_at)}まで"
    elif stage is Stage.DONE and call.announced_at:
        yield f"{_at(call.announced_at)}に発表しました"


def _of_the_draw(story: Story) -> Iterator[str]:
    if story.needs_nobody:
        yield "全員が第1希望に入れるので、抽選はいりません"
    elif story.draw and story.draw.entered_by and story.draw.confirmed_by:
        both = f"{story.draw.entered_by.name}さんと{story.draw.confirmed_by.name}さん"
        yield f"{_at(story.draw.at)}に抽選：公開の値「{story.draw.public_value}」（立ち会い：{both}）"
    else:
        yield f"{_at(story.call.draw_at)}から"
        yield from (f"{_at(one.at)}に{one.user.name}さんが値を入れました" for one in story.values)


def _counts(freeze: LotteryFreeze) -> str:
    return f"{freeze.entries_count}件（うち職員が入れた{freeze.by_staff}件）。同じ方の2件目で除いた{freeze.left_out}件"


def _at(instant: datetime | None) -> str:
    return moment_text(instant, Locale.JA, zone=clock.zone()) if instant else "（未定）"
