"""The shipped city, and copies of it to break."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from eventsite.city.settings import CitySettings, read_settings

CITY = Path(__file__).parents[3] / "eventsite" / "city"


@pytest.fixture(scope="session")
def yamaguchi() -> CitySettings:
    """The settings as shipped."""
    return read_settings(CITY / "yamaguchi.toml")


@pytest.fixture
def own_copy(tmp_path: Path) -> Path:
    """A folder with the shipped settings file and its data."""
    shutil.copy(CITY / "yamaguchi.toml", tmp_path)
    shutil.copytree(CITY / "data", tmp_path / "data")
    return tmp_path


@pytest.fixture
def edit(own_copy: Path) -> Callable[[str, str, str], Path]:
    """Replace the first occurrence of a text in a file of the copy; give that file's path."""

    def replace(name: str, old: str, new: str) -> Path:
        file = own_copy / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file

    return replace


@pytest.fixture
def edit_toml(edit: Callable[[str, str, str], Path]) -> Callable[[str, str], Path]:
    """The same for the settings file."""
    return lambda old, new: edit("yamaguchi.toml", old, new)
