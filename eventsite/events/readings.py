"""Words that people write in either way, from readings.csv. Pure but for reading that file once."""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from eventsite.core.text import fold

KANJI = "[々㐀-鿿豈-龎\U00020000-\U0003ffff]"
_FILE = Path(__file__).with_name("readings.csv")
_SPELLING = "書き方"
_RUN = re.compile(f"{KANJI}+|(?P<kana>[ぁ-ゖー]+)")


def in_kana(folded: str) -> str:
    """Return a folded text with all words of the list in kana; what is not in the list stays."""
    return _replaced(folded, _readings())


def each_in_kana(folded: str) -> list[str]:
    """Return a folded text with one word of the list in kana, for each of its words."""
    readings = _readings()
    found = _pattern(tuple(readings)).finditer(folded)
    return [folded[: one.start()] + readings[one[0]] + folded[one.end() :] for one in found]


def each_in_words(folded: str) -> list[str]:
    """Return a folded text with the reading of one word as that word, for each of its readings: 紙しばい as 紙芝居."""
    words = _words()
    found = _pattern(tuple(words)).finditer(folded)
    return [folded[: one.start()] + word + folded[one.end() :] for one in found for word in words[one[0]]]


def each_completed(folded: str) -> list[str]:
    """Return a folded text with a half-written word as it is in the list, for each: 紙しばい, かみ芝居 as 紙芝居."""
    runs = list(_RUN.finditer(folded))
    return [
        folded[: one.start()] + word + folded[other.end() :]
        for one, other in pairwise(runs)
        for word, reading in _readings().items()
        if _completes(word, reading, one, other)
    ]


def spelled(folded: str) -> str:
    """Return a folded text with its endings in kana: 夏祭り as 夏まつり."""
    return _replaced(folded, _readings(_SPELLING))


def _completes(word: str, reading: str, first: re.Match[str], last: re.Match[str]) -> bool:
    """Return whether the word is meant by its halves, one of them in at least two kana."""
    if first["kana"]:
        return len(first[0]) > 1 and reading.startswith(first[0]) and word.endswith(last[0])
    return len(last[0]) > 1 and word.startswith(first[0]) and reading.endswith(last[0])


def _replaced(folded: str, readings: Mapping[str, str]) -> str:
    return _pattern(tuple(readings)).sub(lambda found: readings[found[0]], folded)


@cache
def _readings(field: str = "") -> Mapping[str, str]:
    """Return the readings by their folded words, of one field or of all."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {fold(row["word"]): fold(row["reading"]) for row in rows if field in ("", row["field"])}


@cache
def _words() -> Mapping[str, Sequence[str]]:
    """Return the folded words by their readings; those that are written in either way within a word are no words."""
    endings, words = _readings(_SPELLING), defaultdict(list)
    for word, reading in _readings().items():
        if word not in endings:
            words[reading].append(word)
    return words


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that prefers the longest word."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
