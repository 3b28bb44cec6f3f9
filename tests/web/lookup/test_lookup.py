"""/my without the link: by number and telephone, or by mail; whoever guesses learns nothing."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.admission import attempts, receipts
from eventsite.admission.attempts import Purpose
from eventsite.admission.models_registrations import Registration
from eventsite.admission.models_traces import EntryAttempt
from eventsite.core import clock
from eventsite.core.db import db, transaction
from eventsite.lookup import jobs
from eventsite.lookup import queries as queries_lookup
from eventsite.lookup.models import LinkRequest
from eventsite.notifications.models import MailState, OutgoingMail
from tests.factories.admission import a_registration
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.admission.standing_ways import an_offer, let_days_pass
from tests.web.admission.ways import Opened, an_opened_slot, mails, registrations

BABA = {"phone": "083-987-6541", "email": "baba@example.jp", "party_size": 2}


@pytest.fixture
def slot(make: Make) -> Opened:
    """A slot in which Baba is registered, with a companion."""
    found: Opened = make(an_opened_slot)
    make(a_registration, found.id, **BABA)
    return found


def baba(app: Flask, slot: Opened) -> Registration:
    return registrations(app, slot)[0]


def look_up(client: Resident, number: str, digits: str, prefix: str = "") -> Page:
    return client.open(f"{prefix}/my").form("/my/number").submit(number=number, last_digits=digits)


def bare(page: Page) -> str:
    """Return a page without its token against forged forms."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page.html)


def ask(client: Resident, email: str) -> Page:
    return client.open("/my").form("/my/links").submit(email=email)


def let_the_worker_answer(app: Flask) -> int:
    with app.app_context():
        return jobs.answer_requests(clock.now())


@pytest.mark.parametrize("prefix", ["", "/easy", "/en"])
def test_number_and_telephone_show_the_registration_and_nobody(
    app: Flask, client: Resident, slot: Opened, prefix: str
) -> None:
    page = look_up(client, baba(app, slot).receipt, "6541", prefix)

    assert page.status == 200
    assert "ふるさと探訪" in page.text
    assert baba(app, slot).receipt in page.text
    for secret in ("馬場", "ばば", "987", "baba@", baba(app, slot).manage_token, baba(app, slot).ticket_code):
        assert secret not in page.html


@pytest.mark.parametrize("written", ["{0}", "　{1}", "ＹＧ‐{1}", "yg {1}", "YG{1}"])
def test_the_number_is_understood_however_it_is_written(
    app: Flask, client: Resident, slot: Opened, written: str
) -> None:
    receipt = baba(app, slot).receipt

    assert "ふるさと探訪" in look_up(client, written.format(receipt, receipt.split("-")[1]), "６５４１").text


def test_unknown_and_wrong_are_one_answer_to_the_byte(app: Flask, slot: Opened) -> None:
    receipt = baba(app, slot).receipt
    wrong = look_up(Resident(app), receipt, "0000")
    other = f"YG-{(int(receipt.split('-')[1]) + 1) % 9000 + 1000}"
    unknown = look_up(Resident(app), other, "0000")

    assert (wrong.status, unknown.status) == (422, 422)
    assert bare(wrong).replace(receipt, "") == bare(unknown).replace(other, "")
    assert "受付番号か電話番号の下4桁がちがうようです" in wrong.text


def test_unknown_and_wrong_take_the_same_way_through_the_database(app: Flask, slot: Opened) -> None:
    """The number of statements is the same: no second look tells by its time what the first one found."""
    from sqlalchemy import event

    receipt, counts = baba(app, slot).receipt, []
    for number in (receipt, "YG-0001"):
        said: list[str] = []
        with app.app_context():
            engine = db.engine
        note = lambda _c, _cur, statement, *_more: said.append(statement)  # noqa: B023, E731 - read before the next round
        event.listen(engine, "before_cursor_execute", note)
        look_up(Resident(app), number, "0000")
        event.remove(engine, "before_cursor_execute", note)
        counts.append(said)
    assert counts[0] == counts[1]


def test_one_source_looks_only_so_often_and_the_right_answer_is_refused_too(
    app: Flask, client: Resident, slot: Opened
) -> None:
    for _ in range(attempts.BOUNDS[Purpose.LOOK_UP].most):
        look_up(client, "YG-1111", "0000")

    page = look_up(client, baba(app, slot).receipt, "6541")

    assert page.status == 429
    assert "続けて何度も試されました" in page.text


def test_control_without_the_bound_all_are_answered(
    app: Flask, client: Resident, slot: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "BOUNDS", dict.fromkeys(Purpose, attempts.Bound(10_000)))
    for _ in range(11):
        look_up(client, "YG-1111", "0000")

    assert "ふるさと探訪" in look_up(client, baba(app, slot).receipt, "6541").text


def test_what_was_typed_is_not_kept_with_the_attempt(app: Flask, client: Resident, slot: Opened) -> None:
    look_up(client, "YG-1111", "0000")

    with app.app_context():
        rows = db.session.query(EntryAttempt).all()
        assert [one.purpose for one in rows] == ["look_up", "guess"]
        assert not [one for one in rows if "127.0.0.1" in one.source]
        assert {len(one.source) for one in rows} == {64}


def without_mail(app: Flask, slot: Opened) -> Registration:
    """Let Baba have no address, as many have none."""
    with app.app_context(), transaction():
        db.session.get_one(Registration, baba(app, slot).id).email = ""
    return baba(app, slot)


def test_who_has_no_mail_gives_up_by_the_whole_telephone_number(app: Flask, client: Resident, slot: Opened) -> None:
    asked = look_up(client, without_mail(app, slot).receipt, "6541").follow("申し込みを取り消す")
    assert "申し込みを取り消しますか" in asked.text

    wrong = asked.form("/withdrawal").submit(phone="083-111-6541")
    assert wrong.status == 422
    assert "申し込みのときの電話番号とちがうようです" in wrong.text
    assert baba(app, slot).state == "confirmed"

    assert "申し込みを取り消しました" in wrong.form("/withdrawal").submit(phone="０８３９８７６５４１").text
    assert baba(app, slot).state == "withdrawn"
    with app.app_context():
        assert queries_lookup.registrations_by_number(baba(app, slot).receipt, "6541")


def test_a_neighbour_cannot_withdraw_somebody_who_has_a_mail_address(
    app: Flask, client: Resident, slot: Opened
) -> None:
    page = look_up(client, baba(app, slot).receipt, "6541")
    token = page.form("/links")["csrf_token"]

    assert "メールでお送りするリンクからできます" in page.text
    assert not [one for one in page.links() if "withdrawal" in one]
    client.post("/my/found/0/withdrawal", data={"csrf_token": token, "phone": "083-987-6541"})
    assert baba(app, slot).state == "confirmed"


def test_whom_no_mail_reaches_can_give_up_by_telephone_number(app: Flask, client: Resident, slot: Opened) -> None:
    with app.app_context(), transaction():
        for mail in db.session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == "baba@example.jp")):
            mail.state, mail.last_error = MailState.FAILED, "550 no such mailbox"

    asked = look_up(client, baba(app, slot).receipt, "6541").follow("申し込みを取り消す")
    asked.form("/withdrawal").submit(phone="083-987-6541")

    assert baba(app, slot).state == "withdrawn"


def test_whom_no_mail_reaches_can_take_an_offered_place_by_telephone_number(
    app: Flask, client: Resident, make: Make
) -> None:
    offered = make(an_offer)
    with app.app_context():
        held = db.session.get_one(Registration, offered.id)
        receipt, phone = held.receipt, held.phone

    asked = look_up(client, receipt, phone[-4:]).follow("参加する")
    wrong = asked.form("/acceptance").submit(phone="083-900-9999")
    assert wrong.status == 422
    assert state_of(app, offered.id) == "offered"

    taken = wrong.form("/acceptance").submit(phone=phone)
    assert "参加しない" not in taken.text
    assert state_of(app, offered.id) == "confirmed"


def state_of(app: Flask, registration_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Registration, registration_id).state.value


def test_where_nothing_is_offered_nothing_can_be_taken(app: Flask, client: Resident, slot: Opened) -> None:
    look_up(client, baba(app, slot).receipt, "6541")

    answer = client.http.get("/my/found/0/acceptance")
    assert (answer.status_code, answer.location) == (303, "/my/found")


def guesses(app: Flask, receipt: str) -> list[int]:
    """Try wrong digits from a fresh place each time, as many; return how each was answered."""
    found = []
    for place in range(6):
        somebody = Resident(app)
        somebody.http.environ_base["REMOTE_ADDR"] = f"192.0.2.{place + 1}"
        found.append(look_up(somebody, receipt, f"000{place}").status)
    return found


def test_wrong_digits_are_bounded_from_wherever_they_come_and_alike_for_unknown_numbers(
    app: Flask, client: Resident, slot: Opened
) -> None:
    receipt = baba(app, slot).receipt
    other = f"YG-{(int(receipt.split('-')[1]) + 1) % 9000 + 1000}"

    assert guesses(app, receipt) == guesses(app, other) == [422] * 5 + [429]

    right = look_up(client, receipt, "6541")
    assert right.status == 429
    assert "メールのリンクから開くか" in right.text
    ask(client, "baba@example.jp")
    let_the_worker_answer(app)
    assert f"/my/{baba(app, slot).manage_token}" in mails(app)[-1].body, "the mailed link is not shut"


def test_control_without_that_bound_guessing_goes_on(app: Flask, slot: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "BOUNDS", dict.fromkeys(Purpose, attempts.Bound(10_000)))

    assert guesses(app, baba(app, slot).receipt) == [422] * 6


def test_the_whole_number_cannot_be_tried_on_either(app: Flask, client: Resident, slot: Opened) -> None:
    asked = look_up(client, without_mail(app, slot).receipt, "6541").follow("申し込みを取り消す")

    answers = [asked.form("/withdrawal").submit(phone=f"083-{100 + number}-6541").status for number in range(6)]

    assert answers == [422] * 5 + [429]
    assert asked.form("/withdrawal").submit(phone="083-987-6541").status == 429
    assert baba(app, slot).state == "confirmed"


def test_who_knows_the_digits_is_never_counted(app: Flask, client: Resident, slot: Opened) -> None:
    assert {look_up(client, baba(app, slot).receipt, "6541").status for _ in range(7)} == {200}


def test_what_was_found_is_shown_to_this_browser_and_for_a_while(
    app: Flask, client: Resident, slot: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up(client, baba(app, slot).receipt, "6541")

    assert "受付番号と電話番号で" in Resident(app).open("/my/found").text
    assert Resident(app).open("/my/found/0/withdrawal").status == 404
    assert "見つかった申し込み" in client.open("/my/found").text
    later = clock.now().replace(year=clock.now().year + 1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "受付番号と電話番号で" in client.open("/my/found").text


def test_the_link_is_mailed_to_the_stored_address(app: Flask, client: Resident, slot: Opened) -> None:
    page = look_up(client, baba(app, slot).receipt, "6541").form("/links").submit()
    let_the_worker_answer(app)

    assert "受け付けました" in page.text
    assert mails(app)[-1].recipient == "baba@example.jp"
    assert f"/my/{baba(app, slot).manage_token}" in mails(app)[-1].body


def test_known_and_unknown_addresses_get_one_answer(app: Flask, slot: Opened) -> None:
    known, unknown = ask(Resident(app), "BABA@example.jp"), ask(Resident(app), "nobody@example.jp")

    assert (known.status, bare(known)) == (200, bare(unknown))
    before = len(mails(app))
    while let_the_worker_answer(app):
        pass
    assert [one.recipient for one in mails(app)[before:]] == ["baba@example.jp"]
    with app.app_context():
        assert db.session.query(LinkRequest).count() == 0


def test_the_mail_with_links_holds_no_word_that_was_typed(app: Flask, client: Resident, slot: Opened) -> None:
    ask(client, "baba@example.jp")
    let_the_worker_answer(app)

    mail = mails(app)[-1]
    assert "馬場" not in mail.subject + mail.body
    assert mail.body.count("http://") == 1
    assert max(len(line) for line in mail.body.splitlines() if "http" not in line) <= 38


def test_what_is_over_is_not_mailed(app: Flask, client: Resident, slot: Opened) -> None:
    let_days_pass(app, slot, 10)
    ask(client, "baba@example.jp")
    before = len(mails(app))

    let_the_worker_answer(app)

    assert len(mails(app)) == before


def test_at_most_three_mails_an_hour_go_to_one_address_whoever_asks(app: Flask, slot: Opened) -> None:
    for _ in range(6):
        ask(Resident(app), "baba@example.jp")
    while let_the_worker_answer(app):
        pass

    soon = [one for one in mails(app) if one.state == "queued" and (one.due_at - clock.now()).total_seconds() < 1800]
    assert len(soon) <= 3


@pytest.mark.parametrize(
    ("typed", "understood"), [("YG-4827", "YG-4827"), ("4827", "YG-4827"), ("そば", None), ("12", None)]
)
def test_numbers_as_they_are_typed(typed: str, understood: str | None) -> None:
    assert receipts.read(typed, "YG") == understood
