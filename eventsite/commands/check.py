"""``python3 -m eventsite check``: all that can be judged without running the site; warnings are errors."""

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eventsite.commands import environment, paths, processes
from eventsite.commands.console import say

IMPORTS_COMMAND = (paths.VENV_BIN / "lint-imports", "--no-logo")
_JSON_FOLDERS = ("eventsite/i18n/catalog", "eventsite/city")


@dataclass(frozen=True)
class Verdict:
    """What one tool found; ``complaints`` is empty where all is well."""

    complaints: str


@dataclass(frozen=True)
class Tool:
    """One line of the report."""

    name: str
    judge: Callable[[], Verdict]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts: nothing but --help."""
    parser.epilog = "Runs ruff, mypy, import-linter and djlint, and reads the JSON files. Changes nothing."


def run(_arguments: argparse.Namespace) -> int:
    """Run every tool, also after one has complained, and return 1 if any did."""
    environment.install(paths.TEST_REQUIREMENTS)
    failed = [tool.name for tool in TOOLS if not _passes(tool)]
    say(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def command_verdict(argv: Sequence[str | Path], root: Path = paths.ROOT) -> Verdict:
    """Run a tool; an exit status other than 0 and a printed warning are complaints alike."""
    done = processes.capture(argv, cwd=root)
    warned = re.search(r"^\W*warning\b", done.stdout, re.IGNORECASE | re.MULTILINE)
    return Verdict(done.stdout.strip() or "(no output)") if done.returncode or warned else Verdict("")


def json_verdict(root: Path = paths.ROOT) -> Verdict:
    """Read every JSON file of the catalogs and the city: it must parse and name nothing twice."""
    complaints = [
        f"{file.relative_to(root)}: {problem}"
        for folder in _JSON_FOLDERS
        for file in sorted((root / folder).rglob("*.json"))
        if (problem := _json_problem(file))
    ]
    return Verdict("\n".join(complaints))


def _json_problem(file: Path) -> str | None:
    try:
        json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=_refuse_duplicates)
    except ValueError as error:
        return str(error)
    return None


def _refuse_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"named twice: {', '.join(twice)}")
    return dict(pairs)


def _tool(name: str, *argv: str) -> Tool:
    return Tool(name, lambda: command_verdict([sys.executable, "-m", *argv]))


def _passes(tool: Tool) -> bool:
    started = time.monotonic()
    verdict = tool.judge()
    say(f"{tool.name} ... {'failed' if verdict.complaints else 'ok'} {time.monotonic() - started:.1f} s")
    if verdict.complaints:
        say(verdict.complaints)
    return not verdict.complaints


TOOLS = (
    _tool("ruff lint", "ruff", "check", "--quiet", "."),
    _tool("ruff format", "ruff", "format", "--check", "--quiet", "."),
    _tool("mypy", "mypy"),
    Tool("imports", lambda: command_verdict(IMPORTS_COMMAND)),
    _tool("templates", "djlint", "eventsite/templates", "--lint", "--quiet", "--allow-empty-input"),
    Tool("JSON files", json_verdict),
)
