"""Every rule of a call changes what is said of it: nothing that decides about people stays unsaid."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventsite.admission.summary import sentences
from eventsite.admission.terms import OpeningTerms, SlotTerms, Terms
from eventsite.admission.vocabulary import (
    Admission,
    Audience,
    CapacityUnit,
    Channel,
    Counter,
    FreePlaceRule,
    Priority,
    Residence,
)
from eventsite.i18n.texts import Locale

TOKYO = ZoneInfo("Asia/Tokyo")
OPENS = datetime(2026, 11, 1, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SLOTS = (SlotTerms("午前の部", 20), SlotTerms("午後の部", 15))
DRAW = Terms(
    Admission.LOTTERY,
    slots=SLOTS,
    opens_at=OPENS,
    closes_at=OPENS + 10 * DAY,
    draw_at=OPENS + 12 * DAY,
    draw_source="さいころ",
    party_max=4,
)
# A change of each field, and the call of which it is a rule where that is no draw.
OTHERWISE: dict[str, object] = {
    "admission": Admission.LOTTERY_IF_OVER,
    "audience": Audience.STALLHOLDERS,
    "opens_at": OPENS + DAY,
    "closes_at": OPENS + 11 * DAY,
    "party_max": 2,
    "asks_companion_names": True,
    "unit": CapacityUnit.PARTIES,
    "wishes_max": 2,
    "free_place_rule": FreePlaceRule.NEXT_THAT_FITS,
    "offer_hours": 48,
    "draw_at": OPENS + 13 * DAY,
    "draw_source": "宝くじの番号",
    "reserves_max": 5,
    "leftover_first_come": True,
    "minimum": 8,
    "decide_at": OPENS + 15 * DAY,
    "residence": Residence.CITY,
    "age_min": 65,
    "age_min_months": 6,
    "age_max": 80,
    "grade_min": 5,
    "grade_max": 6,
    "guardian_up_to_grade": 9,
    "limit_event": 1,
    "limit_series": 2,
    "limit_year": 3,
    "openings": (OpeningTerms(Residence.AREA, Channel.PHONE, OPENS),),
    "priorities": (Priority.FIRST_TIMERS,),
    "slots": (SlotTerms("午前の部", 20), SlotTerms("午後の部", 16)),
    "minimum_met": True,
    "area": "仁保",
    "series": "ふるさと探訪",
}
NEEDS: dict[str, dict[str, object]] = {
    "minimum": {"decide_at": OPENS + 14 * DAY},
    "decide_at": {"minimum": 8},
    "minimum_met": {"minimum": 8, "decide_at": OPENS + 14 * DAY},
    "age_min_months": {"age_min": 1},
    "area": {"residence": Residence.AREA},
    "series": {"limit_series": 1},
}


def said(terms: Terms, locale: str = Locale.JA) -> str:
    """Return all sentences as one text, without the signs that only steer line breaks."""
    return "\n".join(sentences(terms, locale, TOKYO)).replace("\u2060", "")


@pytest.mark.parametrize("locale", list(Locale))
@pytest.mark.parametrize("name", [one.name for one in fields(Terms)])
def test_a_rule_that_differs_is_said_differently(name: str, locale: str) -> None:
    one = replace(DRAW, **NEEDS.get(name, {}))  # type: ignore[arg-type]  # the test's words
    other = replace(one, **{name: OTHERWISE[name]})  # type: ignore[arg-type]

    assert said(one, locale) != said(other, locale)


@pytest.mark.parametrize("admission", list(Admission))
def test_each_way_of_deciding_is_said_in_its_own_words(admission: Admission) -> None:
    others = {said(replace(DRAW, admission=one)) for one in Admission if one is not admission}

    assert said(replace(DRAW, admission=admission)) not in others


@pytest.mark.parametrize("admission", [Admission.FIRST_COME, Admission.LOTTERY])
def test_each_rule_for_free_places_is_said_in_its_own_words(admission: Admission) -> None:
    texts = {said(replace(DRAW, admission=admission, free_place_rule=rule)) for rule in FreePlaceRule}

    assert len(texts) == len(FreePlaceRule)


def test_places_in_parties_are_counted_in_parties() -> None:
    terms = Terms(Admission.FIRST_COME, slots=(SlotTerms("", 15),), unit=CapacityUnit.PARTIES, party_max=4)

    assert "先着15組です。" in said(terms)
    assert "1組は4人までです。" in said(terms)
    assert "15人" not in said(terms)


def test_what_is_kept_for_a_counter_is_said_slot_by_slot() -> None:
    kept = ((Counter.PHONE_AND_DESK, 10), (Counter.PAPER, 5))
    text = said(Terms(Admission.FIRST_COME, slots=(SlotTerms("", 40, reserves=kept),)))

    assert "先着40人です。" in text
    assert "このうち10人の席は、電話や窓口で申し込む方に取ってあります。" in text
    assert "このうち5人の席は、はがきやFAXで申し込む方に取ってあります。" in text


def test_tiers_name_the_area_the_way_and_both_ends() -> None:
    openings = (
        OpeningTerms(Residence.AREA, None, OPENS),
        OpeningTerms(Residence.ANYWHERE, Channel.POSTCARD, OPENS + DAY, OPENS + 2 * DAY),
    )
    text = said(Terms(Admission.FIRST_COME, slots=(SlotTerms("", 5),), openings=openings, area="仁保"))

    assert "仁保地区にお住まいの方：11月1日（日）午前9時から" in text
    assert "どなたでも（はがき）：11月2日（月）午前9時から11月3日（火・祝）午前9時まで" in text


def test_priorities_are_said_in_their_order() -> None:
    text = said(replace(DRAW, priorities=(Priority.RESIDENTS, Priority.FIRST_TIMERS)))

    assert text.index("優先する方（1番目）：市内") < text.index("優先する方（2番目）：はじめて")


def test_without_a_waiting_line_nobody_is_promised_one() -> None:
    text = said(
        Terms(Admission.FIRST_COME, slots=(SlotTerms("", 5),), free_place_rule=FreePlaceRule.REOPEN, offer_hours=5)
    )

    assert "キャンセル待ちはありません。席が空いたときは、次の日の正午から先着順で受け付けます。" in text
    assert "時間以内" not in text
