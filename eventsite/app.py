"""Wire settings, database, features and commands into one application."""

import os
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from eventsite.accounts import cli as accounts_cli
from eventsite.accounts import routes as accounts_routes
from eventsite.accounts import routes_staff as accounts_routes_staff
from eventsite.accounts.access import init_access
from eventsite.admission import routes as admission_routes
from eventsite.admission import routes_own as admission_routes_own
from eventsite.admission import routes_own_changes as admission_routes_own_changes
from eventsite.admission import routes_staff as admission_routes_staff
from eventsite.admission import routes_staff_changes as admission_routes_staff_changes
from eventsite.attendance import routes as attendance_routes
from eventsite.attendance import routes_staff as attendance_routes_staff
from eventsite.audit import routes_staff as audit_routes_staff
from eventsite.calls import routes_staff as calls_routes_staff
from eventsite.config import Settings, load
from eventsite.core import web
from eventsite.core.db import db, init_database
from eventsite.core.uploads import init_uploads
from eventsite.desk import routes_staff as desk_routes_staff
from eventsite.discovery import routes as discovery_routes
from eventsite.discovery import routes_centers as discovery_routes_centers
from eventsite.discovery import routes_places as discovery_routes_places
from eventsite.discovery import routes_searches as discovery_routes_searches
from eventsite.discovery import routes_sharing as discovery_routes_sharing
from eventsite.emergency import routes_staff as emergency_routes_staff
from eventsite.extensions import compress, csrf, migrate
from eventsite.feedback import routes as feedback_routes
from eventsite.feeds import routes as feeds_routes
from eventsite.i18n.middleware import LocaleMiddleware
from eventsite.imports import routes_staff as imports_routes_staff
from eventsite.kpi import cli as kpi_cli
from eventsite.kpi import routes_staff as kpi_routes_staff
from eventsite.lookup import routes as lookup_routes
from eventsite.lottery import routes as lottery_routes
from eventsite.lottery import routes_staff as lottery_routes_staff
from eventsite.notifications import routes as notifications_routes
from eventsite.ops import cli_demo as ops_cli_demo
from eventsite.ops import cli_doctor as ops_cli_doctor
from eventsite.ops import cli_jobs as ops_cli_jobs
from eventsite.ops import cli_site as ops_cli_site
from eventsite.ops import display as ops_display
from eventsite.ops import health as ops_health
from eventsite.ops import saved as ops_saved
from eventsite.ops.context import init_pages
from eventsite.supporters import routes as supporters_routes

ROOT = Path(__file__).resolve().parent.parent
MAX_BODY_BYTES = 1_000_000
PAGES = (
    accounts_routes,
    accounts_routes_staff,
    admission_routes,
    admission_routes_own,
    admission_routes_own_changes,
    lookup_routes,
    admission_routes_staff,
    calls_routes_staff,
    imports_routes_staff,
    admission_routes_staff_changes,
    lottery_routes,
    lottery_routes_staff,
    attendance_routes,
    attendance_routes_staff,
    supporters_routes,
    discovery_routes,
    discovery_routes_centers,
    discovery_routes_places,
    discovery_routes_searches,
    discovery_routes_sharing,
    feedback_routes,
    feeds_routes,
    kpi_routes_staff,
    desk_routes_staff,
    audit_routes_staff,
    emergency_routes_staff,
    notifications_routes,
    ops_display,
    ops_health,
    ops_saved,
)
COMMANDS = (accounts_cli, kpi_cli, ops_cli_site, ops_cli_demo, ops_cli_jobs, ops_cli_doctor)


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application for these settings, read from the environment by default."""
    settings = settings or load(os.environ, ROOT)
    app = Flask(__name__, static_folder=None, instance_path=str(settings.instance))
    _configure(app, settings)
    init_database(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    init_uploads(app)
    csrf.init_app(app)
    compress.init_app(app)
    web.init_web(app)
    init_access(app)
    init_pages(app)
    for pages in PAGES:
        app.register_blueprint(pages.bp)
    for commands in COMMANDS:
        app.cli.add_command(commands.cli)
    _wrap(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        SESSION_COOKIE_NAME="eventsite_form",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # no time limit for residents: the token lives as long as its cookie
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_MIMETYPES=["text/html", "text/calendar", "text/csv", "application/json", "image/svg+xml"],
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _engine_options(settings: Settings) -> dict[str, object]:
    # What people typed must not reach the log with a failed statement.
    quiet: dict[str, object] = {"hide_parameters": True}
    if settings.database_url.startswith("sqlite"):
        return quiet
    return {**quiet, "pool_pre_ping": True, "connect_args": {"options": "-c timezone=UTC"}}


def _wrap(app: Flask, settings: Settings) -> None:
    """Put what happens before routing around the app: proxy headers, language prefix, static files."""
    inner = LocaleMiddleware(app.wsgi_app)
    served = WhiteNoise(inner, max_age=web.STATIC_MAX_AGE, immutable_file_test=web.is_hashed, allow_all_origins=False)
    served.add_files(str(ROOT / "eventsite" / "static" / "dist"), prefix="static/dist/")
    proxies = settings.behind_proxy
    wrapped = ProxyFix(served, x_for=proxies, x_proto=proxies, x_host=0) if proxies else served
    app.wsgi_app = web.SafeHeaders(wrapped, https=settings.secure_cookies)  # type: ignore[method-assign]  # the documented way to add middleware
