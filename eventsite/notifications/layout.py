"""How plain-text mails are set: short lines, hard wrapped, by the width that Japanese letters have. Pure."""

import re
import unicodedata
from functools import lru_cache

COLUMNS = 70  # 35 full-width letters
SUBJECT_COLUMNS = 60
_HANGING = 4  # room kept at the end of a line for signs that may not begin the next one
_NEVER_FIRST = frozenset("、。，．・：；？！ー」』）］】〉》〜～ぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.:;?!)]")
_NEVER_LAST = frozenset("「『（［【〈《([")
_STOPS = "。、．，！？"  # a line ends best after one of these, if it then is at least half full
_WORD_JOINER = "\u2060"
# A run of Latin letters and digits is a word, an address or a number, and stays whole.
_PIECES = re.compile(r"[!-~]+|.")


def width(text: str) -> int:
    """Return how many columns the text takes: two for a full-width letter, one for the others."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def shorten(text: str, columns: int) -> str:
    """Return the text, cut and ended by … where it is wider than ``columns``."""
    if width(text) <= columns:
        return text
    kept = ""
    for sign in text:
        if width(kept) + width(sign) + 2 > columns:
            break
        kept += sign
    return kept.rstrip() + "…"


def wrap(text: str) -> str:
    """Return the text with every line at most 70 columns wide; a longer address stays whole on a line of its own.

    Signs that only steer the line breaks of pages are left out.
    """
    lines = text.replace(_WORD_JOINER, "").splitlines()
    return "\n".join(part for line in lines for part in _parts(line))


def _parts(line: str) -> tuple[str, ...]:
    return (line.rstrip(),) if width(line) <= COLUMNS - _HANGING else _broken(line)


@lru_cache(maxsize=256)  # thousands of letters of one draw hold the same long sentences
def _broken(line: str) -> tuple[str, ...]:
    parts, current = [], ""
    for piece in _PIECES.findall(line):
        if current and not _fits(current, piece):
            head, carried = _break(current)
            parts.append(head)
            current = f"{carried}{piece}".lstrip()
        else:
            current += piece
    return (*parts, current.rstrip())


def _fits(current: str, piece: str) -> bool:
    limit = COLUMNS if piece[0] in _NEVER_FIRST else COLUMNS - _HANGING
    return width(current) + width(piece) <= limit


def _break(current: str) -> tuple[str, str]:
    """Return the line and what goes to the next one with what follows: an opening bracket never ends a line."""
    current = current.rstrip()
    kept = current.rstrip("".join(_NEVER_LAST)) or current
    stop = max(kept.rfind(sign) for sign in _STOPS) + 1
    if width(kept[:stop]) >= COLUMNS // 2:
        kept = kept[:stop]
    return kept, current[len(kept) :]
