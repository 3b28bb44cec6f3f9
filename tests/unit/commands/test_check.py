import sys
from pathlib import Path

from eventsite.commands import check

CATALOG = "eventsite/i18n/catalog"


def write_catalog(root: Path, name: str, text: str) -> None:
    (root / CATALOG).mkdir(parents=True, exist_ok=True)
    (root / CATALOG / name).write_text(text, encoding="utf-8")


def test_a_tool_that_is_content_has_no_complaints(tmp_path: Path) -> None:
    assert check.command_verdict([sys.executable, "-c", "print('fine')"], tmp_path).complaints == ""


def test_a_warning_is_a_complaint_even_with_status_0(tmp_path: Path) -> None:
    verdict = check.command_verdict([sys.executable, "-c", "print('warning: old rule')"], tmp_path)

    assert verdict.complaints == "warning: old rule"


def test_a_failing_tool_that_says_nothing_is_still_heard(tmp_path: Path) -> None:
    assert check.command_verdict([sys.executable, "-c", "exit(1)"], tmp_path).complaints


def test_sound_catalogs_pass(tmp_path: Path) -> None:
    write_catalog(tmp_path, "ja.json", '{"event.full": "満員"}')

    assert check.json_verdict(tmp_path).complaints == ""


def test_a_broken_catalog_is_named_with_its_line(tmp_path: Path) -> None:
    write_catalog(tmp_path, "ja.json", "{}")
    write_catalog(tmp_path, "en.json", '{"event.full": "Full",}')

    complaints = check.json_verdict(tmp_path).complaints

    assert complaints.startswith(f"{CATALOG}/en.json: ")
    assert "line 1" in complaints


def test_a_key_named_twice_is_found(tmp_path: Path) -> None:
    write_catalog(tmp_path, "ja.json", '{"event.full": "満員", "event.full": "満席"}')

    assert check.json_verdict(tmp_path).complaints == f"{CATALOG}/ja.json: named twice: event.full"
