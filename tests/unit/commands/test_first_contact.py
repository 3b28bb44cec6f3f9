"""What happens before anything is installed, and on Pythons that are too old."""

import ast
import subprocess
import sys

import pytest

from eventsite.__main__ import refusal
from eventsite.commands.paths import ROOT


@pytest.mark.parametrize("version", [(2, 7), (3, 8), (3, 10)])
def test_an_old_python_is_told_what_is_needed(version: tuple[int, int]) -> None:
    said = refusal(version)

    assert said is not None
    assert said.startswith(f"eventsite needs Python 3.11 or newer, not {version[0]}.{version[1]}")


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (4, 0)])
def test_a_new_python_is_welcome(version: tuple[int, int]) -> None:
    assert refusal(version) is None


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py"])
def test_what_an_old_python_reads_first_is_readable_to_it(name: str) -> None:
    text = (ROOT / "eventsite" / name).read_text(encoding="utf-8")

    assert ast.parse(text, feature_version=(3, 8))


def test_the_commands_need_nothing_but_the_standard_library() -> None:
    without_packages = [sys.executable, "-I", "-S", "-c"]
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import eventsite.commands as c; c.make_parser()"

    subprocess.run([*without_packages, program], check=True)
    premise = subprocess.run([*without_packages, "import flask"], check=False, capture_output=True)

    assert premise.returncode != 0
