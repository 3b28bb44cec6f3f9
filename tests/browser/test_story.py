"""The whole story: posted, joined, counted and shown, by the four kinds of people, in a browser."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from icalendar import Calendar
from PIL import Image
from playwright.sync_api import Page, expect

from tests.support.axe import violations
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser

PASSWORD = "仁保の朝は いつも霧が深い 2026"
PROGRAMMES = ("運動", "脳トレ", "スマホ教室", "ドローン操縦")
TODAY = datetime.now(ZoneInfo("Asia/Tokyo")).date()


@dataclass
class Story:
    """The site, and where pictures of it go (nowhere, unless asked for)."""

    site: LiveServer
    pictures: Path | None

    def go(self, page: Page, path: str) -> None:
        """Open an address of the site."""
        page.goto(self.site.url + path)

    def look(self, page: Page, name: str) -> None:
        """Check the page for everybody, and keep a picture of it where pictures are wanted."""
        assert violations(page) == []
        if self.pictures:
            self.pictures.mkdir(parents=True, exist_ok=True)
            page.screenshot(
                path=self.pictures / f"{name}.png", full_page=page.viewport_size == {"width": 1280, "height": 844}
            )

    def invite(self, email: str, role: str, *where: str) -> str:
        """Return the one-time link of an invitation."""
        found = re.search(r"http\S+", self.site.run_cli("users", "invite", email, "--role", role, *where))
        assert found
        return found[0]


@pytest.fixture
def story(site: LiveServer, request: pytest.FixtureRequest) -> Story:
    wanted = request.config.getoption("--pictures")
    return Story(site, Path(wanted) if wanted else None)


def test_the_whole_story(story: Story, person: Callable[..., Page], tmp_path: Path) -> None:
    aoki, baba, chiba, admin = person(), person(390), person(), person()
    join(aoki, story.invite("aoki@example.jp", "center_staff", "--center", "niho"), "青木 花子")
    join(chiba, story.invite("chiba@example.jp", "supporter"), "千葉 次郎")
    join(admin, story.invite("admin@example.jp", "admin"), "管理 三子")

    code = aoki_posts_a_walk_with_two_dates(story, aoki)
    everybody_finds_it(story, baba, code)
    receipt, ticket = baba_registers_two_people(story, baba, tmp_path)
    chiba_takes_a_shift(story, chiba)
    aoki_receives_one_of_two_and_a_walk_in(story, aoki, code, receipt, ticket)
    aoki_closes_the_day(story, aoki, code)
    the_figure_opens_to_its_rows(story, admin)
    the_trial_day_goes_the_same_road(story, admin)


def join(page: Page, link: str, name: str) -> None:
    """Take up an invitation."""
    page.goto(link)
    page.get_by_label("お名前").fill(name)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="アカウントを作ってログインする").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def aoki_posts_a_walk_with_two_dates(story: Story, page: Page) -> str:
    story.go(page, "/staff/")
    story.look(page, "desk-1280")
    page.get_by_role("link", name="催しをつくる").first.click()
    page.get_by_role("link", name="ふるさと探訪").first.click()
    page.get_by_label("題名", exact=False).first.fill("ふるさと探訪　仁保の石仏をめぐる")
    page.get_by_label("題名のふりがな").fill("ふるさとたんぼう　にほのせきぶつをめぐる")
    for row, day in enumerate((TODAY, TODAY + timedelta(days=14))):
        if page.locator(f"[name='dates-{row}-day']").count() == 0:
            page.get_by_role("button", name="日時の行をふやす").click()
        fill_date(page, row, day)
    page.get_by_label("集合場所").fill("仁保地域交流センター 玄関前")
    page.get_by_label("成果指標に数える").select_option(label="地域づくりに関する研修会の参加者数")
    story.look(page, "posting-1280")
    page.get_by_role("button", name="保存する").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("仁保の石仏")
    code = page.url.rstrip("/").split("/")[-1]
    opens_a_call(story, page, code, "住民（だれでも）", "20")
    opens_a_call(story, page, code, "市の職員（地域活動応援隊）", "3")
    story.go(page, f"/staff/events/{code}")
    story.look(page, "overview-1280")
    page.get_by_role("button", name="公開する").click()
    expect(page.get_by_text("公開しました")).to_be_visible()
    return code


def opens_a_call(story: Story, page: Page, code: str, audience: str, capacity: str) -> None:
    """Ask people to come: first-come, one slot for each date."""
    story.go(page, f"/staff/events/{code}/calls/new")
    page.get_by_label("だれの募集か").select_option(label=audience)
    page.get_by_text("日を選ぶ").click()
    page.get_by_label("定員").first.fill(capacity)
    page.get_by_role("button", name="保存する").last.click()
    expect(page.get_by_text("保存しました")).to_be_visible()


def fill_date(page: Page, row: int, day: date) -> None:
    """Type one date of the form: the whole day, so that the story can be walked at any hour."""
    page.locator(f"[name='dates-{row}-day']").fill(day.isoformat())
    page.locator(f"[name='dates-{row}-starts']").fill("00:00")
    page.locator(f"[name='dates-{row}-ends']").fill("23:59")


def everybody_finds_it(story: Story, page: Page, code: str) -> None:
    """It is on the home page, the list, its center's page, its own page and in the feeds at once."""
    for path, name in (("/", "home-390"), ("/events", "list-390"), ("/centers/niho", "center-390")):
        story.go(page, path)
        expect(page.get_by_role("link", name="仁保の石仏").first).to_be_visible()
        story.look(page, name)
    for path in ("/calendar.ics", "/centers/niho/calendar.ics", f"/events/{code}.ics"):
        dates = Calendar.from_ical(page.request.get(story.site.url + path).body()).walk("VEVENT")
        assert sum("仁保の石仏" in str(one["SUMMARY"]) for one in dates) == 2, path
    story.go(page, f"/e/{code}")
    assert page.url.endswith(f"/events/{code}")
    story.look(page, "event-390")


def baba_registers_two_people(story: Story, page: Page, folder: Path) -> tuple[str, str]:
    """Three presses and three required fields from the event's page to the receipt; the mail comes by itself."""
    page.get_by_role("link", name="申し込む").first.click()
    page.get_by_label("お名前").fill("馬場 𠮷太郎")
    page.get_by_label("ふりがな").fill("ババ ヨシタロウ")
    page.get_by_label("電話番号").fill("０８３−９００−１２３４")
    page.get_by_label("メールアドレス").fill("baba@example.jp")
    page.locator("label").filter(has_text="2人").click()
    page.locator("label[for=slot-0]").click()
    story.look(page, "register-390")
    page.get_by_role("button", name="確認へ進む").click()
    expect(page.get_by_text("ばば よしたろう")).to_be_visible()
    story.look(page, "check-390")
    page.get_by_role("button", name="申し込む").click()
    expect(page.get_by_text("申し込みが完了しました")).to_be_visible()
    story.look(page, "done-390")
    own = page.url
    found = re.search(r"YG-[0-9]{4}", page.inner_text("main"))
    assert found
    page.goto("about:blank")
    page.goto(own)  # the link opens again
    page.get_by_role("link", name="参加票を見る").click()
    story.look(page, "ticket-390")
    the_mail_has_come(story, page, own)
    return found[0], ticket_code(page, own, folder)


def the_mail_has_come(story: Story, page: Page, own: str) -> None:
    """The worker has sent it: with the receipt number, the link, and the dates for a calendar."""
    for _ in range(50):
        story.go(page, "/demo/mails")
        if page.get_by_role("link", name="受付完了").count():
            break
        page.wait_for_timeout(200)
    page.get_by_role("link", name="受付完了").first.click()
    expect(page.get_by_text(own)).to_be_visible()
    assert "馬場" not in page.inner_text("main"), "the first mail holds nothing that a visitor typed"


def ticket_code(page: Page, own: str, folder: Path) -> str:
    """Return what a decoder that is not ours reads from the saved ticket."""
    saved = folder / "ticket.png"
    saved.write_bytes(page.request.get(f"{own}/ticket.png").body())
    with Image.open(saved) as picture:
        (code,) = zxingcpp.read_barcodes(picture)
    return code.text


def chiba_takes_a_shift(story: Story, page: Page) -> None:
    story.go(page, "/supporters/")
    page.get_by_role("button", name="応援に入る").first.click()
    expect(page.get_by_text("応援に入りました")).to_be_visible()
    story.look(page, "supporters-1280")


def aoki_receives_one_of_two_and_a_walk_in(story: Story, page: Page, code: str, receipt: str, ticket: str) -> None:
    """By QR, by number and by name she finds the two; one of them is there, and somebody without registration."""
    story.go(page, f"/staff/events/{code}")
    page.get_by_role("link", name=re.compile("^受付")).first.click()
    for words in (ticket, receipt, receipt[3:], "ばば", "馬場"):
        page.locator("#who").fill(words)
        page.get_by_role("button", name="番号・名前で受付").click()
        expect(page.get_by_role("button", name="馬場 𠮷太郎さんを受付する")).to_be_visible()
    story.look(page, "door-1280")
    page.get_by_role("button", name="馬場 𠮷太郎さんを受付する").click()
    expect(page.get_by_text("受付しました")).to_be_visible()
    page.get_by_label("人数").fill("１")
    page.get_by_role("button", name="当日参加を追加").click()
    page.set_viewport_size({"width": 390, "height": 844})
    story.look(page, "door-390")
    page.set_viewport_size({"width": 1280, "height": 844})
    expect(page.get_by_text("2人").first).to_be_visible()


def aoki_closes_the_day(story: Story, page: Page, code: str) -> None:
    story.go(page, f"/staff/events/{code}")
    page.get_by_role("link", name=re.compile("^人数を締める")).first.click()
    story.look(page, "closing-1280")
    page.get_by_role("button", name="2人で締める").click()
    expect(page.get_by_text("締めました").first).to_be_visible()


def the_figure_opens_to_its_rows(story: Story, page: Page) -> None:
    """Beside baseline 188, R4 188, R5 156 and target 250 stands this year's 2, and it opens to the walk."""
    story.go(page, "/staff/kpi")
    for figure in ("188", "156", "250"):
        expect(page.get_by_text(figure).first).to_be_visible()
    story.look(page, "kpi-1280")
    year = TODAY.year if TODAY.month >= 4 else TODAY.year - 1
    story.go(page, f"/staff/kpi/training_attendance/{year}?center=niho")
    expect(page.get_by_role("row", name="仁保の石仏")).to_contain_text("2")
    story.look(page, "kpi-rows-1280")


def the_trial_day_goes_the_same_road(story: Story, page: Page) -> None:
    """65+ 体験会 of 21 February 2026: nobody applies, four programmes, people counted without names."""
    story.go(page, "/staff/centers/yuda/events/new?start=health")
    page.get_by_label("題名", exact=False).first.fill("ずっと元気　プログラム体験会")
    page.locator("[name='dates-0-day']").fill("2026-02-21")
    page.locator("[name='dates-0-starts']").fill("09:30")
    page.locator("[name='dates-0-ends']").fill("14:00")
    page.get_by_label("対象").fill("市内にお住まいの65歳以上の方")
    page.get_by_role("button", name="保存する").last.click()
    code = page.url.rstrip("/").split("/")[-1]
    story.go(page, f"/staff/events/{code}/calls/new")
    page.get_by_text("申込不要").first.click()
    page.get_by_text("自分で枠をつくる").click()
    for number, programme in enumerate(PROGRAMMES):
        page.get_by_role("button", name="枠を1つ足す").click()
        page.locator(f"[name='slots-{number}-label']").fill(programme)
    page.get_by_role("button", name="保存する").last.click()
    story.go(page, f"/staff/events/{code}")
    page.get_by_role("button", name="公開する").click()
    page.get_by_role("link", name=re.compile("^名前なしで数える")).first.click()
    story.look(page, "tally-1280")
    for programme, people in zip(PROGRAMMES, ("12", "9", "７", "4"), strict=True):
        page.get_by_role("link", name=programme, exact=True).click()
        page.get_by_role("textbox", name="人数").fill(people)
        page.locator("label").filter(has_text="65～74歳").last.click()
        page.get_by_role("button", name="人数を入れる").click()
    page.get_by_role("button", name=re.compile("75歳以上")).first.click()
    expect(page.get_by_role("button", name=re.compile("75歳以上")).first).to_contain_text("いま 1人")
    page.get_by_role("link", name="人数を締める").click()
    expect(page.get_by_role("main")).to_contain_text("ドローン操縦")
    page.get_by_role("button", name="33人で締める").click()
    expect(page.get_by_text("締めました").first).to_be_visible()
    story.go(page, f"/events/{code}")
    expect(page.get_by_text("終わりました").first).to_be_visible()
