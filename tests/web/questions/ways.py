"""A call that asks one question of each kind, and what people answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.admission.models_registrations import Participant
from eventsite.core.db import db
from eventsite.questions.models import Answer, QuestionKind, QuestionScope, Topic
from tests.factories.accounts import a_user
from tests.factories.admission import an_open_slot
from tests.factories.questions import a_question, only_if
from tests.support.pages import Page, Resident
from tests.web.admission.ways import BABA, Opened, an_event_at_niho, opened, signed_in

EACH = QuestionScope.PARTICIPANT


@dataclass(frozen=True)
class Asked:
    """A slot of 仁保 whose call asks questions, and their codes by their words."""

    slot: Opened
    codes: dict[str, str]

    def party(self, label: str) -> str:
        """Return the name of the field that asks the party."""
        return f"q-{self.codes[label]}"

    def person(self, number: int, label: str) -> str:
        """Return the name of the field that asks one of its people."""
        return f"p{number}-{self.codes[label]}"


def a_market(**call: Any) -> Asked:
    """A call that asks one question of each kind; what kind of lunch only those who want one, allergies each person."""
    event = an_event_at_niho()
    slot = opened(an_open_slot(event=event, **call))
    a_user(Role.CENTER_MANAGER, event.center_id, name="土井 秋子", email="doi@example.jp")
    lunch = a_question(slot.call_id, "お弁当", QuestionKind.YES_NO, is_required=True)
    questions = [
        lunch,
        a_question(slot.call_id, "何のお弁当", QuestionKind.CHOICE, "肉 魚", is_required=True, **only_if(lunch, "yes")),
        a_question(slot.call_id, "道具", QuestionKind.SEVERAL, "はさみ のり 筆"),
        a_question(slot.call_id, "車の台数", QuestionKind.NUMBER, keep_days=1),
        a_question(slot.call_id, "前に来た日", QuestionKind.DATE),
        a_question(slot.call_id, "写真", QuestionKind.CONSENT),
        a_question(slot.call_id, "ひとこと"),
        a_question(slot.call_id, "アレルギー", scope=EACH, topic=Topic.HEALTH, reason="命にかかわるため", keep_days=10),
    ]
    return Asked(slot, {one.label: one.code for one in questions})


def fill_in(page: Page, asked: Asked, step: str = "/check") -> Page:
    """Go through all pages of a form as Baba, who comes with one more person and wants lunch; return the last."""
    page = page.form(step).submit(**BABA, party_size="2", **(first_answers(asked) if step != "/check" else {}))
    if step == "/check":
        page = page.form(step).submit(**first_answers(asked))
    page = page.form(step).submit(**{asked.person(1, "アレルギー"): "卵", asked.person(2, "アレルギー"): ""})
    return page.form(step).submit(**{asked.party("何のお弁当"): "c2"})


def first_answers(asked: Asked) -> dict[str, Any]:
    """Return what Baba answers to the questions that are asked at once."""
    return {
        asked.party("お弁当"): "yes",
        asked.party("道具"): ["c1", "c3"],
        asked.party("車の台数"): "２件",
        asked.party("前に来た日"): "令和7年11月8日",
        asked.party("写真"): "y",
        asked.party("ひとこと"): "楽しみにしています\r\n  よろしく",
    }


def form_page(client: Resident, asked: Asked) -> Page:
    """Return the first page of the form."""
    return client.open(f"/calls/{asked.slot.call_code}/registrations/new")


def desk_page(app: Flask, asked: Asked) -> Page:
    """Return the desk's form as Aoki of 仁保 sees it."""
    return signed_in(app, "aoki@example.jp").open(f"/staff/calls/{asked.slot.call_code}/registrations/new")


def stored(app: Flask) -> Sequence[tuple[str, int | None, str]]:
    """Return all answers: the question, the place in the party, the value."""
    with app.app_context():
        answers = db.session.scalars(select(Answer).order_by(Answer.id)).all()
        return [(one.question.label, place_of(one), one.value) for one in answers]


def place_of(answer: Answer) -> int | None:
    """Return the place in the party of who answered, None for the party."""
    return db.session.get_one(Participant, answer.participant_id).position if answer.participant_id else None
