"""The desk: what a clerk finds in the morning, and how an event is published and cancelled."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.admission.models_registrations import Registration
from eventsite.admission.queries import calls_of
from eventsite.admission.vocabulary import Admission, RegistrationState
from eventsite.core import clock
from eventsite.core.db import db
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, Precision, Publication
from eventsite.notifications.models import OutgoingMail
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import a_date, a_venue, an_event, an_occurrence, in_days
from tests.support.fixtures import Make
from tests.support.pages import Resident


@pytest.fixture
def niho(make: Make) -> Any:
    """Where Aoki works."""
    return make(a_center, slug="niho", name="仁保地域交流センター")


@pytest.fixture
def aoki(make: Make, client: Resident, niho: Any) -> Resident:
    """A clerk of Niho, signed in."""
    return client.sign_in_as(make(a_user, center_id=niho.id).id)


@pytest.fixture
def chiba(app: Any, make: Make) -> Resident:
    """An administrator."""
    return Resident(app).sign_in_as(make(a_user, role=Role.ADMIN, name="千葉 一").id)


def an_open_event(
    center_id: int, title: str = "ふるさと探訪", days: int = 7, capacity: int = 20, *, now: bool = False
) -> Event:
    """A published event with one date, some days from today or going on now, and one slot."""
    event = an_event(center_id, title=title)
    occurrence = an_occurrence(event.id, clock.now() - timedelta(hours=1) if now else in_days(days))
    a_slot(a_call(event.id).id, capacity, (occurrence.id,))
    return event


def the(model: Any, **facts: Any) -> Any:
    db.session.rollback()
    return db.session.scalars(select(model).filter_by(**facts)).one()


def register(event: Any, name: str, **more: Any) -> Registration:
    """Register a party for the event's only slot."""
    return a_registration(calls_of(event.id)[0].slots[0].id, name, **more)


def test_a_visitor_is_led_to_the_sign_in_page(client: Resident) -> None:
    assert "ログイン" in client.open("/staff/").title


def test_home_names_today_what_is_next_and_the_three_ways(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    today = make(an_open_event, niho.id, "きょうの会", now=True)
    make(register, today, "馬場 太郎", party_size=3)
    make(an_open_event, niho.id, "らいしゅうの会")
    make(an_open_event, make(a_center).id, "よその会", now=True)

    page = aoki.open("/staff/")

    assert "仁保地域交流センター" in page.title
    assert "きょうの会" in page.text
    assert "申込 3／20人" in page.text
    assert "らいしゅうの会" in page.text
    assert "よその会" not in page.text
    assert {"電話・窓口の申し込みを入れる", "催しをつくる", "名簿"} <= {
        "".join(one.itertext()) for one in page.tree.iter("a")
    }
    with app.app_context():
        (date,) = the(Event, id=today.id).occurrences
        assert f"/staff/occurrences/{date.code}/door" in page.links()


def test_a_date_to_which_nobody_registers_is_counted_without_names(
    app: Any, aoki: Resident, make: Make, niho: Any
) -> None:
    market = make(an_event, niho.id, title="マルシェ")
    date = make(a_date, market.id, 0)
    make(a_call, market.id, admission=Admission.NONE)

    page = aoki.open("/staff/")

    assert "申込不要" in page.text
    assert "申込 0" not in page.text
    assert f"/staff/occurrences/{date.code}/tally" in page.links()
    assert f"/staff/occurrences/{date.code}/door" not in page.links()


def test_an_empty_home_says_so(aoki: Resident) -> None:
    page = aoki.open("/staff/")

    assert "今日の催しはありません" in page.text
    assert "いま、待っている仕事はありません" in page.text
    assert "これからの催しはまだありません" in page.text


def test_home_lists_what_waits_to_be_done(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    make(an_event, niho.id, title="書きかけの会", publication=Publication.DRAFT)
    make(a_date, make(an_event, niho.id, title="きのうの会").id, -1)
    full = make(an_open_event, niho.id, "人気の会", 7, 1)
    make(register, full, "馬場 太郎")

    text = aoki.open("/staff/").text

    assert "下書き 書きかけの会" in text
    assert "人数の確認 きのうの会" in text
    assert "満員 人気の会：1／1人" in text


def test_only_somebody_with_several_centers_can_switch(aoki: Resident, chiba: Resident, make: Make, niho: Any) -> None:
    make(a_center, slug="ouchi", name="大内地域交流センター")

    assert "センターを切り替える" not in aoki.open("/staff/").text
    assert aoki.open("/staff/?center=ouchi").status == 404
    page = chiba.open("/staff/?center=ouchi")
    assert "センターを切り替える" in page.text
    assert "大内地域交流センター" in page.title
    assert "/staff/?center=niho" in page.links()


def test_a_supporter_without_a_center_finds_a_page_and_no_centers_data(app: Any, make: Make, niho: Any) -> None:
    endo = Resident(app).sign_in_as(make(a_user, role=Role.SUPPORTER, name="遠藤 二郎").id)

    assert "受け持ちのセンターはありません" in endo.open("/staff/").text
    assert endo.open("/staff/centers/niho/events").status == 404


def test_the_lists_hold_what_is_to_come_drafts_and_the_past_in_pages(
    app: Any, aoki: Resident, make: Make, niho: Any
) -> None:
    make(a_date, make(an_event, niho.id, title="きのうの会").id, -1)
    make(an_event, niho.id, title="書きかけの会", publication=Publication.DRAFT)
    for number in range(21):
        make(an_open_event, niho.id, f"第{number:02}の会", number + 1)

    first = aoki.open("/staff/centers/niho/events")
    assert "21件" in first.text
    assert "第00の会" in first.text
    assert "第20の会" not in first.text
    assert "きのうの会" not in first.text
    assert "第20の会" in aoki.open("/staff/centers/niho/events?page=2").text
    assert "第20の会" in aoki.open("/staff/centers/niho/events?page=9999999").text
    assert "書きかけの会" in aoki.open("/staff/centers/niho/events?show=drafts").text
    assert "きのうの会" in aoki.open("/staff/centers/niho/events?show=past").text


def test_a_draft_says_what_it_lacks_and_cannot_be_published(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    draft = make(an_event, niho.id, publication=Publication.DRAFT, description="2030年1月6日（土）に歩きます")

    page = aoki.open(f"/staff/events/{draft.code}")

    assert "日時がまだです" in page.text
    assert "申し込みの受け付け方がまだです" in page.text
    assert "「2030年1月6日(土)」の曜日がちがいます。この日は日曜日です" in page.text
    assert not [form for form in page.forms if "publication" in form.action]


def test_a_complete_draft_is_published_and_pressing_twice_changes_nothing(
    app: Any, aoki: Resident, make: Make, niho: Any
) -> None:
    venue = make(a_venue, niho.id)
    draft = make(an_event, niho.id, publication=Publication.DRAFT)
    make(an_occurrence, draft.id, venue_id=venue.id)
    make(a_call, draft.id, Admission.NONE)
    form = aoki.open(f"/staff/events/{draft.code}").form("publication")

    assert "公開しました" in form.submit().text
    with app.app_context():
        published = the(Event, id=draft.id)
        first = published.published_at
        assert published.publication is Publication.PUBLISHED

    form.submit()

    with app.app_context():
        assert the(Event, id=draft.id).published_at == first


def test_an_unready_draft_is_refused_however_the_button_is_pressed(
    app: Any, aoki: Resident, make: Make, niho: Any
) -> None:
    ready, empty = (make(an_event, niho.id, publication=Publication.DRAFT) for _ in range(2))
    make(an_occurrence, ready.id)
    make(a_call, ready.id, Admission.NONE)
    form = aoki.open(f"/staff/events/{ready.code}").form("publication")
    form.action = f"/staff/events/{empty.code}/publication"

    page = form.submit()

    assert "まだ公開できません" in page.text
    with app.app_context():
        assert the(Event, id=empty.id).publication is Publication.DRAFT


def test_the_overview_shows_the_calls_with_their_counts(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(an_open_event, niho.id, "人気の会", 7, 2)
    make(register, event, "馬場 太郎", party_size=2)
    make(register, event, "千葉 花")

    page = aoki.open(f"/staff/events/{event.code}")

    assert "申込 2／2人" in page.text
    assert "キャンセル待ち 1組" in page.text
    assert f"/events/{event.code}" in page.links()
    assert f"/staff/events/{event.code}/registrations" in page.links()


@pytest.mark.parametrize("page", ["", "/edit"])
def test_two_dates_of_one_day_have_links_of_different_names(
    app: Any, aoki: Resident, make: Make, niho: Any, page: str
) -> None:
    event = make(an_open_event, niho.id, "午前と午後の会", 7, 2)
    make(lambda: an_occurrence(event.id, in_days(7, hour=9)))
    make(lambda: an_occurrence(event.id, in_days(7, hour=16)))

    tree = aoki.open(f"/staff/events/{event.code}{page}").tree
    links = [(" ".join("".join(one.itertext()).split()), one.get("href")) for one in tree.iter("a")]
    about_dates = [(name, address) for name, address in links if "/occurrences/" in (address or "")]

    assert len(about_dates) >= 4
    assert len({name for name, _ in about_dates}) == len({address for _, address in about_dates})


def test_cancelling_an_event_cancels_its_dates_and_tells_everybody(
    app: Any, aoki: Resident, make: Make, niho: Any
) -> None:
    event = make(an_open_event, niho.id)
    with_mail = make(register, event, "馬場 太郎", email="baba@example.jp")
    without = make(register, event, "千葉 花")
    form = aoki.open(f"/staff/events/{event.code}").follow("催しを中止する").form("cancellation")

    refused = form.submit(reason="")
    page = form.submit(reason="大雨のため")

    assert refused.status == 422
    assert "申し込み2件を取り消し" in page.text
    with app.app_context():
        cancelled = the(Event, id=event.id)
        assert (cancelled.publication, cancelled.cancel_reason) == (Publication.CANCELLED, "大雨のため")
        (date,) = cancelled.occurrences
        assert (date.status, date.sequence, date.status_reason) == (OccurrenceStatus.CANCELLED, 1, "大雨のため")
        for one in (with_mail, without):
            assert the(Registration, id=one.id).state is RegistrationState.CANCELLED
        mails = db.session.scalars(select(OutgoingMail.recipient).where(OutgoingMail.subject_id == with_mail.id)).all()
        assert "baba@example.jp" in mails
    assert "電話で連絡 電話で連絡する人が1人います" in aoki.open("/staff/").text


def test_an_event_that_has_partly_happened_keeps_what_happened(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(an_event, niho.id)
    past, ahead = make(a_date, event.id, -7), make(a_date, event.id, 7)

    aoki.open(f"/staff/events/{event.code}/cancellation").form("cancellation").submit(reason="講師の病気のため")

    with app.app_context():
        assert the(Occurrence, id=past.id).status is OccurrenceStatus.SCHEDULED
        assert the(Occurrence, id=ahead.id).status is OccurrenceStatus.CANCELLED


def test_one_date_is_cancelled_and_the_others_stay(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(an_event, niho.id)
    off, on = make(a_date, event.id, 7), make(a_date, event.id, 8)

    page = aoki.open(f"/staff/occurrences/{off.code}/cancellation").form("cancellation").submit(reason="台風のため")

    assert "この日を中止にしました" in page.text
    with app.app_context():
        cancelled, kept = the(Occurrence, id=off.id), the(Occurrence, id=on.id)
        assert (cancelled.status, cancelled.sequence) == (OccurrenceStatus.CANCELLED, 1)
        assert (kept.status, kept.sequence) == (OccurrenceStatus.SCHEDULED, 0)
        assert the(Event, id=event.id).publication is Publication.PUBLISHED


def test_cancelling_the_only_date_means_the_event(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    event = make(an_event, niho.id)
    only = make(a_date, event.id, 7)

    assert "催しを中止しますか" in aoki.open(f"/staff/occurrences/{only.code}/cancellation").text


def test_a_draft_has_nothing_to_cancel(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    draft = make(an_event, niho.id, publication=Publication.DRAFT)

    page = aoki.open(f"/staff/events/{draft.code}/cancellation").form("cancellation").submit(reason="やめた")

    assert page.status == 422
    assert "まだ公開していません" in page.text


def test_the_ways_to_a_call_and_a_roster_name_only_the_centers_own(
    app: Any, aoki: Resident, make: Make, niho: Any
) -> None:
    make(an_open_event, niho.id, "じぶんの会", 7)
    make(an_open_event, niho.id, "きのうの会", -1)
    make(an_open_event, make(a_center).id, "よその会", 7)

    entries, rosters = aoki.open("/staff/centers/niho/entries"), aoki.open("/staff/centers/niho/rosters")

    assert "じぶんの会" in entries.text
    assert "きのうの会" not in entries.text
    assert "きのうの会" in rosters.text
    assert "よその会" not in entries.text + rosters.text


def test_another_centers_desk_is_not_there(app: Any, aoki: Resident, make: Make) -> None:
    foreign = make(an_event, make(a_center, slug="ouchi").id, title="よその会")

    for address in (
        f"/staff/events/{foreign.code}",
        f"/staff/events/{foreign.code}/cancellation",
        "/staff/centers/ouchi/events",
        "/staff/centers/ouchi/entries",
        "/staff/centers/ouchi/rosters",
    ):
        assert aoki.open(address).status == 404, address


def test_a_date_known_only_as_a_year_is_never_shown_as_a_day(app: Any, aoki: Resident, make: Make, niho: Any) -> None:
    def build() -> Event:
        event = an_event(niho.id, title="年度だけの会")
        starts = clock.at(date(2026, 4, 1), time())
        one = an_occurrence(event.id, starts, precision=Precision.FISCAL_YEAR)
        one.ends_at = clock.at(date(2099, 4, 1), time())
        a_slot(a_call(event.id).id, 20, (one.id,))
        return event

    event = make(build)
    with app.app_context():
        (occurrence,) = the(Event, id=event.id).occurrences

    for address in (
        "/staff/centers/niho/events/new",
        "/staff/centers/niho/events",
        "/staff/centers/niho/entries",
        "/staff/centers/niho/rosters",
        f"/staff/events/{event.code}",
        f"/staff/events/{event.code}/edit",
        f"/staff/occurrences/{occurrence.code}/cancellation",
        f"/staff/occurrences/{occurrence.code}/schedule",
    ):
        page = aoki.open(address)
        assert "年度" in page.text, address
        assert "4月1日" not in page.html, address
        assert "2026-04-01" not in page.html, address
    assert "今日の催しはありません" in aoki.open("/staff/").text
    assert "過ぎた日時" not in aoki.open(f"/staff/events/{event.code}").text
