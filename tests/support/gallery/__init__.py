"""Every component on a few pages with the content of a real week: for tests and for looking at.

The pages lie beside this file and use the product's own templates, styles and catalog, but no database.
"""

from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, render_template
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

from eventsite import i18n
from eventsite.city.settings import HelpContact
from eventsite.core.form_errors import errors_of
from eventsite.i18n import Locale
from eventsite.i18n.middleware import Alternate
from eventsite.i18n.ruby import marked
from tests.support.gallery.content import CONTENT
from tests.support.gallery.forms import FORMS

FOLDER = Path(__file__).parent
TEMPLATES = FOLDER.parents[2] / "eventsite" / "templates"
PAGES = tuple(sorted(file.stem for file in FOLDER.glob("*.html")))
ERROR_PAGES = tuple(sorted(file.stem for file in (TEMPLATES / "error").glob("[0-9]*.html")))
LANGUAGES = (
    Alternate(Locale.JA, marked("日本語"), "/", is_current=True),
    Alternate(Locale.JA_EASY, marked("やさしい［日本語|にほんご］"), "/easy/", is_current=False),
    Alternate(Locale.EN, marked("English"), "/en/", is_current=False),
)
HELP = HelpContact("大殿地域交流センター", "083-924-7035", "平日 午前8時30分～午後5時15分")


@dataclass(frozen=True)
class City:
    """What base.html asks of the city's settings."""

    help: HelpContact = HELP


@dataclass(frozen=True)
class Site:
    """What base.html asks of the running site."""

    service_name: str = "やまぐち催し"
    is_demo: bool = False
    emergency: object = None
    languages: tuple[Alternate, ...] = LANGUAGES
    text_size: str = "standard"
    city: City = field(default_factory=City)


def make_app(site: Site | None = None, static: str = "/static/") -> Flask:
    """Return an app that knows the templates and nothing else; ``static`` is where the assets are found."""
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=None)
    app.secret_key = "gallery"
    app.testing = True
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader(TEMPLATES), FileSystemLoader(FOLDER)])
    app.jinja_env.globals |= {
        "asset": lambda name: static + name,
        "csrf_token": lambda: "token",
        "site": site or Site(),
        "current_user": None,
    }
    app.jinja_env.filters["form_errors"] = errors_of
    i18n.init_app(app)
    return app


def render(app: Flask, page: str, locale: str = "ja") -> str:
    """Return a page of the gallery, or an error page such as ``error/404``, as HTML."""
    with app.test_request_context(environ_overrides={"eventsite.locale": locale}):
        app.preprocess_request()
        form = FORMS[page]() if page in FORMS else None
        values = CONTENT | ({"form": form} if form else {})
        return render_template(f"{page}.html", **values)
