"""Scenes of the form: its pages, what can be wrong with it, and why there may be none."""

from eventsite.admission.vocabulary import FreePlaceRule, Residence
from tests.browser.gallery import registration_acts as visitor
from tests.browser.gallery import registration_calls as calls
from tests.browser.gallery.registration_calls import Meanwhile
from tests.browser.gallery.registration_rows import family_form, form_of, places
from tests.browser.gallery.scene import Scene, State
from tests.factories.events import in_days

full_meanwhile = Meanwhile(calls.last_place_goes)
refused_meanwhile = Meanwhile(calls.last_place_goes, FreePlaceRule.REOPEN)
closed_meanwhile = Meanwhile(calls.closes)
one_place = form_of(places)
several_people = form_of(lambda: places(party_max=4, asks_companion_names=True))
ranked = form_of(lambda: places(3, slots=3, wishes_max=2))

PAGES = (
    Scene("form", State.OPEN, one_place, shows="お名前と連絡先"),
    Scene("form-several-people", State.OPEN, several_people, shows="いっしょに来る方のお名前"),
    Scene("form-choice-of-dates", State.FEW_LEFT, form_of(calls.few), shows="あと1人"),
    Scene("form-full", State.FULL, form_of(calls.full), shows="キャンセル待ち"),
    Scene("form-ranked-wishes", State.OPEN, ranked, shows="第2希望"),
    Scene("form-questions", State.ORDINARY, form_of(calls.asking), visitor.questions, shows="この催しについての質問"),
    Scene("form-people", State.ORDINARY, form_of(calls.asking), visitor.people, shows="参加する方おひとりずつ"),
    Scene("form-residence", State.ORDINARY, form_of(lambda: places(residence=Residence.CITY)), visitor.says_who),
    Scene("check", State.ORDINARY, one_place, visitor.says_who, shows="内容を確認する"),
    Scene("check-full-width", State.ORDINARY, one_place, visitor.full_width, shows="083-900-0000"),
    Scene("check-waiting", State.FULL, form_of(calls.full), visitor.says_who, shows="キャンセル待ちに登録する"),
    Scene("check-wishes", State.ORDINARY, ranked, visitor.ranks, shows="第1希望"),
    Scene(
        "check-questions", State.ORDINARY, form_of(calls.asking), visitor.questions_checked, shows="車いすで行きます"
    ),
    Scene("check-family-of-six", State.LONG_WORDS, form_of(family_form), visitor.long_name, shows="内容を確認する"),
    Scene("form-sent-twice", State.ORDINARY, one_place, visitor.register_twice, shows="申し込みが完了しました"),
)
WRONG = (
    Scene("form-nothing-typed", State.VALIDATION_ERROR, one_place, visitor.nothing_typed, shows="3件"),
    Scene("form-everything-wrong", State.VALIDATION_ERROR, several_people, visitor.everything_wrong, shows="5件"),
    Scene("form-10000-letters", State.VALIDATION_ERROR, one_place, visitor.ten_thousand_letters),
    Scene("form-no-wish-chosen", State.VALIDATION_ERROR, ranked, visitor.says_who, shows="1件"),
    Scene("form-wish-twice", State.VALIDATION_ERROR, ranked, visitor.ranks_twice, shows="ちがう枠"),
    Scene("form-questions-unanswered", State.VALIDATION_ERROR, form_of(calls.asking), visitor.questions_unanswered),
    Scene("form-people-wrong", State.VALIDATION_ERROR, form_of(calls.asking), visitor.people_wrong, shows="暦"),
    Scene(
        "form-not-eligible", State.VALIDATION_ERROR, form_of(lambda: places(residence=Residence.CITY)),
        visitor.comes_from_afar, shows="市内にお住まいの方",
    ),
    Scene(
        "form-tier-not-yet-open", State.NOT_YET_OPEN, form_of(calls.tier_opens_later), visitor.comes_from_afar,
        shows="申し込める日時",
    ),
)  # fmt: skip
REFUSED = (
    Scene(
        "form-not-yet-open",
        State.NOT_YET_OPEN,
        form_of(lambda: places(opens_at=in_days(2))),
        shows="始まります",
    ),
    Scene("form-closed", State.CLOSED, form_of(lambda: places(closes_at=in_days(-1))), shows="終わりました"),
    Scene("form-full-no-line", State.FULL, form_of(calls.reopening), visitor.says_who, shows="席がありません"),
    Scene("form-cancelled", State.CANCELLED, form_of(calls.cancelled), shows="中止になりました"),
    Scene("form-full-meanwhile", State.FULL, full_meanwhile.prepare, full_meanwhile.act, shows="キャンセル待ち"),
    Scene(
        "form-refused-meanwhile", State.FULL, refused_meanwhile.prepare, refused_meanwhile.act, shows="席がありません"
    ),
    Scene("form-closed-meanwhile", State.CLOSED, closed_meanwhile.prepare, closed_meanwhile.act, shows="終わりました"),
    Scene("form-token-lost", State.VALIDATION_ERROR, one_place, visitor.forgets_the_token, shows="時間がたちました"),
    Scene(
        "form-server-error", State.SERVER_ERROR, calls.breaks_at_the_end, visitor.sends, shows="今、受付ができません"
    ),
    Scene("form-rate-limited", State.PERMISSION_DENIED, calls.too_many, visitor.sends, shows="たくさんの申し込み"),
    Scene("form-no-network", State.OFFLINE, one_place, visitor.loses_network, shows="つながりません"),
    Scene("form-token-lost-sent-again", State.ORDINARY, one_place, visitor.sends_again, shows="内容を確認する"),
    Scene("form-slow", State.LOADING, one_place, visitor.waits_long, shows="時間がかかっています"),
    Scene("form-sending", State.LOADING, one_place, visitor.waits_for_the_answer, shows="送信しています"),
)
READERS = (
    Scene("form-no-javascript", State.NO_JAVASCRIPT, several_people, javascript=False),
    Scene("form-no-images", State.NO_IMAGES, one_place, images=False),
    Scene("form-zoomed", State.ZOOM, several_people, zoom=400),
    Scene("form-large-text", State.LARGE_TEXT, several_people, text_size="xlarge"),
    Scene("form-long-title", State.LONG_WORDS, form_of(family_form), shows="五十文字"),
    Scene("form-dark", State.DARK, several_people, visitor.everything_wrong, scheme="dark"),
    Scene("form-furigana", State.FURIGANA, several_people, furigana=True),
    Scene("form-forced-colors", State.FORCED_COLORS, several_people, visitor.everything_wrong, forced_colors=True),
    Scene("form-print", State.PRINT, several_people, media="print"),
)
SCENES = (*PAGES, *WRONG, *REFUSED, *READERS)
