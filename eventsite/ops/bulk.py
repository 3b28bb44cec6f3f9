"""Put very many rows into tables quickly, on either engine."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Table, func, select, text
from sqlalchemy.sql.schema import ScalarElementColumnDefault

Row = Mapping[str, object]
_BUILDING_MIB = 256  # of PostgreSQL, while it builds an index
_CACHE_KIB = 131_072  # of SQLite: the random keys of a million rows are then sorted in memory, not on the disk


class _Column(NamedTuple):
    """How a column gets its value; a tuple, because a million rows ask."""

    name: str
    default: object
    convert: Callable[[Any], Any] | None  # makes a value ready for the driver


class BulkWriter:
    """Writes rows with ids given by the caller into a few tables, through one connection."""

    def __init__(
        self, connection: Connection, tables: Iterable[Table], indexes: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Get ready; ``indexes`` (with CREATE statements) are those that PostgreSQL builds faster than it keeps."""
        self._connection = connection
        self._indexes = {} if self._is_sqlite() else indexes
        for name in self._indexes:
            connection.exec_driver_sql(f"DROP INDEX {name}")
        self._columns = {table: [_describe(connection, column) for column in table.columns] for table in tables}
        if self._is_sqlite():
            connection.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_KIB}")

    @property
    def tables(self) -> list[Table]:
        """Return the tables, in the given order."""
        return list(self._columns)

    def next_id(self, table: Table) -> int:
        """Return the first id that is free in a table and all after it."""
        return (self._connection.scalar(select(func.max(table.c.id))) or 0) + 1

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Insert rows; a column that a row does not name gets its default."""
        if not rows:
            return
        columns = self._columns[table]
        names = [column.name for column in columns]
        values = [_values(row, columns) for row in rows]
        if self._is_sqlite():
            self._insert(table.name, names, values)
        else:
            self._copy(table.name, names, values)

    def finish(self) -> None:
        """Let the database go on counting after the given ids, and learn what its tables now hold."""
        if self._is_sqlite():
            self._connection.exec_driver_sql("PRAGMA analysis_limit=1000")
        else:
            self._connection.exec_driver_sql(f"SET LOCAL maintenance_work_mem = '{_BUILDING_MIB}MB'")
            for statement in self._indexes.values():
                self._connection.exec_driver_sql(statement)
            for table in self.tables:
                self._settle_sequence(table)
        self._connection.exec_driver_sql("ANALYZE")

    def _is_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    def _driver(self) -> Any:
        return self._connection.connection.driver_connection

    def _insert(self, table: str, names: list[str], values: list[list[object]]) -> None:
        driver: sqlite3.Connection = self._driver()
        places = ", ".join("?" * len(names))
        driver.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", values)  # noqa: S608  # our own table's names

    def _copy(self, table: str, names: list[str], values: list[list[object]]) -> None:
        with self._driver().cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)

    def _settle_sequence(self, table: Table) -> None:
        if "id" in table.c:
            statement = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :next, false)")
            self._connection.execute(statement, {"name": table.name, "next": self.next_id(table)})


def _values(row: Row, columns: list[_Column]) -> list[object]:
    values = []
    for name, default, convert in columns:
        value = row.get(name, default)
        values.append(value if convert is None or value is None else convert(value))
    return values


def _describe(connection: Connection, column: Column[Any]) -> _Column:
    default = column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None
    convert = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return _Column(column.name, default, convert)
