"""How far a draw has come: everything that its pages show, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventsite.admission.models import Call
from eventsite.lottery import draw, queries
from eventsite.lottery.draw import DrawRecord, Published
from eventsite.lottery.models import LotteryDraw, LotteryFreeze, LotteryRelease, LotterySeal, LotteryStop, LotteryValue
from eventsite.lottery.services_release import goes_out_at
from eventsite.lottery.texts import parse_rules


@dataclass(frozen=True)
class Story:
    """The rows of one draw; None for what has not come yet."""

    call: Call
    seal: LotterySeal | None
    freeze: LotteryFreeze | None
    draw: LotteryDraw | None
    values: Sequence[LotteryValue]
    releases: Sequence[LotteryRelease]  # of the present round
    stops: Sequence[LotteryStop]
    goes_out_at: datetime | None  # when the ten minutes are over

    @property
    def is_announced(self) -> bool:
        """Return whether the result is out."""
        return self.call.announced_at is not None

    @property
    def needs_nobody(self) -> bool:
        """Return whether everybody fitted, so that nothing was drawn by lot."""
        return self.draw is not None and not self.draw.public_value

    @property
    def source(self) -> str:
        """Return where the public value comes from, as the sealed rules say."""
        return parse_rules(self.seal.rules).source if self.seal else ""

    @property
    def published(self) -> Mapping[str, Published] | None:
        """Return what is published by now as the file ``draw.json``; None before the rules are."""
        if self.seal is None or self.call.sealed_at is None:
            return None
        record = DrawRecord(self.draw.public_value, self.seal.seed, self.draw.result) if self.draw else None
        entries = self.freeze.entries if self.freeze else None
        return draw.published(
            self.seal.rules, self.seal.commitment, entries, record, announced=self.is_announced and record is not None
        )


def story_of(call: Call) -> Story:
    """Read how far the draw of a call has come."""
    return Story(
        call=call,
        seal=queries.seal_of(call.id),
        freeze=queries.freeze_of(call.id),
        draw=queries.draw_of(call.id),
        values=queries.values_of(call.id),
        releases=queries.releases_of(call.id, queries.round_of(call.id)),
        stops=queries.stops_of(call.id),
        goes_out_at=goes_out_at(call.id),
    )
