"""Entry point of ``python3 -m eventsite``; must be readable by old Pythons, to turn them away politely."""

import sys

OLDEST_PYTHON = (3, 11)


def refusal(version: "tuple[int, ...]") -> "str | None":
    """Return why this version of Python cannot run eventsite, or None if it can."""
    if version >= OLDEST_PYTHON:
        return None
    return f"eventsite needs Python 3.11 or newer, not {version[0]}.{version[1]} ({sys.executable})."


if __name__ == "__main__":
    reason = refusal(sys.version_info[:2])
    if reason:
        sys.exit(reason)

    from eventsite.commands import main

    sys.exit(main(sys.argv[1:]))
