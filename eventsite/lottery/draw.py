"""The draw (抽選) of a call, as docs/lottery.md publishes it: the same texts give the same result on any machine.

Pure: the secret seed, the public value and the entries come in, the result goes out. A draw is made from the stored
canonical texts alone (texts.py reads them), never from what the tables say at that moment.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eventsite.core.text import InvalidText, is_unusable, normalise
from eventsite.lottery.texts import VERSION, Drawn, Entry, Fit, Outcome, Rules, frozen_list, require_seed

PUBLIC_VALUE_MAX = 200
_BETWEEN = re.compile(r"[\W_]+")
_DASH = re.compile(r"(?<![^\W\d_])ー+")  # the long vowel sign, which the hyphen's key gives, after no letter
# The published file, in the order of its fields.
FIELDS = (
    "announced", "commitment", "entries", "entries_count", "entries_hash", "public_value", "result", "result_hash",
    "rules", "seed", "version",
)  # fmt: skip
Published = str | int | bool | None


@dataclass(frozen=True)
class DrawRecord:
    """A draw that was made: value and hash of the result are published at once, seed and result when announced."""

    public_value: str
    seed: str
    result: str


def sha256(*texts: str) -> str:
    """Return the SHA-256 of the texts, one line feed between each two, as 64 hexadecimal digits."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def commitment(seed: str, rules_text: str) -> str:
    """Return the hash that is published before the first entry: it binds seed and rules and shows no seed.

    Raises:
        ValueError: the seed is not 64 hexadecimal digits in lower case.
    """
    return sha256(require_seed(seed), rules_text)


def count(entries_text: str) -> int:
    """Return how many entries a frozen list holds."""
    return entries_text.count("\n")


def public_value(typed: str) -> str:
    """Return the public value as it is published and hashed: its letters and digits in one width.

    Whatever stands between them is one blank, so that two witnesses of the same dice write the same: 4,1,6 is 4 1 6.

    Raises:
        InvalidText: nothing is left, more than PUBLIC_VALUE_MAX characters, more than one line, or what has no bytes.
    """
    if is_unusable(typed):
        raise InvalidText("unusable_character")
    line = unicodedata.normalize("NFKC", normalise(typed)).strip()
    if "\n" in line:
        raise InvalidText("one_line")
    value = _BETWEEN.sub(" ", _DASH.sub(" ", line)).strip()
    if not value:
        raise InvalidText("required_general")
    if len(value) > PUBLIC_VALUE_MAX:
        raise InvalidText("too_long", maximum=PUBLIC_VALUE_MAX)
    return value


def draw_key(seed: str, entries_hash: str, value: str) -> str:
    """Return the key of a draw: nobody can know it before the public value exists.

    Raises:
        ValueError: the seed is not 64 hexadecimal digits in lower case.
    """
    return sha256(require_seed(seed), entries_hash, value)


def in_order(entries: Iterable[Entry], key: str) -> list[Entry]:
    """Return the entries as they are drawn: by class, then by lot; no number is divided, so none is favoured."""
    return sorted(entries, key=lambda entry: (entry.priority, sha256(key, entry.receipt), entry.receipt))


def draw(rules: Rules, entries: Sequence[Entry], seed: str, value: str) -> list[Drawn]:
    """Return what becomes of each entry, in the order of the draw; the order of ``entries`` does not matter.

    A party is one entry: it gets all the places it needs in one slot, or none.

    Raises:
        ValueError: a wish for a slot or a class that the rules do not have, a receipt number twice, no seed, or no
            public value although lots are to be drawn.
    """
    require_known(rules, entries)
    if not value and not is_settled(rules, entries):
        raise ValueError("lots are drawn, and there is no public value")
    key = draw_key(seed, sha256(frozen_list(entries)), value)
    left, in_reserve = dict(rules.slots), 0
    drawn = []
    for number, entry in enumerate(in_order(entries, key), start=1):
        slot = _take(left, entry, rules.fit)
        if slot is not None:
            drawn.append(Drawn(number, entry.receipt, Outcome.WON, slot))
        elif rules.reserves is None or in_reserve < rules.reserves:
            in_reserve += 1
            drawn.append(Drawn(number, entry.receipt, Outcome.RESERVE, entry.wishes[0]))
        else:
            drawn.append(Drawn(number, entry.receipt, Outcome.LOST, None))
    return drawn


def _take(left: dict[str, int | None], entry: Entry, fit: Fit) -> str | None:
    """Take the places of an entry from the first of its slots that has them; return that slot, or None."""
    for slot in entry.wishes:
        places = left[slot]
        if places is None:
            return slot
        if entry.places <= places:
            left[slot] = places - entry.places
            return slot
        if fit is Fit.HOLD:
            left[slot] = 0  # closed: an entry needs one place at least, so nobody behind gets in
    return None


def everyone_fits(rules: Rules, entries: Iterable[Entry]) -> bool:
    """Return whether all entries together get the slot that each wants most.

    Raises:
        ValueError: a wish for a slot that the rules do not have.
    """
    known = list(entries)
    require_known(rules, known)
    wanted: Counter[str] = Counter()
    for entry in known:
        wanted[entry.wishes[0]] += entry.places
    return all(capacity is None or wanted[code] <= capacity for code, capacity in rules.slots)


def is_settled(rules: Rules, entries: Iterable[Entry]) -> bool:
    """Return whether the rules draw lots only if too many enter (応募多数の場合抽選), and not too many did."""
    return rules.if_over and everyone_fits(rules, entries)


def require_known(rules: Rules, entries: Iterable[Entry]) -> None:
    """Pass if the rules have every slot that an entry wishes for, and its class; raise ValueError otherwise."""
    known = {code for code, _ in rules.slots}
    for entry in entries:
        if strange := [slot for slot in entry.wishes if slot not in known]:
            raise ValueError(f"entry {entry.receipt}: no slot {strange[0]} in the rules")
        if entry.priority >= rules.classes:
            raise ValueError(f"entry {entry.receipt}: no class {entry.priority} in the rules")


def published(
    rules: str, committed: str, entries: str | None = None, record: DrawRecord | None = None, *, announced: bool = False
) -> dict[str, Published]:
    """Return the published file ``draw.json``; what does not exist yet is None.

    ``rules``, ``entries`` and those in ``record`` are the stored canonical texts, ``committed`` the stored commitment.

    Raises:
        ValueError: a draw without a frozen list, or an announcement without a draw.
    """
    if (record and entries is None) or (announced and not record):
        raise ValueError("published before what it follows from")
    known: dict[str, Published] = {"announced": announced, "commitment": committed, "rules": rules, "version": VERSION}
    if entries is not None:
        known |= {"entries": entries, "entries_count": count(entries), "entries_hash": sha256(entries)}
    if record:
        known |= {"public_value": record.public_value}
    if record and announced:  # its hash as well: of few entries every result can be tried
        known |= {"seed": record.seed, "result": record.result, "result_hash": sha256(record.result)}
    return {field: known.get(field) for field in FIELDS}
