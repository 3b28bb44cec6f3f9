"""The draw sheet as PDF (A4), set by Typst from sheet.typ with a typeface of our own packages."""

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from threading import Lock

import typst

_SOURCE = Path(__file__).with_name("sheet.typ")
PATIENCE_SECONDS = 3.0
_press = Lock()
_TYPEFACES = Path(str(files("pylopdf_fonts_jp")))


@dataclass(frozen=True)
class Paper:
    """What stands on the sheet: a title, lines above the table, the table, and the values by which it is checked."""

    title: str
    lines: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    proofs: tuple[str, ...]


def pdf(paper: Paper) -> bytes | None:
    """Return the sheet, or None while another one is being set: thousands of rows take seconds, and anybody may ask."""
    if not _press.acquire(timeout=PATIENCE_SECONDS):
        return None
    try:
        return _set(paper)
    finally:
        _press.release()


@lru_cache(maxsize=4)  # a result never changes
def _set(paper: Paper) -> bytes:
    """Set the sheet. Words reach the typesetter as data alone, so that none of them can be a command."""
    typefaces = typst.Fonts(include_system_fonts=False, font_paths=[str(_TYPEFACES)])
    compiler = typst.Compiler(_SOURCE, font_paths=typefaces, sys_inputs={"data": json.dumps(asdict(paper))})
    pages = compiler.compile(format="pdf")
    return pages if isinstance(pages, bytes) else b""
