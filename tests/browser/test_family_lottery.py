"""A family's lottery, from the entry on a telephone to the page on which anybody can check the draw."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from eventsite.accounts.models import Role
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.app import create_app
from eventsite.core.db import db, transaction
from eventsite.events.models import Event, Publication
from eventsite.lottery import jobs
from eventsite.notifications.models import OutgoingMail
from tests.browser.conftest import sign_in
from tests.conftest import migrated, settings_for
from tests.factories.accounts import a_user
from tests.factories.events import an_event, an_occurrence, in_days
from tests.support import draws
from tests.support.axe import violations
from tests.support.server import LiveServer
from tests.support.sessions import a_session

pytestmark = pytest.mark.browser

PLACES = 2
THROW = "4 1 6 2 5"


@dataclass(frozen=True)
class Town:
    """The running site of a town with one center, without a worker: its time is the test's."""

    app: Flask
    site: LiveServer
    event: str

    def token(self, name: str) -> str:
        """Return the session of a manager of the center."""
        with self.app.app_context(), transaction():
            event = db.session.scalars(select(Event).where(Event.code == self.event)).one()
            return a_session(a_user(Role.CENTER_MANAGER, event.center_id, name=name).id)

    def change_call(self, **facts: object) -> None:
        """Move the times of the call: the calendar turns."""
        with self.app.app_context(), transaction():
            call = db.session.scalars(select(Call)).one()
            for name, value in facts.items():
                setattr(call, name, value)

    def works(self, job: Callable[[datetime], int], later: timedelta = timedelta()) -> int:
        """Let the worker do one job, at a later time if said."""
        with self.app.app_context():
            done = job(datetime.now(UTC) + later)
            db.session.remove()
            return done


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A town whose center has a draft of 親子しめ縄づくり in two weeks."""
    url = f"sqlite:///{tmp_path / 'town.db'}"
    app = migrated(create_app(settings_for(url, tmp_path)))
    with app.app_context():
        with transaction():
            event = an_event(title="親子しめ縄づくり", publication=Publication.DRAFT)
            an_occurrence(event.id, in_days(14))
            code = event.code
        db.engine.dispose()
    with LiveServer(url, env={"EVENTSITE_INSTANCE": str(tmp_path)}) as site:
        yield Town(app, site, code)


def staff_page(town: Town, person: Callable[..., Page], name: str) -> Page:
    page = person(1280)
    sign_in(page, town.site, town.token(name))
    return page


def test_a_familys_lottery(town: Town, person: Callable[..., Page], tmp_path: Path) -> None:
    aoki, doi, chiba = staff_page(town, person, "青木 花子"), staff_page(town, person, "土井 次郎"), person(390)

    code = aoki_posts_a_lottery(town, aoki)
    commitment = chiba_notes_the_commitment(town, chiba, code)
    receipt = the_family_enters(town, chiba, code)
    two_come_by_paper_and_telephone(town, aoki, code)
    entries_close(town)
    two_throw_the_dice(town, aoki, doi, code)
    two_release_it_and_nobody_is_told_for_ten_minutes(town, aoki, doi, chiba, code)
    assert town.works(jobs.announce_due, timedelta(minutes=10)) == 1
    each_is_told_by_their_own_way(town, aoki)
    the_family_reads_it_on_its_own_page(town, chiba, receipt)
    the_browser_draws_again_and_marks_the_number(town, chiba, code, receipt)
    the_program_agrees(town, chiba, code, receipt, commitment, tmp_path)


def aoki_posts_a_lottery(town: Town, page: Page) -> str:
    """For two families, drawn on a day that everybody knows beforehand."""
    page.goto(f"{town.site.url}/staff/events/{town.event}/calls/new")
    page.locator("label[for=admission-2]").click()
    today = datetime.now(UTC)
    for name, days in (("closes", 5), ("draw", 6)):
        page.locator(f"[name={name}_on]").fill((today + timedelta(days=days)).date().isoformat())
        page.locator(f"[name={name}_time]").fill("17:00")
    page.locator("label[for=unit-1]").click()
    page.locator("[name=capacity]").fill(str(PLACES))
    page.get_by_role("button", name="保存する").last.click()
    expect(page.get_by_text("保存しました")).to_be_visible()
    page.get_by_role("button", name="公開する").click()
    expect(page.get_by_text("公開しました")).to_be_visible()
    page.get_by_role("link", name="抽選", exact=True).click()
    expect(page.get_by_text("申し込みを受け付けています")).to_be_visible()
    assert violations(page) == []
    return page.url.rpartition("/")[2]


def chiba_notes_the_commitment(town: Town, page: Page, code: str) -> str:
    page.goto(f"{town.site.url}/events/{town.event}")
    page.get_by_role("link", name="抽選の決まりと記録を見る").click()
    assert page.url.endswith(f"/draws/{code}")
    assert violations(page) == []
    noted: str = page.request.get(f"{town.site.url}/draws/{code}/draw.json").json()["commitment"]
    expect(page.get_by_text(noted)).to_be_visible()
    return noted


def the_family_enters(town: Town, page: Page, code: str) -> str:
    """Four people, one entry, on a telephone."""
    page.goto(f"{town.site.url}/events/{town.event}")
    page.get_by_role("link", name="申し込む").first.click()
    page.get_by_label("お名前").first.fill("千葉 花")
    page.get_by_label("ふりがな").first.fill("ちば はな")
    page.get_by_label("電話番号").fill("083-900-0002")
    page.get_by_label("メールアドレス").fill("chiba@example.jp")
    page.locator("label").filter(has_text=re.compile("^4人")).click()
    page.get_by_role("button", name="確認へ進む").click()
    page.get_by_role("button", name="申し込む").click()
    found = re.search(r"YG-[0-9]{4}", page.inner_text("main"))
    assert found
    assert violations(page) == []
    return found[0]


def two_come_by_paper_and_telephone(town: Town, page: Page, code: str) -> None:
    for channel, name, kana, phone in (
        ("postcard", "江藤 三郎", "えとう さぶろう", "083-900-0003"),
        ("phone", "藤井 四郎", "ふじい しろう", "083-900-0004"),
    ):
        page.goto(f"{town.site.url}/staff/calls/{code}/registrations/new?channel={channel}")
        page.get_by_label("お名前").first.fill(name)
        page.get_by_label("ふりがな").first.fill(kana)
        page.get_by_label("電話番号").first.fill(phone)
        page.get_by_role("button", name="登録する").first.click()
        expect(page.get_by_text(re.compile("YG-[0-9]{4}")).first).to_be_visible()


def entries_close(town: Town) -> None:
    now = datetime.now(UTC)
    town.change_call(closes_at=now - timedelta(minutes=2), draw_at=now - timedelta(minutes=1))
    assert town.works(jobs.freeze_due) == 1


def two_throw_the_dice(town: Town, aoki: Page, doi: Page, code: str) -> None:
    for page, said in ((aoki, "もう1人の職員が同じ値を入れると"), (doi, "抽選しました")):
        page.goto(f"{town.site.url}/staff/draws/{code}")
        assert violations(page) == []
        page.get_by_label("公開の値").fill(THROW)
        page.get_by_role("button", name="この値を入れる").click()
        expect(page.get_by_text(said)).to_be_visible()


def two_release_it_and_nobody_is_told_for_ten_minutes(
    town: Town, aoki: Page, doi: Page, chiba: Page, code: str
) -> None:
    for page in (aoki, doi):
        page.goto(f"{town.site.url}/staff/draws/{code}")
        assert violations(page) == []
        page.get_by_role("button", name="この結果の発表を認める").click()
    expect(doi.get_by_text(re.compile("あと(10|9)分で発表します"))).to_be_visible()
    assert violations(doi) == []
    assert town.works(jobs.announce_due) == 0
    assert town.works(jobs.announce_due, timedelta(minutes=9, seconds=50)) == 0
    chiba.goto(f"{town.site.url}/draws/{code}")
    expect(chiba.get_by_text("2人の職員が確かめてから発表します")).to_be_visible()
    assert "YG-" not in chiba.inner_text("main")


def each_is_told_by_their_own_way(town: Town, page: Page) -> None:
    """The family by mail; the postcard and the caller stand on the list of those to be phoned."""
    with town.app.app_context():
        mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.key.endswith(":result"))).all()
        assert [one.recipient for one in mails] == ["chiba@example.jp"]
    page.goto(f"{town.site.url}/staff/events/{town.event}/phone-calls")
    for name in ("江藤 三郎", "藤井 四郎"):
        expect(page.get_by_text(name).first).to_be_visible()


def state_of(town: Town, receipt: str) -> str:
    with town.app.app_context():
        return str(db.session.scalars(select(Registration.state).where(Registration.receipt == receipt)).one())


def the_family_reads_it_on_its_own_page(town: Town, page: Page, receipt: str) -> None:
    with town.app.app_context():
        token = db.session.scalars(select(Registration.manage_token).where(Registration.receipt == receipt)).one()
    page.goto(f"{town.site.url}/my/{token}")
    assert violations(page) == []
    page.get_by_role("link", name="抽選の記録で自分の番号を確かめる").click()
    said = {"confirmed": "当選です", "waiting": "補欠です", "not_selected": "落選です"}[state_of(town, receipt)]
    expect(page.get_by_text(f"{receipt}：{said}")).to_be_visible()


def the_browser_draws_again_and_marks_the_number(town: Town, page: Page, code: str, receipt: str) -> None:
    page.goto(f"{town.site.url}/draws/{code}")
    page.get_by_label("受付番号").fill(receipt.partition("-")[2])
    page.get_by_role("button", name="確かめる").click()
    expect(page.get_by_role("status")).to_contain_text("発表とすべて同じです")
    expect(page.locator("tr.is-mine")).to_have_attribute("data-receipt", receipt)
    expect(page.locator("tr.is-mine")).to_have_count(1)
    assert violations(page) == []


def the_program_agrees(town: Town, page: Page, code: str, receipt: str, commitment: str, folder: Path) -> None:
    """Downloaded from the page, run without the site's code."""
    program, file = folder / "verify_draw.py", folder / "draw.json"
    program.write_bytes(page.request.get(f"{town.site.url}/draws/verify_draw.py").body())
    file.write_bytes(page.request.get(f"{town.site.url}/draws/{code}/draw.json").body())
    drawn = json.loads(file.read_text(encoding="utf-8"))

    said = draws.run(file, "--commitment", commitment, receipt, script=program)

    assert (said.code, said.errors) == (0, ""), said.words
    assert receipt in said.words.splitlines()[-1]
    assert (drawn["public_value"], drawn["entries_count"]) == (THROW, 3)
    assert drawn["result"].count("\twon\t") == PLACES
    tampered = folder / "tampered.json"
    tampered.write_text(json.dumps({**drawn, "result": drawn["result"].replace("won", "lost", 1)}), encoding="utf-8")
    assert draws.run(tampered, script=program).code == 1
