"""Furigana for the Japanese catalog: readings stand in one list of words, so that the texts themselves stay legible."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from eventsite.i18n.ruby import plain_template

_FILE = Path(__file__).with_name("furigana.txt")


def with_furigana(key: str, text: str) -> str:
    """Return a plain text of the Japanese catalog with its words marked: ［申|もう］し［込|こ］む."""
    whole = _lines(own_texts=True)
    if key in whole:
        return whole[key]
    words = _lines(own_texts=False)
    return _pattern().sub(lambda found: words[found[0]], text)


@cache
def _lines(*, own_texts: bool) -> Mapping[str, str]:
    """Return marked texts by their keys, or marked words by their plain spelling."""
    lines = [line for line in _FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    pairs = [line.split(" = ") for line in lines]
    if own_texts:
        return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    return {plain_template(pair[0]): pair[0] for pair in pairs if len(pair) == 1}


@cache
def _pattern() -> re.Pattern[str]:
    """Return a pattern that prefers the longest word."""
    return re.compile("|".join(map(re.escape, sorted(_lines(own_texts=False), key=len, reverse=True))))
