"""What of the attendance counts toward an indicator: each reading with the fiscal year from which it holds.

Names, units, published figures and their sources are the city's own data; see the city's settings file.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """How an indicator that is counted from events is read, from a fiscal year on."""

    since: int
    sentences: tuple[str, ...]
    source: str


# The published reports name the indicator and its figures; which persons they count is defined in none of them.
READINGS = (
    Reading(
        since=2022,
        sentences=(
            "「成果指標に数える」とした催しの、人数を締めた回だけを数えます。",
            "来た方をのべ人数で数えます。同じ方が2回来れば2人です。",
            "職員・応援隊・出演者などは別に数え、この数には入れません。",
            "年度は、その回が始まった日で決めます。3月31日の夜に始まった回は、日をまたいでもその年度です。",
        ),
        source="このサイトの読みかた（協働推進課と確認するもの）",
    ),
)


def reading_of(fiscal_year: int) -> Reading:
    """Return the reading that holds in a fiscal year; before the first one, the first."""
    held = [reading for reading in READINGS if reading.since <= fiscal_year]
    return held[-1] if held else READINGS[0]
