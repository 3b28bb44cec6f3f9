"""The rows of a demo calendar: the same seed and day give the same rows, to the byte."""

from dataclasses import replace
from datetime import timedelta

from eventsite.ops.bulk import Row
from eventsite.ops.demo import MODELS
from eventsite.ops.demo_events import add_event
from eventsite.ops.demo_plan import Frame, shares, sketch, wanted
from eventsite.ops.demo_rows import Rows
from tests.unit.ops.frames import a_frame


def rows_of(frame: Frame, registrations: int = 300) -> dict[str, list[Row]]:
    """Return all rows of a calendar, by table."""
    rows = Rows({model.__tablename__: 1 for model in MODELS if "id" in model.__table__.columns})
    wishes = [wanted(frame, sketch(frame, number)) for number in range(frame.events)]
    for number, parties in enumerate(shares(wishes, registrations)):
        add_event(rows, frame, sketch(frame, number), parties)
    return {table.name: made for table, made in rows.take().items()}


def test_the_same_seed_and_day_give_the_same_rows() -> None:
    assert rows_of(a_frame(events=80)) == rows_of(a_frame(events=80))


def test_another_seed_gives_another_calendar() -> None:
    assert rows_of(a_frame(events=80, seed=1)) != rows_of(a_frame(events=80, seed=2))


def test_the_calendar_moves_on_with_the_day() -> None:
    today = a_frame(events=80)
    tomorrow = replace(today, today=today.today + timedelta(days=1))

    starts = [row["starts_at"] for row in rows_of(today)["occurrences"]]

    assert [row["starts_at"] - timedelta(days=1) for row in rows_of(tomorrow)["occurrences"]] == starts  # type: ignore[operator]  # instants


def test_every_row_of_an_event_is_marked_as_demo_data() -> None:
    assert all(row["is_demo"] for row in rows_of(a_frame(events=80))["events"])


def test_a_course_takes_its_people_to_all_its_dates() -> None:
    made = rows_of(a_frame(events=200))
    dates_of_slots = [row["slot_id"] for row in made["slot_occurrences"]]

    assert max(dates_of_slots.count(slot_id) for slot_id in set(dates_of_slots)) == 4
