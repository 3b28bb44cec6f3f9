"""The command that says what is in force and what is wrong."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from eventsite.core import clock
from eventsite.core.db import db
from eventsite.core.settings import settings
from eventsite.ops.doctor import Finding, Level, check_content, check_installation, fail, worst
from eventsite.ops.doctor_database import check_database

_COLOURS = {Level.OK: "green", Level.WARN: "yellow", Level.FAIL: "red"}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@with_appcontext
def cli(as_json: bool) -> None:
    """Say what is in force and what is wrong. Ends with 1 if anything has failed."""
    findings = list(_examine(clock.now()))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            _print(finding)
    if worst(findings) is Level.FAIL:
        raise SystemExit(1)


def _examine(now: datetime) -> Iterator[Finding]:
    yield from check_installation(settings(), now)
    migrations = Path(current_app.extensions["migrate"].directory)
    try:
        with db.engine.connect() as connection:
            about_engine = list(check_database(connection, migrations, now))
    except SQLAlchemyError as error:
        yield fail(
            "データベース",
            f"答えません（{type(error).__name__}）",
            "DATABASE_URL と、データベースの起動を確かめてください。",
        )
        return
    yield from about_engine
    if all(finding.level is not Level.FAIL for finding in about_engine):
        yield from check_content(settings(), now)


def _print(finding: Finding) -> None:
    click.echo(f"{click.style(f'{finding.level:4}', fg=_COLOURS[finding.level])}  {finding.topic}：{finding.said}")
    if finding.advice:
        click.echo(f"      → {finding.advice}")
