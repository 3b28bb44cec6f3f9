"""Accessibility check of a page in the browser, with the axe-core that the lock names."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SCRIPT = Path(__file__).resolve().parents[2] / "eventsite/assets/node_modules/axe-core/axe.min.js"
# Named one by one, because axe leaves the rules of WCAG 2.2 (such as the target size) off by default.
_STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def violations(page: "Page") -> list[str]:
    """Return one sentence per violation on the page: the rule, its gravity, what is wrong and where."""
    return _run(page, list(_STANDARDS))


def low_contrast(page: "Page") -> list[str]:
    """Return one sentence per text on the page that stands out less than 7:1 (4.5:1 where it is large)."""
    return _run(page, {"type": "rule", "values": ["color-contrast-enhanced"]})


def _run(page: "Page", rules: list[str] | dict[str, Any]) -> list[str]:
    page.evaluate(_script())
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules
    )
    return [_sentence(violation, node) for violation in result["violations"] for node in violation["nodes"]]


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


def _sentence(violation: dict[str, Any], node: dict[str, Any]) -> str:
    target = " ".join(str(part) for part in node["target"])
    reason = " ".join(str(node.get("failureSummary", "")).split())
    return f"{violation['id']} ({violation['impact']}) at {target}: {violation['help']}. {reason} {node['html']}"
