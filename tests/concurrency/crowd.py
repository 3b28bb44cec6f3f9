"""A crowd: real processes with threads that do prepared deeds at once, against the database of a test.

A deed is a service with its arguments, ``partial(services.withdraw, 5, ...)``; it travels to the process. So do
doubles, with which a control takes a guard away: functions of doubles.py.
"""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Self

from flask import Flask

from eventsite.app import create_app
from eventsite.config import Settings
from eventsite.core.db import db, transaction
from eventsite.core.errors import DomainError

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 2
THREADS = 4
READY = "ready"
Deed = Callable[[], object]
Double = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Answer:
    """What became of a deed: the state of the registration, "done", or the name of what went wrong."""

    word: str
    receipt: str = ""
    is_error: bool = False  # anything but a refusal by the rules


@dataclass(frozen=True)
class _Task:
    settings: Settings
    deeds: Sequence[Deed]
    doubles: Sequence[Double]


class Crowd:
    """The processes, started once and used for one storm after the other."""

    def __init__(self) -> None:
        argv = [sys.executable, "-m", __name__]
        self._processes = [
            subprocess.Popen(argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(PROCESSES)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.communicate(timeout=30)

    def storm(self, app: Flask, deeds: Sequence[Deed], *, without: Sequence[Double] = ()) -> list[Answer]:
        """Do all deeds, dealt to the processes in turn; return the answers in the order of the deeds."""
        settings: Settings = app.config["SETTINGS"]
        for number, process in enumerate(self._processes):
            _send(process, _Task(settings, deeds[number::PROCESSES], without))
        for process in self._processes:
            assert _received(process) == READY
        for process in self._processes:
            _send(process, "go")
        dealt: list[Iterator[Answer]] = [iter(_received(process)) for process in self._processes]
        return [next(dealt[number % PROCESSES]) for number in range(len(deeds))]


def _send(process: subprocess.Popen[bytes], what: object) -> None:
    assert process.stdin
    pickle.dump(what, process.stdin)
    process.stdin.flush()


def _received(process: subprocess.Popen[bytes]) -> Any:
    assert process.stdout
    return pickle.load(process.stdout)


def serve() -> None:
    """Be one of the processes, until standard input ends."""
    inbox, outbox = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what anybody prints must not come between the answers
    apps: dict[str, Flask] = {}
    for task in _tasks(inbox):
        app = apps.setdefault(task.settings.database_url, create_app(task.settings))
        pickle.dump(READY, outbox)
        outbox.flush()
        pickle.load(inbox)
        pickle.dump(_do_all(app, task), outbox)
        outbox.flush()


def _tasks(inbox: BinaryIO) -> Iterator[_Task]:
    while True:
        try:
            yield pickle.load(inbox)
        except EOFError:
            return


def _do_all(app: Flask, task: _Task) -> list[Answer]:
    def do(deed: Deed) -> Answer:
        with app.app_context():
            try:
                with transaction():
                    made = deed()
                    return Answer(str(getattr(made, "state", "done")), getattr(made, "receipt", ""))
            except DomainError as refusal:
                return Answer(type(refusal).__name__)
            except Exception as error:  # every kind of failure counts here, and is named in the output
                print(f"{type(error).__name__}: {error}".splitlines()[0], file=sys.stderr)
                return Answer(type(error).__name__, is_error=True)

    with app.app_context(), ExitStack() as doubles:
        for double in task.doubles:
            doubles.enter_context(double())
        with ThreadPoolExecutor(THREADS) as pool:
            answers = list(pool.map(do, task.deeds))
        db.engine.dispose()  # the file is exchanged, the tables are emptied before the next test
    return answers


if __name__ == "__main__":
    import_module("tests.concurrency.crowd").serve()  # the module of which the tasks are, not its copy
