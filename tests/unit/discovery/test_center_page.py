"""Where a center works."""

from datetime import UTC, datetime

from eventsite.discovery.center_page import seat_on
from eventsite.events.models import Venue

OLD = Venue(name="もとの建物")
TEMPORARY = Venue(
    name="仮の場所", valid_from=datetime(2024, 9, 2, tzinfo=UTC), valid_until=datetime(2026, 12, 1, tzinfo=UTC)
)
NEW = Venue(name="新しい建物", valid_from=datetime(2026, 12, 1, tzinfo=UTC))
ALL = [OLD, TEMPORARY, NEW]


def test_a_dated_building_stands_in_for_the_one_without_dates() -> None:
    assert seat_on(ALL, datetime(2024, 9, 1, tzinfo=UTC)) is OLD
    assert seat_on(ALL, datetime(2024, 9, 2, tzinfo=UTC)) is TEMPORARY
    assert seat_on(ALL, datetime(2026, 12, 1, tzinfo=UTC)) is NEW
    assert seat_on([], datetime(2026, 12, 1, tzinfo=UTC)) is None
