"""Stamps: remember from which inputs something was made, to make it again only when they changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *facts: str) -> str:
    """Return a hash over the files' places and contents and over further facts, such as a version."""
    total = hashlib.sha256()
    for fact in facts:
        total.update(f"fact {fact}\n".encode())
    for file in sorted(files):
        total.update(f"file {file.as_posix()} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def is_current(stamp: Path, expected: str) -> bool:
    """Return whether the stamp was written for exactly these inputs."""
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == expected


def write(stamp: Path, value: str) -> None:
    """Write the stamp; do this last, so that a broken-off step is done again."""
    stamp.write_text(value + "\n", encoding="ascii")
