import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from eventsite.commands import processes, up
from eventsite.commands.console import CommandFailed


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other_program:
        other_program.bind(("127.0.0.1", 0))
        other_program.listen()
        yield other_program.getsockname()[1]


def test_a_port_in_use_gets_a_sentence_with_a_way_out(taken_port: int) -> None:
    with pytest.raises(CommandFailed) as failed:
        up.require_free_port("127.0.0.1", taken_port)

    assert str(failed.value).startswith(f"Port {taken_port} on 127.0.0.1 is in use. Choose another one")
    assert "python3 -m eventsite up --port" in str(failed.value)


def test_a_host_of_another_machine_gets_a_sentence() -> None:
    with pytest.raises(CommandFailed, match=r"This machine cannot listen on 192\.0\.2\.1: "):
        up.require_free_port("192.0.2.1", 8000)


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("city.example.jp", "http://city.example.jp:8000"),
    ],
)
def test_the_address_shown_can_be_opened(host: str, shown: str) -> None:
    assert up.address_for_people(host, 8000) == shown


def test_a_trial_run_is_in_demo_mode() -> None:
    env = up.site_environment({"HOME": "/home/aoki"}, "http://127.0.0.1:8000")

    assert env == {"HOME": "/home/aoki", "EVENTSITE_DEMO": "1", "EVENTSITE_BASE_URL": "http://127.0.0.1:8000"}


@pytest.mark.parametrize("given", [{"EVENTSITE_DEMO": "0"}, {"EVENTSITE_SMTP_HOST": "mail.example.jp"}])
def test_a_configured_site_is_left_as_it_is(given: dict[str, str]) -> None:
    configured = {**given, "EVENTSITE_BASE_URL": "https://events.example.jp"}

    assert up.site_environment(configured, "http://127.0.0.1:8000") == configured


def test_a_worker_that_dies_is_started_again_after_a_pause(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(up, "worker_command", lambda: [sys.executable, "-c", "raise SystemExit(3)"])
    worker = up.Worker({})
    worker.start()
    first = worker.running()[0]
    first.wait()

    worker.look_after(now=100.0)
    worker.look_after(now=100.5)
    in_the_pause = worker.running()
    worker.look_after(now=101.0)

    assert "The worker ended (status 3); starting it again in 1 s." in capfd.readouterr().err
    assert in_the_pause == []
    assert worker.running() != [first]
    worker.running()[0].wait()


def test_stopping_gives_time_to_finish_and_then_no_more(tmp_path: Path) -> None:
    waiting = "print('ready', flush=True); import time; time.sleep(60)"
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + waiting
    with (tmp_path / "said").open("wb") as said:
        polite, stubborn = (
            processes.start_in_background([sys.executable, "-c", program], processes.environment(), output=said)
            for program in (waiting, deaf)
        )
    while (tmp_path / "said").read_text().count("ready") < 2:
        time.sleep(0.02)
    started = time.monotonic()

    processes.stop([polite, stubborn], patience=0.5)

    assert time.monotonic() - started < 5
    assert polite.returncode == -15
    assert stubborn.returncode == -9
