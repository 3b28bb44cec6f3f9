"""The block at the end of a run that could not run everything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eventsite.commands.paths import ROOT

TESTS = """
import pytest

def test_plain():
    pass

@pytest.mark.browser
def test_page():
    pass

@pytest.mark.browser
def test_other_page():
    pass

@pytest.mark.long
def test_long():
    pass
"""


def run_pytest(folder: Path, *arguments: str, ci: str = "", path: str = "") -> subprocess.CompletedProcess[str]:
    """Run TESTS in a pytest of its own, where no browser can be found unless ``path`` leads to one."""
    (folder / "test_sample.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  browser\n  long\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.plugins.loud", "--rootdir", folder, *arguments, folder],
        cwd=ROOT,
        env={**os.environ, "CI": ci, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("workers", ["0", "1"])
def test_what_did_not_run_is_named_and_the_counts_come_last(tmp_path: Path, workers: str) -> None:
    done = run_pytest(tmp_path, "-n", workers)

    lines = done.stdout.strip().splitlines()
    assert "NOT RUN: 2 browser tests - no Chromium: apt-get install -y chromium fonts-noto-cjk" in lines
    assert "1 passed, 2 skipped" in lines[-1]
    assert done.returncode == 0


def test_under_ci_it_is_a_failure(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "-n", "1", ci="true")

    assert done.returncode == 1
    assert "1 passed, 2 skipped" in done.stdout.strip().splitlines()[-1]


def test_under_ci_a_complete_run_passes_without_a_block(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, "-n", "0", "-k", "plain", ci="true")

    assert done.returncode == 0
    assert "NOT RUN" not in done.stdout


def test_long_tests_run_on_request(tmp_path: Path) -> None:
    usual = run_pytest(tmp_path, "-n", "0", "-k", "plain or long")
    everything = run_pytest(tmp_path, "-n", "0", "-k", "plain or long", "--long")

    assert "1 passed" in usual.stdout
    assert "2 passed" in everything.stdout
