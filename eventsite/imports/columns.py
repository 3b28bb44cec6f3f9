"""Which column of a table says what, and what a cell means as an answer of the form. Pure.

The columns lead to the fields of the registration form, so that a row is judged like anything else that is filled in.
"""

import re
from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField

from eventsite.admission.form_fields import CompanionsField
from eventsite.admission.form_pages import AGE, GRADE, person_field_name
from eventsite.core.text import fold
from eventsite.imports.tables import TableRow

IGNORED = ""
Mapped = Sequence[str]  # for each column the field that it fills, IGNORED for none

# Under which names the columns of LoGoフォーム and of the centres' own lists go; compared folded.
_KNOWN = {
    "name": (
        "氏名 お名前 名前 申込者 申込者名 申込者氏名 参加者 参加者名 参加者氏名 代表者 代表者名 代表者氏名 "
        "姓 氏 名 氏名(姓) 氏名(名)"
    ),
    "name_kana": (
        "ふりがな かな 氏名かな 氏名(かな) 氏名ふりがな 氏名(ふりがな) お名前(ふりがな) お名前(かな) 名前かな "
        "よみがな 読み 申込者かな 申込者ふりがな 代表者ふりがな せい めい ふりがな(せい) ふりがな(めい) "
        "氏名(せい) 氏名(めい)"
    ),
    "phone": (
        "電話番号 電話 tel 連絡先 連絡先電話番号 連絡先(電話番号) 携帯電話 携帯電話番号 携帯番号 日中の連絡先 "
        "電話番号(日中)"
    ),
    "email": "メールアドレス メール eメール email e-mail mail mailaddress",
    "party_size": "人数 参加人数 申込人数 希望人数 合計人数 参加者数 申込者数",
    "companions": (
        "同行者 同行者名 同行者氏名 同行者の氏名 同伴者 同伴者氏名 いっしょに来る方 一緒に来る方 一緒に来る方のお名前"
    ),
    "slot": "希望 第1希望 第一希望 希望日 希望日時 希望回 参加希望日 枠 回 コース 希望コース",
    "wish_2": "第2希望 第二希望",
    "wish_3": "第3希望 第三希望",
    "wish_4": "第4希望 第四希望",
    "wish_5": "第5希望 第五希望",
    "residence": "お住まい 住まい 居住地 お住まいの地域 居住区分",
    "is_first_time": "初参加 初めての参加 参加経験 参加歴",
    person_field_name(1, AGE): "年齢 参加者の年齢",
    person_field_name(1, GRADE): "学年 参加者の学年",
}
_BY_HEADER = {fold(name): field for field, names in _KNOWN.items() for name in names.split()}
# A name in two columns becomes one; of everything else there is one column.
JOINED = ("name", "name_kana")
_MARK = re.compile(r"[【\[(]?(?:必須|任意)[】\])]?|[※*]|^[0-9]+[.)、]")
_SEVERAL = re.compile(r"[、,;；/／\n]+")
_YES = frozenset(
    map(fold, ("はい", "○", "〇", "1", "yes", "true", "同意", "同意する", "同意します", "あり", "✓", "レ"))
)


def guessed(headers: Sequence[str], labels: Mapping[str, str]) -> list[str]:
    """Return for each column the field that its header names, IGNORED where none does; ``labels`` are the form's own.

    Headers equal to a label win, so that the organiser's own questions are found. Only a name takes several columns.
    """
    by_label = {_plain(label): name for name, label in reversed(list(labels.items()))}
    taken: set[str] = set()
    mapped = []
    for header in headers:
        plain = _plain(header)
        name = by_label.get(plain) or _BY_HEADER.get(plain, IGNORED)
        name = name if name in labels and (name not in taken or name in JOINED) else IGNORED
        taken.add(name)
        mapped.append(name)
    return mapped


def twice(mapped: Mapped) -> set[str]:
    """Return the fields that more than one column would fill, though only one can."""
    return {one for one in mapped if one not in (IGNORED, *JOINED) and mapped.count(one) > 1}


def said(row: TableRow, mapped: Mapped, fields: Mapping[str, Field]) -> MultiDict[str, str]:
    """Return a row as a browser would send it; ``fields`` are those of the form, by name."""
    sent: MultiDict[str, str] = MultiDict()
    cells: dict[str, list[str]] = {}
    for name, cell in zip(mapped, row.cells, strict=True):
        if name != IGNORED and cell:
            cells.setdefault(name, []).append(cell)
    for name, parts in cells.items():
        sent.setlist(name, _answer(fields[name], " ".join(parts)))
    return sent


def _plain(header: str) -> str:
    return fold(_MARK.sub("", fold(header)))


def _answer(field: Field, cell: str) -> list[str]:
    """Return what a cell means to a field: the value of the choice that it names, the names of a list one a line."""
    if isinstance(field, BooleanField):
        return ["y"] if fold(cell) in _YES else []
    if isinstance(field, SelectMultipleField):
        return [_value(field, part) for part in _SEVERAL.split(cell) if part.strip()]
    if isinstance(field, SelectField | RadioField):
        return [_value(field, cell)]
    if isinstance(field, CompanionsField):
        return ["\n".join(_SEVERAL.split(cell))]
    return [cell]


def _value(field: Field, cell: str) -> str:
    """Return the value of the choice whose words these are, or their beginning, or a part, if it is the only one.

    What names none stays as it is, and is refused as such.
    """
    wanted = fold(cell)
    choices = [(option._value(), fold(str(option.label.text))) for option in field if option._value()]
    exact = [value for value, label in choices if wanted in (label, fold(value))]
    begins = [value for value, label in choices if wanted and label.startswith(wanted)]
    partly = [value for value, label in choices if wanted and wanted in label]
    return next((found[0] for found in (exact[:1], begins, partly) if len(found) == 1), cell)
