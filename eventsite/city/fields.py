"""Read one record of a city's file field by field; whatever is wrong names its file and line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")

TYPE_NAMES: dict[type, str] = {str: "文字", bool: "true か false", list: "並び"}


class CityError(ValueError):
    """A city's file cannot be used. The message names file, line and what is wrong."""

    def __init__(self, file: Path, line: int | None, sentence: str) -> None:
        place = file.name if line is None else f"{file.name} の {line} 行目"
        super().__init__(f"{place}: {sentence}")


class Record:
    """A CSV row, a JSON object or a TOML table, read by key. Empty text and null both mean "not known"."""

    def __init__(self, values: Mapping[str, object], file: Path, line_of: Callable[[str | None], int | None]) -> None:
        self._values = values
        self._file = file
        self._line_of = line_of
        self._asked: set[str] = set()

    def wrong(self, key: str | None, sentence: str) -> CityError:
        """Return the error, to be raised by the caller, that points at ``key`` (None: at the record)."""
        return CityError(self._file, self._line_of(key), sentence)

    def refuse_unread(self) -> None:
        """Refuse keys that nothing asked for: they are typing slips."""
        for key, value in self._values.items():
            if key not in self._asked:
                known = ", ".join(sorted(self._asked))
                raise self.wrong(key, f"「{key}」（{value}）という項目はありません。あるのは {known} です。")

    def optional(self, key: str, read: Callable[[str], Value]) -> Value | None:
        """Return what ``read`` makes of the key, or None where nothing is written."""
        return None if self._value(key) in (None, "") else read(key)

    def text(self, key: str) -> str:
        """Return text that must be there."""
        value = self.optional_text(key)
        if value is None:
            raise self.wrong(key, f"「{key}」が書かれていません。")
        return value

    def optional_text(self, key: str) -> str | None:
        """Return text without outer blanks, or None."""
        value = self._typed(key, str)
        return (value.strip() or None) if value is not None else None

    def names(self) -> tuple[str, ...]:
        """Return the keys that are written, in their order."""
        return tuple(self._values)

    def items(self, key: str) -> list[object]:
        """Return a list of anything; a missing key is an empty list."""
        return self._typed(key, list) or []

    def nested(self, key: str) -> list[Record]:
        """Return a list of records that point at this record's ``key`` when wrong."""
        return [Record(value, self._file, lambda _: self._line_of(key)) for value in self._dicts(key)]

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a missing key is an empty list."""
        texts = tuple(value for value in self.items(key) if isinstance(value, str))
        if len(texts) != len(self.items(key)):
            raise self.wrong(key, f"「{key}」は文字の並びで書きます。")
        return texts

    def flag(self, key: str) -> bool:
        """Return true or false; a missing key is false."""
        return self._typed(key, bool) or False

    def integer(self, key: str, least: int = 0, most: int | None = None) -> int:
        """Return a whole number that must be there, between ``least`` and ``most``, both included."""
        value = self._value(key)
        if isinstance(value, str) and re.fullmatch(r"\d+", value, re.ASCII):
            value = int(value)
        if value is None or not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(key, f"「{key}」には整数を書きます。")
        if value < least or (most is not None and value > most):
            limits = f"{least} 以上" if most is None else f"{least} から {most} まで"
            raise self.wrong(key, f"「{key}」の {value} は範囲の外です（{limits}）。")
        return value

    def decimal(self, key: str) -> Decimal:
        """Return a number exactly as written."""
        written = self.text(key)
        try:
            number = Decimal(written)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise self.wrong(key, f"「{key}」の「{written}」は数ではありません。")
        return number

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """Return a member of ``choices``."""
        written = self.text(key)
        try:
            return choices(written)
        except ValueError:
            allowed = ", ".join(choices)
            raise self.wrong(key, f"「{key}」の「{written}」は使えません（使えるもの: {allowed}）。") from None

    def matching(self, key: str, pattern: str, meaning: str) -> str:
        """Return text that fits ``pattern`` as a whole; ``meaning`` tells a person what is expected."""
        written = self.text(key)
        if not re.fullmatch(pattern, written, re.ASCII):
            raise self.wrong(key, f"「{key}」の「{written}」は{meaning}ではありません。")
        return written

    def day(self, key: str) -> date:
        """Return a date written as YYYY-MM-DD."""
        written = self.matching(key, r"\d{4}-\d\d-\d\d", "日付（2024-09-02 の形）")
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise self.wrong(key, f"「{key}」の「{written}」という日はありません。") from None

    def slug(self, key: str = "slug") -> str:
        """Return a name for addresses: lower-case letters, digits and single hyphens."""
        return self.matching(key, r"[a-z0-9]+(-[a-z0-9]+)*", "英小文字・数字・ハイフンの名前")

    def postal_code(self, key: str) -> str:
        """Return seven digits, as data sets carry them. Source: GIF DS-443."""
        return self.matching(key, r"\d{3}-?\d{4}", "郵便番号（7 桁）").replace("-", "")

    def phone(self, key: str) -> str:
        """Return a Japanese number as 083-927-0021; ``(083)927-0021`` is read too. Source: GIF DS-445."""
        written = self.text(key)
        hyphened = re.sub(r"^\((\d+)\)", r"\1-", unicodedata.normalize("NFKC", written))
        digits = hyphened.replace("-", "")
        if not re.fullmatch(r"0\d{1,4}-\d{1,4}-\d{3,4}", hyphened, re.ASCII) or len(digits) not in (10, 11):
            raise self.wrong(key, f"「{key}」の「{written}」は電話番号（市外局番から、ハイフンつき）ではありません。")
        return hyphened

    def municipality_code(self, key: str) -> str:
        """Return a six-digit 全国地方公共団体コード whose last digit is right."""
        code = self.matching(key, r"\d{6}", "6 桁の市区町村コード")
        if code[5] != check_digit(code[:5]):
            raise self.wrong(key, f"「{key}」の「{code}」は検査数字（最後の 1 桁）が合いません。")
        return code

    def _value(self, key: str) -> object:
        self._asked.add(key)
        return self._values.get(key)

    def _dicts(self, key: str) -> list[dict[str, object]]:
        values = [value for value in self.items(key) if isinstance(value, dict)]
        if len(values) != len(self.items(key)):
            raise self.wrong(key, f"「{key}」は {{ }} の並びで書きます。")
        return values

    def _typed(self, key: str, kind: type[Value]) -> Value | None:
        value = self._value(key)
        if value is not None and not isinstance(value, kind):
            raise self.wrong(key, f"「{key}」は{TYPE_NAMES[kind]}で書きます。")
        return value


def build_each(records: Iterable[Record], build: Callable[[Record], Value]) -> tuple[Value, ...]:
    """Build one value of each record, and refuse whatever was not asked for."""
    values = []
    for record in records:
        values.append(build(record))
        record.refuse_unread()
    return tuple(values)


def check_digit(digits: str) -> str:
    """Return the sixth digit for the first five of a municipality code.

    Weights 6 to 2, eleven minus the remainder by eleven, of that the last digit.
    Source: 総務省「全国地方公共団体コード仕様」.
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits, (6, 5, 4, 3, 2), strict=True))
    return str(11 - total % 11)[-1]


def refuse_repeats(values: Iterable[tuple[object, Record]], meaning: str) -> None:
    """Raise at the first record whose value an earlier record had."""
    seen = set()
    for value, record in values:
        if value in seen:
            raise record.wrong(None, f"{meaning}「{value}」が 2 度出てきます。")
        seen.add(value)
