"""The way of a draw, from its sealed rules to what everybody is told: once, by two people, and stopped in time."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from eventsite.admission import services as admission
from eventsite.admission.errors import EntriesClosed, RegistrationClosed, RegistrationNotOpen, RulesSealed
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Admission, Channel, Priority, Residence
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.calls import services as calls
from eventsite.core.actor import SYSTEM, Actor, ActorKind
from eventsite.core.db import db, transaction
from eventsite.events.models import Publication
from eventsite.lottery import draw, jobs, queries, services, services_draw, services_release
from eventsite.lottery.errors import AlreadyDrawn, DrawNotDue, NotDrawn, NotFrozen, TriesUsedUp
from eventsite.lottery.models import LotteryDraw
from eventsite.lottery.story import story_of
from eventsite.lottery.texts import parse_entries, parse_rules
from eventsite.notifications.models import OutgoingMail
from tests.factories.admission import an_entry
from tests.factories.lottery import (
    CLOSES,
    DICE,
    DRAWN,
    ENTERED,
    OPENS,
    SEALED,
    a_lottery,
    drawn,
    enters,
    frozen,
    released,
    two_witnesses,
)

TEN_MINUTES = timedelta(minutes=services_release.HOLD_MINUTES)


def results_sent() -> list[str]:
    """Return to whom mails about a result went."""
    query = select(OutgoingMail.recipient).where(OutgoingMail.key.endswith(":result"))
    return list(db.session.scalars(query))


def audit(action: Action) -> list[str]:
    """Return the details of what the log says was done."""
    return list(
        db.session.scalars(select(AuditEntry.detail).where(AuditEntry.action == action).order_by(AuditEntry.id))
    )


def test_the_commitment_is_there_before_the_first_entry(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery()
        sealed = queries.seal_of(call.id)
        assert sealed

        assert sealed.at < OPENS
        assert sealed.commitment == draw.commitment(sealed.seed, sealed.rules)
        assert parse_rules(sealed.rules).slots == ((call.slots[0].code, 2),)
        assert audit(Action.CALL_SEAL) == [sealed.commitment]


def test_nobody_enters_before_the_rules_are_sealed_even_where_entries_are_open(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery()
        call.sealed_at = None

        with pytest.raises(RegistrationNotOpen):
            enters(call)

        call.sealed_at = SEALED
        enters(call)


def test_the_worker_seals_what_was_published_without_a_seal(app: Flask) -> None:
    with app.app_context():
        with transaction():
            call = a_lottery()
            call_id, call.sealed_at = call.id, None
        before = OPENS - timedelta(hours=1)

        assert [jobs.seal_due(before), jobs.seal_due(before)] == [1, 0]

        assert db.session.get_one(Call, call_id).sealed_at == SEALED, "the same rules keep their seal"


def test_other_rules_before_entries_open_are_a_new_version_and_afterwards_refused(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery()
        call.reserves_max, call.sealed_at = 5, None
        early = OPENS - timedelta(hours=1)

        assert services.seal(call.id, now=early).version == 2
        assert services.seal(call.id, now=early).version == 2

        call.reserves_max = 6
        with pytest.raises(RulesSealed):
            services.seal(call.id, now=OPENS)


def test_the_rules_cannot_be_edited_once_entries_are_open(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery()

        with pytest.raises(RulesSealed):
            calls.edit_call(call.id, lambda plan: replace(plan, reserves_max=0), actor=SYSTEM, now=ENTERED)


@pytest.mark.parametrize("channel", list(Channel))
def test_after_the_close_no_channel_brings_an_entry_in(app: Flask, channel: Channel) -> None:
    with app.app_context(), transaction():
        call = a_lottery()
        slot_id = call.slots[0].id
        enter = an_entry(channel=channel)

        with pytest.raises(RegistrationClosed):
            admission.register(slot_id, enter, actor=SYSTEM, now=CLOSES)
        admission.register(slot_id, enter, actor=SYSTEM, now=CLOSES - timedelta(seconds=1))

        frozen(call)
        with pytest.raises(EntriesClosed):
            admission.register(slot_id, enter, actor=SYSTEM, now=CLOSES - timedelta(seconds=1))


def test_the_frozen_list_says_who_entered_and_how_many_staff_took_in(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery(capacity=5, slots=2, wishes_max=2)
        baba = enters(call, wishes=(1, 0), party_size=3)
        chiba = enters(call, "千葉 花", name_kana="ちば はな", phone="083-900-0002", channel=Channel.POSTCARD)
        first, second = (slot.code for slot in call.slots)

        stored = services.freeze(call.id, now=CLOSES)

        assert stored.entries == "".join(
            sorted((f"{baba.receipt}\t3\t0\t{second},{first}\n", f"{chiba.receipt}\t1\t0\t{first}\n"))
        )
        assert (stored.entries_count, stored.by_staff, stored.left_out) == (2, 1, 0)
        assert stored.entries_hash == draw.sha256(stored.entries)


def test_the_list_is_not_frozen_before_its_time_and_once_only(app: Flask) -> None:
    with app.app_context():
        with transaction():
            call = a_lottery()
            enters(call)
            call_id = call.id
        with transaction(), pytest.raises(NotFrozen):
            services.freeze(call_id, now=CLOSES - timedelta(seconds=1))

        assert [jobs.freeze_due(CLOSES - timedelta(seconds=1)), jobs.freeze_due(CLOSES), jobs.freeze_due(CLOSES)] == [
            0, 1, 0,
        ]  # fmt: skip


def test_later_withdrawals_leave_the_list_as_it_was(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery(capacity=1)
        baba = enters(call, email="baba@example.jp")
        enters(call, "千葉 花", name_kana="ちば はな", phone="083-900-0002", email="chiba@example.jp")
        before = frozen(call) and queries.freeze_of(call.id)
        assert before
        listed = before.entries_hash
        admission.withdraw(baba.id, actor=SYSTEM, now=CLOSES)
        released(call)

        services_release.announce(call.id, now=DRAWN + TEN_MINUTES)

        assert draw.sha256(before.entries) == listed
        assert baba.receipt in before.entries
        assert baba.state == "withdrawn"
        assert results_sent() == ["chiba@example.jp"]


def test_one_person_in_fifty_spellings_has_one_chance(app: Flask) -> None:
    spellings = ["ばば たろう", "ババ　タロウ", "ﾊﾞﾊﾞ ﾀﾛｳ", "たろう ばば", "ばば　ﾀﾛｳ"]
    phones = ["083-900-1234", "0839001234", "０８３－９００－１２３４", "+81 83 900 1234", "083 900 1234"]
    with app.app_context(), transaction():
        call = a_lottery()
        first = enters(call, name_kana=spellings[0], phone=phones[0], email="first@example.jp")
        for kana in spellings:
            for phone in phones:
                for email in ("baba@example.jp", "b.a.b.a+x@EXAMPLE.jp"):
                    enters(call, name_kana=kana, phone=phone, email=email)
        sister = enters(call, "馬場 花子", name_kana="ばば はなこ", phone=phones[0])

        stored = services.freeze(call.id, now=CLOSES)

        assert {one.receipt for one in parse_entries(stored.entries)} == {first.receipt, sister.receipt}
        assert stored.left_out == 50


@pytest.mark.parametrize(
    ("priorities", "expected"),
    [
        ((), (0, 0, 0)),
        ((Priority.FIRST_TIMERS,), (0, 1, 1)),
        ((Priority.RESIDENTS,), (1, 0, 0)),
        ((Priority.FIRST_TIMERS, Priority.RESIDENTS), (1, 2, 2)),
        ((Priority.RESIDENTS, Priority.FIRST_TIMERS), (2, 1, 1)),
    ],
)
def test_the_priorities_make_the_classes(
    app: Flask, priorities: tuple[Priority, ...], expected: tuple[int, ...]
) -> None:
    with app.app_context(), transaction():
        call = a_lottery(priorities=priorities)
        people = [
            enters(call, name_kana="あおき", is_first_time=True, residence=Residence.ANYWHERE),
            enters(call, name_kana="ばば", is_first_time=False, residence=Residence.CITY),
            enters(call, name_kana="ちば", residence=Residence.AREA),
        ]

        stored = services.freeze(call.id, now=CLOSES)

        classes = {one.receipt: one.priority for one in parse_entries(stored.entries)}
        assert tuple(classes[one.receipt] for one in people) == expected


def test_who_lost_before_comes_first_but_not_by_a_second_entry(app: Flask) -> None:
    with app.app_context(), transaction():
        earlier = a_lottery(capacity=1, reserves_max=0)
        two = [enters(earlier, "土井 次郎", name_kana="どい じろう", phone="083-900-0004"), enters(earlier)]
        wins = a_lottery(capacity=9, event=earlier.event)
        for _ in range(2):
            enters(wins, "千葉 花", name_kana="ちば はな", phone="083-900-0002")
        for call in (earlier, wins):
            released(call)
            services_release.announce(call.id, now=DRAWN + TEN_MINUTES)
        later = a_lottery(priorities=(Priority.EARLIER_LOSERS,), event=earlier.event)
        baba = enters(later)
        doi = enters(later, "土井 次郎", name_kana="どい じろう", phone="083-900-0004")
        chiba = enters(later, "千葉 花", name_kana="ちば はな", phone="083-900-0002")
        endo = enters(later, "遠藤 三子", name_kana="えんどう みつこ", phone="083-900-0005")

        stored = services.freeze(later.id, now=CLOSES)

        classes = {one.receipt: one.priority for one in parse_entries(stored.entries)}
        lost = [one.state == "not_selected" for one in two]
        assert sorted(lost) == [False, True]
        assert [classes[one.receipt] for one in (doi, baba, chiba, endo)] == [1 - lost[0], 1 - lost[1], 1, 1]


def test_two_people_who_saw_the_same_make_the_draw(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery(capacity=2)
        enters(call)
        aoki, doi = two_witnesses(frozen(call))
        assert services_draw.type_value(call.id, DICE, actor=aoki, now=DRAWN) is None

        made = services_draw.type_value(call.id, DICE, actor=doi, now=DRAWN)

        assert made
        assert (made.entered_by_id, made.confirmed_by_id, made.public_value) == (aoki.user_id, doi.user_id, DICE)
        sealed, listed = queries.seal_of(call.id), queries.freeze_of(call.id)
        assert sealed
        assert listed
        again = draw.draw(parse_rules(sealed.rules), parse_entries(listed.entries), sealed.seed, DICE)
        assert made.result == "".join(one.line for one in again)


def test_one_person_who_types_twice_is_not_two(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery()
        aoki, doi = two_witnesses(frozen(call))

        typed = [services_draw.type_value(call.id, DICE, actor=aoki, now=DRAWN) for _ in range(2)]
        other = services_draw.type_value(call.id, "6 6 6", actor=doi, now=DRAWN)
        corrected = services_draw.type_value(call.id, DICE, actor=doi, now=DRAWN)

        assert typed == [None, None]
        assert other is None
        assert corrected


def test_a_value_that_was_corrected_since_does_not_count(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery()
        aoki, doi = two_witnesses(frozen(call))
        services_draw.type_value(call.id, DICE, actor=aoki, now=DRAWN)
        services_draw.type_value(call.id, "1 1 1", actor=aoki, now=DRAWN)

        assert services_draw.type_value(call.id, DICE, actor=doi, now=DRAWN) is None


def test_what_one_witness_saw_cannot_be_guessed_by_trying_on(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery()
        enters(call)
        aoki, doi = two_witnesses(frozen(call))
        services_draw.type_value(call.id, DICE, actor=aoki, now=DRAWN)
        for guess in range(services_draw.TRIES):
            assert services_draw.type_value(call.id, f"1 1 1 1 {guess}", actor=doi, now=DRAWN) is None

        with pytest.raises(TriesUsedUp):
            services_draw.type_value(call.id, DICE, actor=doi, now=DRAWN)
        assert queries.draw_of(call.id) is None
        assert services_draw.type_value(call.id, DICE, actor=aoki, now=DRAWN) is None, "Aoki has looked again"
        assert services_draw.type_value(call.id, DICE, actor=doi, now=DRAWN)
        said = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.action == Action.CALL_VALUE)).all()
        assert said == ["", *["differs"] * services_draw.TRIES, "differs", ""]


def test_without_the_bound_the_sixth_guess_would_draw(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services_draw, "TRIES", 1000)
    with app.app_context(), transaction():
        call = a_lottery()
        enters(call)
        aoki, doi = two_witnesses(frozen(call))
        services_draw.type_value(call.id, DICE, actor=aoki, now=DRAWN)
        for guess in range(5):
            services_draw.type_value(call.id, f"1 1 1 1 {guess}", actor=doi, now=DRAWN)

        assert services_draw.type_value(call.id, DICE, actor=doi, now=DRAWN)


def test_no_value_is_taken_before_the_list_is_frozen_or_the_time_has_come(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery()
        aoki, _ = two_witnesses(call)

        with pytest.raises(NotFrozen):
            services_draw.type_value(call.id, DICE, actor=aoki, now=DRAWN)
        frozen(call)
        with pytest.raises(DrawNotDue):
            services_draw.type_value(call.id, DICE, actor=aoki, now=DRAWN - timedelta(seconds=1))


def test_a_draw_is_made_once_and_for_all(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery()
        aoki, _ = drawn(call)
        made = queries.draw_of(call.id)
        assert made

        with pytest.raises(AlreadyDrawn):
            services_draw.type_value(call.id, "6 6 6", actor=aoki, now=DRAWN)
        db.session.expunge(made)
        db.session.add(
            LotteryDraw(
                call_id=made.call_id, seal_id=made.seal_id, public_value="6 6 6", entered_by_id=made.entered_by_id,
                confirmed_by_id=made.confirmed_by_id, result="", result_hash=draw.sha256(""), at=DRAWN,
            )
        )  # fmt: skip
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_one_person_cannot_stand_twice_in_the_row(app: Flask) -> None:
    with app.app_context(), transaction():
        call = frozen(a_lottery())
        aoki, _ = two_witnesses(call)
        sealed = queries.seal_of(call.id)
        assert sealed
        db.session.add(
            LotteryDraw(
                call_id=call.id, seal_id=sealed.id, public_value=DICE, entered_by_id=aoki.user_id,
                confirmed_by_id=aoki.user_id, result="", result_hash=draw.sha256(""), at=DRAWN,
            )
        )  # fmt: skip

        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


TABLES = ("seals", "freezes", "values", "draws", "releases", "stops")


@pytest.mark.parametrize("change", ["UPDATE lottery_{} SET at = at", "DELETE FROM lottery_{}"])
@pytest.mark.parametrize("table", TABLES)
def test_no_row_of_a_draw_is_ever_changed_or_deleted(app: Flask, table: str, change: str) -> None:
    with app.app_context():
        with transaction():
            call = a_lottery()
            aoki, _ = released(call)
            services_release.stop(call.id, "確かめる", actor=aoki, now=DRAWN)

        with pytest.raises(DBAPIError, match="append-only"), transaction():
            db.session.execute(text(change.format(table)))


def test_nobody_is_told_before_two_people_and_ten_minutes(app: Flask) -> None:
    with app.app_context():
        with transaction():
            call = a_lottery(capacity=1)
            enters(call, email="baba@example.jp")
            enters(call, "千葉 花", name_kana="ちば はな", phone="083-900-0002", email="chiba@example.jp")
            aoki, doi = drawn(call)
            call_id = call.id
        steps = []
        for person in (aoki, aoki, doi):
            with transaction():
                services_release.release(call_id, actor=person, now=DRAWN)
            steps.append(jobs.announce_due(DRAWN + TEN_MINUTES - timedelta(seconds=1)))
        assert steps == [0, 0, 0]
        assert results_sent() == []
        assert db.session.get_one(Call, call_id).announced_at is None

        assert jobs.announce_due(DRAWN + TEN_MINUTES) == 1
        assert jobs.announce_due(DRAWN + TEN_MINUTES) == 0

        assert sorted(results_sent()) == ["baba@example.jp", "chiba@example.jp"]


def test_the_second_release_of_one_person_does_not_count(app: Flask) -> None:
    with app.app_context():
        with transaction():
            call = a_lottery()
            aoki, _ = drawn(call)
            call_id = call.id
            for _ in range(3):
                services_release.release(call_id, actor=aoki, now=DRAWN)

        assert jobs.announce_due(DRAWN + timedelta(days=1)) == 0


def test_a_stop_in_the_tenth_minute_holds_and_two_must_release_anew(app: Flask) -> None:
    with app.app_context():
        with transaction():
            call = a_lottery()
            enters(call, email="baba@example.jp")
            aoki, doi = released(call)
            call_id = call.id
        late = DRAWN + TEN_MINUTES - timedelta(seconds=1)
        with transaction():
            services_release.stop(call_id, "定員を確かめる", actor=doi, now=late)
        assert jobs.announce_due(DRAWN + timedelta(days=1)) == 0
        assert results_sent() == []

        with transaction():
            services_release.release(call_id, actor=aoki, now=late)
        assert jobs.announce_due(DRAWN + timedelta(days=1)) == 0
        with transaction():
            services_release.release(call_id, actor=doi, now=late)

        assert jobs.announce_due(late + TEN_MINUTES - timedelta(seconds=1)) == 0
        assert jobs.announce_due(late + TEN_MINUTES) == 1


def test_a_stop_comes_in_time_even_when_the_worker_is_late(app: Flask) -> None:
    with app.app_context():
        with transaction():
            call = a_lottery()
            aoki, _ = released(call)
            services_release.stop(call.id, "名簿がちがう", actor=aoki, now=DRAWN + timedelta(hours=2))

        assert jobs.announce_due(DRAWN + timedelta(hours=3)) == 0


def test_a_worker_that_dies_before_announcing_leaves_nothing_half_said(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        with transaction():
            call = a_lottery(capacity=1)
            people = [enters(call, name_kana=kana, email=f"{kana}@example.jp") for kana in ("あおき", "ばば", "ちば")]
            released(call)
            ids = [one.id for one in people]
        due = DRAWN + TEN_MINUTES
        with monkeypatch.context() as broken:
            broken.setattr("eventsite.admission.services_decisions.telling.tell_all", _dies)
            with pytest.raises(RuntimeError):
                jobs.announce_due(due)
        states = {db.session.get_one(Registration, one).state for one in ids}
        assert states == {"applied"}
        assert results_sent() == []
        db.session.rollback()

        assert jobs.announce_due(due + timedelta(minutes=1)) == 1

        assert len(results_sent()) == 3


def _dies(*_args: object) -> None:
    raise RuntimeError("the machine is gone")


def test_where_everybody_fits_the_worker_says_so_at_the_announced_time(app: Flask) -> None:
    with app.app_context():
        with transaction():
            call = a_lottery(capacity=5, admission=Admission.LOTTERY_IF_OVER)
            people = [enters(call, name_kana=kana, email=f"{n}@example.jp") for n, kana in enumerate(("あお", "ばば"))]
            ids = [one.id for one in people]
            call_id = call.id
        jobs.freeze_due(CLOSES)
        aoki = Actor(ActorKind.STAFF, 1)
        assert jobs.announce_due(DRAWN - timedelta(seconds=1)) == 0
        with transaction(), pytest.raises(NotDrawn):
            services_release.release(call_id, actor=aoki, now=DRAWN)

        assert jobs.announce_due(DRAWN) == 1

        assert {db.session.get_one(Registration, one).state for one in ids} == {"confirmed"}


def test_where_too_many_enter_lots_are_drawn_by_two_people(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery(capacity=1, admission=Admission.LOTTERY_IF_OVER)
        enters(call)
        enters(call, "千葉 花", name_kana="ちば はな", phone="083-900-0002")

        frozen(call)

        assert queries.draw_of(call.id) is None
        assert drawn(call)
        assert queries.draw_of(call.id)


def test_leftover_places_are_first_come_if_the_rules_say_so(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery(capacity=3, leftover_first_come=True)
        enters(call, email="baba@example.jp")
        released(call)
        after = DRAWN + TEN_MINUTES
        services_release.announce(call.id, now=after)

        late = admission.register(call.slots[0].id, an_entry("千葉 花"), actor=SYSTEM, now=after)

        assert late.state == "confirmed"


def test_the_log_tells_the_whole_way(app: Flask) -> None:
    with app.app_context():
        with transaction():
            call = a_lottery()
            enters(call)
            released(call)
        jobs.announce_due(DRAWN + TEN_MINUTES)

        counts = {action.value: len(audit(action)) for action in Action if action.startswith("call:")}

        assert {name: count for name, count in counts.items() if count} == {
            "call:seal": 1, "call:freeze": 1, "call:value": 2, "call:draw": 1, "call:release": 2, "call:announce": 1,
        }  # fmt: skip


def test_the_published_file_grows_step_by_step(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery()
        enters(call)
        seen = [_published_fields(story_of(call).published)]
        frozen(call)
        seen.append(_published_fields(story_of(call).published))
        aoki, doi = drawn(call)
        seen.append(_published_fields(story_of(call).published))
        for one in (aoki, doi):
            services_release.release(call.id, actor=one, now=DRAWN)
        services_release.announce(call.id, now=DRAWN + TEN_MINUTES)
        seen.append(_published_fields(story_of(call).published))

    known = {"announced", "commitment", "rules", "version"}
    listed = known | {"entries", "entries_count", "entries_hash"}
    value = listed | {"public_value"}
    assert seen == [known, listed, value, value | {"seed", "result", "result_hash"}]


def _published_fields(published: object) -> set[str]:
    fields = json.loads(json.dumps(published))
    return {name for name, field in fields.items() if field is not None}


def test_who_entered_twice_is_told_once_at_the_same_address_and_at_another_like_anybody(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery(capacity=9)
        first = enters(call, email="baba@example.jp")
        again = enters(call, email="baba@example.jp")
        elsewhere = enters(call, email="other@example.jp")
        released(call)

        services_release.announce(call.id, now=DRAWN + TEN_MINUTES)

        assert [one.state for one in (first, again, elsewhere)] == ["confirmed", "not_selected", "not_selected"]
        assert sorted(results_sent()) == ["baba@example.jp", "other@example.jp"]


def test_nothing_is_announced_of_an_event_that_was_cancelled(app: Flask) -> None:
    with app.app_context():
        with transaction():
            call = a_lottery()
            enters(call, email="baba@example.jp")
            released(call)
            call.event.publication = Publication.CANCELLED
            call.event.cancelled_at = DRAWN

        assert jobs.announce_due(DRAWN + TEN_MINUTES) == 0
        assert results_sent() == []


def test_a_drawn_reserve_moves_up_when_a_winner_withdraws(app: Flask) -> None:
    with app.app_context(), transaction():
        call = a_lottery(capacity=1)
        people = [
            enters(call, name_kana=kana, email=f"{n}@example.jp") for n, kana in enumerate(("あお", "ばば", "ちば"))
        ]
        released(call)
        after = DRAWN + TEN_MINUTES
        services_release.announce(call.id, now=after)
        winner = next(one for one in people if one.state == "confirmed")
        line = sorted((one for one in people if one.state == "waiting"), key=lambda one: one.line or 0)

        admission.withdraw(winner.id, actor=SYSTEM, now=after)

        assert [one.state for one in line] == ["confirmed", "waiting"]
