"""`python3 -m eventsite bench` from end to end, on a calendar too small to tell anything."""

import json

import pytest

from eventsite.ops.bench import main


@pytest.mark.long
def test_every_deed_is_done_without_a_complaint(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--sizes", "60", "--seconds", "1", "--visitors", "2", "--database", "sqlite", "--json"])

    printed = json.loads(capsys.readouterr().out)
    results, admission = printed["results"], printed["admission"]
    assert status == 0
    assert [one["deed"] for one in results] == [
        "empty view", "one-row view", "search, alone", "home", "list", "list, filtered", "search", "event page",
        "month", "feed", "feed, unchanged", "sign-up", "check-in", "rush",
    ]  # fmt: skip
    assert all(one["done"] for one in results)
    assert results[-1]["remark"] == "100 confirmed, 900 waiting, no gap in their order"
    assert [one["deed"] for one in admission] == [
        "first come", "first come, large call", "waiting", "waiting, large call",
        "lottery entry", "lottery entry, large call", "draw of 5,000",
    ]  # fmt: skip
    assert all(one["done"] for one in admission)
