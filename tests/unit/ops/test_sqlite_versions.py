"""Which SQLite may be used, with which journal, and what is said about it."""

import sqlite3

import pytest

from eventsite.config import SettingsError
from eventsite.core.db import journal_notice, require_usable_sqlite, safe_journal_mode


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 52, 0), (3, 50, 7), (3, 44, 6)])
def test_a_repaired_sqlite_gets_wal(version: tuple[int, int, int]) -> None:
    assert safe_journal_mode(version) == "WAL"
    assert "直っています" in journal_notice(version)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2), (3, 51, 0), (3, 50, 6), (3, 44, 5), (3, 45, 0)])
def test_an_affected_sqlite_falls_back_to_a_rollback_journal_and_says_why(version: tuple[int, int, int]) -> None:
    assert safe_journal_mode(version) == "TRUNCATE"
    assert "失うことのある不具合" in journal_notice(version)


def test_a_too_old_sqlite_is_refused_with_a_sentence() -> None:
    with pytest.raises(SettingsError, match=r"3\.34\.1 で、3\.35\.0 以降が要ります"):
        require_usable_sqlite((3, 34, 1), 3)


def test_a_sqlite_without_threads_is_refused_with_a_sentence() -> None:
    with pytest.raises(SettingsError, match="スレッドに対応していません"):
        require_usable_sqlite((3, 51, 3), 0)


def test_the_sqlite_at_hand_is_accepted() -> None:
    require_usable_sqlite(sqlite3.sqlite_version_info, sqlite3.threadsafety)
