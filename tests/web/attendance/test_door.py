"""The door of a date: who is let in, once, by ticket, number or name."""

import pytest

from eventsite.accounts.models import Role
from eventsite.admission.vocabulary import Audience
from eventsite.attendance.models import Outcome, Source
from eventsite.attendance.queries import rows_in_force
from tests.factories.accounts import a_center, a_user
from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import an_event, an_occurrence, in_days
from tests.support.door import Niho, answer_of, press, scan_form
from tests.support.fixtures import Make
from tests.support.pages import Resident


def test_the_door_shows_who_is_expected_in_the_order_of_the_readings(niho: Niho) -> None:
    niho.registered("馬場 太郎", "ばば たろう", party_size=2)
    niho.registered("青木 花子", "あおき はなこ")

    page = niho.clerk.open(niho.door)

    assert page.status == 200
    assert page.text.index("青木 花子") < page.text.index("馬場 太郎") < page.text.index("馬場 太郎さんの同行の方")
    assert "0/3" in page.text


@pytest.mark.parametrize("written", ["as printed", "in lower case", "full width", "with a line end"])
def test_a_scanned_ticket_lets_its_holder_in(niho: Niho, written: str) -> None:
    code = niho.registered("馬場 太郎", "ばば たろう").ticket_code
    wide = code.translate({one: one + 0xFEE0 for one in range(0x21, 0x7F)})
    forms = {"as printed": code, "in lower case": code.lower(), "full width": wide, "with a line end": f"{code}\r\n"}

    page = niho.scan(forms[written])

    assert (page.status, answer_of(page)) == (200, "ok")
    assert "受付しました" in page.title
    assert "馬場 太郎" in page.text
    assert "1/1" in page.text
    assert [row.source for row in niho.rows()] == [Source.SCAN]


@pytest.mark.parametrize("typed", ["{receipt}", "{digits}", "Ｙｇ{digits}"])
def test_a_receipt_number_lets_its_holder_in(niho: Niho, typed: str) -> None:
    receipt = niho.registered("馬場 太郎", "ばば たろう").receipt

    page = niho.scan(typed.format(receipt=receipt, digits=receipt.partition("-")[2]))

    assert answer_of(page) == "ok"
    assert [row.source for row in niho.rows()] == [Source.NUMBER]


def test_a_name_offers_the_people_it_fits_and_ticks_nobody_by_itself(niho: Niho) -> None:
    baba = niho.registered("馬場 太郎", "ばば たろう")
    niho.registered("青木 花子", "あおき はなこ")

    found = niho.scan("ばば")
    assert (answer_of(found), niho.rows()) == ("choose", [])
    page = press(found, "participant", niho.participants(baba)[0])

    assert answer_of(page) == "ok"
    assert [row.source for row in niho.rows()] == [Source.NAME]


def test_of_a_party_of_two_one_is_let_in(niho: Niho) -> None:
    party = niho.registered("馬場 太郎", "ばば たろう", party_size=2)
    first, second = niho.participants(party)

    found = niho.scan(party.ticket_code)
    assert (answer_of(found), niho.rows()) == ("choose", [])
    page = press(found, "participant", second)

    assert "1/2" in page.text
    assert [row.participant_id for row in niho.rows()] == [second]
    again = niho.scan(party.ticket_code)
    assert "受付ずみ" in again.text
    assert str(first) in [one.get("value") for one in again.tree.iter("button")]


def test_a_whole_party_is_let_in_with_one_press(niho: Niho) -> None:
    party = niho.registered("馬場 太郎", "ばば たろう", party_size=3)

    found = niho.scan(party.ticket_code)
    page = press(found, "participant", " ".join(map(str, niho.participants(party))))

    assert "3人を受付しました" in page.text
    assert niho.totals().residents == 3


def test_a_ticket_shown_twice_is_told_when_it_came(niho: Niho) -> None:
    code = niho.registered("馬場 太郎", "ばば たろう").ticket_code
    niho.scan(code)

    page = niho.scan(code)

    assert (page.status, answer_of(page)) == (200, "already")
    assert "受付ずみです" in page.text
    assert len(niho.rows()) == 1


def test_the_same_scan_sent_five_times_is_one_row(niho: Niho) -> None:
    form = scan_form(niho.clerk.open(niho.door)).fill(who=niho.registered("馬場 太郎", "ばば たろう").ticket_code)

    pages = [form.submit() for _ in range(5)]

    assert {answer_of(page) for page in pages} == {"ok"}
    assert len(niho.rows()) == 1


def test_a_ticket_of_another_event_is_refused_and_names_nobody(niho: Niho, make: Make) -> None:
    other = make(an_event, niho.center_id, title="しめ縄づくり")
    elsewhere = make(an_occurrence, other.id)
    slot = make(a_slot, make(a_call, other.id).id, 20, (elsewhere.id,))
    chiba = make(a_registration, slot.id, "千葉 三郎", name_kana="ちば さぶろう")

    page = niho.scan(chiba.ticket_code)

    assert (page.status, answer_of(page)) == (422, "no")
    assert "この催しの参加票ではありません" in page.text
    assert "千葉" not in page.html
    assert chiba.ticket_code not in page.html
    assert niho.rows() == []


def test_a_ticket_of_another_date_of_the_event_is_refused(niho: Niho, make: Make) -> None:
    later = make(lambda: an_occurrence(niho.event_id, in_days(3)))
    slot = make(a_slot, make(a_call, niho.event_id).id, 20, (later.id,))
    chiba = make(a_registration, slot.id, "千葉 三郎", name_kana="ちば さぶろう")

    page = niho.scan(chiba.ticket_code)

    assert (page.status, answer_of(page)) == (422, "no")
    assert "千葉" not in page.html


def test_a_participant_of_another_event_cannot_be_ticked(niho: Niho, make: Make) -> None:
    other = make(an_event, niho.center_id)
    slot = make(a_slot, make(a_call, other.id).id, 20, (make(an_occurrence, other.id).id,))
    chiba = make(a_registration, slot.id, "千葉 三郎", name_kana="ちば さぶろう")
    niho.registered("馬場 太郎", "ばば たろう")
    form = niho.clerk.open(niho.door).form("check-ins")

    page = niho.clerk.post(form.action, data={**dict(form.values), "participant": niho.participants(chiba)[0]})

    assert (page.status, answer_of(page)) == (422, "no")
    assert "千葉" not in page.html
    assert niho.rows() == []


def test_somebody_on_the_waiting_list_is_told_so(niho: Niho) -> None:
    niho.registered("馬場 太郎", "ばば たろう", party_size=4)
    for name in ("青木", "千葉", "土井", "江藤"):
        niho.registered(name, "あ", party_size=4)
    waiting = niho.registered("福田 五郎", "ふくだ ごろう")

    page = niho.scan(waiting.ticket_code)

    assert (page.status, answer_of(page)) == (422, "no")
    assert "キャンセル待ち" in page.text


@pytest.mark.parametrize(
    "typed", ["", " ", "山" * 10_000, "に\x00ほ", "いない人", "9999", "%", "'; --", "A" * 25, "1" * 30]
)
def test_what_fits_nobody_gets_a_sentence_and_changes_nothing(niho: Niho, typed: str) -> None:
    niho.registered("馬場 太郎", "ばば たろう")

    page = niho.scan(typed)

    assert (page.status, answer_of(page)) == (422, "no")
    assert niho.rows() == []


@pytest.mark.parametrize("query", ["done=%00", "done=x", "again=%00", "again=9" + "9" * 40, "again=-1", "done=%25"])
def test_a_made_up_address_shows_the_door_without_an_answer(niho: Niho, query: str) -> None:
    niho.scan(niho.registered("馬場 太郎", "ばば たろう").ticket_code)

    page = niho.clerk.open(f"{niho.door}?{query}")

    assert (page.status, answer_of(page)) == (200, "")


def test_undone_and_let_in_again(niho: Niho) -> None:
    code = niho.registered("馬場 太郎", "ばば たろう").ticket_code
    done = niho.scan(code)

    undone = done.form("reversal").submit()
    assert (niho.totals().residents, "0/1" in undone.text) == (0, True)
    again = niho.scan(code)

    assert answer_of(again) == "ok"
    assert niho.totals().residents == 1
    assert [row.outcome for row in niho.rows()] == [Outcome.CAME, Outcome.VOID, Outcome.CAME]


def test_undone_twice_is_undone_once(niho: Niho) -> None:
    done = niho.scan(niho.registered("馬場 太郎", "ばば たろう").ticket_code)
    first, second = done.form("reversal"), niho.clerk.open(done.address).form("reversal")

    first.submit()
    page = second.submit()

    assert page.status == 200
    assert [row.outcome for row in niho.rows()] == [Outcome.CAME, Outcome.VOID]


def test_a_late_repeat_of_an_undone_scan_does_not_say_that_somebody_is_in(niho: Niho) -> None:
    form = scan_form(niho.clerk.open(niho.door)).fill(who=niho.registered("馬場 太郎", "ばば たろう").ticket_code)
    form.submit().form("reversal").submit()

    page = form.submit()

    assert "取り消してあります" in page.text
    assert niho.totals().residents == 0


def test_walk_ins_are_counted_by_band_and_a_repeat_is_one_row(niho: Niho) -> None:
    form = niho.clerk.open(niho.door).form("walk-ins").fill(people="３人", band="under_75")

    form.submit()
    page = form.submit()

    assert "3人 65～74歳" in page.text
    assert (niho.totals().residents, niho.totals().extra) == (3, 3)
    assert len(niho.rows()) == 1


@pytest.mark.parametrize("people", ["", "0", "-1", "たくさん", "501", "9" * 5000])
def test_a_wrong_number_of_walk_ins_is_said_at_the_field_and_kept(niho: Niho, people: str) -> None:
    page = niho.clerk.open(niho.door).form("walk-ins").submit(people=people)

    assert page.status == 422
    assert 'id="people-error"' in page.html
    assert "入力内容を確認してください（1件）" in page.text
    assert page.title.startswith("エラー：")
    assert page.html.count("autofocus") == 1, "the cursor goes to the list of errors, not to the field for scans"
    assert f'value="{people}"' in page.html
    assert niho.rows() == []


def test_the_same_page_cannot_add_two_different_groups(niho: Niho) -> None:
    form = niho.clerk.open(niho.door).form("walk-ins")
    form.submit(people="3")

    page = form.submit(people="4")

    assert page.status == 422
    assert "ちがう人数" in page.text
    assert niho.totals().residents == 3


def test_helpers_of_the_city_are_counted_apart(niho: Niho, make: Make) -> None:
    call = make(a_call, niho.event_id, audience=Audience.CITY_STAFF)
    shift = make(a_slot, call.id, 2, (niho.occurrence_id,), label="受付")
    helper = make(a_user, Role.SUPPORTER, None, "江藤 四郎")
    eto = make(a_registration, shift.id, "江藤 四郎", name_kana="えとう しろう", user_id=helper.id)
    niho.registered("馬場 太郎", "ばば たろう")

    page = niho.scan(eto.ticket_code)

    assert answer_of(page) == "ok"
    assert "応援隊など 1/1" in page.text
    assert (niho.totals().residents, niho.totals().staff) == (0, 1)


def test_another_centers_clerk_and_a_stranger_do_not_find_the_door(niho: Niho, make: Make) -> None:
    ohdono = make(a_user, center_id=make(a_center, name="大殿地域交流センター").id, name="土井 次郎")
    row = niho.scan(niho.registered("馬場 太郎", "ばば たろう").ticket_code)
    doi, stranger = Resident(niho.app).sign_in_as(ohdono.id), Resident(niho.app)

    assert doi.open(niho.door).status == 404
    assert doi.post(row.form("reversal").action).status in (400, 404)
    assert "馬場" not in stranger.open(niho.door).text
    assert niho.totals().residents == 1


def test_a_supporter_may_not_stand_at_the_door(niho: Niho, make: Make) -> None:
    helper = make(a_user, Role.SUPPORTER, None, "江藤 四郎")

    assert Resident(niho.app).sign_in_as(helper.id).open(niho.door).status == 404


def test_an_event_that_lasts_past_midnight_has_one_door(niho: Niho, make: Make) -> None:
    night = make(lambda: an_occurrence(niho.event_id, in_days(-1, hour=22), hours=5))

    page = niho.clerk.open(f"/staff/occurrences/{night.code}/door")

    assert "翌日" in page.text


def test_only_rows_in_force_are_in(niho: Niho) -> None:
    code = niho.registered("馬場 太郎", "ばば たろう").ticket_code
    niho.scan(code).form("reversal").submit()
    niho.scan(code)

    with niho.app.app_context():
        assert [row.outcome for row in rows_in_force(niho.occurrence_id)] == [Outcome.CAME]
