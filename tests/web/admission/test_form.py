"""GET /calls/<code>/registrations/new, and the page that checks what was typed."""

import pytest
from flask import Flask

from tests.factories.admission import a_call, a_registration, a_slot
from tests.factories.events import an_event, an_occurrence, in_days
from tests.support.fixtures import Make
from tests.support.pages import Resident
from tests.web.admission.ways import BABA, Opened, an_opened_slot, form_of, opened, registrations, send


def a_slot_of_two() -> Opened:
    """The first of two programmes on two days, 20 and 5 persons."""
    event = an_event()
    first, second = an_occurrence(event.id, in_days(7)), an_occurrence(event.id, in_days(8))
    call = a_call(event.id)
    slot = a_slot(call.id, 20, (first.id,), label="午前の部")
    a_slot(call.id, 5, (second.id,), label="午後の部", position=1)
    return opened(slot)


def test_the_form_tells_the_rules_before_it_asks(client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, capacity=20, party_max=4)

    page = client.open(form_of(slot))

    assert "先着20人です。" in page.text
    assert "1回の申し込みで4人までです。" in page.text
    assert "083-929-0411" in page.text


def test_only_three_fields_must_be_filled_in(client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)

    page = client.open(form_of(slot)).form("/check").submit()

    assert page.status == 422
    assert page.title.startswith("エラー：")
    assert "入力内容を確認してください（3件）" in page.text
    for sentence in ("お名前を入力してください", "ふりがなを入力してください", "電話番号を入力してください"):
        assert page.text.count(sentence) == 2  # in the summary and at the field


def test_the_way_back_from_the_receipt_leads_to_the_page_that_was_checked(client: Resident, make: Make) -> None:
    """A browser that may keep no copy shows its own warning about sending a form twice instead."""
    slot = make(an_opened_slot)

    checked = client.open(form_of(slot)).form("/check").submit(**BABA)

    assert checked.response.headers["Cache-Control"] == "private, no-cache"


def test_wrong_input_keeps_everything_that_was_typed(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)

    page = (
        client.open(form_of(slot))
        .form("/check")
        .submit(name="𠮷田 髙子", name_kana="吉田", phone="083", email="yoshida.example.jp", party_size="2")
    )

    assert page.status == 422
    form = page.form("/check")
    assert [form[name] for name in ("name", "name_kana", "phone", "email", "party_size")] == [
        "𠮷田 髙子", "吉田", "083", "yoshida.example.jp", "2",
    ]  # fmt: skip
    assert "ふりがなは、ひらがなかカタカナで入力してください" in page.text
    assert "電話番号は10桁か11桁で入力してください" in page.text
    assert "メールアドレスに「@」がありません。確認してください" in page.text
    assert registrations(app, slot) == []


@pytest.mark.parametrize("typed", ["あ" * 10_000, "馬場\x00太郎", "馬場\ud800".encode("utf-8", "surrogatepass")])
def test_what_no_database_takes_is_refused_at_the_field(app: Flask, client: Resident, make: Make, typed: str) -> None:
    slot = make(an_opened_slot)
    key = client.open(form_of(slot)).form("/check")["key"]
    token = client.open(form_of(slot)).form("/check")["csrf_token"]

    for address in ("/check", ""):
        page = client.post(
            f"/calls/{slot.call_code}/registrations{address}",
            data={**BABA, "name": typed, "slot": slot.code, "key": key, "csrf_token": token},
        )

        assert page.status in (400, 422)
    assert registrations(app, slot) == []


def test_names_are_kept_letter_by_letter(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)

    page = send(client.open(form_of(slot)), name="𠮷田 髙子", name_kana="ヨシダ　タカコ")

    assert "𠮷田 髙子" in page.text
    assert [(one.name, one.name_kana) for one in registrations(app, slot)] == [("𠮷田 髙子", "よしだ たかこ")]


def test_a_phone_number_is_understood_in_any_width(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)

    send(client.open(form_of(slot)), phone="０８３（９００）００００")

    assert [one.phone for one in registrations(app, slot)] == ["083-900-0000"]


def test_the_check_page_shows_everything_and_stores_nothing(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)

    page = client.open(form_of(slot)).form("/check").submit(**BABA, party_size="3")

    assert page.status == 200
    assert "内容を確認する" in page.text
    assert "馬場 太郎" in page.text
    assert "3人" in page.text
    assert registrations(app, slot) == []


def test_changing_leads_back_to_the_form_with_everything_typed(client: Resident, make: Make) -> None:
    slot = make(an_opened_slot)
    form = client.open(form_of(slot)).form("/check")
    check = form.submit(**BABA, email="Baba@example.jp", party_size="2")

    page = check.form("/registrations").submit(button="change")

    again = page.form("/check")
    assert page.status == 200
    assert "エラー" not in page.title
    assert [again[name] for name in ("name", "phone", "email", "party_size", "key")] == [
        "馬場 太郎", "083-900-0000", "Baba@example.jp", "2", form["key"],
    ]  # fmt: skip


def test_with_several_slots_one_chooses(app: Flask, client: Resident, make: Make) -> None:
    slot = make(a_slot_of_two)

    page = client.open(form_of(slot))
    assert "あと20人" in page.text
    assert "あと5人" in page.text
    assert "午後の部：5人" in page.text
    assert page.form("/check").submit(**BABA).status == 422

    send(page, slot=slot.code)
    assert [one.slot_id for one in registrations(app, slot)] == [slot.id]


def test_a_slot_of_another_call_cannot_be_chosen(app: Flask, client: Resident, make: Make) -> None:
    slot, foreign = make(a_slot_of_two), make(an_opened_slot)
    form = client.open(form_of(slot)).form("/check")

    page = client.post(form.action, data={**BABA, "slot": foreign.code, "csrf_token": form["csrf_token"]})

    assert page.status == 422
    assert "選べるものの中から、もう一度選んでください" in page.text


def test_more_people_than_allowed_are_refused_at_the_field(client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, party_max=2)
    form = client.open(form_of(slot)).form("/check")

    for size in ("3", "0", "９９９９９９９９９９９９", "-1"):
        page = client.post(
            form.action, data={**BABA, "slot": slot.code, "party_size": size, "csrf_token": form["csrf_token"]}
        )
        assert page.status == 422


def test_a_large_party_is_a_number_to_type(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, capacity=100, party_max=40)

    send(client.open(form_of(slot)), party_size="３０人")

    assert [one.party_size for one in registrations(app, slot)] == [30]


def test_names_of_companions_are_asked_where_the_call_wants_them(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, asks_companion_names=True)
    page = client.open(form_of(slot))

    wrong = page.form("/check").submit(**BABA, party_size="3", companions="馬場 次郎")
    assert wrong.status == 422
    assert "いっしょに来る方のお名前を、2人分入力してください" in wrong.text

    done = send(page, party_size="3", companions="馬場 次郎\r\n\r\n馬場 三郎")
    assert "馬場 三郎" in done.text
    assert [one.party_size for one in registrations(app, slot)] == [3]


def test_who_comes_alone_names_no_companion(app: Flask, client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, asks_companion_names=True)
    page = client.open(form_of(slot))
    assert page.form("/check")["companions"] == ""

    send(page)

    assert [one.party_size for one in registrations(app, slot)] == [1]


def test_a_full_event_says_so_before_one_types(client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, capacity=1)
    make(a_registration, slot.id)

    page = client.open(form_of(slot))

    assert "満員です。キャンセル待ちの登録を受け付けています。" in page.text


def test_the_check_page_says_that_one_will_wait_and_for_what(client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, capacity=3)
    page = client.open(form_of(slot))
    make(a_registration, slot.id, party_size=2)

    too_few = page.form("/check").submit(**BABA, party_size="2")
    assert "席はあと1人です。全員の席がそろうまで、キャンセル待ちに登録します" in too_few.text
    assert "キャンセル待ちに登録する" in too_few.text

    make(a_registration, slot.id, party_size=2)
    line = page.form("/check").submit(**BABA, party_size="1")
    assert "先に待っている方がいます。キャンセル待ちに登録します" in line.text


def test_the_last_seat_taken_while_typing_is_said_on_the_check_page(client: Resident, make: Make) -> None:
    slot = make(an_opened_slot, capacity=1)
    page = client.open(form_of(slot))
    assert "満員です" not in page.text
    make(a_registration, slot.id)

    check = page.form("/check").submit(**BABA)

    assert "満員です。キャンセル待ちに登録します" in check.text


def test_the_last_seat_taken_at_the_last_press_is_asked_back_with_everything_kept(
    app: Flask, client: Resident, make: Make
) -> None:
    slot = make(an_opened_slot, capacity=1)
    promised = client.open(form_of(slot)).form("/check").submit(**BABA)
    make(a_registration, slot.id, name="千葉 三郎")

    asked = promised.form("/registrations").submit()
    assert asked.status == 422
    assert "入力のあいだに満員になりました" in asked.text
    assert "馬場 太郎" in asked.text
    assert [one.name for one in registrations(app, slot)] == ["千葉 三郎"]

    waiting = asked.form("/registrations").submit()
    again = promised.form("/registrations").submit()
    assert "キャンセル待ち" in waiting.text
    assert waiting.text == again.text, "the press that was refused, sent again, finds what became of it"
    assert [one.state for one in registrations(app, slot)] == ["confirmed", "waiting"]


def test_the_same_form_for_another_date_is_not_taken_for_the_first(app: Flask, client: Resident, make: Make) -> None:
    """Who goes back with the browser and chooses another date must not read that it is registered."""
    morning, evening = make(two_slots)
    form = client.open(form_of(morning)).form("/check")
    form.submit(**BABA, slot=morning.code).form("/registrations").submit()

    answer = form.submit(**BABA, slot=evening.code).form("/registrations").submit()

    assert answer.status == 422
    assert "申し込みが完了しました" not in answer.text
    assert "はじめから入力しなおしてください" in answer.text
    assert [one.slot_id for one in registrations(app, morning)] == [morning.id]


def two_slots() -> tuple[Opened, Opened]:
    """A morning and an evening of one call."""
    event = an_event()
    day = an_occurrence(event.id)
    call = a_call(event.id)
    morning, evening = (a_slot(call.id, 20, (day.id,), label=name, position=at) for at, name in enumerate("朝夕"))
    return opened(morning), opened(evening)


@pytest.mark.parametrize(("prefix", "words"), [("/easy", "名前の 読みかたを 書いて ください"), ("/en", "Enter")])
def test_the_form_speaks_the_readers_language(client: Resident, make: Make, prefix: str, words: str) -> None:
    slot = make(an_opened_slot)

    page = client.open(prefix + form_of(slot)).form("/check").submit()

    assert page.status == 422
    assert words in page.text
