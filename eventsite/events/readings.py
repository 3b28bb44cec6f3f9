"""Words that people write in either way, from readings.csv. Pure but for reading that file once."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from eventsite.core.text import fold

_FILE = Path(__file__).with_name("readings.csv")
_SPELLING = "書き方"


def in_kana(folded: str) -> str:
    """Return a folded text with all words of the list in kana; what is not in the list stays."""
    return _replaced(folded, _readings())


def each_in_kana(folded: str) -> list[str]:
    """Return a folded text with one word of the list in kana, for each of its words."""
    readings = _readings()
    found = _pattern(tuple(readings)).finditer(folded)
    return [folded[: one.start()] + readings[one[0]] + folded[one.end() :] for one in found]


def spelled(folded: str) -> str:
    """Return a folded text with its endings in kana: 夏祭り as 夏まつり."""
    return _replaced(folded, _readings(_SPELLING))


def _replaced(folded: str, readings: Mapping[str, str]) -> str:
    return _pattern(tuple(readings)).sub(lambda found: readings[found[0]], folded)


@cache
def _readings(field: str = "") -> Mapping[str, str]:
    """Return the readings by their folded words, of one field or of all."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {fold(row["word"]): fold(row["reading"]) for row in rows if field in ("", row["field"])}


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that prefers the longest word."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
