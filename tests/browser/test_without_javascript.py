"""Every resident task and the desk's, at 320 px and with JavaScript switched off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from eventsite.admission.models import Call
from eventsite.core.db import db, transaction
from eventsite.questions.models import QuestionKind, QuestionScope
from tests.browser.conftest import Filled, sign_in
from tests.factories.admission import an_open_slot
from tests.factories.events import an_event
from tests.factories.questions import a_question, only_if
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser

NARROW = 320


def test_a_resident_finds_joins_and_withdraws(filled: Filled, served: LiveServer, person: Callable[..., Page]) -> None:
    baba = person(NARROW, javascript=False)
    baba.goto(served.url)
    baba.get_by_role("searchbox").fill("探訪")
    baba.get_by_role("button", name="探す").click()
    baba.get_by_role("link", name="ふるさと探訪").first.click()
    baba.get_by_role("link", name="申し込む").first.click()
    baba.get_by_role("button", name="確認へ進む").click()
    expect(baba.get_by_text("お名前を入力してください").first).to_be_visible()
    baba.get_by_label("お名前").fill("馬場 太郎")
    baba.get_by_label("ふりがな").fill("ばば たろう")
    baba.get_by_label("電話番号").fill("0839001234")
    baba.locator("label").filter(has_text="1人").click()
    baba.get_by_role("button", name="確認へ進む").click()
    baba.get_by_role("button", name="申し込む").click()
    expect(baba.get_by_text("申し込みが完了しました")).to_be_visible()
    baba.get_by_role("link", name="参加票を見る").click()
    baba.go_back()
    baba.get_by_role("link", name="申し込みを取り消す").click()
    baba.get_by_role("button", name="申し込みを取り消す").click()
    expect(baba.get_by_text("取り消しました").first).to_be_visible()


def test_a_resident_answers_questions_and_goes_back(
    filled: Filled, served: LiveServer, person: Callable[..., Page]
) -> None:
    with filled.app.app_context(), transaction():
        call_id = an_open_slot(event=an_event(title="弁当の会")).call_id
        lunch = a_question(call_id, "お弁当はいりますか", QuestionKind.YES_NO, is_required=True)
        a_question(call_id, "何のお弁当", QuestionKind.CHOICE, "肉 魚", is_required=True, **only_if(lunch, "yes"))
        a_question(call_id, "アレルギー", scope=QuestionScope.PARTICIPANT)
        code = call_by_id(call_id)
    eto = person(NARROW, javascript=False)
    eto.goto(f"{served.url}/calls/{code}/registrations/new")
    eto.get_by_label("お名前").fill("江藤 三郎")
    eto.get_by_label("ふりがな").fill("えとう さぶろう")
    eto.get_by_label("電話番号").fill("0839001234")
    eto.locator("label").filter(has_text="2人").click()
    eto.get_by_role("button", name="次へ進む").click()
    eto.locator("label").filter(has_text="はい").click()
    eto.get_by_role("button", name="次へ進む").click()
    eto.get_by_label("アレルギー").nth(1).fill("卵")
    eto.get_by_role("button", name="前の画面に戻る").click()
    expect(eto.get_by_label("はい")).to_be_checked()
    eto.get_by_role("button", name="次へ進む").click()
    expect(eto.get_by_label("アレルギー").nth(1)).to_have_value("卵")
    eto.get_by_role("button", name="次へ進む").click()
    eto.locator("label").filter(has_text="魚").click()
    assert eto.evaluate("document.documentElement.scrollWidth") <= NARROW
    eto.get_by_role("button", name="次へ進む").click()
    expect(eto.get_by_text("内容を確認する")).to_be_visible()
    assert eto.evaluate("document.documentElement.scrollWidth") <= NARROW
    eto.get_by_role("button", name="申し込む").click()
    expect(eto.get_by_text("申し込みが完了しました")).to_be_visible()


def call_by_id(call_id: int) -> str:
    """Return the code that stands in the call's address."""
    return db.session.get_one(Call, call_id).code


def test_the_desk_takes_a_call_and_receives_at_the_door(
    filled: Filled, served: LiveServer, person: Callable[..., Page]
) -> None:
    aoki = person(NARROW, javascript=False)
    sign_in(aoki, served, filled.token)
    aoki.goto(served.url + "/staff/")
    aoki.get_by_role("link", name="電話・窓口の申し込みを入れる").click()
    aoki.get_by_role("link", name="ふるさと探訪").first.click()
    aoki.get_by_label("お名前").fill("千葉 次郎")
    aoki.get_by_label("ふりがな").fill("ちば じろう")
    aoki.get_by_label("電話番号").fill("083-900-5678")
    aoki.get_by_role("button", name="登録する").click()
    expect(aoki.get_by_text(re.compile("YG-[0-9]{4}")).first).to_be_visible()
