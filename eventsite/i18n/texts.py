"""The catalog: every sentence that a resident can meet, in each language, chosen by its key.

Layout: ``catalog/<locale>/<file>.json`` with one file per feature and flat names inside; the key in code is
``<file>.<name>`` (``error.not_found`` stands in ``error.json`` as ``"not_found"``).

Rules, held by tests/unit/i18n/test_catalog.py:

* The same keys and placeholders in every language. Placeholders are Python format fields with names.
* A key that depends on a number has two English entries, ``<key>.one`` and ``<key>.other``; code says
  ``t("<key>", count=n)``. Japanese has the one entry ``<key>``.
* A name that ends in ``_html`` holds HTML; its values are escaped. All others are plain text.
* ``ja_easy``: each kanji has its reading, ``［申し込|もうしこ］む``; spaces between phrases; one idea a
  sentence, at most 40 characters and 13 kanji.
* A date, a number of people or a price goes in as a ready value (dates.py, numbers.py), for its reading
  depends on the number: ``{people}``, not ``{count}人``.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from eventsite.i18n.furigana import with_furigana
from eventsite.i18n.ruby import Text, html_of, html_template, plain_template

CATALOG = Path(__file__).parent / "catalog"


class Locale(StrEnum):
    """The languages of the public pages; Japanese is the one that every text exists in first."""

    JA = "ja"
    JA_EASY = "ja_easy"
    EN = "en"

    @property
    def html_lang(self) -> str:
        """Return the language tag (BCP 47) for ``lang`` and ``hreflang``.

        やさしい日本語 is Japanese in simplified form: ``simple`` is a variant of the IANA registry (2015). ``ja-Hira``
        would say that there are no kanji, and ``ja`` twice would say of two pages that they are the same.
        """
        return {Locale.JA: "ja", Locale.JA_EASY: "ja-simple", Locale.EN: "en"}[self]


class MissingText(LookupError):
    """The catalog of this language has no such key."""


@cache
def catalog(locale: str) -> Mapping[str, str]:
    """Return all texts of a language by key. Raises ValueError for a language that we do not have."""
    folder = CATALOG / Locale(locale)
    return {
        f"{file.stem}.{name}": text
        for file in sorted(folder.glob("*.json"))
        for name, text in json.loads(file.read_text(encoding="utf-8")).items()
    }


def translate(locale: str, key: str, /, **values: object) -> Text:
    """Return the text of a key with its values filled in.

    Raises:
        MissingText: the language has no such key.
        KeyError: a placeholder has no value.
    """
    plain, html = _templates(locale, _form(locale, key, values.get("count")))
    safe = {name: html_of(value) for name, value in values.items()}
    return Text(plain.format(**values), html.format(**safe))


def has_text(locale: str, key: str) -> bool:
    """Return whether the language has a text for the key, in one form or in two."""
    return key in catalog(locale) or f"{key}.other" in catalog(locale)


def _form(locale: str, key: str, count: object) -> str:
    if f"{key}.other" not in catalog(locale):
        return key
    return f"{key}.one" if count == 1 else f"{key}.other"


@cache
def _templates(locale: str, key: str) -> tuple[str, Markup]:
    try:
        text = catalog(locale)[key]
    except KeyError as error:
        raise MissingText(f"{key} ({locale})") from error
    marked = with_furigana(key, text) if locale == Locale.JA else text
    safe = marked if key.endswith("_html") else escape(marked)
    return plain_template(text), Markup(html_template(safe))  # noqa: S704 - catalog texts are our own
