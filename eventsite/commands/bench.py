"""``python3 -m eventsite bench``: measure the site against a real server."""

import argparse
import os
import sys

from eventsite.commands import assets, environment, paths, processes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts; the measuring program takes the rest."""
    parser.epilog = "Everything else is passed on to the measuring program; `bench -- --help` shows its options."


def run(arguments: argparse.Namespace) -> int:
    """Install and build what is missing, measure, and return the exit status."""
    environment.install(paths.REQUIREMENTS)
    assets.ensure_built()
    return processes.run_in_front([sys.executable, "-m", "eventsite.ops.bench", *arguments.rest], os.environ)
