"""When a call takes registrations, from whom and by which way."""

from datetime import UTC, datetime, timedelta

import pytest

from eventsite.admission.errors import NotYourTurn, PartyTooLarge, RegistrationClosed, RegistrationNotOpen
from eventsite.admission.rules import (
    Door,
    Period,
    lives_within,
    places_of,
    registration_period,
    require_door,
    require_party,
    require_registration,
)
from eventsite.admission.vocabulary import Admission, CapacityUnit, Channel, Residence

NOON = datetime(2027, 3, 1, 3, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
AREA_FIRST = (
    Door(Residence.AREA, None, Period(NOON, None)),
    Door(Residence.CITY, None, Period(NOON + 7 * DAY, None)),
    Door(Residence.ANYWHERE, None, Period(NOON + 14 * DAY, None)),
)


def test_the_period_is_half_open() -> None:
    period = Period(NOON, NOON + DAY)

    require_registration(Admission.FIRST_COME, period, NOON)
    require_registration(Admission.FIRST_COME, period, NOON + DAY - SECOND)
    with pytest.raises(RegistrationNotOpen):
        require_registration(Admission.FIRST_COME, period, NOON - SECOND)
    with pytest.raises(RegistrationClosed):
        require_registration(Admission.FIRST_COME, period, NOON + DAY)


def test_without_a_deadline_it_closes_when_the_last_date_ends() -> None:
    assert registration_period(None, None, [NOON, NOON + DAY]).closes_at == NOON + DAY


def test_each_circle_of_residence_holds_the_nearer_ones() -> None:
    assert lives_within(Residence.AREA, Residence.CITY)
    assert lives_within(Residence.CITY, Residence.CITY)
    assert not lives_within(Residence.CITY_LIFE, Residence.CITY)


def test_who_lives_nearer_may_register_earlier() -> None:
    require_door(AREA_FIRST, Residence.AREA, Channel.WEB, NOON)
    require_door(AREA_FIRST, Residence.CITY, Channel.WEB, NOON + 7 * DAY)
    with pytest.raises(NotYourTurn) as refused:
        require_door(AREA_FIRST, Residence.CITY, Channel.WEB, NOON)

    assert refused.value.values["opens_at"] == NOON + 7 * DAY


def test_who_does_not_say_where_they_live_comes_last() -> None:
    with pytest.raises(NotYourTurn):
        require_door(AREA_FIRST, None, Channel.WEB, NOON + 13 * DAY)

    require_door(AREA_FIRST, None, Channel.WEB, NOON + 14 * DAY)


def test_without_openings_everybody_may() -> None:
    require_door((), None, Channel.POSTCARD, NOON)


def test_a_channel_that_is_not_named_is_never_open() -> None:
    by_telephone = (Door(Residence.ANYWHERE, Channel.PHONE, Period(NOON, None)),)

    require_door(by_telephone, None, Channel.PHONE, NOON)
    with pytest.raises(NotYourTurn) as refused:
        require_door(by_telephone, None, Channel.WEB, NOON + DAY)

    assert refused.value.values["opens_at"] is None


def test_postcards_may_close_before_the_rest() -> None:
    ways = (
        Door(Residence.ANYWHERE, Channel.POSTCARD, Period(NOON, NOON + DAY)),
        Door(Residence.ANYWHERE, Channel.WEB, Period(NOON, NOON + 3 * DAY)),
    )

    require_door(ways, None, Channel.WEB, NOON + 2 * DAY)
    with pytest.raises(RegistrationClosed):
        require_door(ways, None, Channel.POSTCARD, NOON + DAY)


@pytest.mark.parametrize("size", [0, 5])
def test_a_party_is_neither_empty_nor_larger_than_allowed(size: int) -> None:
    with pytest.raises(PartyTooLarge):
        require_party(size, 4)


def test_a_party_takes_a_place_for_each_or_one_for_all() -> None:
    assert places_of(4, CapacityUnit.PEOPLE) == 4
    assert places_of(4, CapacityUnit.PARTIES) == 1
