"""Languages: the reader's language, and ``t(key)`` for every text that a resident can meet.

In a template ``{{ t("frame.menu") }}`` gives plain text, right for attributes and titles; running text is
written ``{{ t_html("frame.menu") }}`` (or ``{{ text|ruby }}``) and has furigana in やさしい日本語. The rules
of the catalog stand in texts.py.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import current_app, g, has_app_context, has_request_context, request
from markupsafe import Markup, escape

from eventsite.i18n.ruby import Text, html_of, in_parts, without_readings
from eventsite.i18n.texts import Locale, MissingText, has_text, translate

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "Locale", "MissingText", "Phrase", "Text", "current_locale", "init_app", "lazy", "ruby", "t", "t_html",
    "translate", "use_locale", "wants_furigana",
]  # fmt: skip


@dataclass(frozen=True)
class Phrase:
    """A text named now and chosen later, in the reader's language: labels and messages of forms."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the plain text in the current language."""
        return str(t(self.key, **self.values))

    @property
    def html(self) -> Markup:
        """Return the text in the current language, with furigana where the language has it."""
        return t_html(self.key, **self.values)


def lazy(key: str, /, **values: object) -> Phrase:
    """Return a text that is looked up when it is shown."""
    return Phrase(key, values)


def current_locale() -> Locale:
    """Return the reader's language: of this request, or of the mail being written (use_locale)."""
    if has_app_context() and "locale" in g:
        return Locale(g.locale)
    if has_request_context():
        return Locale(request.environ.get("eventsite.locale", Locale.JA))
    return Locale.JA


@contextmanager
def use_locale(locale: str) -> Iterator[None]:
    """Speak another language for a while: mails go out in the language of their addressee."""
    before = g.get("locale")
    g.locale = Locale(locale)
    try:
        yield
    finally:
        if before is None:
            g.pop("locale")
        else:
            g.locale = before


def t(key: str, /, **values: object) -> str:
    """Return a text in the reader's language: ``Markup`` for a key ending in ``_html``, else plain ``Text``.

    A missing text stops a test and a developer; a resident gets the Japanese one instead of an error page.
    """
    text = _translate_or_fall_back(key, values)
    return ruby(text) if key.endswith("_html") else text


def t_html(key: str, /, **values: object) -> Markup:
    """Return a text in the reader's language as HTML, values escaped, with furigana where there is any."""
    return ruby(_translate_or_fall_back(key, values))


def ruby(value: object) -> Markup:
    """Return any value as safe HTML, with furigana if it has some and the reader wants them."""
    html = escape(html_of(value))
    return html if wants_furigana() else without_readings(html)


def wants_furigana() -> bool:
    """Return whether this reader has furigana: as chosen (``g.furigana``), else in やさしい日本語 and not in 日本語."""
    if not has_app_context():
        return True
    return bool(g.get("furigana", current_locale() is not Locale.JA))


def _translate_or_fall_back(key: str, values: Mapping[str, object]) -> Text:
    locale = current_locale()
    if has_text(locale, key) or not has_app_context() or current_app.testing or current_app.debug:
        return translate(locale, key, **values)
    current_app.logger.error("no text %s in %s", key, locale)
    return translate(Locale.JA, key, **values) if has_text(Locale.JA, key) else Text(key)


def init_app(app: "Flask") -> None:
    """Give every request its language and every template ``t``, ``t_html``, ``ruby`` and ``html_lang``."""

    @app.before_request
    def _set_locale() -> None:
        g.locale = Locale(request.environ.get("eventsite.locale", Locale.JA))

    @app.context_processor
    def _languages() -> dict[str, object]:
        return {"html_lang": current_locale().html_lang}

    app.add_template_global(t, "t")
    app.add_template_global(t_html, "t_html")
    app.add_template_filter(ruby, "ruby")
    app.add_template_filter(in_parts, "in_parts")
