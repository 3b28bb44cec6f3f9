"""How far apart two positions are, as the crow flies, and how that is said. Pure.

static/js/places.js says the distance from the reader's own position by the same rules: the position never comes here.
"""

from math import asin, cos, radians, sin, sqrt

from eventsite.discovery.reader import Reader
from eventsite.i18n.ruby import Text

Position = tuple[float, float]  # latitude, longitude in degrees
EARTH_RADIUS_KM = 6371.0088  # the mean radius of GRS 80
_HUNDRED_METRES = 0.1
_NEAR_KM = 0.95  # below, distances are said in hundreds of metres
_FAR_KM = 9.95  # from here on, in whole kilometres


def kilometres(one: Position, other: Position) -> float:
    """Return the great-circle distance (haversine formula)."""
    north, south = radians(one[0]), radians(other[0])
    across = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(radians(other[1] - one[1]) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1, sqrt(across)))


def distance_text(distance: float, reader: Reader) -> Text:
    """Return a distance in kilometres in words: 約300m, 約1.2km, 約23km; never nearer than 約100m."""
    if distance < _NEAR_KM:
        return reader.text("places.metres", number=f"{max(1, _rounded(distance / _HUNDRED_METRES)) * 100}")
    if distance < _FAR_KM:
        return reader.text("places.kilometres", number=f"{_rounded(distance * 10) / 10:g}")
    return reader.text("places.kilometres", number=f"{_rounded(distance)}")


def _rounded(number: float) -> int:
    """Return the nearest whole number, a half upwards, as JavaScript's Math.round."""
    return int(number + 0.5)
