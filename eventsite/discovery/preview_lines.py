"""Lines of text in a picture: one typeface that comes with the program, broken where a reader would break. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import budoux
from PIL import ImageFont

# Noto Sans JP (OFL 1.1), from a package: what machines have installed differs, and servers often have no such font.
TYPEFACE = Path(str(files("pylopdf_fonts_jp") / "NotoSansJP-Regular.otf"))
GETA = "〓"  # printers' sign for a letter that is not in the case
LEADING = 1.3  # line height in letters
ELLIPSIS = "…"
_NEVER_FIRST = frozenset("、。，．・：；？！」』）】〕〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…,.!?)")
_NARROWEST = 0.5  # of the width: how far balancing may go
_STEP = 0.04
_PROBE = 64  # px
_NO_LETTER = "\uffff"  # never assigned, so that the font shows its sign for a missing letter
_MARKS = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")
_JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_BREAKS = re.compile(r"(?<!\d)(?<!\d,) (?!\d)")
_SHORT_BRACKET = re.compile("（[^）]{1,5}）")
_parser = budoux.load_default_japanese_parser()


@dataclass(frozen=True)
class Block:
    """Lines in one size (px)."""

    rows: tuple[str, ...]
    size: int

    @property
    def line_height(self) -> int:
        """Return the distance from one line to the next, px."""
        return round(self.size * LEADING)

    @property
    def height(self) -> int:
        """Return the height of all lines, px."""
        return self.line_height * len(self.rows)


@lru_cache(maxsize=32)
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return the typeface in a size (px), laid out in the same way on every machine."""
    return ImageFont.truetype(TYPEFACE, size, layout_engine=ImageFont.Layout.BASIC)


def width_of(text: str, size: int) -> float:
    """Return how wide a line is, px: the typeface has no pairs that move together in this layout."""
    return size * sum(map(_advance, text))


def drawable(text: str) -> str:
    """Return the text as the typeface can show it: signs that it lacks (emoji) go, letters and digits become 〓."""
    composed = _MARKS.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return " ".join("".join(map(_shown, composed)).split())


def fit(text: str, sizes: Sequence[int], width: int, height: int) -> Block:
    """Return the text in the largest of the sizes (px, falling) in which it fits; in the last its end is cut off."""
    for size in sizes:
        block = Block(_balanced(text, size, width), size)
        if block.height <= height:
            return block
    return Block(_cut(wrapped(text, block.size, width), block, width, height), block.size)


def wrapped(text: str, size: int, width: float) -> list[str]:
    """Return the text in lines, broken between phrases and inside of one only where it is wider than a line."""
    rows = [""]
    for unit in _units(text):
        if width_of((rows[-1] + unit).rstrip(), size) <= width:
            rows[-1] += unit
        elif width_of(unit.rstrip(), size) <= width:
            rows.append(unit)
        else:
            rows[-1:] = _broken(rows[-1] + unit, size, width)
    return [row.strip() for row in rows if row.strip()]


def _balanced(text: str, size: int, width: int) -> tuple[str, ...]:
    """Return as few lines as the width allows, of lengths as equal as that leaves room for."""
    best = wrapped(text, size, width)
    whole = [unit_width for unit in _units(text) if (unit_width := width_of(unit.rstrip(), size)) <= width]
    narrowest = max([*whole, width * _NARROWEST])  # no phrase is broken for the sake of balance
    narrower = width * (1 - _STEP)
    while len(best) > 1 and narrower >= narrowest:
        rows = wrapped(text, size, narrower)
        if len(rows) > len(best):
            break
        best, narrower = rows, narrower - width * _STEP
    return tuple(best)


@lru_cache(maxsize=256)
def _units(text: str) -> tuple[str, ...]:
    """Return what stays together: phrases, and numbers with their words. A space belongs to what stands before it."""
    return tuple(unit for words in _BREAKS.split(text) for unit in _phrases(f"{words} "))


def _phrases(words: str) -> list[str]:
    """Return the phrases of a text; a short bracket, such as a weekday, belongs to what stands before it."""
    if not _JAPANESE.search(words):
        return [words]
    phrases = [""]
    for phrase in _parser.parse(words):
        bracket = _SHORT_BRACKET.match(phrase)
        end = bracket.end() if bracket else 0
        phrases[-1] += phrase[:end]
        phrases.append(phrase[end:])
    return [phrase for phrase in phrases if phrase]


def _broken(text: str, size: int, width: float) -> list[str]:
    """Return the text in lines broken at spaces, else at any letter that may begin a line."""
    rows = []
    while width_of(text.rstrip(), size) > width:
        end = next((end for end in range(1, len(text)) if width_of(text[: end + 1], size) > width), len(text))
        end = text.rfind(" ", 0, end) + 1 or end
        while end > 1 and text[end : end + 1] in _NEVER_FIRST:
            end -= 1
        rows.append(text[:end])
        text = text[end:]
    return [*rows, text]


def _cut(rows: list[str], block: Block, width: int, height: int) -> tuple[str, ...]:
    most = max(1, height // block.line_height)
    last = rows[most - 1]
    while last and width_of(last + ELLIPSIS, block.size) > width:
        last = last[:-1]
    return (*rows[: most - 1], last + ELLIPSIS)


@lru_cache(maxsize=8192)
def _shown(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter.isspace():
        return " "
    if kind[0] in "CM":  # controls, joiners, and variants of letters, which the typeface does not have
        return ""
    if _has(letter):
        return letter
    return GETA if kind[0] in "LN" else ""


def _has(letter: str) -> bool:
    return _drawn(letter) != _drawn(_NO_LETTER)


def _drawn(letter: str) -> bytes:
    return bytes(font(_PROBE).getmask(letter))


@lru_cache(maxsize=8192)
def _advance(letter: str) -> float:
    """Return the width of a letter, in letters."""
    return font(_PROBE).getlength(letter) / _PROBE
