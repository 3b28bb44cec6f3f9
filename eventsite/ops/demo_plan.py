"""Which events a demo calendar has, when, and how many apply to each: pure, the same seed gives the same plan."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

from eventsite.ops.demo_words import AUDIENCES, THEMES, Theme

OPENS_DAYS_AHEAD = 45
OPENS_AT, CLOSES_AT = time(9), time(17)
CANCELLED_SHARE = 0.02
PARTY_SIZES, PARTY_WEIGHTS = (1, 2, 3, 4), (55, 30, 10, 5)
PARTY_MAX = max(PARTY_SIZES)
_PEOPLE_PER_PARTY = 1.65  # the mean of the above
_TODAY = 3  # the first events are today's, so that there is always a door to try
_GOLDEN = 0.618_033_988_749_894_9  # its multiples lie evenly between 0 and 1
_SEEDS_APART = 1 << 40


class Demand(StrEnum):
    """How many people want to come to an event with limited places."""

    FULL = "full"  # and a waiting line behind
    FEW_LEFT = "few_left"
    SOME = "some"
    NOBODY = "nobody"


_DEMANDS = (Demand.FULL, Demand.FEW_LEFT, Demand.SOME, Demand.NOBODY)
_DEMAND_WEIGHTS = (25, 20, 45, 10)
_OF_THE_CAPACITY = {Demand.FULL: 1.25, Demand.FEW_LEFT: 0.9, Demand.SOME: 0.45, Demand.NOBODY: 0.0}


@dataclass(frozen=True)
class Place:
    """A center, and what of it the calendar needs; ``rooms`` are ids and names of venues."""

    center_id: int
    area: str
    rooms: tuple[tuple[int, str], ...]
    name: str = ""
    name_kana: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class Frame:
    """What all events of one calendar share."""

    seed: int
    events: int
    today: date
    zone: ZoneInfo
    places: tuple[Place, ...]
    staff_id: int  # who closed the past dates
    uid_domain: str
    receipt_prefix: str
    retention_days: int
    training_key: str | None  # the figure toward which training sessions count

    def at(self, day: date, moment: time) -> datetime:
        """Return the instant at which the city's clocks show this day and moment."""
        return datetime.combine(day, moment, tzinfo=self.zone)

    @property
    def midnight(self) -> datetime:
        """Return the beginning of today: everything up to it has happened."""
        return self.at(self.today, time.min)

    @property
    def days(self) -> int:
        """Return how many days the calendar spans, a third of them past."""
        return min(3650, max(120, self.events // 40))


@dataclass(frozen=True)
class Sketch:
    """One event before it becomes rows."""

    number: int
    theme: Theme
    place: Place
    room: tuple[int, str]
    days: tuple[date, ...]
    minute: int
    by_date: bool  # one chooses a day, instead of coming to all
    is_cancelled: bool
    demand: Demand
    audience: str
    dice: Random  # for everything that follows

    def starts(self, frame: Frame) -> tuple[datetime, ...]:
        """Return when its dates begin."""
        return tuple(frame.at(day, time(self.theme.hour, self.minute)) for day in self.days)

    def opens_at(self, frame: Frame) -> datetime:
        """Return when registration opens."""
        return frame.at(self.days[0] - timedelta(days=OPENS_DAYS_AHEAD), OPENS_AT)

    def closes_at(self, frame: Frame) -> datetime:
        """Return when registration closes: in the afternoon before the first date."""
        return frame.at(self.days[0] - timedelta(days=1), CLOSES_AT)


def sketch(frame: Frame, number: int) -> Sketch:
    """Return the ``number``-th event of a calendar, from 0."""
    dice = Random(frame.seed * _SEEDS_APART + number)  # noqa: S311  # a calendar to try out, no secret
    theme = dice.choice(THEMES)
    place = dice.choice(frame.places)
    past = frame.days // 3
    first = frame.today if number < _TODAY else frame.today + timedelta(dice.randint(-past, frame.days - past))
    by_date = theme.capacity is not None and theme.dates == 1 and dice.random() < 0.15
    weeks = 2 if by_date else theme.dates
    return Sketch(
        number=number,
        theme=theme,
        place=place,
        room=dice.choice(place.rooms),
        days=tuple(first + timedelta(weeks=week) for week in range(weeks)),
        minute=dice.choice((0, 30)),
        by_date=by_date,
        is_cancelled=number >= _TODAY and dice.random() < CANCELLED_SHARE,
        demand=dice.choices(_DEMANDS, _DEMAND_WEIGHTS)[0],
        audience=dice.choice(list(AUDIENCES)),
        dice=dice,
    )


def wanted(frame: Frame, one: Sketch) -> int:
    """Return how many parties would apply to an event by now; names that are due for deletion are not made."""
    if one.theme.capacity is None or one.opens_at(frame) >= frame.midnight:
        return 0
    if one.days[-1] + timedelta(days=frame.retention_days) <= frame.today:
        return 0
    return round(one.theme.capacity * _OF_THE_CAPACITY[one.demand] / _PEOPLE_PER_PARTY)


def shares(wishes: Sequence[int], total: int) -> Sequence[int]:
    """Share out ``total`` parties by these wishes; the sum is exact unless nobody wishes any.

    Where there are fewer than are wished for, some events get what they wish and others none: an event with one
    applicant at every center would be no likeness. Where there are more, all get more.
    """
    ratio = total / max(1, sum(wishes))
    chosen = [wish if number * _GOLDEN % 1 < ratio else 0 for number, wish in enumerate(wishes)]
    weight = sum(chosen)
    if not weight:
        chosen, weight = list(wishes), sum(wishes)
    result, seen, given = array("L"), 0, 0
    for wish in chosen:
        seen += wish
        due = total * seen // weight if weight else 0
        result.append(due - given)
        given = due
    return result


def capacity_for(demand: Demand, people: int, usual: int) -> int:
    """Return a plausible number of places for so many people who want to come."""
    if people == 0:
        return usual
    if demand is Demand.FULL:
        return max(1, _even(people * 0.85))
    if demand is Demand.FEW_LEFT:
        return people + 2
    return max(usual, _even(people * 1.6))


def _even(number: float) -> int:
    """Return the number rounded down as people round places: 18, 25, 140."""
    step = next((step for limit, step in ((10, 1), (30, 2), (100, 5), (500, 10)) if number < limit), 50)
    return int(number) // step * step
