"""Building the style sheet and the scripts, with Node from the system or, failing that, from a wheel."""

from pathlib import Path

from eventsite.commands import environment, paths, processes, stamps
from eventsite.commands.console import CommandFailed, step

OLDEST_NODE = 20
_LOCKED = ("package.json", "package-lock.json", ".npmrc")
_BUILT = paths.NODE_MODULES / ".built"


def ensure_modules(folder: Path = paths.ASSETS) -> None:
    """Install the npm packages that a folder locks, the front end's by default, unless just those are there."""
    expected = stamps.digest([folder / name for name in _LOCKED])
    stamp = folder / "node_modules" / ".installed"
    if stamps.is_current(stamp, expected):
        return
    _ensure_node()
    with step(f"Installing the npm packages of {folder.relative_to(paths.ROOT)}"):
        processes.run_quietly(
            [_required("npm"), "ci", "--no-progress"],
            cwd=folder,
            failure="The npm packages could not be installed. Is the network there?",
        )
    stamps.write(stamp, expected)


def ensure_built() -> None:
    """Bundle the assets into static/dist/, unless they were built from just these sources."""
    ensure_modules()
    expected = stamps.digest(_sources())
    if paths.MANIFEST.is_file() and stamps.is_current(_BUILT, expected):
        return
    _ensure_node()
    with step("Building the assets"):
        processes.run_quietly(
            [_required("node"), "build.mjs"], cwd=paths.ASSETS, failure="The assets could not be built."
        )
    stamps.write(_BUILT, expected)


def _sources() -> list[Path]:
    folders = (paths.STATIC / name for name in ("css", "js", "img"))
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return [*files, paths.ASSETS / "build.mjs", paths.ASSETS / "package-lock.json"]


def _ensure_node() -> None:
    if _node_fits():
        return
    environment.install(paths.NODE_REQUIREMENTS)
    if not _node_fits():
        raise CommandFailed(f"Node.js {OLDEST_NODE} or newer is needed and could not be installed.")


def _node_fits() -> bool:
    """Return whether npm is there, and a Node new enough."""
    node = processes.program("node")
    if node is None or processes.program("npm") is None:
        return False
    major = processes.capture([node, "--version"]).stdout.strip().lstrip("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def _required(name: str) -> str:
    found = processes.program(name)
    if found is None:
        raise CommandFailed(f"{name} is missing although Node.js was installed.")
    return found
