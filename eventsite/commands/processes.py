"""Starting, waiting for and stopping other programs."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import IO

from eventsite.commands import paths
from eventsite.commands.console import CommandFailed

WINDOWS = os.name == "nt"
_OUTPUT_LINES_SHOWN = 40


def exit_on_termination() -> None:
    """Let SIGTERM and a closed terminal end this process the orderly way, through ``finally`` blocks."""

    def leave(signum: int, _frame: FrameType | None) -> None:
        sys.exit(128 + signum)

    signal.signal(signal.SIGTERM, leave)
    if not WINDOWS:
        signal.signal(signal.SIGHUP, leave)


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment with the project's own programs first on PATH, and the changes."""
    path = os.pathsep.join([str(paths.VENV_BIN), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, **changes}


def capture(
    argv: Sequence[str | Path],
    *,
    cwd: Path = paths.ROOT,
    env: Mapping[str, str] | None = None,
    keep_errors_apart: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, without input, and return its status and what it printed.

    Its errors stand among its output, or with ``keep_errors_apart`` go on to this process's error stream.
    """
    return subprocess.run(  # noqa: S603  # the commands' own fixed programs, never a visitor's words
        [str(part) for part in argv],
        cwd=cwd,
        env=dict(env) if env is not None else environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=None if keep_errors_apart else subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def run_quietly(argv: Sequence[str | Path], *, cwd: Path = paths.ROOT, failure: str) -> None:
    """Run a program to its end and show nothing of it.

    Raises:
        CommandFailed: it could not be started or ended with an error; carries the last lines it printed.
    """
    try:
        done = capture(argv, cwd=cwd)
    except OSError as error:
        raise CommandFailed(f"{failure} ({error})") from error
    if done.returncode:
        last_lines = "\n".join(done.stdout.strip().splitlines()[-_OUTPUT_LINES_SHOWN:])
        raise CommandFailed(f"{failure} The program said:\n{last_lines}")


def run_in_front(argv: Sequence[str | Path], env: Mapping[str, str]) -> int:
    """Run a program that owns the terminal and return its exit status.

    Ctrl-C reaches the program itself, which ends in its own way; SIGTERM is passed on.
    """
    process = _open([str(part) for part in argv], env)
    # A function, not SIG_IGN: ignored signals would stay ignored in programs started later.
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, lambda *_: None),
        signal.SIGTERM: signal.signal(signal.SIGTERM, lambda *_: process.terminate()),
    }
    try:
        status = process.wait()
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)
    return status if status >= 0 else 128 - status


def start_in_background(
    argv: Sequence[str], env: Mapping[str, str], *, output: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """Start a program in a group of its own, so that Ctrl-C in the terminal does not reach it.

    What it prints goes to ``output``, or without one to this process's own streams.
    """
    return _open(argv, env, stdin=subprocess.DEVNULL, output=output, apart=True)


def _open(
    argv: Sequence[str],
    env: Mapping[str, str],
    *,
    stdin: int | None = None,
    output: IO[bytes] | None = None,
    apart: bool = False,
) -> subprocess.Popen[bytes]:
    group_flag = 0
    if sys.platform == "win32" and apart:
        group_flag = subprocess.CREATE_NEW_PROCESS_GROUP
    return subprocess.Popen(  # noqa: S603  # the commands' own fixed programs, never a visitor's words
        list(argv),
        cwd=paths.ROOT,
        env=dict(env),
        stdin=stdin,
        stdout=output,
        stderr=output,
        start_new_session=apart and not WINDOWS,
        creationflags=group_flag,
    )


def ask_to_stop(process: subprocess.Popen[bytes]) -> None:
    """Ask a program started in the background to end; it may finish what it is doing."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.send_signal(signal.CTRL_BREAK_EVENT)
    else:
        process.terminate()


def ignore_further_signals() -> None:
    """No longer listen to Ctrl-C and SIGTERM: a second one during the stop would leave orphans."""
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: None)


def stop(running: Sequence[subprocess.Popen[bytes]], *, patience: float) -> None:
    """Ask all to end, wait up to ``patience`` seconds together, then end them and all they started."""
    for process in running:
        ask_to_stop(process)
    deadline = time.monotonic() + patience
    for process in running:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def program(name: str) -> str | None:
    """Return the full path of a program, the environment's own before the system's, or None."""
    return shutil.which(name, path=environment()["PATH"])
