"""The commands of ``python3 -m eventsite``.

Only the standard library may be imported here: the first start happens before anything is installed.
"""

import argparse
from collections.abc import Sequence

from eventsite.commands import bench, check, environment, figures, processes, test, up
from eventsite.commands.console import CommandFailed, complain

_COMMANDS = {
    "up": (up, "set up what is missing and serve the site"),
    "test": (test, "run the tests"),
    "check": (check, "lint, types, import direction and templates"),
    "bench": (bench, "measure pages, feed, sign-up and check-in"),
    "figures": (figures, "measure what the public pages are held to"),
}
_PASSING_ON = ("test", "bench")  # what these do not know is meant for the program they start
_INTERRUPTED = 130  # what shells report after Ctrl-C


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="python3 -m eventsite",
        description="Events of a city: serve the site, test it, check it, measure it.",
    )
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    for name, (module, summary) in _COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=f"{summary.capitalize()}.", allow_abbrev=False)
        module.add_arguments(command)
    return parser


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the arguments; those meant for the program that a command starts stand in ``rest``."""
    parser = make_parser()
    arguments, unknown = parser.parse_known_args(argv)
    if unknown and arguments.command not in _PASSING_ON:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    arguments.rest = [argument for argument in unknown if argument != "--"]
    return arguments


def main(argv: Sequence[str]) -> int:
    """Run a command and return the exit status: 0 done, 1 failed, 2 wrong arguments, 130 interrupted."""
    arguments = parse(argv)
    processes.exit_on_termination()
    try:
        environment.enter()
        status: int = _COMMANDS[arguments.command][0].run(arguments)
    except CommandFailed as failure:
        complain(str(failure))
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status
