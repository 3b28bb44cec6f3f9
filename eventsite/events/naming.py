"""How centers and the rooms in them are called in the reader's language. Pure."""

from collections.abc import Callable

from markupsafe import Markup

from eventsite.accounts.models import Center
from eventsite.core.text import kana
from eventsite.i18n.ruby import Text, with_reading
from eventsite.i18n.texts import Locale

Written = Callable[[str], Text]


def center_text(center: Center, locale: Locale, written: Written = Text) -> Text:
    """Return the center's name, in letters or with its reading where the language has them.

    ``written`` says how a page shows what it has in Japanese only.
    """
    if locale is not Locale.EN:
        return with_reading(center.name, kana(center.name_kana) or "")
    return Text(center.name_en) if center.name_en else written(center.name)


def place_text(name: str, center: Center, locale: Locale, written: Written = Text) -> Text:
    """Return the name of a place: the center's in the reader's language, a room in it as its door has it."""
    room = name.removeprefix(center.name).lstrip()
    if room == name:
        return written(name)
    parts = [center_text(center, locale, written), *([written(room)] if room else [])]
    return Text(" ".join(parts), Markup(" ").join(part.html for part in parts))
