"""The import contracts catch what they are meant to catch."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from eventsite.commands import check, paths

PRIVATE = ("forms", "routes", "routes_staff")  # a feature's own doors: others call its services and queries
SHARED = ("app", "core")  # app wires every route; core holds the forms' base


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the source in which a test may plant a wrong import."""
    kept_out = shutil.ignore_patterns("node_modules", "static", "templates", "data", "__pycache__")
    shutil.copytree(paths.ROOT / "eventsite", tmp_path / "eventsite", ignore=kept_out)
    shutil.copy(paths.ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def complaints_about(tree: Path) -> str:
    return check.command_verdict([*check.IMPORTS_COMMAND, "--no-cache"], tree).complaints


def test_the_source_as_it_is_keeps_the_direction(tree: Path) -> None:
    assert complaints_about(tree) == ""


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("core/planted.py", "from eventsite.accounts import models"),
        ("events/planted.py", "from eventsite.admission import services"),
        ("notifications/services_planted.py", "from eventsite.accounts import access"),
        ("discovery/planted.py", "from eventsite.feeds import routes"),
        ("accounts/planted.py", "from eventsite import app"),
    ],
)
def test_a_planted_wrong_import_is_caught(tree: Path, file: str, line: str) -> None:
    (tree / "eventsite" / file).write_text(f"{line}\n", encoding="utf-8")

    assert "BROKEN" in complaints_about(tree)


def imports_of(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


# A row of a table is judged by the very form that a person would fill in.
_WANTED = "imports/judging.py imports eventsite.admission.forms.RegistrationForm"


def trespasses(source: Path) -> list[str]:
    """Imports of another feature's forms or routes, as "file imports module"."""
    found = []
    for file in sorted(source.rglob("*.py")):
        own = file.relative_to(source).parts[0].removesuffix(".py")
        for name in imports_of(file):
            parts = name.split(".")
            foreign = parts[0] == "eventsite" and len(parts) > 2 and parts[2] in PRIVATE
            if foreign and parts[1] not in (own, *SHARED) and own not in SHARED:
                found.append(f"{file.relative_to(source)} imports {name}")
    return found


def test_no_feature_uses_the_forms_or_routes_of_another(tree: Path) -> None:
    before = trespasses(tree / "eventsite")
    (tree / "eventsite/admission/planted.py").write_text("from eventsite.events.forms import EventForm\n")

    assert before == [_WANTED]
    assert trespasses(tree / "eventsite") == ["admission/planted.py imports eventsite.events.forms.EventForm", _WANTED]
