"""Admission as one would do it with slips of paper in a box: slow, short, and written apart from the program."""

from dataclasses import dataclass, field

HOLDING = ("confirmed", "offered")


@dataclass(eq=False)  # two alike are two slips
class Slip:
    """A party: who took it in, how many places it needs, and how it stands."""

    counter: str
    places: int
    state: str = ""


@dataclass
class Box:
    """One slot with its slips in the order of arrival, and the line of those who wait."""

    capacity: int | None
    rule: str = "hold_for_next"
    gives_time: bool = False
    kept: dict[str, int] = field(default_factory=dict)
    held: int = 0
    is_undecided: bool = False
    slips: list[Slip] = field(default_factory=list)
    line: list[Slip] = field(default_factory=list)

    def taken(self, counter: str | None = None) -> int:
        return sum(one.places for one in self.slips if one.state in HOLDING and counter in (None, one.counter))

    def own(self, slip: Slip) -> int:
        """Places left that only this counter gets."""
        left = max(0, self.kept.get(slip.counter, 0) - self.taken(slip.counter))
        return left if self.capacity is None else min(left, max(0, self.capacity - self.taken() - self.held))

    def fits(self, slip: Slip) -> bool:
        if self.capacity is None:
            return True
        others = sum(max(0, n - self.taken(counter)) for counter, n in self.kept.items() if counter != slip.counter)
        return slip.places <= self.capacity - self.taken() - self.held - others

    def arrive(self, counter: str, places: int) -> Slip | None:
        slip = Slip(counter, places)
        others = sum(n for name, n in self.kept.items() if name != counter)
        if self.capacity is not None and places > max(0, self.capacity - others):
            return None
        if self.is_undecided:
            slip.state = "applied"
        elif (self.fits(slip) and not (self.rule == "hold_for_next" and self.line)) or places <= self.own(slip):
            slip.state = "confirmed"
        elif self.rule == "reopen":
            return None
        else:
            slip.state = "waiting"
            self.line.append(slip)
        self.slips.append(slip)
        return slip

    def leave(self, slip: Slip) -> None:
        freed = slip.places if slip.state in HOLDING else 0
        slip.state = "withdrawn"
        self.line = [one for one in self.line if one is not slip]
        if self.rule == "reopen" and self.capacity is not None:
            self.held += min(freed, max(0, self.capacity - self.taken() - self.held))
        self.move_up()

    def resize(self, capacity: int | None) -> None:
        self.capacity = capacity
        self.move_up()

    def move_up(self) -> None:
        is_held = self.is_undecided or self.rule == "reopen"
        if is_held:
            return
        for slip in list(self.line):
            if (self.fits(slip) and not is_held) or slip.places <= self.own(slip):
                slip.state = "offered" if self.gives_time else "confirmed"
                self.line.remove(slip)
            elif self.rule == "hold_for_next":
                is_held = True

    def announce(self, won: list[Slip], reserves: list[Slip]) -> None:
        """The draw is out: winners have their places, reserves wait in the drawn order, the rest get nothing."""
        self.is_undecided = False
        for slip in self.slips:
            if slip.state == "applied":
                slip.state = "waiting" if slip in reserves else "not_selected"
        for slip in won:
            if slip.state == "not_selected":
                slip.state = "offered" if self.gives_time else "confirmed"
        self.line = [slip for slip in reserves if slip.state == "waiting"]
        self.move_up()
