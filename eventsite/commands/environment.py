"""The virtual environment: made once, filled again only when a lock file changed."""

import os
import shutil
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eventsite.commands import paths, processes, stamps
from eventsite.commands.console import CommandFailed, step

_PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--require-hashes")


def enter() -> None:
    """Go on inside the virtual environment, making it first where needed.

    Where this process runs outside of it, it is replaced by one that runs inside.
    """
    if paths.inside_venv():
        return
    with _alone():
        if not _venv_fits():
            with step("Making the virtual environment .venv"):
                _make_venv()
    _run_again_inside()


def install(requirements: Path) -> None:
    """Install a hashed lock file into the environment, unless just that was installed before."""
    with _alone():
        name = requirements.relative_to(paths.ROOT).as_posix()
        stamp = paths.VENV / f"installed-{name.replace('/', '-')}"
        expected = stamps.digest([requirements], sys.version)
        if stamps.is_current(stamp, expected):
            return
        with step(f"Installing {name}"):
            processes.run_quietly(
                [sys.executable, *_PIP, "-r", requirements],
                failure="The packages could not be installed. Is the network there?",
            )
        stamps.write(stamp, expected)


def _venv_fits() -> bool:
    """Return whether the environment is there, was made to the end, and for this very Python."""
    settings = paths.VENV / "pyvenv.cfg"
    packages = sysconfig.get_path("purelib", "venv", {"base": str(paths.VENV)})
    if not (paths.VENV_PYTHON.exists() and settings.is_file() and Path(packages, "pip").is_dir()):
        return False
    mine = f"{sys.version_info.major}.{sys.version_info.minor}."
    lines = [line.partition("=") for line in settings.read_text(encoding="utf-8").splitlines()]
    return any(name.strip() == "version" and value.strip().startswith(mine) for name, _, value in lines)


def _make_venv() -> None:
    try:
        import ensurepip  # noqa: F401  # Debian splits it off; asking first gives a better sentence than venv does
        import venv
    except ImportError as error:
        raise CommandFailed(
            "This Python cannot make virtual environments. On Debian or Ubuntu: "
            f"apt-get install -y python{sys.version_info.major}.{sys.version_info.minor}-venv"
        ) from error
    if paths.VENV.exists():
        shutil.rmtree(paths.VENV)
    venv.create(paths.VENV, with_pip=True, symlinks=not processes.WINDOWS)


def _run_again_inside() -> None:
    argv = [str(paths.VENV_PYTHON), "-m", "eventsite", *sys.argv[1:]]
    # Every command starts several Pythons. Compiled once they start in a moment; each time anew, in seconds.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if processes.WINDOWS:  # os.execv would hand the terminal back while the new process still runs
        sys.exit(processes.run_in_front(argv, os.environ))
    os.chdir(paths.ROOT)
    os.execv(argv[0], argv)  # noqa: S606  # no shell is wanted: the arguments go on as they came


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the set-up lock, so that `up` and `test` started side by side do not install into each other."""
    paths.INSTANCE.mkdir(exist_ok=True)
    with (paths.INSTANCE / ".setup.lock").open("a+b") as lock:
        _lock(lock.fileno())  # released when the file is closed, or when the process dies
        yield


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        held = False
        while not held:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
                held = True
            except OSError:  # held by another process
                time.sleep(1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
