"""Work shared by the letters of one batch."""

import pytest

from eventsite.core.shared import once, shared_work


def test_within_a_batch_the_work_is_done_once_and_outside_of_it_always() -> None:
    done: list[str] = []

    def work() -> str:
        done.append("done")
        return "calendar"

    for _ in range(2):
        with shared_work():
            assert [once("a", work), once("a", work), once("b", work)] == ["calendar"] * 3
    assert len(done) == 4, "the next batch knows nothing of the last"

    assert [once("a", work), once("a", work)] == ["calendar"] * 2
    assert len(done) == 6


def test_a_batch_that_fails_leaves_nothing_behind() -> None:
    def fails() -> str:
        raise RuntimeError

    def batch() -> None:
        with shared_work():
            once("a", lambda: "old")
            once("b", fails)

    with pytest.raises(RuntimeError):
        batch()

    assert once("a", lambda: "new") == "new"
