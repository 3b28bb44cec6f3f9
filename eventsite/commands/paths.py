"""Where things lie in the work tree."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VENV_BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
VENV_PYTHON = VENV_BIN / ("python.exe" if os.name == "nt" else "python")

INSTANCE = ROOT / "instance"
REQUIREMENTS = ROOT / "requirements.txt"
TEST_REQUIREMENTS = ROOT / "tests" / "requirements.txt"

ASSETS = ROOT / "eventsite" / "assets"
NODE_MODULES = ASSETS / "node_modules"
NODE_REQUIREMENTS = ASSETS / "requirements-node.txt"
LIGHTHOUSE = ROOT / "tests" / "figures" / "lighthouse"
STATIC = ROOT / "eventsite" / "static"
MANIFEST = STATIC / "dist" / "manifest.json"


def inside_venv() -> bool:
    """Return whether this process runs in the project's own environment."""
    return Path(sys.prefix).resolve() == VENV.resolve()
