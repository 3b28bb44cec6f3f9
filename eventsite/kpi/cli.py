"""Commands."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.db import transaction
from eventsite.kpi import services
from eventsite.kpi.export import Format
from eventsite.kpi.forms import EARLIEST, LATEST

cli = AppGroup("kpi", help="Figures per fiscal year.")


@cli.command("report")
@click.option(
    "--fiscal-year", required=True, type=click.IntRange(EARLIEST, LATEST),
    help="Year in which the fiscal year begins: 2026 is 1 April 2026 to 31 March 2027.",
)  # fmt: skip
@click.option(
    "--format", "form", required=True, type=click.Choice([form.value for form in Format]), help="Kind of file."
)
@click.option("--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="File to write.")
@with_appcontext
def report(fiscal_year: int, form: str, output: Path | None) -> None:
    """Print or save the figures of a fiscal year with the rows behind them.

    Without --output JSON and CSV go to standard output.
    Exit code: 0 done, 1 the file cannot be written, 2 wrong options.
    """
    chosen = Format(form)
    if chosen is Format.XLSX and output is None:
        raise click.UsageError("a workbook is no text: name a file with --output")
    with transaction():
        content = services.export(fiscal_year, chosen, actor=SYSTEM, now=clock.now())
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
    click.echo(f"{output}: {len(content)} bytes", err=True)
