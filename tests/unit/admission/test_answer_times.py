"""Until when an offered place is held: long enough, by day, and never beyond the beginning of the event."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.admission import rules
from eventsite.admission.rules import answer_until

TOKYO = ZoneInfo("Asia/Tokyo")
HOUR = timedelta(hours=1)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(TOKYO))
lengths = st.integers(1, 336)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("offered", "hours", "begins", "until"),
    [
        (at(1, 10), 24, at(9, 10), at(2, 10)),
        (at(1, 10, 23), 24, at(9, 10), at(2, 11)),
        (at(1, 20, 30), 24, at(9, 10), at(2, 21)),
        (at(1, 21, 30), 24, at(9, 10), at(3, 12)),
        (at(1, 3), 24, at(9, 10), at(2, 12)),
        (at(1, 9), 48, at(9, 10), at(3, 9)),
        (at(1, 22), 12, at(2, 11), at(2, 10)),
        (at(1, 22), 12, at(2, 9, 30), at(2, 9, 30)),
        (at(1, 10), 48, at(3, 0), at(2, 21)),
        (at(1, 10), 48, at(2, 23), at(2, 21)),
        (at(1, 22), 48, at(2, 5), at(2, 5)),
        (at(1, 10), 48, None, at(3, 10)),
        (at(1, 17, 59), 24, at(2, 0, 30), at(1, 21)),
        (at(1, 20, 59), 24, at(2, 0, 30), at(2, 0, 30)),
        (at(1, 21), 24, at(2, 0, 30), at(2, 0, 30)),
        (at(1, 23, 59), 48, at(2, 0), None),
    ],
)
def test_aoki_has_until_a_full_hour_by_day(
    offered: datetime, hours: int, begins: datetime, until: datetime | None
) -> None:
    assert answer_until(offered, hours, begins, TOKYO) == until


def test_what_has_begun_cannot_be_answered_any_more() -> None:
    assert answer_until(at(1, 10), 48, at(1, 10), TOKYO) is None
    assert answer_until(at(1, 10), 48, at(1, 9), TOKYO) is None


@given(moments, lengths)
def test_nobody_loses_time_to_answer_or_has_to_answer_at_night(offered: datetime, hours: int) -> None:
    until = answer_until(offered, hours, None, TOKYO)

    assert until is not None
    assert hours * HOUR <= until - offered < (hours + 17) * HOUR
    local = until.astimezone(TOKYO)
    assert 9 <= local.hour <= 21
    assert (local.minute, local.second, local.microsecond) == (0, 0, 0)


@given(moments, lengths, st.timedeltas(timedelta(seconds=1), timedelta(days=20)))
def test_the_offer_ends_before_the_event_begins(offered: datetime, hours: int, ahead: timedelta) -> None:
    begins = offered + ahead
    until = answer_until(offered, hours, begins, TOKYO)
    without = answer_until(offered, hours, None, TOKYO)

    assert (until is None) is (ahead < HOUR)
    if until:
        assert without is not None
        assert offered + HOUR <= until <= min(begins, without)


def test_by_the_bare_count_of_hours_somebody_would_have_to_answer_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with a day that never ends the offer of half past ten in the evening ends at night."""
    monkeypatch.setattr(rules, "DAY_BEGINS", time.min)
    monkeypatch.setattr(rules, "DAY_ENDS", time.max)

    assert answer_until(at(1, 22, 30), 24, None, TOKYO) == at(2, 23)
