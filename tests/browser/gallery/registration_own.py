"""Scenes of one's own page: right after registering, and whatever becomes of the registration."""

from playwright.sync_api import Page

from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import Admission
from tests.browser.gallery import registration_acts as visitor
from tests.browser.gallery import registration_rows as rows
from tests.browser.gallery.registration_rows import baba, confirmed, page_of, places
from tests.browser.gallery.scene import Scene, State
from tests.factories.events import in_days
from tests.factories.lottery import a_lottery, announced, enters, frozen


def entered() -> Registration:
    """馬場 has entered a draw with two wishes; it is in two days."""
    call = a_lottery(2, slots=3, event=rows.a_workshop(), wishes_max=2, closes_at=in_days(1), draw_at=in_days(2))
    return enters(call, wishes=(1, 2), email=rows.MAIL)


def waits_for_the_draw() -> Registration:
    """Entries have closed, the draw is to come."""
    call = a_lottery(1, event=rows.a_workshop(), draw_at=in_days(1))
    made = enters(call, email=rows.MAIL)
    frozen(call)
    return made


def drawn(place: int, reserves_max: int = 1) -> Registration:
    """Whoever comes at that place, from 1, when one of three entries has won."""
    call = a_lottery(1, event=rows.a_workshop(), reserves_max=reserves_max)
    made = [
        enters(
            call, f"馬場 {one}郎", name_kana=f"ばば {kana}ろう", phone=f"083-900-000{at}", email=f"baba{at}@example.jp"
        )
        for at, (one, kana) in enumerate((("一", "いち"), ("二", "じ"), ("三", "さぶ")))
    ]
    announced(call)
    order = {"confirmed": 1, "waiting": 2, "not_selected": 3}
    return sorted(made, key=lambda one: order[one.state])[place - 1]


def for_the_organiser() -> Registration:
    """馬場 has applied for what the organiser decides."""
    return baba(places(admission=Admission.BY_ORGANISER, closes_at=in_days(5)))


def another_date() -> Registration:
    """馬場 has a place on the first of three dates."""
    return baba(places(3, slots=3, party_max=4, asks_companion_names=True))


def withdraws(page: Page) -> None:
    """Answer the question with yes."""
    with page.expect_navigation():
        page.locator("main .button--destructive").click()


def takes_other_date(page: Page) -> None:
    visitor.choose(page, "slot-1")
    visitor.go_on(page)


def leaves_the_name_out(page: Page) -> None:
    visitor.fill(page, name="")
    visitor.go_on(page)


def accepts_too_late(page: Page) -> None:
    """Press 参加する when the place has gone meanwhile: another window gave it back."""
    other = page.context.new_page()
    other.goto(f"{page.url}/withdrawal")
    withdraws(other)
    other.close()
    visitor.go_on(page)


STATES = (
    Scene("own-confirmed", State.ORDINARY, page_of(confirmed), shows="申し込みが完了しました"),
    Scene("own-confirmed-no-mail", State.ORDINARY, page_of(lambda: confirmed(email="")), shows="紙に書くか"),
    Scene("own-waiting", State.FULL, page_of(rows.in_line), shows="いま3番目です"),
    Scene("own-offered", State.FEW_LEFT, page_of(rows.offered), shows="返事の期限"),
    Scene("own-offer-taken", State.ORDINARY, page_of(rows.offered), visitor.go_on, shows="申し込みが完了しました"),
    Scene("own-offer-too-late", State.CLOSED, page_of(rows.offered), accepts_too_late, shows="返事の期限が過ぎたか"),
    Scene("own-lapsed", State.CLOSED, page_of(rows.lapsed), shows="返事の期限が過ぎました"),
    Scene("own-entered", State.PARTIAL, page_of(entered), shows="の抽選のあと"),
    Scene("own-awaiting-the-draw", State.PARTIAL, page_of(waits_for_the_draw), shows="決まるのを待っています"),
    Scene("own-organiser-decides", State.PARTIAL, page_of(for_the_organiser), shows="主催者が決めます"),
    Scene("own-won", State.ORDINARY, page_of(lambda: drawn(1)), shows="参加が決まりました"),
    Scene("own-reserve", State.FULL, page_of(lambda: drawn(2)), shows="補欠の1番目"),
    Scene("own-lost", State.CLOSED, page_of(lambda: drawn(3)), shows="席が足りませんでした"),
    Scene("own-withdrawn", State.CLOSED, page_of(rows.withdrawn), shows="もう一度申し込む"),
    Scene("own-cancelled", State.CANCELLED, page_of(rows.cancelled), shows="台風が近づいているため"),
    Scene("own-changed", State.CHANGED, page_of(rows.moved), shows="講堂"),
    Scene("own-past", State.PAST, page_of(rows.over), shows="この催しは終わりました"),
    Scene("own-unknown-link", State.PERMISSION_DENIED, lambda _stage: "/my/0000000000000000000000000", status=404),
)
DEEDS = (
    Scene("change", State.ORDINARY, page_of(another_date, "/change"), shows="申し込みの内容を変更する"),
    Scene("change-done", State.CHANGED, page_of(another_date, "/change"), takes_other_date, shows="変更しました"),
    Scene("change-wrong", State.VALIDATION_ERROR, page_of(another_date, "/change"), leaves_the_name_out),
    Scene("change-after-the-deadline", State.CLOSED, page_of(waits_for_the_draw, "/change"), shows="変更できるのは"),
    Scene("withdrawal", State.ORDINARY, page_of(confirmed, "/withdrawal"), shows="申し込みを取り消しますか"),
    Scene("withdrawal-done", State.ORDINARY, page_of(confirmed, "/withdrawal"), withdraws, shows="取り消しました"),
    Scene("withdrawal-of-a-wait", State.FULL, page_of(rows.in_line, "/withdrawal"), shows="キャンセル待ちをやめますか"),
    Scene("offer-declined", State.ORDINARY, page_of(rows.offered, "/withdrawal"), withdraws, shows="取り消しました"),
    Scene("offer-declining", State.ORDINARY, page_of(rows.offered, "/withdrawal"), shows="参加しない"),
)
READERS = (
    Scene("own-no-javascript", State.NO_JAVASCRIPT, page_of(confirmed), javascript=False),
    Scene("own-long-words", State.LONG_WORDS, page_of(rows.a_large_family), shows="権左衛門之介"),
    Scene("own-large-text", State.LARGE_TEXT, page_of(confirmed), text_size="xlarge"),
    Scene("own-zoomed", State.ZOOM, page_of(confirmed), zoom=400),
    Scene("own-dark", State.DARK, page_of(rows.in_line), scheme="dark"),
    Scene("own-furigana", State.FURIGANA, page_of(confirmed), furigana=True),
    Scene("own-forced-colors", State.FORCED_COLORS, page_of(confirmed), forced_colors=True),
    Scene("own-print", State.PRINT, page_of(confirmed), media="print"),
)
SCENES = (*STATES, *DEEDS, *READERS)
