import subprocess
import sys

import pytest

from eventsite import commands
from eventsite.commands import test as test_command
from eventsite.commands.paths import ROOT


def run_eventsite(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "eventsite", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_up_serves_this_machine_alone_unless_told_otherwise() -> None:
    arguments = commands.parse(["up"])

    assert (arguments.host, arguments.port) == ("127.0.0.1", 8000)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "８０００"])
def test_a_wrong_port_ends_with_status_2_and_names_it(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        commands.parse(["up", f"--port={port}"])

    assert ended.value.code == 2
    assert f"'{port}' is not a port from 1 to 65535" in capsys.readouterr().err


def test_what_test_does_not_know_goes_to_pytest_and_has_the_last_word() -> None:
    arguments = commands.parse(["test", "--long", "tests/unit", "-k", "lottery", "-n", "0"])

    command = test_command.pytest_command(long=arguments.long, rest=arguments.rest)

    assert "--long" in command
    assert command[-5:] == ["tests/unit", "-k", "lottery", "-n", "0"]


def test_long_tests_run_only_when_asked_for() -> None:
    arguments = commands.parse(["test"])

    assert "--long" not in test_command.pytest_command(long=arguments.long, rest=arguments.rest)


def test_bench_hands_its_options_on() -> None:
    assert commands.parse(["bench", "--events", "1000"]).rest == ["--events", "1000"]


@pytest.mark.parametrize("arguments", [[], ["check", "--fast"], ["up", "now"], ["serve"]])
def test_wrong_arguments_end_with_status_2_and_usage(arguments: list[str]) -> None:
    done = run_eventsite(*arguments)

    assert done.returncode == 2
    assert "usage: python3 -m eventsite" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_lists_every_command() -> None:
    done = run_eventsite("--help")

    assert done.returncode == 0
    assert [name for name in ("up", "test", "check", "bench", "figures") if f"    {name} " not in done.stdout] == []


@pytest.mark.parametrize("command", ["up", "test", "check", "bench", "figures"])
def test_every_command_explains_itself(command: str) -> None:
    done = run_eventsite(command, "--help")

    assert done.returncode == 0
    assert f"usage: python3 -m eventsite {command}" in done.stdout
