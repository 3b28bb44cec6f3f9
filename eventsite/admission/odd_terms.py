"""What is odd about the rules of a call: settings that mean nothing, or that hardly anybody means. For staff only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from eventsite.admission.rules import lives_within
from eventsite.admission.terms import Terms, total_capacity
from eventsite.admission.vocabulary import BY_LOT, DECIDED_LATER, Admission, CapacityUnit, FreePlaceRule
from eventsite.i18n.dates import holiday_name

_SATURDAY = 5
_WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True)
class EventTimes:
    """When the event begins and when it is over, as far as dates are known."""

    starts_at: datetime | None
    ends_at: datetime | None
    zone: tzinfo


def oddities(terms: Terms, times: EventTimes) -> list[str]:
    """Return what is odd, one sentence each, in Japanese; nothing of a call without registration is."""
    if terms.admission is Admission.NONE:
        return []
    return [*_of_times(terms, times), *_of_places(terms), *_of_people(terms), *_of_tiers(terms), *_of_draw(terms)]


def _of_times(terms: Terms, times: EventTimes) -> Iterator[str]:
    if _is_after(terms.closes_at, times.ends_at):
        yield "受付の終わりが、催しの終わったあとです。"
    if _is_after(terms.opens_at, times.starts_at):
        yield "受付の始まりが、催しの始まったあとです。"
    if terms.admission in DECIDED_LATER and _is_after(terms.closes_at, times.starts_at):
        yield "催しが始まってから、だれが参加するかを決めることになります。"
    if terms.admission in BY_LOT and _is_after(terms.draw_at, times.starts_at):
        yield "抽選の日時が、催しの始まったあとです。"
    if terms.minimum and _is_after(terms.decide_at, times.starts_at):
        yield "開催するかどうかを決める日時が、催しの始まったあとです。"
    if terms.minimum and _is_after(terms.closes_at, terms.decide_at):
        yield "開催するかどうかを、受付が終わる前に決めることになっています。"
    if terms.closes_at and (day := _day_off(terms.closes_at, times.zone)):
        yield f"受付の終わりが{day}です。電話や窓口で申し込めるか、確かめてください。"


def _is_after(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one > other


def _day_off(instant: datetime, zone: tzinfo) -> str:
    """Return what makes the day of an instant one on which offices are closed, empty on others."""
    day = instant.astimezone(zone).date()
    if day.weekday() >= _SATURDAY:
        return f"{_WEEKDAYS[day.weekday()]}曜日"
    return f"祝日（{name}）" if (name := holiday_name(day)) else ""


def _of_places(terms: Terms) -> Iterator[str]:
    total = total_capacity(terms.slots)
    for slot in terms.slots:
        if sum(count for _, count in slot.reserves) > (slot.capacity or 0):
            yield f"「{slot.name}」は、定員より多くの席を取っておくことになっています。"
    smallest = min((slot.capacity for slot in terms.slots if slot.capacity is not None), default=None)
    if terms.unit is CapacityUnit.PEOPLE and smallest is not None and terms.party_max > smallest:
        yield f"1回に{terms.party_max}人まで申し込めますが、{smallest}人しか入れない枠があります。"
    if terms.minimum and total is not None and terms.minimum > total:
        yield "最少催行人数が、定員より多くなっています。"
    if terms.wishes_max > len(terms.slots):
        yield f"希望は第{terms.wishes_max}希望まで選べますが、枠は{len(terms.slots)}つです。"
    if terms.offer_hours and terms.free_place_rule is FreePlaceRule.REOPEN:
        yield "キャンセル待ちをしないので、返事を待つ時間は使われません。"


def _of_people(terms: Terms) -> Iterator[str]:
    if terms.party_max == 1:
        if terms.guardian_up_to_grade is not None:
            yield "保護者といっしょに申し込む決まりですが、1回の申し込みは1人だけです。"
        if terms.unit is CapacityUnit.PARTIES:
            yield "定員を組で数えますが、1組は1人だけです。"
        if terms.asks_companion_names:
            yield "いっしょに来る方のお名前をききますが、1回の申し込みは1人だけです。"
    if terms.limit_series and not terms.series:
        yield "シリーズの回数を決めていますが、この催しのシリーズが決まっていません。"


def _of_tiers(terms: Terms) -> Iterator[str]:
    if terms.openings and not any(lives_within(terms.residence, one.residence) for one in terms.openings):
        yield "受付の始まりを分けた表に、対象の方の一部が入っていません。その方は申し込めません。"


def _of_draw(terms: Terms) -> Iterator[str]:
    if terms.admission not in DECIDED_LATER:
        return
    if all(slot.capacity is None for slot in terms.slots):
        yield "定員がないので、申し込んだ方は全員参加できます。抽選や選ぶ手順はいりません。"
    if terms.free_place_rule is FreePlaceRule.REOPEN and not terms.leftover_first_come:
        yield "席が空いても、補欠も先着順の受付もないので、だれにも席がうつりません。"
