"""A small city for demo calendars."""

from datetime import date
from zoneinfo import ZoneInfo

from eventsite.ops.demo_plan import Frame, Place

TODAY = date(2026, 11, 23)


def a_frame(events: int = 500, seed: int = 1) -> Frame:
    """Two centers with two rooms each."""
    rooms = ((1, "大会議室"), (2, "和室"))
    return Frame(
        seed=seed,
        events=events,
        today=TODAY,
        zone=ZoneInfo("Asia/Tokyo"),
        places=(Place(1, "仁保", rooms), Place(2, "大歳", rooms)),
        staff_id=1,
        uid_domain="example.jp",
        receipt_prefix="YG",
        retention_days=90,
        training_key=None,
    )
