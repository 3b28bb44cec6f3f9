"""``python3 -m eventsite test``: every test, the browser and PostgreSQL ones too."""

import argparse
import os
import sys
from contextlib import ExitStack

from eventsite.commands import assets, chromium, environment, paths, processes
from eventsite.commands.console import complain, step

SERVER_VARIABLE = "EVENTSITE_TEST_POSTGRES"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts; pytest takes the rest."""
    parser.add_argument("--long", action="store_true", help="also run the tests that take minutes")
    parser.epilog = "Everything else is passed on to pytest, for example: test tests/unit -k lottery -x"


def run(arguments: argparse.Namespace) -> int:
    """Install what the tests need, run them, and return the exit status.

    Nothing is printed after pytest's own closing line, which machines read.
    """
    environment.install(paths.TEST_REQUIREMENTS)
    assets.ensure_built()
    chromium.ensure()
    env = {**os.environ}
    with ExitStack() as running:
        if SERVER_VARIABLE not in env:
            _provide_postgres(running, env)
        return processes.run_in_front(pytest_command(long=arguments.long, rest=arguments.rest), env)


def pytest_command(*, long: bool, rest: list[str]) -> list[str]:
    """Return the pytest command; the person's own arguments come last and so have the last word."""
    return [
        *(sys.executable, "-m", "pytest", "-p", "tests.plugins.loud"),
        *("-n", str(cpu_count()), "--dist", "loadscope", "--durations", "10", "--durations-min", "0.5"),
        *(["--long"] if long else []),
        *rest,
    ]


def cpu_count() -> int:
    """Return how many processors this process may use; a container's limit counts."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        return os.cpu_count() or 1


def _provide_postgres(running: ExitStack, env: dict[str, str]) -> None:
    """Start the run's PostgreSQL server; without one the tests say themselves what they lack."""
    from tests.support import postgres  # needs the packages installed a moment ago

    try:
        with step("Starting PostgreSQL"):
            server = running.enter_context(postgres.started())
    except postgres.Unavailable as error:
        complain(f"PostgreSQL could not be started: {error}")
    else:
        env[SERVER_VARIABLE] = server.url
