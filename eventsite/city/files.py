"""Open a city's TOML, CSV and JSON files as records that know the line they stand on."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from io import StringIO
from pathlib import Path

from eventsite.city.fields import CityError, Record


def read_text(file: Path) -> str:
    """Return the file's text without a byte order mark.

    Raises:
        CityError: the file cannot be opened or is not UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CityError(file, None, f"ファイルが読めません（{error.strerror}）。") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CityError(file, line, "文字コードが UTF-8 ではありません。") from error


def read_csv(file: Path) -> list[Record]:
    """Return the rows of a CSV file whose first line names the columns."""
    reader = csv.DictReader(StringIO(read_text(file), newline=""), strict=True)
    records = []
    try:
        for row in reader:
            if None in row or None in row.values():
                raise CityError(file, reader.line_num, "列の数が 1 行目と合いません。")
            records.append(_csv_record(row, file, reader.line_num))
    except csv.Error as error:
        raise CityError(file, reader.line_num, f"CSV として読めません（{error}）。") from error
    return records


def _csv_record(row: dict[str, str], file: Path, line: int) -> Record:
    return Record(row, file, lambda _key: line)


def read_json(file: Path) -> list[Record]:
    """Return the objects of a JSON list; each is found again in the text by its ``id``."""
    text = read_text(file)
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise CityError(file, error.lineno, f"JSON として読めません（{error.msg}）。") from error
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise CityError(file, 1, "{ } を並べた [ ] ではありません。")
    lines = text.splitlines()
    return [_json_record(value, file, lines) for value in values]


def _json_record(value: dict[str, object], file: Path, lines: list[str]) -> Record:
    def find(pattern: str, after: int = 0) -> int | None:
        return next((n for n, line in enumerate(lines, 1) if n > after and re.search(pattern, line)), None)

    def line_of(key: str | None) -> int | None:
        first = find(rf'"id":\s*"{re.escape(str(value.get("id")))}"')
        if first is None or key is None or key not in value or key == "id":
            return first
        return find(rf'"{re.escape(key)}":', first)

    return Record(value, file, line_of)


class TomlTables:
    """The tables of a TOML file, each able to tell the line of its keys."""

    def __init__(self, file: Path) -> None:
        self._file = file
        text = read_text(file)
        self._lines = text.splitlines()
        self._asked: set[str] = set()
        self._records: list[Record] = []
        try:
            self._values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"line (\d+)", str(error))
            line = int(place[1]) if place else None
            raise CityError(file, line, f"TOML として読めません（{error}）。") from error

    def refuse_unread(self) -> None:
        """Refuse tables, and keys in and outside of tables, that nothing asked for."""
        for record in self._records:
            record.refuse_unread()
        for name in self._values:
            if name not in self._asked:
                known = ", ".join(sorted(self._asked))
                raise CityError(self._file, self._header(name, 0), f"[{name}] はありません。あるのは {known} です。")

    def one(self, name: str) -> Record:
        """Return the table ``[name]``; a missing one is empty, so that its required keys are asked for."""
        return self._record(name, 0, self._value(name, {}))

    def many(self, name: str) -> list[Record]:
        """Return the tables ``[[name]]`` in their order."""
        values = self._value(name, [])
        if not isinstance(values, list):
            raise CityError(self._file, self._header(name, 0), f"「{name}」は [[{name}]] と書きます。")
        return [self._record(name, index, value) for index, value in enumerate(values)]

    def _value(self, name: str, default: object) -> object:
        self._asked.add(name)
        return self._values.get(name, default)

    def _record(self, name: str, index: int, values: object) -> Record:
        if not isinstance(values, dict):
            raise CityError(self._file, self._header(name, index), f"「{name}」は [{name}] と書きます。")
        record = Record(values, self._file, lambda key: self._line(name, index, key))
        self._records.append(record)
        return record

    def _line(self, name: str, index: int, key: str | None) -> int | None:
        header = self._header(name, index)
        if header is None or key is None:
            return header
        for number, line in enumerate(self._lines[header:], header + 1):
            if line.startswith("["):
                break
            if re.match(rf'"?{re.escape(key)}"?\s*=', line):
                return number
        return header

    def _header(self, name: str, index: int) -> int | None:
        pattern = rf"\[+{re.escape(name)}\]|{re.escape(name)}\s*="
        headers = [number for number, line in enumerate(self._lines, 1) if re.match(pattern, line)]
        return headers[index] if index < len(headers) else None
