"""/my/<token> in every state: what it is called, what it means, what one can do; in three languages."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.admission import services_dates, services_decisions, services_offers
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.services_decisions import Fate
from eventsite.admission.vocabulary import Audience, RegistrationState
from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.core.db import db, transaction
from eventsite.events.models import Publication
from eventsite.notifications.models import MailState, OutgoingMail
from tests.factories.accounts import a_user
from tests.factories.admission import a_registration, a_slot, an_open_slot
from tests.factories.events import an_occurrence, in_days
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.admission.standing_ways import a_draw, an_offer, announced, fate, frozen, let_days_pass
from tests.web.admission.ways import an_opened_slot, mails, registrations

CHIBA = {"name": "千葉 次郎", "name_kana": "ちば じろう", "phone": "083-911-1111"}
CONFIRMED, WAITING, NOT_SELECTED = (
    RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.NOT_SELECTED,
)  # fmt: skip


def own(client: Resident, registration: Registration) -> Page:
    """Open somebody's own page; it must hold in every language."""
    for language in ("/easy", "/en"):
        assert client.open(f"{language}/my/{registration.manage_token}").status == 200
        assert client.open(f"{language}/my/{registration.manage_token}/ticket").status == 200
    return client.open(f"/my/{registration.manage_token}")


def test_who_applied_reads_when_it_is_drawn_and_how_they_learn_of_it(app: Flask, client: Resident, make: Make) -> None:
    made = make(a_registration, make(a_draw).id, email="baba@example.jp")

    page = own(client, made)

    assert "申し込みを受け付けました（結果はまだです）" in page.text
    with app.app_context():
        day = clock.local(in_days(2))
    assert f"結果は{day.month}月{day.day}日" in page.text
    assert "の抽選のあと、全員にメールでお知らせします" in page.text
    assert "参加票を見る" not in page.text
    assert "まだ決まっていません" in client.open(f"/my/{made.manage_token}/ticket").text


def test_who_applied_without_mail_is_told_by_telephone_and_when_the_list_is_closed(
    app: Flask, client: Resident, make: Make
) -> None:
    slot = make(a_draw)
    made = make(a_registration, slot.id)
    frozen(app, slot)

    page = own(client, made)

    assert "お電話でお知らせします" in page.text
    assert "いまは決まるのを待っています" in page.text


def test_after_the_draw_each_page_says_its_own_fate(app: Flask, client: Resident, make: Make) -> None:
    slot = make(a_draw)
    won = make(a_registration, slot.id)
    second = make(a_registration, slot.id, **CHIBA)
    first = make(a_registration, slot.id, name="土井 三郎", name_kana="どい さぶろう", phone="083-922-2222")
    lost = make(a_registration, slot.id, name="江藤 四郎", name_kana="えとう しろう", phone="083-933-3333")
    fates = fate(won, CONFIRMED) | fate(first, WAITING, 1) | fate(second, WAITING, 2)
    announced(app, slot, **fates)

    assert "参加が決まりました" in own(client, won).text
    assert "いま補欠の1番目です" in own(client, first).text
    assert "いま補欠の2番目です" in own(client, second).text
    assert "今回は参加していただけません" in own(client, lost).text
    assert "参加票はありません" in client.open(f"/my/{lost.manage_token}/ticket").text


def test_an_offer_says_until_when_and_has_one_button_for_each_answer(client: Resident, make: Make) -> None:
    page = own(client, make(an_offer))

    assert "席をおとりしています。参加しますか" in page.text
    assert "返事の期限" in page.text
    assert [one.action for one in page.forms if "/my/" in one.action] == [f"{page.address}/acceptance"]
    assert "参加しないことにしますか" in page.follow("参加しない").text
    assert page.response.headers["Referrer-Policy"] == "same-origin"


def test_an_unanswered_offer_is_not_called_a_withdrawal(app: Flask, client: Resident, make: Make) -> None:
    made = make(an_offer)
    with app.app_context(), transaction():
        later = in_days(4)
        services_offers.lapse(made.id, now=later)

    page = own(client, made)

    assert "返事の期限が過ぎました" in page.text
    assert "席は次の方にうつりました" in page.text
    assert "申し込みを取り消しました" not in page.text


def test_a_cancelled_event_and_a_cancelled_date_read_differently(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    made = make(a_registration, slot.id)
    with app.app_context(), transaction():
        db.session.get_one(Registration, made.id).call.event.cancel_reason = "雨のため"
        services_dates.cancel_all(slot.event_id, actor=SYSTEM, now=clock.now())

    assert "申し込んだ日は中止になりました" in own(client, made).text
    with app.app_context(), transaction():
        db.session.get_one(Registration, made.id).call.event.publication = Publication.CANCELLED
    page = own(client, made)
    assert "この催しは中止になりました" in page.text
    assert "理由：雨のため" in page.text


def test_who_waited_in_vain_reads_that_it_is_over(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, capacity=1)
    make(a_registration, slot.id, **CHIBA)
    made = make(a_registration, slot.id)
    let_days_pass(app, slot, 10)

    page = own(client, made)

    assert "この催しは終わりました" in page.text
    assert "待つのをやめる" not in page.text
    assert [one.state for one in registrations(app, slot)][-1] == "waiting"


def test_city_employees_read_words_of_their_own(app: Flask, client: Resident, make: Make) -> None:
    helper = make(a_user, Role.SUPPORTER, name="応援 二郎")
    slot = make(lambda: an_open_slot(audience=Audience.CITY_STAFF))
    made = make(a_registration, slot.id, user_id=helper.id, phone="")

    page = own(client, made)

    assert "応援に入りました" in page.text
    assert "申し込みが完了しました" not in page.text
    assert "内容を変更する" not in page.text
    asked = page.follow("応援を取りやめる")
    assert "応援を取りやめますか" in asked.text
    assert "応援を取りやめました" in asked.form("/withdrawal").submit().text


@pytest.mark.parametrize(
    ("rule", "words"), [("hold_for_next", "次に待っている方に席がうつります"), ("reopen", "次の日の正午から")]
)
def test_before_withdrawing_one_reads_what_becomes_of_the_place(
    client: Resident, make: Make, rule: str, words: str
) -> None:
    made = make(a_registration, make(an_opened_slot, free_place_rule=rule).id)

    assert words in client.open(f"/my/{made.manage_token}/withdrawal").text


def test_a_winner_who_must_answer_reads_that_the_draw_gave_the_place(app: Flask, client: Resident, make: Make) -> None:
    slot = make(a_draw, offer_hours=24)
    won, reserve = make(a_registration, slot.id), make(a_registration, slot.id, **CHIBA)
    announced(app, slot, **fate(won, CONFIRMED), **fate(reserve, WAITING, 1))

    page = own(client, won)

    for words in ("当選しました。参加しますか", "抽選の結果です", "返事の期限", "「参加しない」を押してください"):
        assert words in page.text
    assert "抽選の結果です" not in page.form("/acceptance").submit().text, "the question is answered"


def test_who_comes_to_an_offer_from_reserve_is_not_told_that_the_draw_gave_it(
    app: Flask, client: Resident, make: Make
) -> None:
    slot = make(a_draw, offer_hours=24)
    won, reserve = make(a_registration, slot.id), make(a_registration, slot.id, **CHIBA)
    announced(app, slot, **fate(won, CONFIRMED), **fate(reserve, WAITING, 1))
    client.open(f"/my/{won.manage_token}/withdrawal").form("/withdrawal").submit()

    page = own(client, reserve)

    assert "席をおとりしています。参加しますか" in page.text
    assert "抽選の結果です" not in page.text


def two_wishes(email: str = "") -> Registration:
    """Baba wants the morning or else the afternoon, on two days; the draw is still to come."""
    slot = a_draw(wishes_max=2)
    call = db.session.get_one(Slot, slot.id).call
    second = an_occurrence(call.event_id, in_days(9))
    other = a_slot(call.id, 1, (second.id,), label="午後の部")
    db.session.refresh(call)
    return a_registration(slot.id, wishes=(other.id,), email=email)


def dates_of(app: Flask, made: Registration) -> list[str]:
    """Return the days of the wishes as every page writes them, the first wish before the second."""
    with app.app_context():
        call = db.session.get_one(Registration, made.id).call
        days = [clock.local(slot.occurrences[0].starts_at) for slot in call.slots]
        return [f"{day.month}月{day.day}日" for day in days]


@pytest.mark.parametrize("way", ["", "/withdrawal", "/ticket"])
def test_while_it_is_undecided_no_date_stands_alone(app: Flask, client: Resident, make: Make, way: str) -> None:
    made = make(two_wishes)
    first, second = dates_of(app, made)

    page = client.open(f"/my/{made.manage_token}{way}")

    assert "第2希望：午後の部" in page.text
    assert second in page.text
    named = re.findall(rf".{{0,20}}{first}", page.text)
    assert named
    assert all("第1希望：" in one for one in named), named


def test_while_it_is_undecided_nothing_goes_into_a_calendar(app: Flask, client: Resident, make: Make) -> None:
    made = make(two_wishes)

    assert client.http.get(f"/my/{made.manage_token}/calendar.ics").status_code == 404
    with app.app_context(), transaction():
        registration = db.session.get_one(Registration, made.id)
        services_decisions.announce(
            registration.call_id,
            {made.receipt: Fate(CONFIRMED, registration.wishes[1].slot_id)},
            actor=SYSTEM,
            now=clock.now(),
        )
    assert client.http.get(f"/my/{made.manage_token}/calendar.ics").status_code == 200
    page = client.open(f"/my/{made.manage_token}")
    assert "午後の部" in page.text
    assert "希望" not in page.text, "what was wished for no longer matters"


def test_the_mail_about_ranked_wishes_names_no_date_as_settled(app: Flask, make: Make) -> None:
    made = make(lambda: two_wishes(email="baba@example.jp"))
    first, second = dates_of(app, made)

    (mail,) = mails(app)

    assert "第1希望" in mail.body
    assert second in mail.body
    assert first not in mail.subject
    assert not mail.calendar


def test_the_page_promises_no_mail_that_does_not_come(app: Flask, client: Resident, make: Make) -> None:
    made = make(an_offer, "baba@example.jp")
    page = own(client, made)

    assert "確認のメール" not in page.text, "it is the resident who has to answer"
    assert "お知らせのメールは" in page.text
    with app.app_context(), transaction():
        for mail in db.session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == "baba@example.jp")):
            mail.state, mail.last_error = MailState.FAILED, "550 no such mailbox"

    page = own(client, made)
    assert "お届けできませんでした" in page.text
    assert "お知らせのメールは" not in page.text
