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
from eventsite.events.models_search import EventSearch, EventTerms
from eventsite.events.searchable import Said, Searchable, searchable
from eventsite.events.targets import EventTarget
from eventsite.events.words import KINDS
from eventsite.ops.bulk import Row
from eventsite.ops.demo_calls import Day, Guest, add_residents_call, add_staff_call
from eventsite.ops.demo_plan import Frame, Place, Sketch
from eventsite.ops.demo_rows import Codes, Rows
from eventsite.ops.demo_words import AUDIENCES, CANCEL_REASON, MEETING_PLACE, Theme, description

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
    found = _found_by(one.theme, one.place, one.room[1], one.audience)
    rows.add(EventSearch, event_id=event_id, **found.letters())
    rows.add(EventTerms, event_id=event_id, terms=found.terms)
    if one.dice.random() < _OFFER_SHARE:
        rows.add(EventOffer, event_id=event_id, offer=one.dice.choice(list(Offer)))
    for target in AUDIENCES[one.audience]:
        rows.add(EventTarget, event_id=event_id, target=target)
    days = [_add_day(rows, frame, one, event_id, number) for number in range(len(one.days))]
    guests = add_residents_call(rows, frame, one, event_id, days, parties)
    if one.theme.shifts:
        add_staff_call(rows, frame, one, event_id, days[0])
    for day in days:
        if _was_held(frame, one, day):
            _add_attendance(rows, frame, one, day, [guest for guest in guests if guest.day_id == day.id])


def _announcement(frame: Frame, one: Sketch) -> Row:
    theme = one.theme
    title, told_at = _title(one.place, theme), _told_at(frame, one)
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
def _found_by(theme: Theme, place: Place, room: str, audience: str) -> Searchable:
    """Return what such an event is found by, as ``content.index`` would store it."""
    title = _title(place, theme)
    said = (
        KINDS[theme.kind], place.name, place.name_en, room, _meeting_place(theme), audience, description(title),
        theme.easy, theme.summary_en,
    )  # fmt: skip
    return searchable(Said((title, theme.english), (theme.kana,)), Said(said, (place.name_kana,)))


def _title(place: Place, theme: Theme) -> str:
    return f"{place.area}の{theme.title}"


def _meeting_place(theme: Theme) -> str:
    return MEETING_PLACE if theme.weather_rule is not WeatherRule.NONE else ""


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
        meeting_place=_meeting_place(one.theme),
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
