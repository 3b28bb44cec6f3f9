import sys
from pathlib import Path

import pytest

from tests.support import browser


def install(folder: Path, name: str) -> Path:
    program = folder / name
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


@pytest.mark.skipif(sys.platform != "linux", reason="the search differs from system to system")
def test_chromium_comes_before_chrome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, "google-chrome")
    chromium = install(tmp_path, "chromium")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert browser.find_chromium() == str(chromium)


def test_chrome_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chrome = install(tmp_path, "google-chrome")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert browser.find_chromium() == str(chrome)


def test_chrome_is_found_where_windows_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chrome = tmp_path / "Google" / "Chrome" / "Application" / "chrome.exe"
    chrome.parent.mkdir(parents=True)
    chrome.touch()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))

    assert browser.find_chromium() == str(chrome)


def test_where_there_is_none_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")

    assert browser.find_chromium() is None
    assert browser.missing_chromium() == "no Chromium: apt-get install -y chromium fonts-noto-cjk"
