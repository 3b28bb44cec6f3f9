"""What stands against publishing, and other decisions about events."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from eventsite.events.details import EventDetails, Times
from eventsite.events.models import EventKind, Publication
from eventsite.events.rules import (
    Concern,
    EventNotPublished,
    EventOver,
    Readiness,
    StaleEdit,
    can_be_published,
    check_before_publishing,
    differences,
    ends_next_morning,
    is_over,
    require_published,
    require_unchanged,
)

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
WHOLE = EventDetails(
    title="大内塗はし絵付け",
    kind=EventKind.COURSE,
    title_kana="おおうちぬりはしえつけ",
    description="はしに絵をつけます。2月21日（土）です。",
    summary_easy="はしに えを かきます。",
)
READY = Readiness(days=(date(2027, 2, 20),), today=date(2026, 11, 23), has_place=True, has_contact=True, has_call=True)


def concerns(details: EventDetails, ready: Readiness) -> list[Concern]:
    return [one.concern for one in check_before_publishing(details, ready)]


def test_a_complete_event_has_nothing_against_it() -> None:
    details = replace(WHOLE, description="はしに絵をつけます。2月20日（土）です。")

    assert check_before_publishing(details, READY) == []


@pytest.mark.parametrize(
    ("missing", "concern"),
    [
        ({"days": ()}, Concern.NO_DATE),
        ({"has_call": False}, Concern.NO_CALL),
        ({"has_place": False}, Concern.NO_PLACE),
        ({"has_contact": False}, Concern.NO_CONTACT),
        ({"days": (date(2026, 11, 22),)}, Concern.PAST_DATE),
    ],
)
def test_what_is_missing_is_named(missing: dict[str, object], concern: Concern) -> None:
    ready = replace(READY, **missing)  # type: ignore[arg-type]  # each has the type of its field

    assert concern in concerns(replace(WHOLE, description="絵をつけます"), ready)


@pytest.mark.parametrize(
    ("field", "concern"),
    [
        ("title_kana", Concern.NO_KANA),
        ("description", Concern.NO_DESCRIPTION),
        ("summary_easy", Concern.NO_EASY_SUMMARY),
    ],
)
def test_missing_texts_are_named_but_do_not_block(field: str, concern: Concern) -> None:
    found = check_before_publishing(replace(WHOLE, **{field: ""}), READY)  # type: ignore[arg-type]  # texts only

    assert concern in [one.concern for one in found]
    assert can_be_published(found)


def test_an_event_today_is_not_past() -> None:
    ready = replace(READY, days=(date(2026, 11, 23),))

    assert Concern.PAST_DATE not in concerns(WHOLE, ready)


def test_a_wrong_weekday_is_quoted_and_does_not_block() -> None:
    (found,) = check_before_publishing(WHOLE, READY)

    assert (found.concern, found.written, found.right) == (Concern.WEEKDAY, "2月21日(土)", "日")
    assert can_be_published([found])


@pytest.mark.parametrize("missing", [{"days": ()}, {"has_call": False}])
def test_without_a_date_or_a_call_nothing_is_published(missing: dict[str, object]) -> None:
    found = check_before_publishing(WHOLE, replace(READY, **missing))  # type: ignore[arg-type]  # as above

    assert not can_be_published(found)
    assert found[0].is_blocking


def test_the_version_that_was_opened_must_be_the_stored_one() -> None:
    require_unchanged(NOON, NOON)
    with pytest.raises(StaleEdit):
        require_unchanged(NOON, NOON + timedelta(microseconds=1))


def test_only_what_the_public_has_seen_can_be_cancelled() -> None:
    require_published(Publication.PUBLISHED)
    with pytest.raises(EventNotPublished):
        require_published(Publication.DRAFT)
    with pytest.raises(EventOver):
        require_published(Publication.CANCELLED)


@pytest.mark.parametrize(
    ("starts", "ends", "over_midnight"),
    [
        (time(20), time(1), True),
        (time(12), time(0), True),
        (time(23, 30), time(5), True),
        (time(20), time(5, 1), False),
        (time(11), time(1), False),
        (time(13), time(12), False),
    ],
)
def test_an_evening_may_end_after_midnight(starts: time, ends: time, over_midnight: bool) -> None:
    assert ends_next_morning(starts, ends) is over_midnight


def test_a_date_is_over_at_its_end_or_where_none_is_known_at_its_start() -> None:
    assert is_over(Times(NOON - timedelta(hours=2), NOON), NOON)
    assert not is_over(Times(NOON - timedelta(hours=2), NOON + timedelta(minutes=1)), NOON)
    assert is_over(Times(NOON), NOON)


def test_two_versions_differ_in_what_was_changed_only() -> None:
    mine = replace(WHOLE, title="はし絵付け", audience="どなたでも")

    found = differences(WHOLE, mine)

    assert [(one.name, one.saved, one.typed) for one in found] == [
        ("title", "大内塗はし絵付け", "はし絵付け"),
        ("audience", "", "どなたでも"),
    ]
