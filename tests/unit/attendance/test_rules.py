"""Totals, what was typed, and who may enter."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.admission.vocabulary import Audience, RegistrationState
from eventsite.attendance.models import AgeBand, Outcome, Side, Source
from eventsite.attendance.rules import Entry, Row, TypedKind, has_begun, may_enter, read_typed, side_of, totals

CODE = "7QK2M0ZP4X9A1B8C3D5E6F2GH"


def row(people: int = 1, outcome: Outcome = Outcome.CAME, side: Side = Side.RESIDENT, **more: object) -> Row:
    facts: dict[str, object] = {"band": AgeBand.UNKNOWN, "slot_id": None, "is_estimate": False, "source": Source.TALLY}
    return Row(people, outcome, side, **{**facts, **more})  # type: ignore[arg-type]  # the caller's words


ROWS = st.lists(
    st.builds(
        Row,
        people=st.integers(0, 500),
        outcome=st.sampled_from(Outcome),
        side=st.sampled_from(Side),
        band=st.sampled_from(AgeBand),
        slot_id=st.none() | st.integers(1, 4),
        is_estimate=st.booleans(),
        source=st.sampled_from(Source),
    )
)


@given(ROWS)
def test_every_way_of_splitting_the_residents_adds_up_to_them(rows: list[Row]) -> None:
    counted = totals(rows)

    for parts in (counted.by_band, counted.by_slot, counted.by_source):
        assert sum(parts.values()) == counted.residents


@given(ROWS, st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows: list[Row], chance: object) -> None:
    shuffled = sorted(rows, key=lambda _: chance.random())  # type: ignore[attr-defined]  # a Random

    assert totals(shuffled) == totals(rows)


def test_residents_and_staff_stand_apart_and_only_those_who_came_count() -> None:
    counted = totals(
        [
            row(52),
            row(10, side=Side.STAFF),
            row(3, Outcome.EXTRA),
            row(2, Outcome.ABSENT),
            row(1, Outcome.EXCUSED),
            row(0, Outcome.VOID),
            row(1, Outcome.UNKNOWN),
        ]
    )

    assert (counted.residents, counted.staff, counted.extra) == (55, 10, 3)


def test_one_estimate_makes_the_total_an_estimate() -> None:
    assert totals([row(20), row(18_000, is_estimate=True)]).is_estimate
    assert not totals([row(20), row(0, Outcome.VOID, is_estimate=True)]).is_estimate


@pytest.mark.parametrize(
    "text", [CODE, CODE.lower(), f" {CODE}\r\n", "７ｑＫ2M0ZP4X9A1B8C3D5E6F2GH", f"{CODE[:5]} {CODE[5:]}"]
)
def test_a_tickets_code_is_known_in_any_width_and_case(text: str) -> None:
    assert read_typed(text).kind is TypedKind.TICKET
    assert read_typed(text).value == CODE


@pytest.mark.parametrize("text", ["YG-4827", "yg4827", "4827", "４８２７", "YG－4827", "ＹＧー4827", "YG 4827"])
def test_a_receipt_number_is_known_with_and_without_its_letters(text: str) -> None:
    assert read_typed(text).kind is TypedKind.RECEIPT
    assert read_typed(text).value == "4827"


@pytest.mark.parametrize("text", ["ばば", "馬場 太郎", "083-900-0000", "Smith", "大内4827", "12", "", "😀", "\u202e4x"])
def test_all_else_are_words_to_search_for(text: str) -> None:
    assert read_typed(text).kind is TypedKind.WORDS


@given(st.text(max_size=200))
def test_any_text_is_understood_as_something(text: str) -> None:
    assert read_typed(text).kind in TypedKind


@given(st.integers(0, 24), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_a_changed_code_is_another_code(place: int, sign: str) -> None:
    changed = CODE[:place] + sign + CODE[place + 1 :]

    assert (read_typed(changed).value == CODE) is (sign == CODE[place])


@pytest.mark.parametrize(
    ("state", "covers", "is_in", "answer"),
    [
        (RegistrationState.CONFIRMED, True, False, Entry.OK),
        (RegistrationState.CONFIRMED, True, True, Entry.ALREADY_IN),
        (RegistrationState.CONFIRMED, False, False, Entry.OTHER_DATE),
        (RegistrationState.WAITING, True, False, Entry.WAITING),
        (RegistrationState.WITHDRAWN, True, True, Entry.WITHDRAWN),
        (RegistrationState.CANCELLED, True, False, Entry.WITHDRAWN),
        (RegistrationState.WAITING, False, False, Entry.OTHER_DATE),
    ],
)
def test_who_may_enter(state: RegistrationState, covers: bool, is_in: bool, answer: Entry) -> None:
    assert may_enter(state, covers_date=covers, is_in=is_in) is answer


def test_those_who_run_the_event_are_not_counted_as_its_residents() -> None:
    assert {audience for audience in Audience if side_of(audience) is Side.STAFF} == {
        Audience.CITY_STAFF,
        Audience.YOUTH_STAFF,
        Audience.STALLHOLDERS,
    }


def test_a_date_has_begun_from_its_first_instant() -> None:
    ten = datetime(2026, 11, 14, 1, 0, tzinfo=UTC)

    assert has_begun(ten, ten)
    assert not has_begun(ten, ten - timedelta.resolution)
