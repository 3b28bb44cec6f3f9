"""What is odd about a call is said to its organiser; an ordinary one has nothing odd."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from eventsite.admission.odd_terms import EventTimes, oddities
from eventsite.admission.terms import OpeningTerms, SlotTerms, Terms
from eventsite.admission.vocabulary import Admission, CapacityUnit, Counter, FreePlaceRule, Residence
from eventsite.calls.totals import who_gets_places

DAY = timedelta(days=1)
BEGINS = datetime(2027, 3, 13, 1, 0, tzinfo=UTC)  # a Saturday
TIMES = EventTimes(BEGINS, BEGINS + timedelta(hours=2), ZoneInfo("Asia/Tokyo"))
USUAL = Terms(
    Admission.LOTTERY_IF_OVER,
    slots=(SlotTerms("全日程", 20),),
    opens_at=BEGINS - 30 * DAY,
    closes_at=BEGINS - 9 * DAY,  # a Thursday
    draw_at=BEGINS - 5 * DAY,
    draw_source="さいころ",
    party_max=4,
)
ONE_ALONE = replace(USUAL, party_max=1)


def test_an_ordinary_draw_has_nothing_odd() -> None:
    assert oddities(USUAL, TIMES) == []


def test_an_event_without_registration_has_nothing_odd() -> None:
    assert oddities(replace(USUAL, admission=Admission.NONE, closes_at=BEGINS + 9 * DAY), TIMES) == []


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (replace(USUAL, closes_at=BEGINS + 2 * DAY), "受付の終わりが、催しの終わったあとです"),
        (replace(USUAL, opens_at=BEGINS + timedelta(hours=1)), "受付の始まりが、催しの始まったあとです"),
        (replace(USUAL, closes_at=BEGINS + timedelta(hours=1)), "催しが始まってから"),
        (replace(USUAL, draw_at=BEGINS + DAY), "抽選の日時が、催しの始まったあとです"),
        (replace(USUAL, minimum=5, decide_at=BEGINS + DAY), "決める日時が、催しの始まったあとです"),
        (replace(USUAL, minimum=5, decide_at=BEGINS - 20 * DAY), "受付が終わる前に決める"),
        (replace(USUAL, closes_at=BEGINS - 7 * DAY), "受付の終わりが土曜日です"),
        (replace(USUAL, closes_at=datetime(2027, 2, 11, 8, 0, tzinfo=UTC)), "祝日（建国記念の日）です"),
        (replace(USUAL, slots=(SlotTerms("A", 5, reserves=((Counter.WEB, 6),)),)), "定員より多くの席"),
        (replace(USUAL, slots=(SlotTerms("A", None, reserves=((Counter.WEB, 6),)),)), "定員より多くの席"),
        (replace(USUAL, slots=(SlotTerms("A", 20), SlotTerms("B", 3))), "3人しか入れない枠"),
        (replace(USUAL, minimum=21, decide_at=BEGINS - 2 * DAY), "最少催行人数が、定員より多く"),
        (replace(USUAL, wishes_max=2), "枠は1つです"),
        (
            replace(USUAL, free_place_rule=FreePlaceRule.REOPEN, leftover_first_come=True, offer_hours=5),
            "返事を待つ時間は使われません",
        ),
        (replace(ONE_ALONE, guardian_up_to_grade=6), "1回の申し込みは1人だけ"),
        (replace(ONE_ALONE, unit=CapacityUnit.PARTIES), "1組は1人だけ"),
        (replace(ONE_ALONE, asks_companion_names=True), "1回の申し込みは1人だけ"),
        (replace(USUAL, limit_series=1), "この催しのシリーズが決まっていません"),
        (replace(USUAL, openings=(OpeningTerms(Residence.CITY, None, BEGINS - 30 * DAY),)), "その方は申し込めません"),
        (replace(USUAL, slots=(SlotTerms("A", None),)), "定員がないので"),
        (replace(USUAL, free_place_rule=FreePlaceRule.REOPEN), "だれにも席がうつりません"),
    ],
)
def test_what_is_odd_is_said_and_only_that(terms: Terms, words: str) -> None:
    (sentence, *others) = oddities(terms, TIMES)

    assert any(words in one for one in (sentence, *others))


def test_whoever_is_asked_and_let_in_is_not_odd() -> None:
    openings = (OpeningTerms(Residence.CITY, None, BEGINS - 30 * DAY),)

    assert oddities(replace(USUAL, residence=Residence.CITY, openings=openings), TIMES) == []


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (
            Terms(Admission.FIRST_COME, slots=(SlotTerms("", 40, reserves=((Counter.PHONE_AND_DESK, 10),)),)),
            "この決まりで、全部で40人（電話・窓口10人、どの方法でも30人）に席が渡ります。",
        ),
        (
            Terms(Admission.LOTTERY, slots=(SlotTerms("A", 5), SlotTerms("B", 6))),
            "この決まりで、全部で11人に席が渡ります。",
        ),
        (
            Terms(Admission.LOTTERY, slots=(SlotTerms("", 15),), unit=CapacityUnit.PARTIES, party_max=4),
            "この決まりで、全部で15組、多くて60人に席が渡ります。",
        ),
        (Terms(Admission.FIRST_COME, slots=(SlotTerms("", None),)), ""),
    ],
)
def test_the_organiser_sees_who_gets_places_in_all(terms: Terms, sentence: str) -> None:
    assert who_gets_places(terms) == sentence
