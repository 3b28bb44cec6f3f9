"""Of a draw with few entries every outcome can be tried: nothing published before its release may tell which it is."""

import json
from collections.abc import Iterator
from itertools import permutations

import pytest

from eventsite.lottery import paper
from eventsite.lottery.draw import sha256
from eventsite.lottery.texts import Drawn, Entry, Outcome, Rules, parse_entries, parse_rules, result_text
from tests.factories.lottery import a_lottery, announced, drawn, enters
from tests.support.fixtures import Make
from tests.support.pages import Resident

NAMES = ("馬場 太郎", "千葉 次郎", "土井 三郎", "江藤 四郎")


def a_small_draw() -> str:
    """Four people enter for two places, and lots are drawn; nobody has released the result."""
    call = a_lottery(capacity=2)
    for number, name in enumerate(NAMES):
        enters(call, name, phone=f"083-900-000{number}", email=f"baba{number}@example.jp")
    drawn(call)
    return call.code


def thinkable(rules: Rules, entries: list[Entry]) -> Iterator[str]:
    """Yield every result that a draw of these entries can have."""
    places = rules.slots[0][1] or 0
    for order in permutations(entries):
        yield result_text(
            [
                Drawn(number, one.receipt, Outcome.WON if number <= places else Outcome.RESERVE, one.wishes[0])
                for number, one in enumerate(order, start=1)
            ]
        )


def test_nobody_can_work_out_a_small_draw_before_it_is_released(client: Resident, make: Make) -> None:
    code = make(a_small_draw)
    file = json.loads(client.http.get(f"/draws/{code}/draw.json").data)
    rules, entries = parse_rules(file["rules"]), list(parse_entries(file["entries"]))
    shown = client.open(f"/draws/{code}").html + json.dumps(file)

    results = list(thinkable(rules, entries))

    assert len(results) == 24
    assert [one for one in results if sha256(one) in shown] == []


def test_who_asks_for_many_sheets_at_once_is_sent_away(
    client: Resident, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = make(lambda: announced(a_lottery())).code
    monkeypatch.setattr(paper, "PATIENCE_SECONDS", 0.01)

    with paper._press:
        answer = client.http.get(f"/draws/{code}/sheet.pdf")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert client.http.get(f"/draws/{code}/sheet.pdf").data.startswith(b"%PDF-")
