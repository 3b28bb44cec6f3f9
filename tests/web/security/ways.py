"""A small city in which every route has something to show, and the addresses of all of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from eventsite.accounts.models import Role
from eventsite.accounts.services import invite
from eventsite.admission.entries import Person
from eventsite.admission.vocabulary import Admission, Audience
from eventsite.attendance.models import Source
from eventsite.attendance.services import check_in
from eventsite.core.actor import SYSTEM
from eventsite.questions.models import Choice, Question, QuestionKind, QuestionScope, Topic
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import a_venue, an_event, an_occurrence, in_days
from tests.factories.kpi import an_indicator
from tests.factories.lottery import a_lottery, announced
from tests.factories.phone import a_phone_notice
from tests.factories.questions import a_question, only_if

TEXTS = (
    "description", "summary_easy", "summary_en", "title_en", "audience", "belongings", "fee_note", "weather_note",
    "how_to_join",
)  # fmt: skip
_NOUN = re.compile(r"/([^/<>]+)/<(?:[^:<>]+:)?([^<>]+)>")


@dataclass(frozen=True)
class City:
    """Who may sign in, and the name of one thing of each noun that stands in an address."""

    admin_id: int
    clerk_id: int
    supporter_id: int
    names: Mapping[str, str]

    def arguments(self, rule: Rule) -> dict[str, str] | None:
        """Return what stands in the route's address, None where the city has nothing of that noun."""
        found = {argument: self.names.get(noun) for noun, argument in _NOUN.findall(rule.rule)}
        found |= {argument: self.names.get(argument) for argument in rule.arguments - found.keys()}
        return None if None in found.values() else {name: value or "" for name, value in found.items()}


def a_city(slug: str = "niho", words: str = "") -> City:
    """Build a center with an event today and one in a week, and everything that people do about them.

    ``words``: what everybody and everything is called.
    """
    now = datetime.now(UTC)
    line, name = words[:100], words[:100] or "馬場 太郎"
    center = a_center(slug)
    texts: dict[str, Any] = dict.fromkeys(TEXTS, words)
    event = an_event(center.id, line or "ふるさと探訪", counts_toward=an_indicator(f"training-{slug}").key, **texts)
    venue = a_venue(center.id, line or "仁保地域交流センター")
    today = an_occurrence(event.id, in_days(0, hour=0), venue_id=venue.id, meeting_place=words, note=words)
    later = an_occurrence(event.id, in_days(7), venue_id=venue.id)
    call = a_call(event.id, asks_companion_names=True, title=words[:60], note=words)
    slot = a_slot(call.id, capacity=4, occurrence_ids=(today.id, later.id), label=words[:80])
    companions = (Person(name), Person("千葉 二郎"))
    comes = a_registration(slot.id, name, party_size=3, companions=companions, email="baba@example.jp")
    a_registration(slot.id, "江藤 四郎", party_size=4, email="eto@example.jp")
    question = some_questions(call.id, words)
    shift = a_slot(a_call(event.id, audience=Audience.CITY_STAFF).id, occurrence_ids=(later.id,))
    supporter = a_user(Role.SUPPORTER, name=line or "応援 二郎")
    joined = a_registration(shift.id, "応援 二郎", user_id=supporter.id)
    came = check_in(
        today.id, comes.participants[0].id, source=Source.NAME, nonce="door", actor=SYSTEM, now=now
    ).attendance
    colleague = a_user(Role.CENTER_STAFF, center.id, name=line or "同僚 一子")
    admin = a_user(Role.ADMIN, name=line or "青木 花子")
    invited = invite(f"shiga@{slug}.example.jp", Role.CENTER_STAFF, center, by=SYSTEM, now=now)
    names = {
        "centers": slug, "events": event.code, "e": event.code, "occurrences": today.code, "calls": call.code,
        "questions": question.code,
        "my": comes.manage_token, "registrations": comes.manage_token, "slots": shift.code, "kpi": f"training-{slug}",
        "fiscal_year": "2026", "calendar": "2026-11", "users": str(colleague.id), "mails": "none", "attachments": "0",
        "check-ins": str(came.id if came else 0), "invitations": invited.url.rpartition("/")[2],
        "draws": announced(a_lottery(event=event)).code, "choices": a_call(event.id, Admission.BY_ORGANISER).code,
        "own": joined.manage_token, "found": "0", "phone-notices": str(a_phone_notice(comes).id),
    }  # fmt: skip
    return City(admin.id, a_user(Role.CENTER_STAFF, center.id).id, supporter.id, names)


def some_questions(call_id: int, words: str) -> Question:
    """Let the call ask the party and each of its people; nobody must answer. ``words``: what everything is called."""
    line, choice = words[:200] or "ひとこと", words[:100] or "車で来る"
    said: dict[str, Any] = dict.fromkeys(("purpose", "label_easy", "label_en", "purpose_easy", "purpose_en"), line)
    first = a_question(call_id, line, **said)
    by_car = a_question(call_id, line, QuestionKind.CHOICE, **said)
    by_car.choices = [Choice(position=at, code=f"c{at}", label=choice) for at in (1, 2)]
    a_question(call_id, line, QuestionKind.NUMBER, **said, **only_if(by_car, "c1"))
    for kind, topic in ((QuestionKind.DATE, Topic.BIRTH_DATE), (QuestionKind.TEXT, Topic.HEALTH)):
        facts: dict[str, Any] = {**said, "scope": QuestionScope.PARTICIPANT, "topic": topic, "reason": line}
        a_question(call_id, line, kind, **facts)
    return first


def addresses(app: Flask, city: City, method: str = "GET") -> Iterator[tuple[Rule, str]]:
    """Yield every route of that method with an address at which the city has something.

    Raises LookupError for a route about which the city has nothing: add it to a_city().
    """
    with app.app_context():
        urls = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if method in (rule.methods or ()):
                arguments = city.arguments(rule)
                if arguments is None:
                    raise LookupError(f"nothing for {rule.rule}: add it to a_city()")
                typed = {name: int(value) if value.isdigit() else value for name, value in arguments.items()}
                yield rule, urls.build(rule.endpoint, typed, method=method)
