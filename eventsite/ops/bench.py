"""``python3 -m eventsite bench``: measure the site on real servers and databases of growing size."""

import argparse
import json
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path

from eventsite.core.db import journal_notice
from eventsite.ops import bench_visits
from eventsite.ops.bench_admission import Done, Hall, filled, run_admission, run_draw
from eventsite.ops.bench_load import Deed, Measured, measure
from eventsite.ops.bench_results import BASELINE, Admitted, Result, ratios, table
from eventsite.ops.bench_rush import run_rush
from eventsite.ops.bench_search import ROUNDS, WORDS, run_search
from eventsite.ops.bench_site import RUSH_PLACES, environment, free_address, prepare, rush_result, serving
from eventsite.ops.bench_visits import FILTERED, Scene, page
from eventsite.ops.demo import Scale

DATABASES = ("sqlite", "postgresql")
RUSH_PARTIES = 1_000


class Part(StrEnum):
    """What can be measured alone."""

    SITE = "site"
    SEARCH = "search"
    ADMISSION = "admission"
    DRAW = "draw"


class NotToBeHad(Exception):
    """There is no such database here; the message says why."""


def main(argv: Sequence[str]) -> int:
    """Measure what the arguments ask for; return 1 if a site did otherwise than it should, or none was measured."""
    wanted = parser().parse_args(argv)
    results: list[Result] = []
    admitted: list[Admitted] = []
    for database in DATABASES if wanted.database == "both" else (wanted.database,):
        try:
            with new_databases(database) as new_database:
                for size in wanted.sizes if wanted.parts & {Part.SITE, Part.SEARCH} else ():
                    results += _measure_events(database, size, new_database, wanted)
                if wanted.parts & {Part.ADMISSION, Part.DRAW}:
                    admitted += _measure_admission(database, wanted.sizes, new_database, wanted.parts)
        except NotToBeHad as reason:
            _tell(f"{database}: NOT MEASURED - {reason}")
    print(_as_json(results, admitted) if wanted.json else _as_text(results, admitted))
    complaints = [one.complaint for one in results] + [one.complaint for one in admitted]
    return int(not complaints or any(complaints))


def parser() -> argparse.ArgumentParser:
    """Return the parser of the arguments."""
    made = argparse.ArgumentParser(
        prog="python3 -m eventsite bench",
        description="Measure pages, feed, sign-up, check-in and rush against a real server on scratch databases "
        "filled with demo data, beside an empty Flask view and a one-row view in the same run; and without a server "
        "the admission of one party and a draw, in databases with ever more registrations. The visitors run on "
        "the same machine and take their share of it: compare ratios, not milliseconds, between machines.",
    )
    made.add_argument(
        "--sizes",
        type=_sizes,
        default=(1_000, 10_000, 100_000),
        help="numbers of events, and of registrations (default: 1000,10000,100000)",
    )
    made.add_argument(
        "--only",
        dest="parts",
        type=_parts,
        default={*Part},
        metavar="PART",
        help=f"measure one of these alone: {', '.join(Part)}",
    )
    made.add_argument("--database", choices=(*DATABASES, "both"), default="both", help="default: %(default)s")
    made.add_argument("--seconds", type=float, default=5.0, help="time for each deed (default: %(default)s)")
    made.add_argument("--visitors", type=int, default=8, help="how many ask at once (default: %(default)s)")
    made.add_argument("--json", action="store_true", help="print all numbers as JSON")
    return made


def machine() -> str:
    """Return on what was measured."""
    load = f"load {os.getloadavg()[0]:.1f}, " if hasattr(os, "getloadavg") else ""
    journal = journal_notice(sqlite3.sqlite_version_info)
    return f"{os.cpu_count()} cores, {load}Python {platform.python_version()}, {journal}"


def _parts(name: str) -> Set[Part]:
    if name not in [*Part]:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(Part)}")
    return {Part(name)}


def _sizes(text: str) -> tuple[int, ...]:
    parts = text.split(",")
    if not all(part.isascii() and part.isdigit() and int(part) for part in parts):
        raise argparse.ArgumentTypeError(f"{text!r} are no numbers of events, such as 1000,10000")
    return tuple(map(int, parts))


@contextmanager
def new_databases(database: str) -> Iterator[Callable[[Path], str]]:
    """Give a function that makes an empty database for the site in a folder and returns its URL.

    Raises:
        NotToBeHad: there is no server for it.
    """
    if database == "sqlite":
        yield lambda folder: f"sqlite:///{folder / 'bench.db'}"
        return
    try:
        # The tests know how to start a server; the site alone does not need one.
        from tests.support import postgres
    except ImportError as error:
        raise NotToBeHad("run `python3 -m eventsite test` once: it installs a server") from error
    try:
        with postgres.started() as server, ExitStack() as leftovers:

            def new_database(folder: Path) -> str:
                name = folder.name.replace("-", "_").lower()
                leftovers.callback(server.drop_database, name)
                return server.create_database(name)

            yield new_database
    except postgres.Unavailable as error:
        raise NotToBeHad(str(error)) from error


def measure_search(database: str, size: int, new_database: Callable[[Path], str]) -> Result:
    """Search among so many events in a new database."""
    with _filled_site(database, size, new_database) as (env, _scene):
        return _searched(database, size, env)


@contextmanager
def _filled_site(
    database: str, size: int, new_database: Callable[[Path], str]
) -> Iterator[tuple[dict[str, str], Scene]]:
    """Give the environment of a site with so many events, and what it offers to visitors."""
    with tempfile.TemporaryDirectory(prefix="eventsite-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        env = environment(new_database(folder), folder, free_address())
        _tell(f"{database}, {size:,} events: loading")
        yield env, prepare(env, Scale(events=size, registrations=size, seed=1))


def _measure_events(
    database: str, size: int, new_database: Callable[[Path], str], wanted: argparse.Namespace
) -> Iterator[Result]:
    with _filled_site(database, size, new_database) as (env, scene):
        if Part.SITE in wanted.parts:
            yield from _measure_empty(database, size, env, wanted)
        if Part.SEARCH in wanted.parts:
            yield _searched(database, size, env)
        if Part.SITE in wanted.parts:
            yield from _measure_site(database, size, env, scene, wanted)


def _measure_empty(database: str, size: int, env: dict[str, str], wanted: argparse.Namespace) -> Iterator[Result]:
    """Measure what any request costs, beside which the site's own are read."""
    base = free_address()
    with serving(env, base, "eventsite.ops.bench_baseline:app"):
        for deed, path in ((BASELINE, "/empty"), ("one-row view", "/row")):
            yield _do(database, size, deed, base, page(path), wanted)


def _searched(database: str, size: int, env: dict[str, str]) -> Result:
    alone = f"{len(WORDS)} queries, {ROUNDS} times, one after the other, without page and server"
    return _result(database, size, "search, alone", run_search(env), alone)


def _measure_site(
    database: str, size: int, env: dict[str, str], scene: Scene, wanted: argparse.Namespace
) -> Iterator[Result]:
    with serving(env, scene.address):
        for deed, visit in _deeds(scene):
            yield _do(database, size, deed, scene.address, visit, wanted)
        rush = run_rush(scene.address, scene.rush_call, RUSH_PARTIES, wanted.visitors)
    confirmed, waiting, in_order = rush_result(env, scene.rush_call)
    remark = f"{confirmed} confirmed, {waiting} waiting, {'no gap' if in_order else 'GAPS'} in their order"
    if (confirmed, waiting, in_order) != (RUSH_PLACES, RUSH_PARTIES - RUSH_PLACES, True):
        rush.complaints.append(remark)
    yield _result(database, size, "rush", rush, remark)


def _measure_admission(
    database: str, sizes: Sequence[int], new_database: Callable[[Path], str], parts: Set[Part]
) -> Iterator[Admitted]:
    with ExitStack() as opened:
        halls = [opened.enter_context(_hall(database, size, new_database)) for size in sizes]
        for done in run_admission(halls) if Part.ADMISSION in parts else ():
            yield _admitted(database, done)
        for hall in halls if Part.DRAW in parts else ():
            yield _admitted(database, run_draw(hall))


@contextmanager
def _hall(database: str, size: int, new_database: Callable[[Path], str]) -> Iterator[Hall]:
    with tempfile.TemporaryDirectory(prefix="eventsite-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _tell(f"{database}, {size:,} registrations: loading")
        with filled(environment(new_database(folder), folder, free_address()), size) as hall:
            yield hall


def _admitted(database: str, done: Done) -> Admitted:
    p50, p95 = done.measured.p50 * 1000, done.measured.p95 * 1000
    _tell(f"{database}, {done.registrations:,} registrations: {done.deed} {p50:.1f} ms {done.remark}")
    complaint = "; ".join(done.measured.complaints)
    count = len(done.measured.durations)
    return Admitted(database, done.registrations, done.deed, count, p50, p95, complaint, done.remark)


def _deeds(scene: Scene) -> list[tuple[str, Deed]]:
    return [
        ("home", page("/")),
        ("list", page("/events")),
        ("list, filtered", page(FILTERED)),
        ("search", bench_visits.searches(WORDS)),
        ("event page", bench_visits.event_pages(scene)),
        ("month", page(f"/calendar/{scene.month}")),
        ("feed", page("/calendar.ics")),
        ("feed, unchanged", bench_visits.unchanged_feed()),
        ("sign-up", bench_visits.sign_up(scene)),
        ("check-in", bench_visits.check_in(scene)),
    ]


def _do(database: str, size: int, deed: str, address: str, visit: Deed, wanted: argparse.Namespace) -> Result:
    done = measure(address, visit, seconds=wanted.seconds, visitors=wanted.visitors)
    return _result(database, size, deed, done)


def _result(database: str, size: int, deed: str, measured: Measured, remark: str = "") -> Result:
    p50, p95 = measured.p50 * 1000, measured.p95 * 1000
    complaint = f"{len(measured.complaints)} failed, first: {measured.complaints[0]}" if measured.complaints else ""
    _tell(f"{database}, {size:,} events: {deed} {p50:.1f} ms {complaint}")
    return Result(database, size, deed, len(measured.durations), p50, p95, measured.per_second, complaint, remark)


def _as_json(results: Sequence[Result], admitted: Sequence[Admitted]) -> str:
    told = {"machine": machine(), "results": [*map(asdict, results)], "admission": [*map(asdict, admitted)]}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _as_text(results: Sequence[Result], admitted: Sequence[Admitted]) -> str:
    measured = [[one for one in results if one.database == database] for database in DATABASES]
    admissions = [[one for one in admitted if one.database == database] for database in DATABASES]
    tables = [*(table(ones) for ones in measured if ones), *(ratios(ones) for ones in admissions if ones)]
    return "\n\n".join([machine(), *tables])


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
