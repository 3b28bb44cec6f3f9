"""Who has no mail address, or none that works, is told by telephone: once, what is true, by somebody who notes it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from eventsite.admission import services, services_decisions, services_offers
from eventsite.admission.models_registrations import Registration
from eventsite.admission.receipts import spoken
from eventsite.admission.services_decisions import Fate
from eventsite.admission.services_forgetting import forget_due
from eventsite.admission.services_undelivered import call_instead
from eventsite.admission.vocabulary import Admission, RegistrationState
from eventsite.audit.models import AuditEntry
from eventsite.core.actor import SYSTEM, VISITOR
from eventsite.core.db import db, transaction
from eventsite.events.models import Event
from eventsite.notifications.models import MailState, OutgoingMail, PhoneNotice
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_registration, an_open_slot
from tests.factories.events import an_event
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.admission.ways import Opened, opened

NOW = datetime.now(UTC)


@pytest.fixture
def niho(make: Make) -> Any:
    """Where Aoki works."""
    return make(a_center, slug="niho", name="仁保地域交流センター")


@pytest.fixture
def aoki(make: Make, client: Resident, niho: Any) -> Resident:
    """A clerk of Niho, signed in."""
    return client.sign_in_as(make(a_user, center_id=niho.id).id)


def a_full_slot(center_id: int, **more: Any) -> Opened:
    """A slot for one, which Baba has; Chiba waits without an address, Doi with one."""
    slot = an_open_slot(1, an_event(center_id, "ふるさと探訪", belongings="飲み物"), **more)
    a_registration(slot.id, "馬場 太郎")
    a_registration(slot.id, "千葉 花", name_kana="ちば はな", phone="083-911-2222")
    a_registration(slot.id, "土井 四郎", name_kana="どい しろう", phone="083-933-4444", email="doi@example.jp")
    return opened(slot)


def named(app: Flask, name: str) -> Registration:
    """Return the registration of that name."""
    with app.app_context():
        return db.session.scalars(select(Registration).where(Registration.name == name)).one()


def calls(app: Flask) -> Sequence[PhoneNotice]:
    """Return all notices, the oldest first."""
    with app.app_context():
        return db.session.scalars(select(PhoneNotice).order_by(PhoneNotice.id)).all()


def withdraws(app: Flask, name: str) -> None:
    """Let somebody give the place back."""
    made = named(app, name)
    with app.app_context(), transaction():
        services.withdraw(made.id, actor=VISITOR, now=NOW)


def list_of(clerk: Resident, slot: Opened) -> Page:
    """Open the list of one event."""
    return clerk.open(f"/staff/events/{slot.event_code}/phone-calls")


def test_nobody_is_phoned_about_what_they_were_told_at_once_or_did(app: Flask, make: Make, niho: Any) -> None:
    make(a_full_slot, niho.id)

    withdraws(app, "土井 四郎")
    withdraws(app, "千葉 花")

    assert calls(app) == []


def test_who_moves_up_without_an_address_is_to_be_phoned_once(
    app: Flask, aoki: Resident, make: Make, niho: Any
) -> None:
    slot = make(a_full_slot, niho.id)

    withdraws(app, "馬場 太郎")

    (notice,) = calls(app)
    chiba = named(app, "千葉 花")
    assert (notice.subject_id, notice.center_id) == (chiba.id, niho.id)
    page = list_of(aoki, slot)
    assert "千葉 花" in page.text
    assert "tel:0839112222" in page.links()
    assert "馬場" not in page.text
    assert "土井" not in page.text


def test_the_script_says_who_calls_what_happened_when_and_the_number_digit_by_digit(
    app: Flask, make: Make, niho: Any
) -> None:
    make(a_full_slot, niho.id)

    withdraws(app, "馬場 太郎")

    script = calls(app)[0].script
    assert script.startswith("仁保地域交流センターです。お申し込みいただいた「ふるさと探訪」のことで、お電話しました。")
    assert "お待ちいただいていた席が空きました" in script
    assert "日時は、" in script
    assert "持ち物は、飲み物です。" in script
    assert spoken(named(app, "千葉 花").receipt) in script
    assert not [word for word in ("千葉", "馬場", "土井", "083-911") if word in script]


def test_an_offer_says_until_when_and_the_answer_is_taken_on_the_list(
    app: Flask, aoki: Resident, make: Make, niho: Any
) -> None:
    slot = make(a_full_slot, niho.id, offer_hours=48)
    withdraws(app, "馬場 太郎")
    page = list_of(aoki, slot)
    assert "お取りしています。それまでにお返事がないと、次の方にうつります" in page.text

    told = page.form("/acceptance").submit()

    assert "参加に決まりました" in told.text
    assert named(app, "千葉 花").state is RegistrationState.CONFIRMED
    (notice,) = calls(app)
    assert (notice.done_at is None, notice.dropped_at) == (False, None)
    assert "かけた人：青木 花子" in told.text
    with app.app_context():
        assert "registration:phoned" in db.session.scalars(select(AuditEntry.action)).all()


def test_who_says_no_on_the_telephone_passes_the_place_on(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    slot = make(a_full_slot, niho.id, offer_hours=48)
    withdraws(app, "馬場 太郎")

    list_of(aoki, slot).form("/refusal").submit()

    assert named(app, "千葉 花").state is RegistrationState.WITHDRAWN
    assert named(app, "土井 四郎").state is RegistrationState.OFFERED


def test_an_offer_that_has_lapsed_cannot_be_taken_and_is_told_instead(
    app: Flask, aoki: Resident, make: Make, niho: Any
) -> None:
    slot = make(a_full_slot, niho.id, offer_hours=1)
    withdraws(app, "馬場 太郎")
    stale = list_of(aoki, slot).form("/acceptance")
    with app.app_context(), transaction():
        services_offers.lapse(named(app, "千葉 花").id, now=NOW + timedelta(hours=18))

    page = stale.submit()

    assert "必要がなくなりました" in page.text
    assert "席は次の方にうつりました" in page.text
    assert named(app, "千葉 花").state is RegistrationState.WITHDRAWN
    assert [one.dropped_at is None for one in calls(app)] == [False, True]


def test_a_try_in_vain_is_counted_and_the_call_stays(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    slot = make(a_full_slot, niho.id)
    withdraws(app, "馬場 太郎")

    list_of(aoki, slot).form("/try").submit()
    page = list_of(aoki, slot).form("/try").submit()

    assert "留守でした：2回" in page.text
    done = page.form("/told").submit()
    assert "電話で連絡する人はいません" in done.text
    assert "話せた人（14日のあいだ） 1人" in done.text


def test_two_clerks_at_once_tick_one_call_once(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    slot = make(a_full_slot, niho.id)
    withdraws(app, "馬場 太郎")
    eto = Resident(app).sign_in_as(make(a_user, center_id=niho.id, name="江藤 五子").id)
    first, second = list_of(aoki, slot).form("/told"), list_of(eto, slot).form("/told")

    first.submit()
    page = second.submit()

    assert "ほかの人が済ませたか" in page.text
    assert "かけた人：青木 花子" in page.text


@pytest.mark.parametrize("way", ["told", "try", "acceptance", "refusal"])
def test_another_centers_call_is_not_there(app: Flask, aoki: Resident, make: Make, way: str) -> None:
    make(a_full_slot, make(a_center, slug="ouchi").id, offer_hours=48)
    withdraws(app, "馬場 太郎")
    (notice,) = calls(app)

    token = aoki.open("/staff/").forms[-1]["csrf_token"]
    page = aoki.post(f"/staff/phone-notices/{notice.id}/{way}", data={"csrf_token": token})

    assert page.status == 404
    assert (calls(app)[0].done_at, calls(app)[0].tries) == (None, 0)
    assert named(app, "千葉 花").state is RegistrationState.OFFERED


def test_a_centers_list_holds_all_its_events_and_no_other_centers(
    app: Flask, aoki: Resident, make: Make, niho: Any
) -> None:
    make(a_full_slot, niho.id)
    withdraws(app, "馬場 太郎")
    ouchi = make(a_center, slug="ouchi")

    assert "千葉 花" in aoki.open("/staff/centers/niho/phone-calls").text
    assert aoki.open(f"/staff/centers/{ouchi.slug}/phone-calls").status == 404


def test_after_a_draw_each_is_phoned_the_own_result(app: Flask, make: Make, niho: Any) -> None:
    slot = make(an_open_slot, 2, make(an_event, niho.id), admission=Admission.BY_ORGANISER)
    made = [make(a_registration, slot.id, name) for name in ("馬場 太郎", "千葉 花", "土井 四郎")]
    fates = {
        made[0].receipt: Fate(RegistrationState.CONFIRMED),
        made[1].receipt: Fate(RegistrationState.WAITING, order=1),
        made[2].receipt: Fate(RegistrationState.NOT_SELECTED),
    }

    with app.app_context(), transaction():
        services_decisions.announce(slot.call_id, fates, actor=SYSTEM, now=NOW)

    said = {one.subject_id: one.headline for one in calls(app) if one.dropped_at is None}
    assert said == {made[0].id: "参加決定", made[1].id: "席が用意できました", made[2].id: "参加できない"}


def test_who_got_no_mail_is_phoned_how_things_stand(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    slot = make(lambda: opened(an_open_slot(5, an_event(niho.id))))
    doi = make(a_registration, slot.id, "土井 四郎", email="doi@example.jp")
    with app.app_context(), transaction():
        db.session.execute(update(OutgoingMail).values(state=MailState.FAILED))

    with app.app_context(), transaction():
        assert call_instead(NOW) == 1
    with app.app_context(), transaction():
        assert call_instead(NOW) == 0

    (notice,) = calls(app)
    assert (notice.subject_id, notice.headline) == (doi.id, "メールが届かない")
    assert "席は、お取りしてあります" in list_of(aoki, slot).text


def test_a_mail_refused_for_the_pace_of_its_address_is_phoned_and_one_taken_back_is_not(
    app: Flask, make: Make, niho: Any
) -> None:
    slot = make(an_open_slot, 20, make(an_event, niho.id))
    names = [make(a_registration, slot.id, f"馬場 {number}郎", email="baba@example.jp").id for number in range(12)]
    with app.app_context(), transaction():
        services.withdraw(names[0], actor=VISITOR, now=NOW)
        refused = db.session.scalars(
            select(OutgoingMail.subject_id).where(OutgoingMail.last_error != "", OutgoingMail.subject_id != names[0])
        ).all()

    with app.app_context(), transaction():
        call_instead(NOW)

    assert sorted(one.subject_id for one in calls(app) if one.dropped_at is None) == sorted(refused)
    assert refused


def test_who_withdrew_since_is_not_phoned_about_a_lost_mail(app: Flask, make: Make, niho: Any) -> None:
    slot = make(an_open_slot, 5, make(an_event, niho.id))
    doi = make(a_registration, slot.id, "土井 四郎", email="doi@example.jp")
    with app.app_context(), transaction():
        services.withdraw(doi.id, actor=VISITOR, now=NOW)
        db.session.execute(update(OutgoingMail).values(state=MailState.FAILED))

    with app.app_context(), transaction():
        call_instead(NOW)

    assert [one for one in calls(app) if one.dropped_at is None] == []


def test_a_newer_call_takes_the_place_of_an_older_one(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    slot = make(a_full_slot, niho.id)
    withdraws(app, "馬場 太郎")

    aoki.open(f"/staff/events/{slot.event_code}/cancellation").form("cancellation").submit(reason="大雨のため")

    assert [one.headline for one in calls(app) if one.dropped_at is None] == ["催しが中止"]
    assert "理由は、大雨のためです。" in calls(app)[-1].script


def test_a_forgotten_person_leaves_no_call(app: Flask, make: Make, niho: Any) -> None:
    make(a_full_slot, niho.id)
    withdraws(app, "馬場 太郎")
    assert len(calls(app)) == 1

    with app.app_context(), transaction():
        forget_due(NOW.date() + timedelta(days=4000))

    assert calls(app) == []


def test_looking_at_the_list_is_noted(app: Flask, aoki: Resident, make: Make, niho: Any) -> None:
    slot = make(a_full_slot, niho.id)
    withdraws(app, "馬場 太郎")

    list_of(aoki, slot)

    with app.app_context():
        viewed = select(AuditEntry.subject_id).where(AuditEntry.action == "roster:view")
        assert db.session.scalars(viewed).all() == [slot.event_id]
        assert db.session.get(Event, slot.event_id) is not None
