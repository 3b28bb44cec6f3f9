import sys

import pytest

from eventsite.commands import processes
from eventsite.commands.console import CommandFailed


def test_a_failing_program_is_reported_with_its_last_words() -> None:
    with pytest.raises(CommandFailed) as failed:
        processes.run_quietly([sys.executable, "-c", "print('no room left'); exit(4)"], failure="It did not work.")

    assert str(failed.value) == "It did not work. The program said:\nno room left"


def test_a_missing_program_is_reported_too() -> None:
    with pytest.raises(CommandFailed, match=r"^It did not work\. \("):
        processes.run_quietly(["/nowhere/program"], failure="It did not work.")


def test_a_program_in_front_gives_its_status() -> None:
    status = processes.run_in_front([sys.executable, "-c", "exit(5)"], processes.environment())

    assert status == 5


def test_a_program_ended_by_a_signal_gives_a_failing_status() -> None:
    suicide = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"

    status = processes.run_in_front([sys.executable, "-c", suicide], processes.environment())

    assert status == 128 + 9
