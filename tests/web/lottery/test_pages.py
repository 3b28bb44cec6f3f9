"""The pages of a draw: what everybody may follow, what staff do, and what nobody sees before its time."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from eventsite.accounts.models import Role, User
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Admission, Audience
from eventsite.audit.actions import Action
from eventsite.audit.models import AuditEntry
from eventsite.calls import releasing
from eventsite.core import clock
from eventsite.core.db import db, transaction
from eventsite.events.models import Publication, Visibility
from eventsite.lottery import services, services_release
from eventsite.notifications.models import OutgoingMail
from tests.factories.accounts import a_user
from tests.factories.admission import a_call, a_slot, an_open_slot
from tests.factories.events import an_event, an_occurrence, in_days
from tests.factories.lottery import (
    CLOSES,
    DRAWN,
    NOW,
    OPENS,
    a_lottery,
    announced,
    drawn,
    enters,
    frozen,
    many_enter,
    released,
)
from tests.support.draws import VERIFIER
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident

LANGUAGES = ("", "/easy", "/en")


def entered(capacity: int = 2, **facts: object) -> Call:
    """A call by lot that four people entered, each with a mailbox."""
    call = a_lottery(capacity, **facts)  # type: ignore[arg-type]  # the factory's own facts
    many_enter(call, 4)
    return call


def frozen_one() -> Call:
    return frozen(entered())


def early_one() -> Call:
    """Frozen, but the announced time of the draw has not come."""
    call = frozen_one()
    call.draw_at = clock.now() + timedelta(hours=1)
    return call


def drawn_one() -> Call:
    call = entered()
    drawn(call)
    return call


def released_one() -> Call:
    """Released just now: the ten minutes run."""
    call = entered()
    for one in drawn(call):
        services_release.release(call.id, actor=one, now=NOW)
    return call


def announced_one() -> Call:
    return announced(entered(reserves_max=1))


def receipts(app: Flask, code: str) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Registration.receipt).join(Registration.call).where(Call.code == code)))


@pytest.mark.parametrize("stage", [entered, frozen_one, drawn_one, released_one])
@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_announcement_no_number_and_no_seed_stand_on_the_page(
    app: Flask, client: Resident, make: Make, stage: object, language: str
) -> None:
    code = make(stage).code

    page = client.open(f"{language}/draws/{code}")
    file = json.loads(client.http.get(f"/draws/{code}/draw.json").data)

    assert page.status == 200
    assert not [one for one in receipts(app, code) if one in page.html]
    assert (file["seed"], file["result"], file["announced"]) == (None, None, False)
    for way in ("sheet.csv", "sheet.pdf"):
        assert client.http.get(f"/draws/{code}/{way}").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_once_announced_everything_is_there_and_names_are_not(
    app: Flask, client: Resident, make: Make, language: str
) -> None:
    code = make(announced_one).code

    page = client.open(f"{language}/draws/{code}")
    file = json.loads(client.http.get(f"/draws/{code}/draw.json").data)
    table = client.http.get(f"/draws/{code}/sheet.csv").data.decode("utf-8-sig")
    paper = client.http.get(f"/draws/{code}/sheet.pdf").data

    for value in ("commitment", "entries_hash", "public_value", "result_hash", "seed"):
        assert str(file[value]) in page.text
    for receipt in receipts(app, code):
        assert receipt in page.text
        assert receipt in table
    assert paper.startswith(b"%PDF-")
    for text in (page.html, table, json.dumps(file, ensure_ascii=False)):
        assert "参加 1子" not in text
        assert "person1@example.jp" not in text


def test_the_program_that_checks_is_handed_out_as_it_is(client: Resident) -> None:
    answer = client.http.get("/draws/verify_draw.py")

    assert answer.data == VERIFIER.read_bytes()
    assert "attachment" in answer.headers["Content-Disposition"]


def test_without_javascript_ones_own_number_is_found_and_marked(app: Flask, client: Resident, make: Make) -> None:
    code = make(announced_one).code
    receipt = receipts(app, code)[2]

    page = client.open(f"/draws/{code}").form(f"/draws/{code}").submit(receipt=receipt.partition("-")[2])

    assert f"{receipt}：" in page.text
    assert [one.get("data-receipt") for one in page.tree.iter("tr") if one.get("aria-current")] == [receipt]
    assert "この番号は" in client.open(f"/draws/{code}?receipt=YG-0000").text


@pytest.mark.parametrize(
    ("event", "call"),
    [
        ({"publication": Publication.DRAFT, "published_at": None}, {}),
        ({"visibility": Visibility.INTERNAL}, {}),
        ({}, {"audience": Audience.CITY_STAFF}),
        ({}, {"admission": Admission.FIRST_COME}),
    ],
)
def test_a_draw_that_is_not_everybodys_looks_like_an_absent_one(
    app: Flask, client: Resident, make: Make, event: dict[str, object], call: dict[str, object]
) -> None:
    code = make(a_lottery).code
    with app.app_context(), transaction():
        stored = db.session.scalars(select(Call).where(Call.code == code)).one()
        for record, facts in ((stored.event, event), (stored, call)):
            for name, value in facts.items():
                setattr(record, name, value)

    for way in ("", "/draw.json", "/sheet.csv", "/sheet.pdf"):
        assert client.http.get(f"/draws/{code}{way}").status_code == 404


def test_the_event_and_ones_own_page_lead_to_the_draw(app: Flask, client: Resident, make: Make) -> None:
    call = make(announced_one)
    with app.app_context():
        registration = db.session.scalars(select(Registration).where(Registration.call_id == call.id)).first()
        assert registration
        event, token, receipt = registration.call.event.code, registration.manage_token, registration.receipt

    assert f"/draws/{call.code}" in client.open(f"/events/{event}").links()
    own = client.open(f"/my/{token}").follow("抽選の記録")

    assert own.address == f"/draws/{call.code}?receipt={receipt}"
    assert f"{receipt}：" in own.text


def staff(app: Flask, make: Make, call: Call, role: Role = Role.CENTER_MANAGER, name: str = "青木 花子") -> Resident:
    """Somebody who works at the call's center, signed in."""
    with app.app_context():
        center_id = db.session.get_one(Call, call.id).center_id
    return Resident(app).sign_in_as(make(a_user, role, center_id, name=name).id)


def types(who: Resident, code: str, value: str) -> Page:
    return who.open(f"/staff/draws/{code}").form("/values").submit(value=value)


def test_two_members_of_staff_draw_release_and_stop(app: Flask, make: Make) -> None:
    call = make(frozen_one)
    aoki, doi = staff(app, make, call), staff(app, make, call, name="土井 次郎")

    first = types(aoki, call.code, "３　３　６ 2 1")
    wrong = types(doi, call.code, "6 6 6 6 6")
    made = types(doi, call.code, "3,3-6、2・1")
    again = aoki.post(f"/staff/draws/{call.code}/values", data={"value": "1", "csrf_token": _token(aoki, call)})
    one = aoki.open(f"/staff/draws/{call.code}").form("/releases").submit()
    two = doi.open(f"/staff/draws/{call.code}").form("/releases").submit()
    stopped = aoki.open(f"/staff/draws/{call.code}").form("/stops").submit(reason="定員を確かめる")

    assert "もう1人の職員が同じ値を入れると" in first.text
    assert "3 3 6 2 1" not in first.text, "what the first one typed must not be copied by the second"
    assert notes_of(wrong, "error") == ["2人の値がちがいます。もう一度、値を見て入れてください。まだ抽選していません。"]
    assert notes_of(made, "error") == []
    assert "抽選しました" in made.text
    assert "の方に届くメールの見本" in made.text
    assert "やりなおせません" in again.text
    assert "もう1人を待っています" in one.text
    assert "あと10分で発表します" in two.text
    assert "土井 次郎さんが認めました" in two.text
    assert "青木 花子さんが止めました：定員を確かめる" in stopped.text
    with app.app_context():
        refused = select(AuditEntry.detail).where(AuditEntry.action == Action.CALL_DRAW).order_by(AuditEntry.id)
        assert list(db.session.scalars(refused))[1:] == ["refused: already_drawn"]


def notes_of(page: Page, kind: str) -> list[str]:
    """Return what the notes of that kind say."""
    found = [one for one in page.tree.iter("div") if f"note--{kind}" in (one.get("class") or "").split()]
    return ["".join(words.itertext()).replace("\u2060", "") for one in found for words in one.iter("p")]


def _token(who: Resident, call: Call) -> str:
    return who.open(f"/staff/draws/{call.code}").forms[-1]["csrf_token"]


ALONE = "このセンターで認められる責任者は1人です"


@pytest.mark.parametrize("stage", [a_lottery, frozen_one, drawn_one])
def test_a_center_with_one_manager_reads_early_that_the_result_needs_two(
    app: Flask, make: Make, stage: Callable[[], Call]
) -> None:
    call = make(stage)
    with app.app_context(), transaction():
        db.session.execute(update(User).values(disabled_at=NOW))
    with app.app_context():
        event_code = db.session.get_one(Call, call.id).event.code
    aoki = staff(app, make, call)
    pages = [f"/staff/draws/{call.code}", f"/staff/events/{event_code}", f"/staff/calls/{call.code}/edit"]

    for address in pages:
        assert ALONE in aoki.open(address).text, address
    staff(app, make, call, Role.CENTER_STAFF, "千葉 春子")
    assert ALONE in aoki.open(pages[0]).text, "a clerk cannot release"
    staff(app, make, call, name="土井 次郎")
    for address in pages:
        assert "責任者をもう" not in aoki.open(address).text, address


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (early_one, None),
        (frozen_one, "抽選の値を入れてください"),
        (drawn_one, "2人の責任者が認めると、発表します"),
        (released_one, None),
        (announced_one, None),
    ],
)
def test_the_centers_home_says_which_draw_waits_for_people(
    app: Flask, make: Make, stage: Callable[[], Call], words: str | None
) -> None:
    call = make(stage)

    home = staff(app, make, call).open("/staff/")

    assert (f"/staff/draws/{call.code}" in home.html) is bool(words)
    assert (words or "やること") in home.text


def test_where_nothing_is_drawn_or_all_is_said_nobody_is_missing(app: Flask, make: Make) -> None:
    said, first_come = make(announced_one), make(lambda: an_open_slot().call)
    with app.app_context():
        for call in (said, first_come):
            assert releasing.warnings(db.session.get_one(Call, call.id)) == []


def test_an_empty_value_and_a_stop_without_a_reason_are_asked_again(app: Flask, make: Make) -> None:
    waiting, running = make(frozen_one), make(released_one)
    aoki, baba = staff(app, make, waiting), staff(app, make, running)

    empty = types(aoki, waiting.code, "")
    silent = baba.open(f"/staff/draws/{running.code}").form("/stops").submit(reason="")

    assert (empty.status, silent.status) == (422, 422)
    assert "入力してください" in empty.text


def test_staff_without_that_right_can_witness_and_stop_but_not_release(app: Flask, make: Make) -> None:
    call = make(drawn_one)
    clerk = staff(app, make, call, Role.CENTER_STAFF)

    page = clerk.open(f"/staff/draws/{call.code}")

    assert "認められるのは、センターの責任者と管理者です" in page.text
    assert clerk.post(f"/staff/draws/{call.code}/releases", data={}).status in (400, 403)


def test_looking_at_the_samples_changes_nothing(app: Flask, make: Make) -> None:
    call = make(drawn_one)

    staff(app, make, call).open(f"/staff/draws/{call.code}")

    with app.app_context():
        states = set(db.session.scalars(select(Registration.state).where(Registration.call_id == call.id)))
        assert states == {"applied"}
        assert db.session.scalars(select(OutgoingMail)).all() == []


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (entered, "まもなく名簿が確定します"),
        (frozen_one, "公開の値を入れる"),
        (drawn_one, "発表を認める"),
        (announced_one, "発表しました"),
    ],
)
def test_the_staff_page_offers_what_comes_next_alone(app: Flask, make: Make, stage: object, words: str) -> None:
    call = make(stage)

    page = staff(app, make, call).open(f"/staff/draws/{call.code}")

    assert words in page.text
    actions = {one.action.rpartition("/")[2] for one in page.forms} & {"values", "releases", "stops"}
    assert len(actions) <= 1


def test_where_everybody_fits_both_pages_say_so(app: Flask, client: Resident, make: Make) -> None:
    def few() -> Call:
        call = a_lottery(5, admission=Admission.LOTTERY_IF_OVER, draw_at=NOW + timedelta(days=1))
        enters(call)
        services.freeze(call.id, now=CLOSES)
        return call

    call = make(few)

    assert "全員、第1希望に入れます" in client.open(f"/draws/{call.code}").text
    assert "全員が第1希望に入れます" in staff(app, make, call).open(f"/staff/draws/{call.code}").text


def stalls() -> Call:
    """A market with two places for which three stallholders applied."""
    event = an_event(title="朝市")
    occurrence = an_occurrence(event.id, in_days(14))
    call = a_call(event.id, Admission.BY_ORGANISER, audience=Audience.STALLHOLDERS, opens_at=OPENS, closes_at=CLOSES)
    a_slot(call.id, 2, (occurrence.id,))
    db.session.refresh(call)
    for name, kana in (("青木 花子", "あおき はなこ"), ("馬場 太郎", "ばば たろう"), ("千葉 次郎", "ちば じろう")):
        enters(call, name, name_kana=kana, email="stall@example.jp")
    return call


def test_the_organiser_chooses_with_a_reason_and_everybody_is_told_at_once(app: Flask, make: Make) -> None:
    call = make(stalls)
    aoki = staff(app, make, call)
    first, second, third = receipts(app, call.code)
    page = aoki.open(f"/staff/choices/{call.code}")

    too_many = page.forms[-1].submit(chosen=[first, second, third], reason="全員")
    without = page.forms[-1].submit(chosen=[first], reason="")
    check = page.forms[-1].submit(chosen=[first, third], reason="出店の種類がかさならない")
    done = check.form("/announcement").submit()

    assert (too_many.status, without.status, check.status) == (422, 422, 200)
    assert "定員をこえています" in too_many.text
    assert "2件（2人）" in check.text
    assert "みなさんに知らせます" in done.text
    with app.app_context():
        rows = db.session.execute(select(Registration.receipt, Registration.state))
        states = {receipt: state.value for receipt, state in rows}
        assert states == {first: "confirmed", second: "not_selected", third: "confirmed"}
        assert "出店の種類がかさならない" in set(db.session.scalars(select(AuditEntry.detail)))
        told = select(OutgoingMail.key).where(OutgoingMail.key.endswith(":result"))
        assert len(db.session.scalars(told).all()) == 3
    assert "知らせました" in aoki.open(f"/staff/choices/{call.code}").text


def test_nothing_is_chosen_while_entries_are_open(app: Flask, make: Make) -> None:
    def open_call() -> Call:
        call = stalls()
        call.closes_at = NOW + timedelta(days=1)
        return call

    call = make(open_call)
    aoki = staff(app, make, call)

    page = aoki.open(f"/staff/choices/{call.code}").forms[-1].submit(chosen=[], reason="まだ")

    assert page.status == 422
    assert "締め切ったあと" in page.text


def test_released_results_are_announced_by_the_worker_with_the_time_of_the_page(app: Flask, make: Make) -> None:
    call = make(entered)
    with app.app_context(), transaction():
        stored = db.session.get_one(Call, call.id)
        released(stored)
        services_release.announce(stored.id, now=DRAWN + timedelta(minutes=10))

    assert "発表しました" in staff(app, make, call).open(f"/staff/draws/{call.code}").text
