"""Furigana: texts that know both their plain spelling and their spelling with readings.

In the catalog a word and its reading stand in full-width brackets, by word and not by character:
``［申し込|もうしこ］む``. The sign collides neither with placeholders (``{count}``) nor with HTML, and it is
read in catalog texts only: what a person typed is never searched for it.
"""

import re
from typing import Self

from markupsafe import Markup, escape

from eventsite.core.text import kana

_WORD = re.compile(r"［([^［］|]+)\|([^［］|]+)］")
# Not within a reading: ［…］ of the catalog may hold brackets and blanks of its own.
_PART = re.compile(r"(?: |(?<=）)(?!</rp>|の ))(?=.)(?![^<]*(?:</r|>))")
_KANA_ENDING = re.compile("[ぁ-ゖァ-ヺー]*$")
_RUBY = re.compile(r"<ruby>(.*?)<rp>（</rp><rt>[^<]*</rt><rp>）</rp></ruby>", re.DOTALL)


class Text(str):
    """A plain string that carries its HTML with furigana in ``html``.

    Used as a string (attributes, mails, JSON, concatenation) it has no readings; the template filter ``ruby``
    takes ``html``. So a reading can never get into an attribute by accident.
    """

    html: Markup

    def __new__(cls, plain: str, html: Markup | None = None) -> Self:
        """Return the text; without ``html`` it has no readings and is escaped when it becomes HTML."""
        text = super().__new__(cls, plain)
        text.html = escape(plain) if html is None else html
        return text


def marked(text: str) -> Text:
    """Return the text of a marked spelling such as ``［11日|じゅういちにち］``."""
    return Text(plain_template(text), Markup(html_template(escape(text))))  # noqa: S704 - escaped before the marks are read


def with_reading(word: str, reading: str, html: Markup | None = None) -> Text:
    """Return a name with its stored reading; without one it stands alone, for names are never guessed.

    ``html`` is the name as it stands under its reading, with its places to break for example.
    """
    if not reading or reading == word:
        return Text(word, html)
    if html is not None:
        return Text(word, _ruby(html, escape(reading)))
    ending = _ending_in_kana(word, reading)
    head, read = word.removesuffix(ending), reading.removesuffix(kana(ending) or "")
    return Text(word, _ruby(escape(head), escape(read)) + escape(ending))


def _ending_in_kana(word: str, reading: str) -> str:
    """Return the ending that reads itself (センター), which needs no reading above it."""
    ending = _KANA_ENDING.findall(word)[0]
    return ending if ending != word and reading.endswith(kana(ending) or word) else ""


def plain_template(text: str) -> str:
    """Return a marked text without its readings."""
    return _WORD.sub(r"\1", text)


def html_template(text: str) -> str:
    """Return a marked text, already escaped, with ``ruby`` elements in place of the marks."""
    return _WORD.sub(lambda word: _ruby(word[1], word[2]), text)


def html_of(value: object) -> object:
    """Return the HTML of a value that has one (Text, Phrase), else the value itself, still to be escaped."""
    return getattr(value, "html", value)


def without_readings(html: Markup) -> Markup:
    """Return HTML whose words have lost their readings, for readers who have furigana switched off."""
    # A plain string: pieces of Markup would be escaped when they are put together again.
    return Markup(_RUBY.sub(r"\1", str(html)))  # noqa: S704 - HTML before, less its readings


def in_parts(html: Markup) -> Markup:
    """Return HTML with readings in parts that a line keeps whole if it can, each up to a closing bracket or a blank.

    Around a reading a browser may end a line, whatever the style sheet says: 12月5日 / （土）.
    """
    if "<ruby>" not in html or "<span" in html:
        return html
    # A plain string, as above.
    parts = _PART.sub(lambda end: f'</span>{end[0]}<span class="phrases__part">', str(html))
    return Markup(f'<span class="phrases__part">{parts}</span>')  # noqa: S704 - HTML before


def _ruby(word: str, reading: str) -> Markup:
    # Both parts are escaped already: they come from an escaped template or from escape().
    return Markup(f"<ruby>{word}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>")  # noqa: S704 - see above
