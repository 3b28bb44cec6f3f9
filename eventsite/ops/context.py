"""What every template knows: the site, the words, the helpers, the one who is signed in."""

from dataclasses import dataclass, replace

from flask import Flask, Request, g, request
from sqlalchemy import exists, select

from eventsite.accounts.access import can, current_user
from eventsite.accounts.permissions import Permission
from eventsite.city.settings import CitySettings
from eventsite.config import Settings
from eventsite.core import clock
from eventsite.core.assets import asset_url
from eventsite.core.db import db
from eventsite.core.form_errors import errors_of
from eventsite.discovery.reader import service_name
from eventsite.emergency import queries
from eventsite.emergency.queries import Banner
from eventsite.events.models import Event
from eventsite.i18n import Locale, current_locale, init_app
from eventsite.i18n.middleware import Alternate, alternate_urls
from eventsite.i18n.templating import init_words

TEXT_SIZES = ("standard", "large", "xlarge")
TEXT_SIZE_COOKIE = "text_size"
# One choice for each way of writing: in 日本語 furigana are off until somebody wants them, in やさしい日本語 on.
FURIGANA_COOKIES = {Locale.JA: "furigana", Locale.JA_EASY: "furigana_easy"}
ON, OFF = "on", "off"


@dataclass(frozen=True)
class Site:
    """The frame's own facts."""

    city: CitySettings
    service_name: str
    base_url: str
    languages: list[Alternate]
    text_size: str
    is_demo: bool = False
    emergency: Banner | None = None


def init_pages(app: Flask) -> None:
    """Give templates their words, dates, site and assets."""
    init_app(app)
    app.jinja_env.globals["asset"] = asset_url
    app.jinja_env.globals["can"] = can
    app.jinja_env.filters["form_errors"] = errors_of
    app.jinja_env.globals["Permission"] = Permission
    settings: Settings = app.config["SETTINGS"]
    init_words(app, settings.city.zone)

    @app.before_request
    def _furigana() -> None:
        chosen = request.cookies.get(FURIGANA_COOKIES.get(current_locale(), ""), "")
        if chosen in (ON, OFF):
            g.furigana = chosen == ON

    @app.context_processor
    def _frame() -> dict[str, object]:
        offline = g.get("without_database", False)
        return {
            "site": _offline_site(settings) if offline else _site(settings),
            "current_user": None if offline else current_user(),
            "now": clock.now(),
        }


def _site(settings: Settings) -> Site:
    emergency = queries.banner(current_locale(), now=clock.now())
    return replace(_offline_site(settings), is_demo=_holds_demo_data(), emergency=emergency)


def _offline_site(settings: Settings) -> Site:
    """Return what is known of the site without its database."""
    return Site(
        city=settings.city,
        service_name=service_name(settings.city, current_locale()),
        base_url=settings.base_url,
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
