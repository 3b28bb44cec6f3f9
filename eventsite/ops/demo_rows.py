"""What the makers of demo rows share: rows with their ids, and codes that are the same for the same seed."""

from dataclasses import dataclass, field

from sqlalchemy import Table

from eventsite.admission.models import Call, Slot
from eventsite.core.db import Base
from eventsite.events.models import Event, Occurrence
from eventsite.ops.bulk import Row
from eventsite.ops.demo_plan import Frame

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # as in core.tokens
_CODES = len(_LETTERS) ** 7
_STEP = 7_368_787  # no multiple of 31, so that stepping by it visits every code once
_SEED_STEP = 982_451_653
_PER_KIND = 8
_PLACES: dict[type[Base], int] = {kind: number for number, kind in enumerate((Event, Occurrence, Call, Slot))}
_PER_EVENT = _PER_KIND * len(_PLACES)


@dataclass
class Rows:
    """Rows ready to be stored, by table; gives them their ids."""

    next_ids: dict[str, int]
    by_table: dict[Table, list[Row]] = field(default_factory=dict)
    waiting: int = 0

    def add(self, model: type[Base], **row: object) -> int:
        """Keep a row and return its id; for a table without ids, 0."""
        name = model.__tablename__
        new_id = self.next_ids.get(name, 0)
        if new_id:
            row["id"] = new_id
            self.next_ids[name] = new_id + 1
        self.by_table.setdefault(Base.metadata.tables[name], []).append(row)
        self.waiting += 1
        return new_id

    def take(self) -> dict[Table, list[Row]]:
        """Return what is kept, and keep nothing."""
        taken, self.by_table, self.waiting = self.by_table, {}, 0
        return taken


class Codes:
    """The public codes of one event's records; no two of a calendar are alike."""

    def __init__(self, frame: Frame, number: int) -> None:
        self._first = number * _PER_EVENT
        self._seed = frame.seed * _SEED_STEP

    def of(self, kind: type[Base], number: int = 0) -> str:
        """Return the code of the ``number``-th event, date, call or slot, from 0 to 7."""
        value = ((self._first + _PER_KIND * _PLACES[kind] + number) * _STEP + self._seed) % _CODES
        letters = []
        for _ in range(7):
            value, rest = divmod(value, len(_LETTERS))
            letters.append(_LETTERS[rest])
        return "".join(letters)
