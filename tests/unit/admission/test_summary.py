"""The rules of a call as sentences: nothing left out, the totals right, in three languages."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsite.admission.summary import sentences
from eventsite.admission.terms import SlotTerms, Terms, total_capacity
from eventsite.admission.vocabulary import Admission, Audience
from eventsite.i18n.numbers import people_text
from eventsite.i18n.texts import Locale

TOKYO = ZoneInfo("Asia/Tokyo")
OPENS = datetime(2026, 11, 1, 0, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
ONE_SLOT = (SlotTerms("全日程", 20),)

CAPACITIES = st.none() | st.integers(1, 9999)
SLOTS = st.lists(
    st.builds(SlotTerms, st.sampled_from(["午前の部", "午後の部", "夜の部"]), CAPACITIES, st.integers(1, 12)),
    min_size=1,
    max_size=8,
).map(tuple)
TERMS = st.builds(
    Terms,
    admission=st.sampled_from(Admission),
    slots=SLOTS,
    audience=st.sampled_from(Audience),
    opens_at=st.none() | st.just(OPENS),
    closes_at=st.none() | st.just(CLOSES),
    party_max=st.integers(1, 99),
    asks_companion_names=st.booleans(),
)


def said(terms: Terms, locale: str = Locale.JA) -> str:
    """Return all sentences as one text, without the signs that only steer line breaks."""
    return "".join(sentences(terms, locale, TOKYO)).replace("\u2060", "")


def test_a_first_come_call_is_said_in_full() -> None:
    terms = Terms(Admission.FIRST_COME, slots=ONE_SLOT, opens_at=OPENS, closes_at=CLOSES, party_max=4)

    assert said(terms).startswith(
        "先着20人です。11月1日（日）午前9時から11月20日（金）午後5時まで受け付けます。1回の申し込みで4人までです。満員になると"
    )


def test_without_registration_there_is_no_period_and_no_party() -> None:
    terms = Terms(Admission.NONE, slots=(SlotTerms("", None),), opens_at=OPENS, closes_at=CLOSES)

    assert said(terms) == "申し込みはいりません。当日、会場にお越しください。"


def test_a_course_is_applied_for_as_a_whole() -> None:
    terms = Terms(Admission.FIRST_COME, slots=(SlotTerms("", 15, dates=5),))

    assert said(terms).startswith("全5回をまとめて申し込みます。先着15人です。")


def test_several_slots_are_listed_with_their_total() -> None:
    terms = Terms(Admission.FIRST_COME, slots=(SlotTerms("午前の部", 20), SlotTerms("午後の部", 15)))

    assert said(terms).startswith("2つの枠から1つを選びます。先着で、合わせて35人です。午前の部：20人午後の部：15人")


def test_a_slot_without_limit_leaves_no_total() -> None:
    terms = Terms(Admission.FIRST_COME, slots=(SlotTerms("午前の部", 20), SlotTerms("見学", None)))

    assert "合わせて" not in said(terms)
    assert "見学：人数の制限なし" in said(terms)


def test_without_any_limit_nobody_waits() -> None:
    terms = Terms(Admission.FIRST_COME, slots=(SlotTerms("", None),))

    assert "人数の制限はありません。" in said(terms)
    assert "キャンセル待ち" not in said(terms)


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "words"),
    [
        (OPENS, None, "11月1日（日）午前9時から、催しが終わるまで受け付けます。"),
        (None, CLOSES, "11月20日（金）午後5時まで受け付けます。"),
        (None, None, "催しが終わるまで受け付けます。"),
    ],
)
def test_an_open_end_is_said_as_such(opens_at: datetime | None, closes_at: datetime | None, words: str) -> None:
    assert words in said(Terms(Admission.FIRST_COME, slots=ONE_SLOT, opens_at=opens_at, closes_at=closes_at))


@given(TERMS, st.sampled_from(Locale))
def test_every_call_can_be_said_in_every_language(terms: Terms, locale: Locale) -> None:
    text = said(terms, locale)

    assert "{" not in text
    assert not [line for line in sentences(terms, locale, TOKYO) if not line.strip()]


@given(TERMS)
def test_the_total_is_the_sum_of_the_slots_and_every_slot_is_named(terms: Terms) -> None:
    text, total = said(terms), total_capacity(terms.slots)

    if total is not None:
        assert total == sum(slot.capacity or 0 for slot in terms.slots)
        assert people_text(total, Locale.JA) in text
    if len(terms.slots) > 1:
        assert all(f"{slot.name}：" in text for slot in terms.slots)


@given(TERMS, st.timedeltas(timedelta(minutes=1), timedelta(days=300)))
def test_another_deadline_is_another_text(terms: Terms, later: timedelta) -> None:
    def until(closes_at: datetime) -> str:
        return said(replace(terms, admission=Admission.FIRST_COME, closes_at=closes_at))

    assert until(CLOSES) != until((CLOSES + later).replace(second=0, microsecond=0))
