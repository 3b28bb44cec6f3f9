"""What a change may do, by every state: it frees, it fits, it waits at the end, or everything stays."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.admission import places, services_changes
from eventsite.admission.entries import Entry, Given, Person
from eventsite.admission.errors import (
    ChangedByAccount,
    EntriesClosed,
    NotEligible,
    ParticipantHasCome,
    PartyDoesNotFit,
    PartyLargerThanSlot,
    PartyTooLarge,
    RegistrationClosed,
    RegistrationFull,
    RegistrationOver,
)
from eventsite.admission.models import Call, Slot
from eventsite.admission.models_registrations import Participant, Registration
from eventsite.admission.models_traces import PersonKey
from eventsite.admission.said import entry_of
from eventsite.admission.services_changes import Change
from eventsite.admission.vocabulary import RegistrationState
from eventsite.attendance.models import Source
from eventsite.attendance.services import check_in
from eventsite.audit.models import AuditEntry
from eventsite.core import clock
from eventsite.core.actor import VISITOR, Actor, ActorKind
from eventsite.core.db import db, transaction
from eventsite.core.errors import DomainError
from eventsite.questions.models import Answer, Question, QuestionKind
from tests.factories.accounts import a_user
from tests.factories.admission import a_call, a_registration, a_slot, an_open_slot
from tests.factories.events import a_date, an_event, in_days
from tests.support.fixtures import Make
from tests.web.admission.standing_ways import a_draw, announced, entries, fate, frozen
from tests.web.admission.ways import mails, opened

CHIBA = {"name": "千葉 次郎", "name_kana": "ちば じろう", "phone": "083-911-1111", "email": "chiba@example.jp"}
DOI = {"name": "土井 三郎", "name_kana": "どい さぶろう", "phone": "083-922-2222", "email": "doi@example.jp"}


def change(
    app: Flask, registration: Registration, slot_id: int | None = None, waits: bool = False, **said: Any
) -> Registration:
    """Change what is named, all else said as before; return the registration as the database has it then."""
    with app.app_context():
        with transaction():
            stored = db.session.get_one(Registration, registration.id)
            entry: Entry = replace(entry_of(stored), **said)
            wanted = Change(slot_id or stored.slot_id, entry, waits=waits)
            later = clock.now() + timedelta(minutes=1)
            services_changes.change(registration.id, wanted, actor=VISITOR, now=later)
        return now(app, registration)


def now(app: Flask, registration: Registration) -> Registration:
    """Return a registration as the database has it, with its people, wishes and slot."""
    with app.app_context():
        found = db.session.get_one(Registration, registration.id)
        assert found.participants is not None
        assert found.wishes is not None
        assert found.slot is not None
        db.session.expunge_all()
        return found


def everything(app: Flask) -> list[object]:
    """Return all that admission stores, to see that a refusal leaves it as it was."""
    tables = (Registration, Participant, Slot, Answer, AuditEntry, PersonKey)
    with app.app_context():
        return [
            tuple(row)
            for one in tables
            for row in db.session.execute(select(one.__table__).order_by(*one.__table__.primary_key))
        ]


def refused(app: Flask, error: type[DomainError], registration: Registration, **wanted: Any) -> None:
    """Try a change that is refused; everything must stay."""
    before = everything(app)
    with pytest.raises(error):
        change(app, registration, **wanted)
    assert everything(app) == before


def two_days(app: Flask, make: Make, *capacities: int | None, **more: Any) -> list[int]:
    """A call in which one chooses a day; return the slots' ids."""

    def build() -> list[int]:
        event = an_event()
        call = a_call(event.id, **more)
        days = [a_date(event.id, 7 + number).id for number in range(len(capacities))]
        return [
            a_slot(call.id, capacity, (day,), position=number).id
            for number, (capacity, day) in enumerate(zip(capacities, days, strict=True))
        ]

    found: list[int] = make(build)
    return found


def taken(app: Flask, slot_id: int) -> int:
    with app.app_context():
        return db.session.get_one(Slot, slot_id).taken


def test_names_and_contacts_change_at_any_time(app: Flask, make: Make) -> None:
    made = make(a_registration, make(an_open_slot).id, email="baba@example.jp")

    after = change(app, made, name="馬場 花子", name_kana="ばば はなこ", phone="090-1111-2222")

    assert (after.name, after.name_kana, after.phone) == ("馬場 花子", "ばば はなこ", "090-1111-2222")
    assert [one.name for one in after.participants] == ["馬場 花子"]
    assert (after.state, after.receipt) == ("confirmed", made.receipt)


def test_the_person_is_recognised_by_the_new_name(app: Flask, make: Make) -> None:
    made = make(a_registration, make(an_open_slot).id)
    with app.app_context():
        before = set(db.session.scalars(select(PersonKey.key)))

    change(app, made, phone="090-1111-2222")

    with app.app_context():
        assert not before & set(db.session.scalars(select(PersonKey.key)))


def test_a_smaller_party_frees_places_and_the_line_moves(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(3)))
    made = make(a_registration, slot.id, party_size=3)
    chiba = make(a_registration, slot.id, party_size=2, **CHIBA)

    change(app, made, party_size=1)

    assert now(app, chiba).state is RegistrationState.CONFIRMED
    assert taken(app, slot.id) == 3
    assert [one.subject[:7] for one in mails(app) if one.recipient == "chiba@example.jp"][-1] == "【席が空きました"[:7]


def test_a_larger_party_gets_what_is_free(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(3)))
    made = make(a_registration, slot.id)

    after = change(app, made, party_size=3, companions=(Person("千葉 花子"), Person("江藤 花子")))

    assert (after.party_size, after.places, taken(app, slot.id)) == (3, 3, 3)
    assert [one.name for one in after.participants] == ["馬場 太郎", "千葉 花子", "江藤 花子"]


def test_a_larger_party_that_does_not_fit_stays_as_it_is(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(3)))
    made = make(a_registration, slot.id)
    make(a_registration, slot.id, **CHIBA)

    refused(app, PartyDoesNotFit, made, party_size=3, name="ほかの名前")
    refused(app, PartyDoesNotFit, made, party_size=3, waits=True)
    refused(app, PartyLargerThanSlot, made, party_size=4)


def test_a_larger_party_does_not_overtake_the_line(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(3)))
    made = make(a_registration, slot.id)
    make(a_registration, slot.id, party_size=3, **CHIBA)

    refused(app, PartyDoesNotFit, made, party_size=2)


def test_control_without_the_rule_it_would_be_oversold(app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    slot = make(lambda: opened(an_open_slot(3)))
    made = make(a_registration, slot.id)
    make(a_registration, slot.id, **CHIBA)
    monkeypatch.setattr(places, "admit", lambda *_: RegistrationState.CONFIRMED)

    with pytest.raises(Exception, match="never_oversold"):  # the database has the last word
        change(app, made, party_size=3)


def test_parties_are_counted_once_where_the_call_counts_parties(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(1, unit="parties")))
    made = make(a_registration, slot.id)

    after = change(app, made, party_size=4)

    assert (after.party_size, after.places, taken(app, slot.id)) == (4, 1, 1)


def test_more_people_than_one_registration_may_bring(app: Flask, make: Make) -> None:
    refused(app, PartyTooLarge, make(a_registration, make(an_open_slot, party_max=2).id), party_size=3)


def test_who_waits_keeps_the_place_in_line_with_fewer_people(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(3)))
    make(a_registration, slot.id, party_size=2, **CHIBA)
    made = make(a_registration, slot.id, party_size=3)
    doi = make(a_registration, slot.id, **DOI)

    after = change(app, made, party_size=2)
    assert (after.state, after.line) == (RegistrationState.WAITING, made.line)

    assert change(app, made, party_size=1).state is RegistrationState.CONFIRMED
    assert now(app, doi).state is RegistrationState.WAITING


def test_who_waits_with_more_people_goes_to_the_end_and_only_if_they_say_so(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(2)))
    make(a_registration, slot.id, party_size=2, **CHIBA)
    made = make(a_registration, slot.id)
    doi = make(a_registration, slot.id, **DOI)
    refused(app, PartyDoesNotFit, made, party_size=2)

    after = change(app, made, party_size=2, waits=True)

    assert after.state is RegistrationState.WAITING
    assert (after.line or 0) > (now(app, doi).line or 0)


def test_another_day_with_places_is_taken_at_once(app: Flask, make: Make) -> None:
    first, second = two_days(app, make, 1, 1)
    made = make(a_registration, first, email="baba@example.jp")
    chiba = make(a_registration, first, **CHIBA)

    after = change(app, made, slot_id=second)

    assert (after.slot_id, after.state) == (second, RegistrationState.CONFIRMED)
    assert now(app, chiba).state is RegistrationState.CONFIRMED
    assert (taken(app, first), taken(app, second)) == (1, 1)


def test_the_calendar_of_a_moved_registration_takes_the_old_day_out(app: Flask, make: Make) -> None:
    first, second = two_days(app, make, 1, 1)
    made = make(a_registration, first, email="baba@example.jp")

    change(app, made, slot_id=second)

    (old,), after = (entries(one.calendar) for one in mails(app))
    states = {str(one["UID"]): str(one["STATUS"]) for one in after}
    assert states.pop(str(old["UID"])) == "CANCELLED"
    assert list(states.values()) == ["CONFIRMED"]
    stamps = [one["DTSTAMP"].dt for one in after]
    assert min(stamps) > old["DTSTAMP"].dt


def test_a_full_day_is_waited_for_at_the_end_by_choice_alone(app: Flask, make: Make) -> None:
    first, second = two_days(app, make, 1, 1)
    made = make(a_registration, first, email="baba@example.jp")
    make(a_registration, second, **CHIBA)
    doi = make(a_registration, second, **DOI)
    refused(app, PartyDoesNotFit, made, slot_id=second)

    after = change(app, made, slot_id=second, waits=True)

    assert after.state is RegistrationState.WAITING
    assert (after.line or 0) > (now(app, doi).line or 0)
    assert (taken(app, first), taken(app, second)) == (0, 1)
    assert "まだ席はありません" in mails(app)[-1].body
    assert "CANCELLED" in mails(app)[-1].calendar


def test_the_next_newcomer_waits_behind_whoever_moved(app: Flask, make: Make) -> None:
    first, second = two_days(app, make, 1, 1)
    made = make(a_registration, first)
    make(a_registration, second, **CHIBA)
    after = change(app, made, slot_id=second, waits=True)

    doi = make(a_registration, second, **DOI)

    assert (doi.line or 0) > (after.line or 0)


def test_a_full_day_without_a_line_cannot_be_had(app: Flask, make: Make) -> None:
    first, second = two_days(app, make, 1, 1, free_place_rule="reopen")
    made = make(a_registration, first)
    make(a_registration, second, **CHIBA)

    refused(app, RegistrationFull, made, slot_id=second, waits=True)


def test_after_the_deadline_one_may_take_less_but_not_more(app: Flask, make: Make) -> None:
    first, second = two_days(app, make, 5, 5, closes_at=datetime.now(UTC) + timedelta(days=2))
    made = make(a_registration, first, party_size=2)
    with app.app_context(), transaction():
        db.session.get_one(Registration, made.id).call.closes_at = in_days(-1)

    refused(app, RegistrationClosed, made, party_size=3)
    refused(app, RegistrationClosed, made, slot_id=second)
    assert change(app, made, party_size=1).party_size == 1


def test_before_the_list_is_frozen_an_applicant_changes_everything(app: Flask, make: Make) -> None:
    slot = make(a_draw, wishes_max=2)
    other = make(lambda: a_slot(slot.call_id, 1, label="午後の部"))
    made = make(a_registration, slot.id)

    after = change(app, made, slot_id=other.id, wishes=(slot.id,), party_size=1, phone="090-1111-2222")

    assert (after.state, after.slot_id) == (RegistrationState.APPLIED, other.id)
    assert [one.slot_id for one in after.wishes] == [other.id, slot.id]
    assert taken(app, slot.id) == 0


def test_once_frozen_an_applicant_changes_names_and_contacts_alone(app: Flask, make: Make) -> None:
    slot = make(a_draw, capacity=3, wishes_max=2)
    other = make(lambda: a_slot(slot.call_id, 3, label="午後の部"))
    made = make(a_registration, slot.id, party_size=2)
    frozen(app, slot)

    refused(app, EntriesClosed, made, party_size=1)
    refused(app, EntriesClosed, made, wishes=(other.id,))
    refused(app, EntriesClosed, made, slot_id=other.id)
    assert change(app, made, name="馬場 次郎", phone="090-1111-2222").name == "馬場 次郎"


def test_a_winner_may_come_with_fewer_and_a_reserve_gets_the_place(app: Flask, make: Make) -> None:
    slot = make(a_draw, capacity=2)
    won = make(a_registration, slot.id, party_size=2)
    reserve = make(a_registration, slot.id, **CHIBA)
    announced(app, slot, **fate(won, RegistrationState.CONFIRMED), **fate(reserve, RegistrationState.WAITING, 1))

    change(app, won, party_size=1)

    assert now(app, reserve).state is RegistrationState.CONFIRMED


def test_who_is_not_asked_for_any_more_cannot_be_brought(app: Flask, make: Make) -> None:
    made = make(a_registration, make(an_open_slot, age_min=20).id, age=30)

    refused(app, NotEligible, made, age=12)
    refused(app, NotEligible, made, party_size=2, companions=(Person("千葉 花子", age=9),))
    assert change(app, made, age=31).participants[0].age == 31


def test_what_is_over_and_what_an_account_made_does_not_change(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(3)))
    gone = make(a_registration, slot.id)
    with app.app_context(), transaction():
        found = db.session.get_one(Registration, gone.id)
        found.state = RegistrationState.WITHDRAWN

    refused(app, RegistrationOver, gone, name="ほかの名前")


def test_shifts_are_changed_by_joining_another(app: Flask, make: Make) -> None:
    helper = make(a_user, Role.SUPPORTER)
    made = make(a_registration, make(an_open_slot, audience="city_staff").id, user_id=helper.id)

    refused(app, ChangedByAccount, made, name="ほかの名前")


def test_nobody_who_has_been_there_is_left_out(app: Flask, make: Make) -> None:
    made = make(a_registration, make(an_open_slot).id, party_size=2)

    def arrive() -> None:
        found = db.session.get_one(Registration, made.id)
        date, companion = found.slot.occurrences[0], found.participants[1]
        check_in(date.id, companion.id, source=Source.NAME, nonce="door", actor=VISITOR, now=clock.now())

    make(arrive)

    refused(app, ParticipantHasCome, made, party_size=1)


def test_answers_change_with_the_rest(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(3)))

    def ask() -> None:
        db.session.add(Question(
            code="lunch00", call_id=slot.call_id, position=1, kind=QuestionKind.TEXT, label="昼食", purpose="準備",
        ))  # fmt: skip

    make(ask)
    made = make(a_registration, slot.id, answers=(Given("lunch00", ("いる",)),))

    change(app, made, answers=(Given("lunch00", ("いらない",)),))

    with app.app_context():
        assert list(db.session.scalars(select(Answer.value))) == ["いらない"]


def test_a_change_to_the_same_changes_nothing_and_writes_nothing(app: Flask, make: Make) -> None:
    made = make(a_registration, make(an_open_slot).id, email="baba@example.jp", party_size=2)
    before = everything(app)

    change(app, made)

    assert everything(app) == before
    assert len(mails(app)) == 1


def test_every_way_leaves_the_same_line_in_the_log(app: Flask, make: Make) -> None:
    made = make(a_registration, make(an_open_slot).id, party_size=2)
    clerk = make(a_user, Role.SUPPORTER)

    with app.app_context(), transaction():
        for size, actor in ((1, VISITOR), (2, Actor(ActorKind.STAFF, clerk.id))):
            entry = replace(entry_of(db.session.get_one(Registration, made.id)), party_size=size)
            services_changes.change(made.id, Change(made.slot_id, entry), actor=actor, now=clock.now())

    with app.app_context():
        rows = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "registration:change")).all()
    assert [(one.actor_kind, one.detail) for one in rows] == [
        ("visitor", "people size 2>1"), ("staff", "people size 1>2"),
    ]  # fmt: skip


def test_both_addresses_hear_of_a_new_one_and_neither_reads_a_typed_word(app: Flask, make: Make) -> None:
    made = make(a_registration, make(an_open_slot).id, email="baba@example.jp")

    change(app, made, email="new@example.jp", name="見よ http://evil.example")

    _first, *others = mails(app)
    assert [one.recipient for one in others] == ["new@example.jp", "baba@example.jp"]
    assert [one.subject.split("】")[0] for one in others] == ["【変更完了", "【連絡先の変更"]
    assert made.manage_token not in others[1].body
    assert not [one for one in others if "evil" in one.subject + one.body + one.calendar]


@pytest.mark.parametrize("locale", ["ja", "ja_easy", "en"])
def test_the_mail_about_a_change_is_in_the_readers_language(app: Flask, make: Make, locale: str) -> None:
    made = make(a_registration, make(an_open_slot).id, email="baba@example.jp", locale=locale)

    change(app, made, phone="090-1111-2222", email="new@example.jp")

    assert len(mails(app)) == 3


def test_a_call_that_opens_later_for_some_is_judged_anew(app: Flask, make: Make) -> None:
    slot = make(lambda: opened(an_open_slot(3)))
    made = make(a_registration, slot.id)
    with app.app_context(), transaction():
        call = db.session.get_one(Call, slot.call_id)
        call.opens_at = in_days(1)

    with pytest.raises(DomainError):
        change(app, made, party_size=2)
    assert change(app, made, phone="090-1111-2222").phone == "090-1111-2222"
