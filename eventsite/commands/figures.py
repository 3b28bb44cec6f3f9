"""``python3 -m eventsite figures``: print what the public pages are held to, measured in a browser on a real server."""

import argparse
import os
import sys

from eventsite.commands import assets, chromium, environment, paths, processes

GROUPS = {
    "weights": "what a first visit transfers",
    "presses": "presses and required fields from an event to its receipt, and from the mail to the cancellation",
    "targets": "size and distance of what can be pressed",
    "keyboard": "every page by Tab alone",
    "contrast": "how far letters stand out",
    "everybody": "axe, and nothing that scrolls sideways at 320 px",
    "validity": "HTML, and the facts for search engines",
    "lighthouse": "scores on a phone, three visits to each page (15 minutes, best on a quiet machine)",
    "search": "p95 among 100,000 events on both databases (5 minutes)",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--only", type=groups, default=[*GROUPS], metavar="GROUPS", help="such as: weights,targets")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    listed = "\n".join(f"  {name:<12}{meaning}" for name, meaning in GROUPS.items())
    parser.epilog = f"groups:\n{listed}\n\nThe exit status is 1 if a figure is not held."


def groups(text: str) -> list[str]:
    """Return the groups that a list like ``weights,targets`` names.

    Raises:
        ArgumentTypeError: there is no such group.
    """
    names = text.split(",")
    if unknown := [name for name in names if name not in GROUPS]:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(GROUPS)}")
    return names


def run(arguments: argparse.Namespace) -> int:
    """Install what is missing, measure, and return the exit status: 1 if a figure is not held."""
    environment.install(paths.TEST_REQUIREMENTS)
    assets.ensure_built()
    chromium.ensure()
    options = ["--json"] if arguments.json else []
    program = [sys.executable, "-m", "tests.figures", *options, *arguments.only]
    return processes.run_in_front(program, os.environ)
