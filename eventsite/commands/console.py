"""What the commands say: one quiet line per step, one clear sentence per failure."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class CommandFailed(Exception):
    """A step failed; the message is a sentence that tells the person what to do."""


def say(text: str) -> None:
    """Print a line at once, even into a pipe."""
    print(text, flush=True)


def complain(text: str) -> None:
    """Print a line to the error stream."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step and print its duration in seconds once it is done."""
    started = time.monotonic()
    sys.stdout.write(f"{title} ... ")
    sys.stdout.flush()
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"{time.monotonic() - started:.1f} s")
