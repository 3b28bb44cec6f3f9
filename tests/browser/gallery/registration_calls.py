"""The calls whose forms the scenes show: with questions, full, for some before others, and changing meanwhile."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page

from eventsite.admission import attempts
from eventsite.admission.attempts import Purpose
from eventsite.admission.models import Call, Opening, Slot
from eventsite.admission.vocabulary import FreePlaceRule, Residence
from eventsite.core import clock
from eventsite.core.db import db, transaction
from eventsite.events.models import Publication
from eventsite.questions.models import QuestionKind, QuestionScope, Topic
from tests.browser.gallery.registration_acts import go_on, says_who
from tests.browser.gallery.registration_rows import others, places
from tests.browser.gallery.scene import Stage
from tests.factories.events import in_days
from tests.factories.questions import a_question

VISITOR_ADDRESS = "127.0.0.1"


def asking() -> Slot:
    """A call with every kind of question, of the party and of each of its people."""
    slot = places(party_max=2)
    call_id = slot.call_id
    a_question(call_id, "どこで知りましたか", QuestionKind.CHOICE, "市報 センターだより 知り合いから", is_required=True)
    a_question(call_id, "使ってみたい色", QuestionKind.SEVERAL, "朱 黒 金")
    a_question(call_id, "席や案内で配慮してほしいこと", topic=Topic.HEALTH, reason="どなたも参加できるようにするため")
    a_question(call_id, "写真をセンターだよりにのせてもよい", QuestionKind.CONSENT)
    a_question(call_id, "自動車で来ますか", QuestionKind.YES_NO)
    a_question(call_id, "何膳つくりますか", QuestionKind.NUMBER)
    a_question(
        call_id, "生年月日", QuestionKind.DATE, scope=QuestionScope.PARTICIPANT, is_required=True,
        topic=Topic.BIRTH_DATE, keep_days=30, reason="保険の会社が、参加する方の生年月日を求めているため",
    )  # fmt: skip
    return slot


def few() -> Slot:
    """Of the first of two dates one place is left."""
    slot = places(5, slots=2)
    others(slot, 4)
    return slot


def full() -> Slot:
    """Nothing is left, and one party waits."""
    slot = places(2)
    others(slot, 3)
    return slot


def reopening() -> Slot:
    """Nothing is left, and nobody waits: freed places are open to all at noon of the next day."""
    slot = places(1, free_place_rule=FreePlaceRule.REOPEN)
    others(slot, 1)
    return slot


def cancelled() -> Slot:
    """The event does not take place."""
    slot = places()
    event = slot.call.event
    event.publication, event.cancel_reason = Publication.CANCELLED, "台風が近づいているため"
    return slot


def tier_opens_later() -> Slot:
    """Those who live near may register now, all others in three days."""
    slot = places()
    for residence, days in ((Residence.AREA, -1), (Residence.ANYWHERE, 3)):
        db.session.add(Opening(call_id=slot.call_id, residence=residence, opens_at=in_days(days)))
    return slot


def too_many(_stage: Stage) -> str:
    """As many have registered from the visitor's address within the hour as may."""
    slot = places()
    exhaust(Purpose.REGISTER, about=slot.call.code)
    return f"/calls/{slot.call.code}/registrations/new"


def breaks_at_the_end(stage: Stage) -> str:
    """The last press comes upon a fault of ours."""
    stage.breaks("admission.create", RuntimeError("broken for a scene"))
    return f"/calls/{places().call.code}/registrations/new"


def exhaust(purpose: Purpose, about: str = "") -> None:
    """Use up what one address may do within the hour."""
    source, now = attempts.source_of(VISITOR_ADDRESS, about), clock.now()
    for _ in range(attempts.BOUNDS[purpose].most):
        attempts.require_within(purpose, source, now=now)


class Meanwhile:
    """馬場 fills in the form for the only place; before the last button is pressed, something happens to the call."""

    def __init__(self, happens: Callable[[Call], None], rule: FreePlaceRule = FreePlaceRule.HOLD_FOR_NEXT) -> None:
        self._happens, self._rule = happens, rule
        self._stage: Stage | None = None
        self._call_id = 0

    def prepare(self, stage: Stage) -> str:
        """Open a call with one place."""
        slot = places(1, free_place_rule=self._rule)
        self._stage, self._call_id = stage, slot.call_id
        return f"/calls/{slot.call.code}/registrations/new"

    def act(self, page: Page) -> None:
        """Fill in, let it happen, and press."""
        says_who(page)
        assert self._stage
        with self._stage.app.app_context():
            with transaction():
                self._happens(db.session.get_one(Call, self._call_id))
            db.engine.dispose()
        go_on(page)


def last_place_goes(call: Call) -> None:
    """Chiba registers."""
    others(call.slots[0], 1)


def closes(call: Call) -> None:
    """The period of registration ends."""
    call.opens_at, call.closes_at = in_days(-7), clock.now() - timedelta(minutes=1)
