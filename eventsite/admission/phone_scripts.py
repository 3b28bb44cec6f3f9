"""What is said on the telephone to people without mail: a text to read out as it stands.

Plain spoken Japanese: where one calls from, what happened, when and where, how things stand and what to do, and the
number digit by digit. It names nobody, for somebody else may pick up; the list beside it says whom to ask for.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from eventsite.admission import dates, facts, news, receipts, wished
from eventsite.admission.models import Slot
from eventsite.admission.models_registrations import Registration
from eventsite.admission.vocabulary import RegistrationState
from eventsite.admission.writing import Letter
from eventsite.core import clock
from eventsite.events.facts import is_cancelled
from eventsite.i18n import Locale, use_locale
from eventsite.i18n.dates import moment_text, period_text
from eventsite.notifications.phone import Notice

# By the kind of a letter: what the call is about, and what happened. Other kinds are no reason to call: the person was
# told at once, or did it.
_NEWS = {
    "offered": ("席が用意できました（返事が必要）", "参加していただける席が用意できました。"),
    "promoted": ("席が用意できました", "お待ちいただいていた席が空きました。お返事はいりません。"),
    "selected": ("当選", "抽選の結果、当選しました。"),
    "selected_offer": ("当選（返事が必要）", "抽選の結果、当選しました。参加するかどうか、お返事をお願いします。"),
    "chosen": ("参加決定", "参加していただくことに決まりました。"),
    "reserve": ("補欠", "今回は補欠です。席が空いたら、決まった順に、またお電話します。"),
    "not_selected": ("落選", "申し込みが多く、今回は落選となりました。お申し込みありがとうございました。"),
    "not_chosen": ("参加できない", "申し込みが多く、今回は参加していただけません。お申し込みありがとうございました。"),
    "lapsed": ("返事の期限切れ", "期限までにお返事がなかったので、席は次の方にうつりました。"),
    "merged": (
        "重なった申し込み",
        "同じ方のお申し込みが2つありましたので、1つにまとめました。先のお申し込みは、そのまま続いています。",
    ),
    "changed": ("日時や場所の変更", "日時や場所などに変更があります。"),
    "dates_cancelled": ("申し込んだ日が中止", "お申し込みの日は中止になりました。お申し込みは取り消しになります。"),
    "event_cancelled": ("催しが中止", "この催しは中止になりました。お申し込みは取り消しになります。"),
    "runs": ("開催が決まりました", "申し込みが集まり、開催することが決まりました。"),
}
_UNDELIVERED = (
    "メールが届かない",
    "書いていただいたメールアドレスに、お知らせが届きませんでした。それで、お電話しました。",
)
_STANDING = {
    RegistrationState.APPLIED: "参加できるかどうかは、まだ決まっていません。決まったら、お知らせします。",
    RegistrationState.CONFIRMED: "席は、お取りしてあります。来られないときは、お電話で取り消してください。",
    RegistrationState.WAITING: "いまは、席が空くのを待っていただいています。",
    RegistrationState.NOT_SELECTED: "残念ですが、今回は参加していただけません。",
    RegistrationState.WITHDRAWN: "お申し込みは、終わっています。",
    RegistrationState.CANCELLED: "お申し込みは、取り消しになっています。",
}
# What the news say already.
_SAID_BY_NEWS = ("reserve", "not_selected", "not_chosen", "lapsed", "merged", "dates_cancelled", "event_cancelled")


def call_about(registration: Registration, letter: Letter) -> Notice | None:
    """Return the call that says what the letter would say; None where there is no reason to call."""
    kind = letter.kind.removeprefix("shift_")
    if kind not in _NEWS:
        return None
    says_standing = kind not in _SAID_BY_NEWS
    return _notice(registration, letter.cause, _NEWS[kind], _details(letter), says_standing=says_standing)


def call_about_address(registration: Registration, key: str) -> Notice:
    """Return the call to somebody whom a mail did not reach; ``key`` is that of the mail."""
    notice = _notice(registration, "", _UNDELIVERED, [], says_standing=True)
    ask = "新しいメールアドレスがあれば、教えていただけますか。"
    return Notice(**{**vars(notice), "key": key, "script": f"{notice.script}\n{ask}"})


def _notice(
    registration: Registration, cause: str, what: tuple[str, str], details: Sequence[str], *, says_standing: bool
) -> Notice:
    headline, happened = what
    with use_locale(Locale.JA):
        lines = [_greeting(registration), happened, *details]
        lines += list(_facts(registration)) if registration.is_active else []
        lines += _standing(registration) if says_standing else []
    lines.append(f"受付番号は、{receipts.spoken(registration.receipt)}、です。")
    return Notice(
        key=f"registration:{registration.id}:{cause}",
        subject_type=Registration.__tablename__,
        subject_id=registration.id,
        center_id=registration.center_id,
        headline=headline,
        script="\n".join(lines),
    )


def _details(letter: Letter) -> list[str]:
    """Return what changed, date by date, and why."""
    with use_locale(Locale.JA):
        lines = [f"{line}。".replace("～", "から") for line in news.lines(letter.changes)]
    return [*lines, f"理由は、{letter.reason}です。"] if letter.reason else lines


def _greeting(registration: Registration) -> str:
    event = registration.call.event
    return f"{facts.office_of(event.center)}です。お申し込みいただいた「{event.title}」のことで、お電話しました。"


def _standing(registration: Registration) -> list[str]:
    """Return how the party stands now; a place that is offered with the time until which an answer is awaited."""
    if registration.offer_until is None:
        return [_STANDING[registration.state]]
    until = moment_text(registration.offer_until, Locale.JA, zone=clock.zone())
    return [
        f"席は、{until}まで、お取りしています。それまでにお返事がないと、次の方にうつります。",
        "参加されますか。いま、ここで承ることもできます。",
    ]


def _facts(registration: Registration) -> Iterator[str]:
    """Yield when and where it is, and what to bring where a place is sure."""
    when = "、".join(_when(registration))
    if when:
        yield f"日時は、{when}です。"
    if where := "、".join(wished.places(wished.slots_of(registration))):
        yield f"場所は、{where}です。"
    belongings = registration.call.event.belongings
    if belongings and registration.state is RegistrationState.CONFIRMED:
        yield f"持ち物は、{belongings}です。"


def _when(registration: Registration) -> list[str]:
    """Return the dates that take place, while it is undecided those of each wish with its rank."""
    slots = wished.slots_of(registration)
    if len(slots) == 1:
        return _said_dates(slots[0])
    return [f"第{rank}希望が{'、'.join(_said_dates(slot))}" for rank, slot in enumerate(slots, start=1)]


def _said_dates(slot: Slot) -> list[str]:
    """Return the dates of a slot as one says them: 11月14日（土）午前10時から正午まで."""
    if slot.starts_at:
        return [_said(slot.starts_at, slot.ends_at, "minute")]
    taking_place = [one for one in dates.covered(slot) if not is_cancelled(one)]
    return [_said(one.starts_at, one.ends_at, one.precision) for one in taking_place]


def _said(starts: datetime, ends: datetime | None, precision: str) -> str:
    return period_text(starts, ends, precision, Locale.JA, zone=clock.zone(), in_sentence=True)
