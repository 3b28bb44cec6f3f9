"""Nothing is left out quietly: a block at the end names what could not run; CI=true makes it a failure."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from tests.support import browser, postgres

_KINDS = ("browser", "postgres")  # markers, in the words of the block


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare --long and --pictures."""
    parser.addoption("--long", action="store_true", help="also run the tests marked long")
    parser.addoption("--pictures", metavar="FOLDER", help="where journeys in the browser store what they saw")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests unless they are asked for."""
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a browser test where there is no browser."""
    if item.get_closest_marker("browser") and browser.find_chromium() is None:
        pytest.skip(browser.missing_chromium())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """The PostgreSQL server of this run; the tests that need it are skipped where there is none."""
    try:
        manager = postgres.running()
        server = manager.__enter__()
    except postgres.Unavailable as error:
        pytest.skip(f"no PostgreSQL: {error}")
    yield server
    manager.__exit__(None, None, None)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let the run fail under CI=true where a test was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and _is_ci() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)  # after the durations, so that nothing hides the block
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the block; pytest's own closing line still follows."""
    lines = not_run(terminalreporter.stats.get("skipped", []))
    if not lines:
        return
    terminalreporter.section("NOT RUN", sep="!", red=True, bold=True)
    for line in lines:
        terminalreporter.write_line(f"NOT RUN: {line}", red=True)
    if _is_ci():
        terminalreporter.write_line("With CI=true this is a failure.", red=True)


def not_run(reports: Iterable[pytest.TestReport | pytest.CollectReport]) -> list[str]:
    """Return one line per kind and reason, such as "42 browser tests - no Chromium: ..."."""
    counts = Counter((_kind(report), _reason(report)) for report in reports)
    return [
        f"{count} {kind}{'test' if count == 1 else 'tests'} - {reason}"
        for (kind, reason), count in sorted(counts.items())
    ]


def _kind(report: pytest.TestReport | pytest.CollectReport) -> str:
    return next((f"{kind} " for kind in _KINDS if kind in getattr(report, "keywords", ())), "")


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return a skip's reason; pytest keeps it as (file, line, "Skipped: reason")."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


def _is_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("true", "1")
