"""A table of entries is shown with what it would bring in, and then brings in all of that, or nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from eventsite.admission import services
from eventsite.admission.errors import RegistrationClosed
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Admission, Channel, RegistrationState, Residence
from eventsite.audit.models import AuditEntry
from eventsite.core.db import db
from eventsite.core.uploads import BODY_MAX, FILE_MAX
from eventsite.notifications.models import OutgoingMail
from eventsite.questions.models import Answer, Choice, Question, QuestionKind
from tests.factories.admission import a_registration, a_slot, an_open_slot
from tests.factories.events import an_occurrence, in_days
from tests.support.fixtures import Make
from tests.support.pages import Page, Resident
from tests.web.admission.ways import Opened, an_event_at_niho, opened, signed_in

HEAD = "氏名,フリガナ,電話番号,メールアドレス,人数,受付日時,住所"
BABA = "馬場 太郎,ババ タロウ,083-900-0001,baba@example.jp,2,2026/11/01 10:00,仁保下郷1"
CHIBA = "千葉 花,ちば はな,０８３（９００）０００２,,1人,2026/11/01 10:05,仁保下郷2"
DOI = "土井 四郎,ﾄﾞｲ ｼﾛｳ,0839000003,,1,2026/11/01 10:07,仁保下郷3"


def a_slot_at_niho(capacity: int | None = 20, **more: object) -> Opened:
    """An open slot of 仁保, where Aoki works."""
    return opened(an_open_slot(capacity, an_event_at_niho(), **more))


def table(*rows: str, head: str = HEAD, encoding: str = "utf-8-sig", newline: str = "\r\n") -> bytes:
    """Return a file as Excel saves it."""
    return (newline.join((head, *rows)) + newline).encode(encoding)


def upload(clerk: Resident, slot: Opened, content: bytes, name: str = "申込.csv") -> Page:
    """Choose the file and press."""
    address = f"/staff/calls/{slot.call_code}/import"
    token = clerk.open(address).form("/import")["csrf_token"]
    boundary, body = encode_multipart({"csrf_token": token, "file": FileStorage(BytesIO(content), name, "file")})
    return clerk.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def bring_in(page: Page, **chosen: str) -> Page:
    """Press the button that registers the good rows."""
    return page.form("/import/entries").submit(**chosen)


def look_again(page: Page, clerk: Resident, **chosen: str) -> Page:
    """Press the button that shows what would happen with other columns."""
    form = page.form("/import/entries").fill(**chosen)
    return clerk.post(form.action.replace("/entries", "/rows"), data=dict(form.values))


def stored(app: Flask, slot: Opened) -> Sequence[Registration]:
    """Return all registrations of the call, in the order of arrival."""
    with app.app_context():
        query = select(Registration).where(Registration.call_id == slot.call_id)
        return db.session.scalars(query.order_by(Registration.sequence)).all()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932", "utf-16"])
def test_a_table_from_excel_or_logo_form_brings_in_its_rows_in_their_order(
    app: Flask, make: Make, encoding: str
) -> None:
    slot = make(a_slot_at_niho)
    page = upload(signed_in(app, "aoki@example.jp"), slot, table(BABA, CHIBA, DOI, encoding=encoding))
    assert "参加になります" in page.text
    assert (len(stored(app, slot)), "3件を登録する" in page.html) == (0, True)

    done = bring_in(page)

    assert "3件を登録しました" in done.text
    made = stored(app, slot)
    assert [(one.name, one.name_kana, one.phone) for one in made] == [
        ("馬場 太郎", "ばば たろう", "083-900-0001"),
        ("千葉 花", "ちば はな", "083-900-0002"),
        ("土井 四郎", "どい しろう", "083-900-0003"),
    ]
    assert [(one.party_size, one.email, one.channel) for one in made] == [
        (2, "baba@example.jp", Channel.IMPORT), (1, "", Channel.IMPORT), (1, "", Channel.IMPORT),
    ]  # fmt: skip
    with app.app_context():
        assert db.session.scalars(select(OutgoingMail.recipient)).all() == ["baba@example.jp"]
        assert "registration:import" in db.session.scalars(select(AuditEntry.action)).all()
    assert "住所" not in done.text


def test_what_would_become_of_the_rows_is_told_beforehand_and_becomes_so(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, 2)
    rows = (CHIBA, BABA, DOI)

    page = upload(signed_in(app, "aoki@example.jp"), slot, table(*rows))

    assert "参加になります 1件 1人" in page.text
    assert "キャンセル待ちになります 2件 3人" in page.text
    bring_in(page)
    states = [one.state for one in stored(app, slot)]
    assert states == [RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.WAITING]


def test_a_row_in_error_is_named_as_excel_numbers_it_and_the_others_come_in(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    broken = '"江藤\r\n五郎",江藤,083,eto,9,,'

    page = upload(signed_in(app, "aoki@example.jp"), slot, table(BABA, "", broken, CHIBA))

    assert "4江藤 五郎" in page.text
    for sentence in ("ひらがなかカタカナ", "10桁か11桁", "「@」がありません"):
        assert sentence in page.text
    assert [one.name for one in stored(app, slot)] == []
    bring_in(page)
    assert [one.name for one in stored(app, slot)] == ["馬場 太郎", "千葉 花"]


def test_the_same_file_twice_brings_in_nothing_new(app: Flask, make: Make) -> None:
    slot, file = make(a_slot_at_niho), table(BABA, CHIBA)
    aoki = signed_in(app, "aoki@example.jp")
    page = upload(aoki, slot, file)
    bring_in(page)

    again = upload(aoki, slot, file)
    sent_again = bring_in(page)

    assert "このファイルから登録ずみです 2件" in again.text
    assert "登録できる行がありません" in again.text
    assert "まだ登録していません" in sent_again.text
    assert len(stored(app, slot)) == 2


def test_a_longer_file_of_the_next_day_brings_in_only_who_is_new(app: Flask, make: Make) -> None:
    slot, aoki = make(a_slot_at_niho), signed_in(app, "aoki@example.jp")
    bring_in(upload(aoki, slot, table(BABA, CHIBA)))

    bring_in(upload(aoki, slot, table(BABA, CHIBA, DOI)))

    assert [one.name for one in stored(app, slot)] == ["馬場 太郎", "千葉 花", "土井 四郎"]


def test_the_same_person_within_the_file_or_registered_before_comes_in_only_at_staffs_word(
    app: Flask, make: Make
) -> None:
    slot = make(a_slot_at_niho)
    chiba = make(a_registration, slot.id, "千葉 花", name_kana="ちば はな", phone="083-900-0002")
    aoki = signed_in(app, "aoki@example.jp")

    page = upload(aoki, slot, table(BABA, CHIBA, BABA.replace("太郎", "太朗")))

    assert "2行目と同じ方です" in page.text
    assert f"{chiba.receipt} と同じ方です" in page.text
    assert "1件を登録する" in page.html
    insisting = look_again(page, aoki, despite="y")
    assert "3件を登録する" in insisting.html
    bring_in(insisting)
    assert len(stored(app, slot)) == 4


def test_columns_of_other_names_are_chosen_by_hand(app: Flask, make: Make) -> None:
    slot, aoki = make(a_slot_at_niho), signed_in(app, "aoki@example.jp")
    file = table("馬場 太郎,ばば たろう,083-900-0001", head="だれ,よみ,でんわ")

    page = upload(aoki, slot, file)

    assert "列が見つかりません" in page.text
    chosen = look_again(page, aoki, column_1="name", column_2="name_kana", column_3="phone")
    assert "1件を登録する" in chosen.html
    bring_in(chosen)
    assert [one.name for one in stored(app, slot)] == ["馬場 太郎"]


def test_a_table_without_a_second_wish_wants_only_the_first(app: Flask, make: Make) -> None:
    slot = make(lambda: a_slot_at_niho(wishes_max=2))
    make(lambda: opened(a_slot(slot.call_id, position=2, label="午後")))

    bring_in(upload(signed_in(app, "aoki@example.jp"), slot, table(f"{BABA},午後", head=f"{HEAD},希望")))

    with app.app_context():
        [baba] = db.session.scalars(select(Registration))
        assert (baba.slot.label, [one.rank for one in baba.wishes]) == ("午後", [1])


def test_other_columns_than_those_that_were_shown_register_nobody(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    page = upload(signed_in(app, "aoki@example.jp"), slot, table(BABA, CHIBA))

    refused = bring_in(page, column_4="")

    assert refused.status == 409
    assert "まだ登録していません" in refused.text
    assert stored(app, slot) == []


def test_one_row_that_cannot_be_stored_after_all_keeps_all_others_out(
    app: Flask, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = make(a_slot_at_niho)
    page = upload(signed_in(app, "aoki@example.jp"), slot, table(BABA, CHIBA, DOI))
    register, asked = services.register, []

    def closes_in_between(*args: Any, **more: Any) -> Registration:
        asked.append(1)
        if len(asked) == 3:
            raise RegistrationClosed
        return register(*args, **more)

    monkeypatch.setattr(services, "register", closes_in_between)
    refused = bring_in(page)

    assert "1件も登録していません" in refused.text
    assert stored(app, slot) == []
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 0


def test_formulas_and_odd_signs_stay_the_text_that_they_are(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    rows = ['"=HYPERLINK(""http://evil"")",ばば たろう,083-900-0001,,1,,', '"<b>千葉</b>",ちば はな,083-900-0002,,1,,']

    page = upload(signed_in(app, "aoki@example.jp"), slot, table(*rows))

    assert "<b>千葉</b>" not in page.html
    bring_in(page)
    assert [one.name for one in stored(app, slot)] == ['=HYPERLINK("http://evil")', "<b>千葉</b>"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "何も書かれていません"),
        (b"\r\n\r\n", "何も書かれていません"),
        (table(), "申し込みの行がありません"),
        (b"PK\x03\x04 a workbook", "Excelのブックは読めません"),
        (table(BABA.replace("馬場", "馬\x00場")), "使えない文字"),
        (b"\xff\x81\xfe\x9f,\x85\xfd", "文字の種類がわかりません"),
        (table('"馬場 太郎,ばば'), "引用符"),
        (table("あ" * 10_001), "10000文字より長い"),
        (table(*[BABA] * 2001), "2000行まで"),
        (table(",".join(["x"] * 101)), "100列まで"),
        (b"x" * (FILE_MAX + 1), "2MBまで"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(
    app: Flask, make: Make, content: bytes, sentence: str
) -> None:
    slot = make(a_slot_at_niho)

    page = upload(signed_in(app, "aoki@example.jp"), slot, content)

    assert page.status == 422
    assert sentence in page.text


def test_a_body_beyond_all_bounds_is_cut_off_and_other_pages_keep_their_own_bound(app: Flask, make: Make) -> None:
    slot, aoki = make(a_slot_at_niho), signed_in(app, "aoki@example.jp")

    assert upload(aoki, slot, b"x" * BODY_MAX).status == 413
    address = f"/staff/calls/{slot.call_code}/registrations"
    assert aoki.post(address, data={"name": "x" * 1_100_000}).status == 413


def test_a_packed_file_that_somebody_tampered_with_asks_for_the_file_again(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho)
    page = upload(signed_in(app, "aoki@example.jp"), slot, table(BABA))

    refused = bring_in(page, packed="eJxnonsense")

    assert refused.status == 422
    assert stored(app, slot) == []


def test_answers_wishes_and_residence_come_from_columns_of_their_names(app: Flask, make: Make) -> None:
    def asking() -> Opened:
        slot = an_open_slot(5, an_event_at_niho(), wishes_max=2, residence=Residence.CITY)
        slot.label = "午前の部"
        later = a_slot(slot.call_id, 5, (an_occurrence(slot.call.event_id, in_days(9)).id,), position=1)
        later.label = "午後の部"
        bus = Question(
            code="bus", call_id=slot.call_id, position=1, kind=QuestionKind.CHOICE, label="行き方", purpose="駐車場"
        )
        bus.choices = [Choice(position=1, code="car", label="車"), Choice(position=2, code="bus", label="バス")]
        db.session.add(bus)
        db.session.flush()
        return opened(slot)

    slot = make(asking)
    head = "氏名【必須】,ふりがな,電話番号,第１希望,第２希望,お住まい,行き方"
    row = "馬場 太郎,ばば たろう,083-900-0001,午後の部,午前,市内に住んでいる,バス"

    page = upload(signed_in(app, "aoki@example.jp"), slot, table(row, head=head))
    assert "1件を登録する" in page.html
    bring_in(page)

    (made,) = stored(app, slot)
    with app.app_context():
        again = db.session.get_one(Registration, made.id)
        assert [one.rank for one in again.wishes] == [1, 2]
        assert again.slot.label == "午後の部"
        assert again.residence is Residence.CITY
        assert db.session.scalars(select(Answer.value)).all() == ["bus"]


def test_entries_for_a_draw_only_apply(app: Flask, make: Make) -> None:
    slot = make(a_slot_at_niho, 1, admission=Admission.BY_ORGANISER)

    page = upload(signed_in(app, "aoki@example.jp"), slot, table(BABA, CHIBA))

    assert "あとで決まります" in page.text
    bring_in(page)
    assert {one.state for one in stored(app, slot)} == {RegistrationState.APPLIED}


def test_a_call_that_is_over_takes_no_table(app: Flask, make: Make) -> None:
    now = datetime.now(UTC)
    slot = make(a_slot_at_niho, opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))

    page = signed_in(app, "aoki@example.jp").open(f"/staff/calls/{slot.call_code}/import")

    assert "終わりました" in page.text
    assert "内容を確かめる" not in page.text


@pytest.mark.parametrize("way", ["", "/rows", "/entries"])
def test_another_centers_call_is_not_there(app: Flask, make: Make, way: str) -> None:
    slot = make(a_slot_at_niho)
    chiba = signed_in(app, "chiba@example.jp")
    token = chiba.open("/staff/").forms[-1]["csrf_token"]

    answer = chiba.post(f"/staff/calls/{slot.call_code}/import{way}", data={"csrf_token": token})

    assert answer.status == 404
