"""Commands for plausible data."""

import json
import sys
from collections import Counter

import click
from flask.cli import AppGroup

from eventsite.core import clock
from eventsite.ops.demo import DemoDataPresent, NoCenters, Scale, load_demo

cli = AppGroup("demo", help="Plausible data for trying out and for measuring.")


@cli.command("load")
@click.option("--events", type=click.IntRange(1, 10_000_000), default=60, show_default=True)
@click.option("--registrations", type=click.IntRange(0, 100_000_000), default=400, show_default=True)
@click.option("--seed", type=click.IntRange(0, 999_999), default=1, show_default=True, help="Which calendar to make.")
@click.option("--json", "as_json", is_flag=True, help="Print the numbers of rows as JSON.")
def load(events: int, registrations: int, seed: int, as_json: bool) -> None:
    """Fill the database with a calendar around today that is marked as demo data.

    The same seed on the same day gives the same calendar. A database that holds demo data already is left alone.
    """
    stored = _load(Scale(events, registrations, seed))
    click.echo(json.dumps(stored) if as_json else _sentence(stored))


def _load(scale: Scale) -> Counter[str]:
    done = 0
    with click.progressbar(length=scale.events, label="demo events", file=sys.stderr) as bar:

        def progress(events: int) -> None:
            nonlocal done
            bar.update(events - done)
            done = events

        try:
            return load_demo(scale, now=clock.now(), progress=progress)
        except DemoDataPresent as error:
            raise click.ClickException(
                "見本データはもう入っています。作り直すときは、新しいデータベースを使ってください。"
            ) from error
        except NoCenters as error:
            raise click.ClickException("センターがまだありません。先に flask site load を実行してください。") from error


def _sentence(stored: Counter[str]) -> str:
    return "demo calendar: " + ", ".join(f"{rows:,} {table}" for table, rows in stored.items())
