"""The real server and worker, as `up` starts them, for tests that go through the network."""

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from eventsite.commands import paths, processes, up

_READY_WITHIN = 60.0  # seconds
_CLI_WITHIN = 600.0  # seconds; loading large demo data takes minutes


class LiveServer:
    """Server processes on a free port against one database, as a context manager.

    The database must have been migrated, by a template or by ``run_cli("db", "upgrade")``, before the block.
    """

    def __init__(
        self,
        database_url: str,
        *,
        processes_wanted: int = 1,
        env: Mapping[str, str] | None = None,
        worker: bool = False,
    ) -> None:
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._env = {
            **os.environ,
            "DATABASE_URL": database_url,
            "EVENTSITE_BASE_URL": self.url,
            **(env or {}),
        }
        self._processes_wanted = processes_wanted
        self._with_worker = worker
        self._running: list[subprocess.Popen[bytes]] = []
        self._folder = tempfile.TemporaryDirectory(prefix="eventsite-server-", ignore_cleanup_errors=True)
        self._log = Path(self._folder.name, "log")
        self._log_kept = ""

    def __enter__(self) -> Self:
        try:
            command = up.server_command("127.0.0.1", self._port, processes_wanted=self._processes_wanted)
            self._start(command)
            if self._with_worker:
                self._start(up.worker_command())
            self._wait_until_healthy()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stop()

    def run_cli(self, *arguments: str) -> str:
        """Run `flask <arguments>` against the same database and settings and return what it printed.

        Raises:
            CalledProcessError: it ended with an error; the standard error stream is shown as it comes.
        """
        done = subprocess.run(
            [*up.FLASK, *arguments],
            cwd=paths.ROOT,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
            timeout=_CLI_WITHIN,
        )
        return done.stdout

    def stderr(self) -> str:
        """Return what server and worker have written, to either stream; also after the block."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else self._log_kept

    def _start(self, command: list[str]) -> None:
        with self._log.open("ab") as log:
            self._running.append(processes.start_in_background(command, self._env, output=log))

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN
        while not up.is_healthy(self.url):
            if time.monotonic() > deadline or any(process.poll() is not None for process in self._running):
                raise RuntimeError(f"The server did not come up. It wrote:\n{self.stderr()}")
            time.sleep(0.05)

    def _stop(self) -> None:
        processes.stop(self._running, patience=up.STOP_PATIENCE)
        self._log_kept = self.stderr()
        self._folder.cleanup()


def free_port() -> int:
    """Return a TCP port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
