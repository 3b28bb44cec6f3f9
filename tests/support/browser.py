"""Finding Chromium and starting it quietly."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

DEBIAN_PACKAGES = ("chromium", "fonts-noto-cjk")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC_PATHS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
# Nothing the browser does of its own accord may reach the network or the measured times.
_QUIET_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


def find_chromium() -> str | None:
    """Return the path of an installed Chromium or Chrome, or None."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    return next((str(path) for path in _usual_paths() if path.is_file()), None)


def missing_chromium() -> str:
    """Return the words for "there is none", with what to do about it on this system."""
    remedy = f"apt-get install -y {' '.join(DEBIAN_PACKAGES)}" if sys.platform == "linux" else "install Chrome"
    return f"no Chromium: {remedy}"


def launch(playwright: "Playwright", *, extra_flags: Sequence[str] = ()) -> "Browser":
    """Start the installed Chromium without a window.

    Raises:
        LookupError: there is none.
    """
    found = find_chromium()
    if found is None:
        raise LookupError(missing_chromium())
    return playwright.chromium.launch(executable_path=found, args=[*_QUIET_FLAGS, *extra_flags])


def _usual_paths() -> list[Path]:
    if sys.platform == "darwin":
        return [Path(path) for path in _MAC_PATHS]
    folders = [os.environ[name] for name in _WINDOWS_FOLDERS if name in os.environ]
    return [Path(folder, "Google", "Chrome", "Application", "chrome.exe") for folder in folders]
