"""How far it is, and how that is said."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import eventsite.config
from eventsite.city.settings import read_settings
from eventsite.discovery.distance import distance_text, kilometres
from eventsite.discovery.reader import Reader
from eventsite.i18n.texts import Locale

CITY = read_settings(Path(eventsite.config.__file__).parent / "city" / "yamaguchi.toml")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ODONO, SHIRAISHI, ATO = (34.183315, 131.479809), (34.174061, 131.473595), (34.398530, 131.721424)


def test_the_distance_is_that_on_the_sphere() -> None:
    # A degree of latitude is 111.195 km on a sphere of that radius; the others by the spherical law of cosines.
    assert kilometres((34.0, 131.0), (35.0, 131.0)) == pytest.approx(111.195, abs=0.001)
    assert kilometres(ODONO, SHIRAISHI) == pytest.approx(1.177, abs=0.002)
    assert kilometres(ODONO, ATO) == kilometres(ATO, ODONO) == pytest.approx(32.65, abs=0.05)
    assert kilometres(ODONO, ODONO) == 0


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (0, "約100m"), (0.26, "約300m"), (0.94, "約900m"), (0.95, "約1km"), (1.17, "約1.2km"), (9.94, "約9.9km"),
        (9.96, "約10km"), (32.65, "約33km"),
    ],
)  # fmt: skip
def test_a_distance_is_said_no_more_exactly_than_anybody_walks(distance: float, words: str) -> None:
    assert distance_text(distance, Reader(Locale.JA, NOW, CITY)) == words


def test_other_languages_say_it_their_way() -> None:
    assert distance_text(1.17, Reader(Locale.EN, NOW, CITY)) == "about 1.2 km"
    assert distance_text(1.17, Reader(Locale.JA_EASY, NOW, CITY)) == "だいたい 1.2km"
