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
    Action.CALL_SEAL: "催し「{subject}」の抽選の決まりを封印",
    Action.CALL_FREEZE: "催し「{subject}」の申し込みの一覧を確定",
    Action.CALL_VALUE: "催し「{subject}」の抽選に公開の値を入力",
    Action.CALL_DRAW: "催し「{subject}」の抽選を実施",
    Action.CALL_RELEASE: "催し「{subject}」の抽選結果の発表を承認",
    Action.CALL_STOP: "催し「{subject}」の抽選結果の発表を停止",
    Action.CALL_ANNOUNCE: "催し「{subject}」の当落を発表",
    Action.CALL_MINIMUM: "催し「{subject}」の最少催行人数を判定",
    Action.SLOT_CAPACITY: "催し「{subject}」の定員を変更",
    Action.SLOT_REOPEN: "催し「{subject}」の空いた席の受付を再開",
    Action.REGISTRATION_CREATE: "申し込み {subject} を受け付け",
    Action.REGISTRATION_PROMOTE: "申し込み {subject} をキャンセル待ちから繰り上げ",
    Action.REGISTRATION_CHANGE: "申し込み {subject} の内容を変更",
    Action.REGISTRATION_DECIDE: "申し込み {subject} の当落を決定",
    Action.REGISTRATION_ACCEPT: "申し込み {subject} が空いた席を受けた",
    Action.REGISTRATION_LAPSE: "申し込み {subject} の返事の期限が過ぎた",
    Action.REGISTRATION_REORDER: "申し込み {subject} の順番を変更",
    Action.REGISTRATION_MERGE: "申し込み {subject} を同じ方の申し込みにまとめた",
    Action.REGISTRATION_PHONED: "申し込み {subject} の方に電話",
    Action.REGISTRATION_IMPORT: "催し「{subject}」の申し込みを取り込み",
    Action.REGISTRATION_WITHDRAW: "申し込み {subject} を取り消し",
    Action.REGISTRATION_CANCEL: "申し込み {subject} を中止により取り消し",
    Action.ROSTER_VIEW: "催し「{subject}」の名簿を表示",
    Action.ANSWERS_VIEW: "催し「{subject}」の健康・生年月日の答えを表示",
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
    Action.EMERGENCY_SET: "緊急のお知らせを表示",
    Action.EMERGENCY_END: "緊急のお知らせの表示を終了",
}
_SUBJECT = re.compile(r"「\{subject\}」| ?\{subject\} (?:さん[がのを])?")
LABELS = {action: _SUBJECT.sub("", words) for action, words in SENTENCES.items()}
# Whose detail is in words: what was changed and why, how many came in.
_SAYS_MORE = (Action.REGISTRATION_REORDER, Action.REGISTRATION_IMPORT)
GONE = "（消去済み）"
UNNAMED = "（お名前なし）"  # the first administrator, invited before anybody was known


def sentence(action: Action, subject: str | None, detail: str = "") -> str:
    """Return what was done, in words; None stands for a record that has been deleted since."""
    words = SENTENCES[action].format(subject=GONE if subject is None else subject or UNNAMED)
    return f"{words}（{detail}）" if detail and action in _SAYS_MORE else words
