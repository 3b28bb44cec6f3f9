"""Events that are decided by lot, on each step of the way that everybody sees."""

from datetime import timedelta

from eventsite.admission.models import Call
from eventsite.core import clock
from eventsite.events.models import Event
from tests.browser.gallery.registration_rows import a_workshop
from tests.factories import lottery


def _a_draw(entrants: int = 5) -> Call:
    """Return a call for two places, and so many who want them."""
    call = lottery.a_lottery(2, event=a_workshop("親子しめ縄づくり", title_en="Make a New Year's rope"))
    lottery.many_enter(call, entrants)
    return call


def is_open() -> Event:
    """An event whose entries are open for two more days."""
    closes = clock.now() + timedelta(days=2)
    event = a_workshop("親子しめ縄づくり", title_en="Make a New Year's rope")
    return lottery.a_lottery(2, event=event, closes_at=closes, draw_at=closes + timedelta(hours=1)).event


def is_closed() -> Event:
    """An event whose list of entries is frozen."""
    return lottery.frozen(_a_draw()).event


def is_announced() -> Event:
    """An event whose draw is known to all."""
    return lottery.announced(_a_draw()).event
