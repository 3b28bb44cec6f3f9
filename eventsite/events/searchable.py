"""Both sides of the search by words: what an event can be found by, and what a person who typed words means. Pure.

Both are folded, and both get the kana of words that people write in either way. A word is found where its letters
stand one after the other; the terms only lead there quickly.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from eventsite.core.text import fold, letters, pairs
from eventsite.events.readings import KANJI, each_completed, each_in_kana, each_in_words, in_kana, spelled

# A control, which fold() leaves nowhere: the term of a title is no other text's.
TITLE_MARK = "\x80"
_WORDS_MAX = 8
_READINGS_MAX = 4
# 竹 is not looked for as たけ, which stands in 行ったけれど too, nor 打ち as うち; but 蕎麦 is as そば.
_SHORTEST_READING = 3
_KANJI = re.compile(KANJI)
_APART = re.compile(r"""[\s、。，．,!！?？…:：;；"“”「」『』【】〈〉《》()（）\[\]［］]+""")


@dataclass(frozen=True)
class Word:
    """One word that is looked for, folded, in its spellings: as it was typed, and with all or a part of it in kana.

    A word with kanji ``is_written``: it is looked for only where somebody wrote it so, and not in the readings of other
    words. Who types 講演 does not mean 公園.
    """

    spellings: tuple[str, ...]
    is_written: bool


@dataclass(frozen=True)
class Said:
    """What an event says, as it is written, and the readings that are given for it."""

    written: Sequence[str]
    read: Sequence[str] = ()


@dataclass(frozen=True)
class Searchable:
    """What an event is found by: folded lines, so that no word spans two, and an index's terms, divided by spaces."""

    title: str
    title_reading: str
    text: str
    text_reading: str
    terms: str

    def letters(self) -> dict[str, str]:
        """Return all but the terms, by their names."""
        return {name: text for name, text in asdict(self).items() if name != "terms"}


def searchable(title: Said, text: Said) -> Searchable:
    """Return what is found by an event's names, and by everything else that it says."""
    titles, titles_read = _lines(title)
    texts, texts_read = _lines(text)
    of_title, of_text = _terms(titles + titles_read), _terms(texts + texts_read)
    return Searchable(
        title="\n".join(titles),
        title_reading="\n".join(titles_read),
        text="\n".join(texts),
        text_reading="\n".join(texts_read),
        terms=" ".join([*(TITLE_MARK + one for one in of_title), *dict.fromkeys(of_title + of_text)]),
    )


def words(typed: str) -> tuple[Word, ...]:
    """Return the words that are typed, at most 8; signs that divide words belong to none."""
    folded = dict.fromkeys(one for part in _APART.split(typed) if (one := fold(part)))
    return tuple(_word(one) for one in list(folded)[:_WORDS_MAX])


def sought_terms(spelling: str) -> list[str]:
    """Return terms that an event must have to hold this spelling: pairs that cover it, or its only letter."""
    neighbours = pairs(spelling)
    return list(dict.fromkeys([*neighbours[::2], neighbours[-1]])) if neighbours else letters(spelling)


def _word(folded: str) -> Word:
    kanji = len(_KANJI.findall(folded))
    shortest = 1 if kanji == len(folded) > 1 else _SHORTEST_READING
    others = (spelled(folded), in_kana(folded), *each_in_kana(folded)[:_READINGS_MAX])
    if 0 < kanji < len(folded):
        others += _written_fully(folded)
    return Word(tuple(dict.fromkeys((folded, *(one for one in others if len(one) >= shortest)))), kanji > 0)


def _written_fully(folded: str) -> tuple[str, ...]:
    """Return a word that is part kanji, part kana, with more of it in kanji: 健康たいそう, けんこう体操 as 健康体操."""
    found = (each_in_words(folded), each_in_words(in_kana(folded)), each_completed(folded))
    return tuple(word for some in found for word in some[:_READINGS_MAX])


def _lines(said: Said) -> tuple[list[str], list[str]]:
    """Return the lines as written, with their endings in either way, and the readings that differ from them."""
    written, read = _folded(said.written), _folded(said.read)
    lines = list(dict.fromkeys(line for one in written for line in (one, spelled(one))))
    readings = dict.fromkeys(in_kana(line) for line in (*read, *written))
    return lines, [line for line in readings if line not in lines]


def _folded(parts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(line for part in parts for one in part.split("\n") if (line := fold(one))))


def _terms(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(term for line in lines for term in (*letters(line), *pairs(line))))
