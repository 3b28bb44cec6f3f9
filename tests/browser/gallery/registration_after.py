"""Scenes of what one comes back to: the ticket, the look-up, what is kept on the device, the draw, the one question."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from eventsite.admission.attempts import Purpose
from eventsite.admission.models import Call
from eventsite.admission.models_registrations import Registration
from eventsite.attendance.models import Source
from eventsite.attendance.services import check_in
from eventsite.core import clock
from eventsite.core.actor import SYSTEM
from eventsite.feedback import services as feedback
from eventsite.feedback.models import Rating
from tests.browser.gallery import registration_acts as visitor
from tests.browser.gallery import registration_rows as rows
from tests.browser.gallery.registration_calls import exhaust
from tests.browser.gallery.registration_rows import Prepare, confirmed, page_of
from tests.browser.gallery.scene import Scene, Stage, State
from tests.factories.events import in_days
from tests.factories.lottery import a_lottery, announced, drawn, enters, frozen, many_enter


def used() -> Registration:
    """馬場 is inside: the ticket was read at the door."""
    made = confirmed(party_size=2)
    date = made.slot.occurrences[0]
    for one in made.participants:
        check_in(date.id, one.id, source=Source.SCAN, nonce="door", actor=SYSTEM, now=clock.now())
    return made


class LookUp:
    """馬場 looks for a registration without its link."""

    def __init__(self) -> None:
        self._receipt = ""

    def prepare(self, _stage: Stage) -> str:
        """Let 馬場 wait for a place."""
        self._receipt = rows.in_line().receipt
        return "/my"

    def without_mail(self, _stage: Stage) -> str:
        """Let 馬場 wait, who has no mailbox: only so can what was found be given up without the link."""
        self._receipt = rows.in_line(email="").receipt
        return "/my"

    def finds(self, page: Page) -> None:
        """Give number and telephone."""
        visitor.fill(page, number=self._receipt, last_digits="００００")
        visitor.go_on(page)

    def takes_back(self, page: Page) -> None:
        """Go on to give up what was found."""
        self.finds(page)
        with page.expect_navigation():
            page.locator("main .button--destructive").first.click()

    def goes_to_change(self, page: Page) -> None:
        """Go on to change what was found."""
        self.finds(page)
        with page.expect_navigation():
            page.locator("main a[href$='/change']").first.click()

    def changes_with_a_wrong_number(self, page: Page) -> None:
        """Give another telephone number than the registration's."""
        self.goes_to_change(page)
        visitor.fill(page, phone="083-111-2222", name="馬場 太郎")
        with page.expect_navigation():
            page.locator("main form[action$='/change'] button").click()


def guesses(page: Page) -> None:
    """Give a number that nobody has."""
    visitor.fill(page, number="YG-99999", last_digits="1234")
    visitor.go_on(page)


def types_nothing(page: Page) -> None:
    visitor.go_on(page)


def asks_for_links(page: Page) -> None:
    visitor.fill(page, email="baba@example.jp")
    with page.expect_navigation():
        page.locator("form[action$='/my/links'] button").click()


def mistypes_the_address(page: Page) -> None:
    visitor.fill(page, email="baba.example.jp")
    with page.expect_navigation():
        page.locator("form[action$='/my/links'] button").click()


def looked_up_too_often(_stage: Stage) -> str:
    """As many look-ups came from this address within the hour as may."""
    exhaust(Purpose.LOOK_UP)
    return "/my"


def keeps_the_search(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main .button--primary").click()


def sees_what_is_saved(page: Page) -> None:
    """Open the list of what this browser has saved."""
    page.goto(f"{page.url.split('/my/')[0]}/saved")
    expect(page.locator("[data-saved-list] a")).to_have_count(1)


def draw(build: Callable[[], Call], query: str = "") -> Prepare:
    """Return what prepares the page of a draw."""
    return lambda _stage: f"/draws/{build().code}{query}"


def open_for_entries() -> Call:
    return a_lottery(3, event=rows.a_workshop(), closes_at=in_days(1), draw_at=in_days(2))


def before_the_draw() -> Call:
    call = a_lottery(3, event=rows.a_workshop(), draw_at=in_days(1))
    many_enter(call, 8)
    return frozen(call)


def drawn_and_held() -> Call:
    call = a_lottery(3, event=rows.a_workshop())
    many_enter(call, 8)
    drawn(call)
    return call


def told() -> Call:
    """馬場 and eight others have entered for two dates; three places each, two reserves."""
    call = a_lottery(3, slots=2, event=rows.a_workshop(), reserves_max=2, wishes_max=2)
    many_enter(call, 8)
    enters(call, wishes=(1, 0), email=rows.MAIL)
    return announced(call)


def asks_for_the_first(page: Page) -> None:
    """Give the number of the first row, and let the browser draw again."""
    visitor.fill(page, receipt=page.locator("[data-receipt]").nth(3).get_attribute("data-receipt") or "")
    page.locator("[data-draw-check] .button--primary").click()
    expect(page.locator("[data-draw-verdict]")).not_to_be_empty()
    page.wait_for_timeout(500)


def asks_for_nobody(page: Page) -> None:
    """Give a number that is not on the list; the script answers without leaving the page."""
    visitor.fill(page, receipt="YG-99999")
    page.locator("[data-draw-check] .button--primary").click()
    expect(page.locator("[data-draw-verdict]")).not_to_be_empty()


def asks_without_script(page: Page) -> None:
    """Give the number of the first row; the server answers with a page."""
    visitor.fill(page, receipt=page.locator("[data-receipt]").first.get_attribute("data-receipt") or "")
    visitor.go_on(page)


def answered() -> Registration:
    made = rows.over()
    feedback.give(made.id, Rating.YES, now=clock.now())
    return made


def answers(page: Page) -> None:
    visitor.choose(page, "rating-0")
    visitor.go_on(page)


ticket = page_of(confirmed, "/ticket")
TICKETS = (
    Scene("ticket", State.ORDINARY, ticket, shows="番号かお名前だけでも受付できます"),
    Scene("ticket-long-words", State.LONG_WORDS, page_of(rows.a_large_family, "/ticket"), shows="権左衛門之介"),
    Scene("ticket-used", State.PARTIAL, page_of(used, "/ticket"), shows="受付ずみ"),
    Scene("ticket-changed", State.CHANGED, page_of(rows.moved, "/ticket"), shows="講堂"),
    Scene("ticket-waiting", State.FULL, page_of(rows.in_line, "/ticket"), shows="席が空いてから"),
    Scene("ticket-offered", State.FULL, page_of(rows.offered, "/ticket"), shows="参加の返事がまだです"),
    Scene("ticket-withdrawn", State.CLOSED, page_of(rows.withdrawn, "/ticket"), shows="取り消されています"),
    Scene("ticket-cancelled", State.CANCELLED, page_of(rows.cancelled, "/ticket"), shows="中止になりました"),
    Scene("ticket-past", State.PAST, page_of(rows.over, "/ticket"), shows="参加票"),
    Scene("ticket-offline", State.OFFLINE, ticket, offline=True, shows="いま、つながりません"),
    Scene("ticket-dark", State.DARK, ticket, scheme="dark"),
    Scene("ticket-print", State.PRINT, ticket, media="print"),
    Scene("ticket-large-text", State.LARGE_TEXT, ticket, text_size="xlarge"),
    Scene("ticket-forced-colors", State.FORCED_COLORS, ticket, forced_colors=True),
    Scene("ticket-no-javascript", State.NO_JAVASCRIPT, ticket, javascript=False),
    Scene("ticket-no-images", State.NO_IMAGES, ticket, images=False),
)
look_up = LookUp()
LOOK_UPS = (
    Scene("look-up", State.EMPTY, look_up.prepare, shows="申し込みの確認・変更・取り消し"),
    Scene("look-up-nothing-typed", State.VALIDATION_ERROR, look_up.prepare, types_nothing, shows="2件"),
    Scene("look-up-unknown", State.VALIDATION_ERROR, look_up.prepare, guesses, shows="ちがうようです"),
    Scene("look-up-mail-wrong", State.VALIDATION_ERROR, look_up.prepare, mistypes_the_address, shows="「@」"),
    Scene("look-up-too-often", State.PERMISSION_DENIED, looked_up_too_often, guesses, shows="1時間ほど"),
    Scene("look-up-found", State.ORDINARY, look_up.prepare, look_up.finds, shows="見つかった申し込み"),
    Scene("look-up-withdrawal", State.ORDINARY, look_up.without_mail, look_up.takes_back, shows="待ちをやめますか"),
    Scene("look-up-change", State.ORDINARY, look_up.without_mail, look_up.goes_to_change, shows="変えるところだけ"),
    Scene("look-up-change-wrong", State.VALIDATION_ERROR, look_up.without_mail, look_up.changes_with_a_wrong_number),
    Scene("look-up-sent", State.ORDINARY, look_up.prepare, asks_for_links, shows="受け付けました"),
)
KEPT = (
    Scene("searches-none", State.EMPTY, lambda _stage: "/searches"),
    Scene("searches-new", State.ORDINARY, lambda _stage: "/searches?free=1"),
    Scene("searches-kept", State.ORDINARY, lambda _stage: "/searches?free=1&when=weekend", keeps_the_search),
    Scene("saved-none", State.EMPTY, lambda _stage: "/saved", shows="保存したページはありません"),
    Scene("saved-some", State.ORDINARY, ticket, sees_what_is_saved, offline=True),
)
DRAWS = (
    Scene("draw-open", State.OPEN, draw(open_for_entries), shows="申し込みの締め切りは"),
    Scene("draw-frozen", State.PARTIAL, draw(before_the_draw), shows="名簿を確定しました"),
    Scene("draw-held", State.PARTIAL, draw(drawn_and_held), shows="抽選をしました"),
    Scene("draw-announced", State.ORDINARY, draw(told), shows="抽選の結果"),
    Scene("draw-own-number", State.ORDINARY, draw(told), asks_for_the_first, shows="発表とすべて同じです"),
    Scene("draw-unknown-number", State.EMPTY, draw(told), asks_for_nobody, shows="名簿にありません"),
    Scene("draw-no-javascript", State.NO_JAVASCRIPT, draw(told), asks_without_script, javascript=False),
)
QUESTIONS = (
    Scene("feedback", State.ORDINARY, page_of(rows.over, "/feedback"), shows="また参加したいと思いますか"),
    Scene("feedback-nothing-chosen", State.VALIDATION_ERROR, page_of(rows.over, "/feedback"), visitor.go_on),
    Scene("feedback-done", State.ORDINARY, page_of(rows.over, "/feedback"), answers, shows="答えを受け取りました"),
    Scene("feedback-done-before", State.CLOSED, page_of(answered, "/feedback"), shows="答えを受け取りました"),
    Scene("feedback-too-early", State.NOT_YET_OPEN, page_of(confirmed, "/feedback"), shows="催しが終わったあと"),
)
SCENES = (*TICKETS, *LOOK_UPS, *KEPT, *DRAWS, *QUESTIONS)
