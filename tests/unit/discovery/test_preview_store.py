"""What drawing may cost, and how many pictures are kept."""

import os
import threading
from pathlib import Path

import pytest

from eventsite.discovery import preview_store
from eventsite.discovery.preview_store import Easel, Store


def test_only_so_many_are_drawn_a_minute() -> None:
    now = 0.0
    easel = Easel(per_minute=3, clock=lambda: now)

    assert [easel.draw(lambda: b"picture") for _ in range(5)] == [b"picture"] * 3 + [None] * 2
    now = 61.0
    assert easel.draw(lambda: b"picture") == b"picture"


def test_who_comes_while_another_draws_is_sent_away_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview_store, "PATIENCE_SECONDS", 0.01)
    easel, drawing, done = Easel(), threading.Event(), threading.Event()

    def slowly() -> bytes:
        drawing.set()
        done.wait(10)
        return b"slow"

    thread = threading.Thread(target=easel.draw, args=(slowly,))
    thread.start()
    drawing.wait(10)
    try:
        assert easel.draw(lambda: b"fast") is None
    finally:
        done.set()
        thread.join()
    assert easel.draw(lambda: b"fast") == b"fast"


def test_a_drawing_that_fails_does_not_block_the_next() -> None:
    easel = Easel()

    with pytest.raises(ZeroDivisionError):
        easel.draw(lambda: bytes(1 // 0))
    assert easel.draw(lambda: b"picture") == b"picture"


def test_what_is_kept_is_found_again_and_what_is_not_is_none(tmp_path: Path) -> None:
    store = Store(tmp_path / "cards")

    assert store.get("a") is None
    store.keep("a", b"picture")
    assert store.get("a") == b"picture"
    assert [file.name for file in (tmp_path / "cards").iterdir()] == ["a.png"]


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path) -> None:
    store = Store(tmp_path, most=10)
    for number in range(10):
        store.keep(str(number), b"picture")
        os.utime(tmp_path / f"{number}.png", (number, number))

    store.keep("new", b"picture")

    assert store.get("new") == b"picture"
    assert store.get("9") == b"picture"
    assert store.get("0") is None
    assert len(list(tmp_path.iterdir())) == 9


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "cards").write_text("a file where the folder should be")

    store = Store(tmp_path / "cards")
    store.keep("a", b"picture")

    assert store.get("a") is None
