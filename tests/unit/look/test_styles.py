"""House rules of the style sheets."""

import gzip
import re
from pathlib import Path

import pytest

from tests.unit.look.tokens import CSS

SHEETS = sorted(file for file in CSS.rglob("*.css") if "dist" not in file.parts)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NAMES = {str(file.relative_to(CSS)) for file in SHEETS}
TEMPLATES = CSS.parents[1] / "templates"


def rules_of(sheet: Path) -> str:
    """Return a style sheet without its comments."""
    return COMMENT.sub("", sheet.read_text(encoding="utf-8"))


def selectors_of(sheet: Path) -> list[str]:
    """Return what stands before each block."""
    return [part.rsplit("}", 1)[-1].rsplit(";", 1)[-1] for part in rules_of(sheet).split("{")[:-1]]


def sheet_name(sheet: Path) -> str:
    return str(sheet.relative_to(CSS))


@pytest.mark.parametrize("sheet", SHEETS, ids=sheet_name)
def test_nothing_is_styled_by_id(sheet: Path) -> None:
    assert [selector for selector in selectors_of(sheet) if "#" in selector] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=sheet_name)
def test_nothing_is_loaded_from_elsewhere(sheet: Path) -> None:
    assert not re.search(r"url\(|//|https?:", rules_of(sheet))


@pytest.mark.parametrize("sheet", SHEETS, ids=sheet_name)
def test_only_tokens_and_things_on_paper_name_colours(sheet: Path) -> None:
    on_white_or_paper = {"tokens.css", "print.css", "layout.css", "map.css"} | {
        f"components/{one}.css" for one in ("qr-figure", "slip", "ticket")
    }
    outside_print = rules_of(sheet).split("@media print")[0]

    named = re.findall(r"#[0-9a-f]{3,8}\b", outside_print)

    assert named == [] or sheet_name(sheet) in on_white_or_paper


def test_main_brings_in_every_sheet_once_and_in_order() -> None:
    imported = re.findall(r'@import "([^"]+)";', rules_of(CSS / "main.css"))

    assert len(imported) == len(set(imported))
    assert set(imported) == NAMES - {"main.css", "map.css"}  # the map's own sheet is loaded with the map
    assert imported[:4] == ["reset.css", "tokens.css", "base.css", "layout.css"]
    assert imported[-2:] == ["utilities.css", "print.css"]


def test_all_styles_together_stay_small() -> None:
    everything = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)

    assert len(gzip.compress(everything.encode())) <= 20_000


def test_every_variable_used_is_defined() -> None:
    everything = "".join(map(rules_of, SHEETS))

    assert set(re.findall(r"var\((--[\w-]+)\)", everything)) <= set(re.findall(r"(--[\w-]+):", everything))


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: str(file.relative_to(TEMPLATES))
)
def test_no_template_carries_styles_or_scripts_of_its_own(template: Path) -> None:
    text = template.read_text(encoding="utf-8")

    assert not re.search(
        r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*(\ssrc=|application/ld\+json))|javascript:", text
    )
