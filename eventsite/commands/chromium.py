"""The browser in which tests and figures are made."""

import os
import shutil

from eventsite.commands import processes
from eventsite.commands.console import CommandFailed, complain, step


def ensure() -> None:
    """Install Chromium where that is possible without asking: as root on a Debian-like system."""
    from tests.support import browser  # needs the tests' packages, which the commands install first

    if browser.find_chromium() or not _may_use_apt():
        return
    apt_get = ("apt-get", "-o", "DPkg::Lock::Timeout=300")
    try:
        with step("Installing Chromium"):
            processes.run_quietly([*apt_get, "update"], failure="apt-get update failed.")
            processes.run_quietly(
                [*apt_get, "install", "-y", "--no-install-recommends", *browser.DEBIAN_PACKAGES],
                failure="Chromium could not be installed.",
            )
    except CommandFailed as error:
        complain(str(error))


def _may_use_apt() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None
