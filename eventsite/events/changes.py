"""A date that people knew and that is no longer as it was announced: cancelled, moved, or at another place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from eventsite.core import clock
from eventsite.events import rules
from eventsite.events.details import Times, times_of
from eventsite.events.facts import Place, is_cancelled, place_of
from eventsite.events.models import Occurrence, Precision


@dataclass(frozen=True)
class Change:
    """A date as it is now, beside when and where it had been announced; ``reason`` may be empty."""

    occurrence: Occurrence
    times: Times
    place: Place
    reason: str = ""

    @property
    def is_off(self) -> bool:
        """Return whether it does not take place any more."""
        return is_cancelled(self.occurrence)

    @property
    def shift(self) -> timedelta:
        """Return how much later it begins than was announced; whole days where only days are known."""
        new = times_of(self.occurrence)
        if new.precision is self.times.precision is Precision.MINUTE:
            return new.starts_at - self.times.starts_at
        return clock.today(new.starts_at) - clock.today(self.times.starts_at)

    def lies_behind(self, now: datetime) -> bool:
        """Return whether it was over before and is over as it is now: nobody needs to hear of it."""
        return rules.is_over(self.times, now) and rules.is_over(times_of(self.occurrence), now)


def as_announced(occurrence: Occurrence, reason: str = "") -> Change:
    """Return the change of a date that is about to be made: remembers what is announced at this moment."""
    return Change(occurrence, times_of(occurrence), place_of(occurrence), reason)
