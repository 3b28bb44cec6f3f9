"""The colours of the style sheet, and the contrast of two of them."""

import re
from pathlib import Path

CSS = Path(__file__).parents[3] / "eventsite" / "static" / "css"
_DECLARATION = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]{6});")
_SEEN_AS_LINEAR_BELOW = 0.04045


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours like ``#1a1a1a``. Source: WCAG 2.2, contrast ratio."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _SEEN_AS_LINEAR_BELOW else ((channel + 0.055) / 1.055) ** 2.4


def _colors(part: str) -> dict[str, str]:
    return dict(_DECLARATION.findall(part))


_light, _rest = (CSS / "tokens.css").read_text(encoding="utf-8").split("@media screen and (prefers-color-scheme: dark)")
LIGHT = _colors(_light)
DARK = LIGHT | _colors(_rest.split("@media print")[0])
