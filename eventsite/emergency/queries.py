"""What stands above every page now."""

from dataclasses import dataclass
from datetime import datetime

from eventsite.core.db import db
from eventsite.emergency.models import EmergencyNotice
from eventsite.i18n import Locale

ONE = 1  # its id


@dataclass(frozen=True)
class Banner:
    """The notice in a reader's language; ``lang`` is that of the words where it is another, else empty."""

    title: str
    text: str
    url: str
    lang: str = ""


def stored() -> EmergencyNotice | None:
    """Return the notice that was set last and not taken down, over or not."""
    return db.session.get(EmergencyNotice, ONE)


def banner(locale: Locale, *, now: datetime) -> Banner | None:
    """Return what readers of this language see above every page, or None while nothing is urgent."""
    notice = stored()
    if notice is None or now >= notice.until:
        return None
    if locale is Locale.EN and notice.title_en:
        return Banner(notice.title_en, notice.text_en, notice.url)
    if locale is Locale.JA_EASY and notice.title_easy:
        return Banner(notice.title_easy, notice.text_easy, notice.url)
    return Banner(notice.title, notice.text, notice.url, "ja" if locale is Locale.EN else "")
