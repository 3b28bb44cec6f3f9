"""What the log's tags mean in Japanese. The log holds no names: ``{subject}`` is looked up when the page is shown."""

import re

from eventsite.audit.actions import Action

SENTENCES = {
    Action.EVENT_CREATE: "催し「{subject}」を作成",
    Action.EVENT_EDIT: "催し「{subject}」の内容を変更",
    Action.EVENT_DISCARD: "催し「{subject}」の下書きを消去",
    Action.EVENT_PUBLISH: "催し「{subject}」を公開",
    Action.EVENT_CANCEL: "催し「{subject}」を中止",
    Action.OCCURRENCE_CHANGE: "催し「{subject}」の日程を変更",
    Action.OCCURRENCE_CANCEL: "催し「{subject}」の日程を中止",
    Action.OCCURRENCE_CLOSE: "催し「{subject}」の人数を確定",
    Action.OCCURRENCE_REOPEN: "催し「{subject}」の人数の確定を解除",
    Action.CALL_CREATE: "催し「{subject}」の募集を作成",
    Action.CALL_EDIT: "催し「{subject}」の募集を変更",
    Action.SLOT_CAPACITY: "催し「{subject}」の定員を変更",
    Action.REGISTRATION_CREATE: "申し込み {subject} を受け付け",
    Action.REGISTRATION_PROMOTE: "申し込み {subject} をキャンセル待ちから繰り上げ",
    Action.REGISTRATION_WITHDRAW: "申し込み {subject} を取り消し",
    Action.REGISTRATION_CANCEL: "申し込み {subject} を中止により取り消し",
    Action.ROSTER_VIEW: "催し「{subject}」の名簿を表示",
    Action.ATTENDANCE_RECORD: "催し「{subject}」の出席を記録",
    Action.ATTENDANCE_CORRECT: "催し「{subject}」の出席を訂正",
    Action.USER_INVITE: "{subject} さんを招待",
    Action.USER_JOIN: "招待を受けて参加",
    Action.USER_DISABLE: "{subject} さんのアカウントを停止",
    Action.USER_ENABLE: "{subject} さんのアカウントを再開",
    Action.USER_PASSWORD: "{subject} さんのパスワードを変更",
    Action.SESSION_START: "ログイン",
    Action.SESSION_END: "ログアウト",
    Action.KPI_EXPORT: "KPI の数値を書き出し",
}
_SUBJECT = re.compile(r"「\{subject\}」| ?\{subject\} (?:さん[がのを])?")
LABELS = {action: _SUBJECT.sub("", words) for action, words in SENTENCES.items()}
GONE = "（消去済み）"
UNNAMED = "（お名前なし）"  # the first administrator, invited before anybody was known


def sentence(action: Action, subject: str | None) -> str:
    """Return what was done, in words; None stands for a record that has been deleted since."""
    return SENTENCES[action].format(subject=GONE if subject is None else subject or UNNAMED)
