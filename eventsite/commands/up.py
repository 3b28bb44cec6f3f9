"""``python3 -m eventsite up``: from a bare work tree to a serving site with its worker."""

import argparse
import errno
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping

from eventsite.commands import assets, environment, paths, processes
from eventsite.commands.console import CommandFailed, complain, say, step

SERVER_PATIENCE = 60.0  # seconds for the first answer; a laptop under load imports slowly
STOP_PATIENCE = 9.0  # seconds for both children together; the whole stop stays within ten
_RESTART_PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds before the worker is started again, the last for ever
_ALL_INTERFACES = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # recognised here, bound only if asked for
FLASK = (sys.executable, "-m", "flask", "--app", "eventsite.app")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command accepts."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=port_number, default=8000, help="port to listen on (default: %(default)s)")


def port_number(text: str) -> int:
    """Return a TCP port from 1 to 65535.

    Raises:
        ArgumentTypeError: the text is no such number.
    """
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Set everything up that is not yet, then serve until told to stop; return the exit status."""
    host, port = arguments.host, arguments.port
    address = address_for_people(host, port)
    started = time.monotonic()
    require_free_port(host, port)
    environment.install(paths.REQUIREMENTS)
    assets.ensure_built()
    env = site_environment(os.environ, address)
    with step("Preparing the database"):
        notice = _prepare(env)
    worker = Worker(env)
    server = processes.start_in_background(server_command(host, port), env)
    try:
        worker.start()
        with step("Starting the server"):
            _wait_until_healthy(server, address)
        say(f"Serving at {address} after {time.monotonic() - started:.1f} s. Ctrl-C stops.")
        if notice:
            say(notice)
        return _watch(server, worker)
    except KeyboardInterrupt:
        return 0
    finally:
        processes.ignore_further_signals()
        processes.stop([server, *worker.running()], patience=STOP_PATIENCE)
        say("Stopped.")


def address_for_people(host: str, port: int) -> str:
    """Return the address to type into a browser on this machine."""
    if host in _ALL_INTERFACES:
        host = _ALL_INTERFACES[host]
    return f"http://{_bracketed(host)}:{port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def site_environment(given: Mapping[str, str], address: str) -> dict[str, str]:
    """Return the environment of the site's processes.

    Where nothing says how mail leaves, this is a trial: demo mode keeps the mails readable in the browser.
    """
    env = {**given}
    if "EVENTSITE_DEMO" not in given and not given.get("EVENTSITE_SMTP_HOST"):
        env["EVENTSITE_DEMO"] = "1"
    env.setdefault("EVENTSITE_BASE_URL", address)
    return env


def server_command(host: str, port: int, *, processes_wanted: int = 2) -> list[str]:
    """Return the command that serves the site: gunicorn, or waitress where gunicorn does not exist."""
    where = f"{_bracketed(host)}:{port}"
    if processes.WINDOWS:
        return [sys.executable, "-m", "waitress", f"--listen={where}", "--threads=8", "wsgi:app"]
    return [
        *(sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", where),
        *("--worker-class", "gthread", "--workers", str(processes_wanted), "--threads", "4"),
        *("--max-requests", "20000", "--max-requests-jitter", "2000", "--graceful-timeout", "7"),
        *("--no-control-socket", "--log-level", "warning"),
    ]


def worker_command() -> list[str]:
    """Return the command that does the due work: mails, draws, offers, deletions."""
    return [*FLASK, "jobs", "run", "--watch"]


def require_free_port(host: str, port: int) -> None:
    """Check that the address can be listened on, before minutes of set-up go by.

    Raises:
        CommandFailed: it is taken, forbidden or not of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if not processes.WINDOWS:  # there the option would allow two listeners
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = {errno.EADDRINUSE: "in use", errno.EACCES: "not allowed"}.get(error.errno or 0)
        if reason:
            example = port + 1 if port < 65535 else port - 1
            raise CommandFailed(
                f"Port {port} on {host} is {reason}. "
                f"Choose another one, for example: python3 -m eventsite up --port {example}"
            ) from error
        raise CommandFailed(f"This machine cannot listen on {host}: {error.strerror}.") from error


class Worker:
    """The worker process, started again with growing pauses whenever it ends by itself."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        self._failures = 0
        self._due = 0.0  # when to start again, by the monotonic clock
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the worker process."""
        self._process = processes.start_in_background(worker_command(), self._env)

    def running(self) -> list[subprocess.Popen[bytes]]:
        """Return the process, if there is one at the moment."""
        return [self._process] if self._process else []

    def look_after(self, now: float) -> None:
        """Notice the worker's end, and start it again once its pause is over."""
        if self._process is None:
            if now >= self._due:
                self.start()
        elif self._process.poll() is not None:
            pause = _RESTART_PAUSES[min(self._failures, len(_RESTART_PAUSES) - 1)]
            complain(f"The worker ended (status {self._process.returncode}); starting it again in {pause:.0f} s.")
            self._failures += 1
            self._due = now + pause
            self._process = None


def _prepare(env: Mapping[str, str]) -> str:
    """Migrate, load the city and, on first start, the demo data; return what the person should read."""
    done = processes.capture([*FLASK, "site", "prepare"], env=env, keep_errors_apart=True)
    if done.returncode:
        raise CommandFailed("The database could not be prepared; the reason stands above.\n" + done.stdout.strip())
    return done.stdout.strip()


def _wait_until_healthy(server: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + SERVER_PATIENCE
    while not is_healthy(address):
        if server.poll() is not None:
            raise CommandFailed(f"The server ended at once (status {server.returncode}).")
        if time.monotonic() > deadline:
            raise CommandFailed(f"The server did not answer at {address}/healthz within {SERVER_PATIENCE:.0f} s.")
        time.sleep(0.1)


def is_healthy(address: str) -> bool:
    """Return whether the site at the address says that it is well."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{address}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _watch(server: subprocess.Popen[bytes], worker: Worker) -> int:
    while server.poll() is None:
        worker.look_after(time.monotonic())
        time.sleep(0.2)
    complain(f"The server ended unexpectedly (status {server.returncode}).")
    return 1
