"""Receipt numbers: each once in its call, short, and easy to read aloud."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.admission.receipts import number, spoken

OFFSETS = st.integers(0, 10**9)


@pytest.mark.parametrize("offset", [0, 1, 8999, 9000, 123_456])
def test_the_first_9000_registrations_of_a_call_use_every_four_digit_number_once(offset: int) -> None:
    numbers = {number("YG", sequence, offset) for sequence in range(1, 9001)}

    assert numbers == {f"YG-{number}" for number in range(1000, 10_000)}


@given(st.integers(1, 2_000_000), st.integers(1, 2_000_000), OFFSETS)
def test_two_registrations_of_a_call_never_share_a_number(one: int, other: int, offset: int) -> None:
    same = number("YG", one, offset) == number("YG", other, offset)

    assert same == (one == other)


@given(st.integers(1, 99_000), OFFSETS)
def test_numbers_have_four_digits_then_five(sequence: int, offset: int) -> None:
    digits = 4 if sequence <= 9000 else 5

    assert re.fullmatch(rf"YG-[1-9][0-9]{{{digits - 1}}}", number("YG", sequence, offset))


def test_neighbours_in_the_line_do_not_have_neighbouring_numbers() -> None:
    first, second = (int(number("YG", sequence, 0).removeprefix("YG-")) for sequence in (1, 2))

    assert abs(first - second) > 1


def test_a_number_is_read_aloud_sign_by_sign() -> None:
    assert spoken("YG-4827") == "ワイ・ジー、よん・はち・にい・なな"
    assert spoken("AZ-1035") == "エー・ゼット、いち・ゼロ・さん・ごお"
