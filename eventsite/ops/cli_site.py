"""Commands that bring in the city's own data and make a database ready to be served."""

import json
import sqlite3
from dataclasses import asdict

import click
from flask.cli import AppGroup
from flask_migrate import upgrade
from sqlalchemy import inspect

from eventsite.accounts.services import first_admin_link
from eventsite.city.fields import CityError
from eventsite.city.records import read_city
from eventsite.core import clock
from eventsite.core.db import db, journal_notice, transaction
from eventsite.core.settings import settings
from eventsite.events.content import index_some
from eventsite.ops.demo import Scale, load_demo
from eventsite.ops.loading import Loaded, load_city

cli = AppGroup("site", help="The city's own data.")
INDEXED_AT_ONCE = 500
FIRST_DEMO = Scale(events=60, registrations=400, seed=1)


@cli.command("load")
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
def load(as_json: bool) -> None:
    """Bring in centers, branches, indicators and real announcements; repeat at will."""
    loaded = _load()
    click.echo(json.dumps(asdict(loaded)) if as_json else _sentence(loaded))


@cli.command("prepare")
def prepare() -> None:
    """Migrate, load the city's data, on a first start a small demo calendar, and print the administrator's link."""
    is_new = not inspect(db.engine).has_table("events")
    upgrade()
    if db.engine.dialect.name == "sqlite":
        click.echo(f"database: {journal_notice(sqlite3.sqlite_version_info)}")
    click.echo(_sentence(_load()))
    if is_new and settings().demo:
        load_demo(FIRST_DEMO, now=clock.now())
        click.echo(f"demo calendar: {FIRST_DEMO.events} events, {FIRST_DEMO.registrations} registrations")
    with transaction():
        link = first_admin_link(clock.now())
    if link:
        click.echo(f"administrator: {link}")


@cli.command("index")
def index() -> None:
    """Let the search find all events by the spellings and readings of today; needed where readings.csv has changed."""
    after: int | None = 0
    while after is not None:
        with transaction():
            after = index_some(after=after, most=INDEXED_AT_ONCE)
        db.session.expunge_all()


def _load() -> Loaded:
    city = settings().city
    try:
        data = read_city(city)
    except CityError as error:
        raise click.ClickException(str(error)) from error
    with transaction():
        return load_city(data, city, clock.now())


def _sentence(loaded: Loaded) -> str:
    return (
        f"{settings().city.name}: {loaded.centers} centers, {loaded.branches} branches, {loaded.offices} offices, "
        f"{loaded.venues} venues, {loaded.figures} figures, {loaded.announcements} announcements "
        f"({loaded.references} of other places, for staff only)"
    )
