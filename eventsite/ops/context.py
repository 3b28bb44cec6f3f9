"""What every template knows: the site, the words, the helpers, the one who is signed in."""

from dataclasses import dataclass

from flask import Flask, Request, g, request
from sqlalchemy import exists, select

from eventsite.accounts.access import can, current_user
from eventsite.accounts.permissions import Permission
from eventsite.city.settings import CitySettings
from eventsite.config import Settings
from eventsite.core import clock
from eventsite.core.assets import asset_url
from eventsite.core.db import db
from eventsite.events.models import Event
from eventsite.i18n import Locale, current_locale, init_app
from eventsite.i18n.middleware import Alternate, alternate_urls
from eventsite.i18n.templating import init_words

TEXT_SIZES = ("standard", "large", "xlarge")
TEXT_SIZE_COOKIE = "text_size"


@dataclass(frozen=True)
class Site:
    """The frame's own facts."""

    city: CitySettings
    service_name: str
    is_demo: bool
    languages: list[Alternate]
    text_size: str


def init_pages(app: Flask) -> None:
    """Give templates their words, dates, site and assets."""
    init_app(app)
    app.jinja_env.globals["asset"] = asset_url
    app.jinja_env.globals["can"] = can
    app.jinja_env.globals["Permission"] = Permission
    settings: Settings = app.config["SETTINGS"]
    init_words(app, settings.city.zone)

    @app.context_processor
    def _frame() -> dict[str, object]:
        offline = g.get("without_database", False)
        return {
            "site": _site(settings, is_demo=not offline and _holds_demo_data()),
            "current_user": None if offline else current_user(),
            "now": clock.now(),
        }


def _site(settings: Settings, *, is_demo: bool) -> Site:
    return Site(
        city=settings.city,
        service_name=_service_name(settings.city),
        is_demo=is_demo,
        languages=alternate_urls(request),
        text_size=text_size(request),
    )


def text_size(request: Request) -> str:
    """Return the size of letters that this reader has chosen, the standard one without a choice."""
    size = request.cookies.get(TEXT_SIZE_COOKIE, "")
    return size if size in TEXT_SIZES else TEXT_SIZES[0]


def _holds_demo_data() -> bool:
    """Return whether any event is demo data; the partial index makes this one look-up."""
    return bool(db.session.scalar(select(exists().where(Event.is_demo))))


def _service_name(city: CitySettings) -> str:
    names = {
        Locale.JA: city.service_name,
        Locale.JA_EASY: city.service_name_easy,
        Locale.EN: city.service_name_en,
    }
    return names[current_locale()]
