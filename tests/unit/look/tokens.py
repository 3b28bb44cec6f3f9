"""The colours of the style sheet, and the contrast of two of them."""

import re
from pathlib import Path

CSS = Path(__file__).parents[3] / "eventsite" / "static" / "css"
_DECLARATION = re.compile(r"(--[\w-]+):\s*(#[0-9a-f]{6});")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BODY = re.compile(r"\{([^{}]*)\}")
_TEXT = re.compile(r"(?<![\w-])color: var\((--[\w-]+)\)")
_GROUND = re.compile(r"background(?:-color)?: var\((--[\w-]+)\)")
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


def pairs_of_rules() -> set[tuple[str, str]]:
    """Return the colours of text and ground that one rule of any style sheet sets together."""
    sheets = (_COMMENT.sub("", file.read_text(encoding="utf-8")) for file in CSS.rglob("*.css"))
    bodies = (body for sheet in sheets for body in _BODY.findall(sheet))
    return {
        (text[1], ground[1]) for body in bodies if (text := _TEXT.search(body)) and (ground := _GROUND.search(body))
    }


def _colors(part: str) -> dict[str, str]:
    return dict(_DECLARATION.findall(part))


_light, _rest = (CSS / "tokens.css").read_text(encoding="utf-8").split("@media screen and (prefers-color-scheme: dark)")
LIGHT = _colors(_light)
DARK = LIGHT | _colors(_rest.split("@media print")[0])
THEMES = {"light": LIGHT, "dark": DARK}
