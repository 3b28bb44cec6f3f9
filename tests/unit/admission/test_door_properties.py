"""Who may register when: nobody farther before somebody nearer, and the time that is named is the time it opens."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eventsite.admission.errors import NotYourTurn, RegistrationClosed
from eventsite.admission.rules import Door, Period, is_over, registration_period, require_door
from eventsite.admission.vocabulary import Channel, Residence
from eventsite.core.errors import DomainError

NOON = datetime(2027, 3, 1, 3, tzinfo=UTC)
CIRCLES = list(Residence)

hours = st.integers(-48, 48).map(lambda number: NOON + timedelta(hours=number))
channels = st.sampled_from(Channel)
circles = st.sampled_from(CIRCLES)


@st.composite
def doors(draw: st.DrawFn) -> Door:
    opens_at, length = draw(hours), draw(st.none() | st.integers(1, 48))
    closes_at = opens_at + timedelta(hours=length) if length else None
    return Door(draw(circles), draw(st.none() | channels), Period(opens_at, closes_at))


openings = st.lists(doors(), max_size=5)


def refusal(ways: Sequence[Door], residence: Residence | None, channel: Channel, now: datetime) -> DomainError | None:
    try:
        require_door(ways, residence, channel, now)
    except (NotYourTurn, RegistrationClosed) as error:
        return error
    return None


@given(openings, circles, circles, channels, hours)
def test_where_somebody_farther_away_may_register_somebody_nearer_may(
    ways: Sequence[Door], one: Residence, other: Residence, channel: Channel, now: datetime
) -> None:
    nearer, farther = sorted([one, other], key=CIRCLES.index)

    if refusal(ways, farther, channel, now) is None:
        assert refusal(ways, nearer, channel, now) is None


@given(openings, circles, channels, hours)
def test_who_does_not_say_where_they_live_is_let_in_with_the_last(
    ways: Sequence[Door], residence: Residence, channel: Channel, now: datetime
) -> None:
    if refusal(ways, None, channel, now) is None:
        assert refusal(ways, residence, channel, now) is None


@given(openings, circles, channels, hours)
def test_whoever_is_told_a_time_is_let_in_at_that_time_and_not_before(
    ways: Sequence[Door], residence: Residence, channel: Channel, now: datetime
) -> None:
    told = refusal(ways, residence, channel, now)

    if isinstance(told, NotYourTurn) and (opens_at := told.values["opens_at"]):
        assert isinstance(opens_at, datetime)
        assert opens_at > now
        assert refusal(ways, residence, channel, opens_at) is None
        assert refusal(ways, residence, channel, opens_at - timedelta(microseconds=1)) is not None


@given(openings, circles, channels, hours)
def test_whoever_is_told_that_it_has_closed_is_never_let_in_again(
    ways: Sequence[Door], residence: Residence, channel: Channel, now: datetime
) -> None:
    if isinstance(refusal(ways, residence, channel, now), RegistrationClosed):
        later = [now + timedelta(hours=number) for number in range(150)]
        assert not [one for one in later if refusal(ways, residence, channel, one) is None]


@given(st.lists(hours, max_size=5), st.none() | hours, hours)
def test_a_call_without_a_deadline_is_open_until_its_dates_are_over(
    ends: Sequence[datetime], deadline: datetime | None, now: datetime
) -> None:
    period = registration_period(None, deadline, ends)

    if deadline:
        assert period.closes_at == deadline
    else:
        assert is_over(ends, now) is (period.closes_at is not None and now >= period.closes_at)
