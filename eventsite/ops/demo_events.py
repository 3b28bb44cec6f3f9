"""The rows of one demo event: what is announced, its dates, and what was counted at those past. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from eventsite.attendance.models import AgeBand, Attendance, Outcome, Source
from eventsite.events.models import (
    Event,
    EventKind,
    EventOffer,
    Occurrence,
    OccurrenceStatus,
    Offer,
    Publication,
    WeatherRule,
)
from eventsite.events.rules import search_text
from eventsite.events.words import KINDS
from eventsite.ops.bulk import Row
from eventsite.ops.demo_calls import Day, Guest, add_residents_call, add_staff_call
from eventsite.ops.demo_plan import Frame, Sketch
from eventsite.ops.demo_rows import Codes, Rows
from eventsite.ops.demo_words import CANCEL_REASON, MEETING_PLACE, description

_ANNOUNCED_DAYS_AHEAD = 60
_CAME_SHARE = 0.9
_OFFER_SHARE = 0.3
_USUAL_BANDS = ((AgeBand.UNDER_16, 0.1), (AgeBand.UNDER_65, 0.5), (AgeBand.UNDER_75, 0.4))
_BANDS: Mapping[EventKind, tuple[tuple[AgeBand, float], ...]] = {
    EventKind.TRAINING: ((AgeBand.UNDER_65, 0.7), (AgeBand.UNDER_75, 0.3)),
    EventKind.HEALTH: ((AgeBand.UNDER_65, 0.15), (AgeBand.UNDER_75, 0.45), (AgeBand.OVER_75, 0.4)),
    EventKind.FESTIVAL: (
        (AgeBand.UNDER_7, 0.1), (AgeBand.UNDER_16, 0.25), (AgeBand.UNDER_65, 0.4), (AgeBand.UNDER_75, 0.25),
    ),
}  # fmt: skip


def add_event(rows: Rows, frame: Frame, one: Sketch, parties: int) -> None:
    """Make all rows of one event, to which so many parties apply."""
    event_id = rows.add(Event, code=Codes(frame, one.number).of(Event), **_announcement(frame, one))
    if one.dice.random() < _OFFER_SHARE:
        rows.add(EventOffer, event_id=event_id, offer=one.dice.choice(list(Offer)))
    days = [_add_day(rows, frame, one, event_id, number) for number in range(len(one.days))]
    guests = add_residents_call(rows, frame, one, event_id, days, parties)
    if one.theme.shifts:
        add_staff_call(rows, frame, one, event_id, days[0])
    for day in days:
        if _was_held(frame, one, day):
            _add_attendance(rows, frame, one, day, [guest for guest in guests if guest.day_id == day.id])


def _announcement(frame: Frame, one: Sketch) -> Row:
    theme = one.theme
    title, told_at = f"{one.place.area}の{theme.title}", _told_at(frame, one)
    return {
        "center_id": one.place.center_id,
        "kind": theme.kind,
        "publication": Publication.CANCELLED if one.is_cancelled else Publication.PUBLISHED,
        "title": title,
        "title_kana": theme.kana,
        "title_en": theme.english,
        "description": description(title),
        "summary_easy": theme.easy,
        "summary_en": theme.summary_en,
        "audience": one.audience,
        "fee_yen": theme.fee_yen,
        "belongings": theme.belongings,
        "weather_rule": theme.weather_rule,
        "counts_toward": frame.training_key if theme.kind is EventKind.TRAINING else None,
        "search_text": _searched(title, theme.kana, KINDS[theme.kind], one.room[1], one.audience),
        "cancel_reason": CANCEL_REASON if one.is_cancelled else "",
        "is_demo": True,
        "created_at": told_at,
        "updated_at": told_at,
        "published_at": told_at,
        "cancelled_at": told_at if one.is_cancelled else None,
    }


def _told_at(frame: Frame, one: Sketch) -> datetime:
    return min(one.starts(frame)[0] - timedelta(days=_ANNOUNCED_DAYS_AHEAD), frame.midnight - timedelta(hours=1))


@lru_cache(maxsize=50_000)
def _searched(title: str, kana: str, kind: str, room: str, audience: str) -> str:
    return search_text((title, kana, kind, room, audience, description(title)))


def _was_held(frame: Frame, one: Sketch, day: Day) -> bool:
    return day.ends_at < frame.midnight and not one.is_cancelled


def _add_day(rows: Rows, frame: Frame, one: Sketch, event_id: int, number: int) -> Day:
    code, starts_at = Codes(frame, one.number).of(Occurrence, number), one.starts(frame)[number]
    ends_at = starts_at + timedelta(hours=one.theme.hours)
    was_held = _was_held(frame, one, Day(0, code, starts_at, ends_at))
    day_id = rows.add(
        Occurrence,
        code=code,
        event_id=event_id,
        starts_at=starts_at,
        ends_at=ends_at,
        venue_id=one.room[0],
        meeting_place=MEETING_PLACE if one.theme.weather_rule is not WeatherRule.NONE else "",
        status=OccurrenceStatus.CANCELLED if one.is_cancelled else OccurrenceStatus.SCHEDULED,
        status_reason=CANCEL_REASON if one.is_cancelled else "",
        uid=f"{code}-demo@{frame.uid_domain}",
        sequence=int(one.is_cancelled),
        updated_at=_told_at(frame, one),
        closed_at=ends_at + timedelta(minutes=30) if was_held else None,
        closed_by_id=frame.staff_id if was_held else None,
    )
    return Day(day_id, code, starts_at, ends_at)


def _add_attendance(rows: Rows, frame: Frame, one: Sketch, day: Day, guests: Sequence[Guest]) -> None:
    """Store what was counted at a past date: those on the list by name, or else the people by age band."""
    common = {"occurrence_id": day.id, "outcome": Outcome.CAME, "actor_user_id": frame.staff_id, "at": day.ends_at}
    if not guests:
        turnout = one.theme.turnout * one.dice.uniform(0.6, 1.2)
        for band, share in _BANDS.get(one.theme.kind, _USUAL_BANDS):
            nonce = f"demo-{day.code}-{band}"
            people = round(turnout * share)
            rows.add(Attendance, **common, people=people, band=band, source=Source.TALLY, nonce=nonce)
    listed = [(guest, person) for guest in guests for person in guest.participant_ids]
    for number, (guest, participant_id) in enumerate(listed):
        if one.dice.random() < _CAME_SHARE:
            rows.add(
                Attendance,
                **common,
                slot_id=guest.slot_id,
                registration_id=guest.registration_id,
                participant_id=participant_id,
                people=1,
                source=Source.NAME,
                nonce=f"demo-{day.code}-{number}",
            )
