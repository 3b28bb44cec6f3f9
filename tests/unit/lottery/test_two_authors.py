"""The site and the verifier were written by two authors from docs/lottery.md alone: they make the same draws."""

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from eventsite.lottery import draw as lottery
from eventsite.lottery import texts as lottery_texts
from tests.support import draws
from tests.support.draws import File

DRAWS = 1000


@dataclass(frozen=True)
class Drawn:
    """A draw as the site makes it, from rules and entries that came by chance."""

    file: File
    entries: int


def drawn_by_the_site(number: int) -> Drawn:
    """Return the file that the site publishes for the draw of this number; its entries came in any order."""
    dice = Random(number)
    rules, entries, seed, value = draws.by_chance(dice, parties=80)
    rules_text = draws.rules_text(**rules)
    parties = [lottery_texts.Entry(who, places, group, tuple(wishes)) for who, places, group, wishes in entries]
    dice.shuffle(parties)
    read = lottery_texts.parse_rules(rules_text)
    result = lottery_texts.result_text(lottery.draw(read, parties, seed, value))
    record = lottery.DrawRecord(public_value=value, seed=seed, result=result)
    committed, frozen = lottery.commitment(seed, rules_text), lottery_texts.frozen_list(parties)
    file: dict[str, Any] = dict(lottery.published(rules_text, committed, frozen, record, announced=True))
    return Drawn(file, len(entries))


@pytest.fixture(scope="module")
def drawn() -> list[Drawn]:
    """A thousand draws of the site."""
    return [drawn_by_the_site(number) for number in range(DRAWS)]


def test_they_agree_in_1000_of_1000_draws(drawn: list[Drawn]) -> None:
    verifier = draws.load_verifier()
    found = [verifier.checks(json.loads(json.dumps(one.file)), {}) for one in drawn]

    assert [number for number, checks in enumerate(found) if not checks or not all(checks.values())] == []
    assert len(found) == DRAWS


def test_the_thousand_draws_have_seen_everything(drawn: list[Drawn]) -> None:
    fates = {fate: sum(f"\t{fate}\t" in one.file["result"] for one in drawn) for fate in ("won", "reserve", "lost")}
    rules = [json.loads(one.file["rules"]) for one in drawn]
    kinds = {(one["fit"], one["places"], len(one["priorities"]), one["reserves"] is None) for one in rules}
    later_wishes = sum(
        any(f"\twon\t{line.split(',')[-1]}\n" in one.file["result"] for line in one.file["entries"].split("\n"))
        for one in drawn
    )

    assert min(fates.values()) > DRAWS / 5
    assert len(kinds) == 2 * 2 * 3 * 2
    assert {len(one["slots"]) for one in rules} == {1, 2, 3, 4, 5}
    assert later_wishes > DRAWS / 5
    assert any(one.entries == 0 for one in drawn)
    assert max(one.entries for one in drawn) == 80


def test_the_verifier_as_a_program_agrees_too(drawn: list[Drawn], tmp_path: Path) -> None:
    for number, one in enumerate(drawn[:20]):
        file = tmp_path / f"{number}.json"
        file.write_text(json.dumps(one.file, ensure_ascii=bool(number % 2)), encoding="utf-8")

        said = draws.run(file, "--commitment", one.file["commitment"], "--entries-hash", one.file["entries_hash"])

        assert (said.code, said.errors) == (0, ""), said.words


def test_each_refuses_a_result_in_which_two_have_changed_places(drawn: list[Drawn]) -> None:
    verifier = draws.load_verifier()
    for one in drawn[:200]:
        first, *rest = one.file["result"].splitlines(keepends=True) or [""]
        if not rest:
            continue
        result = "".join([rest[0].replace("2\t", "1\t", 1), first.replace("1\t", "2\t", 1), *rest[1:]])

        found = verifier.checks({**one.file, "result": result, "result_hash": draws.digest(result)}, {})

        assert [what for what, holds in found.items() if not holds] == [
            what for what in found if what.startswith("result は")
        ]


@pytest.mark.parametrize("stage", ["before the entries close", "before the draw"])
def test_what_the_site_publishes_before_the_draw_is_not_drawn_yet(stage: str, tmp_path: Path) -> None:
    rules, file = draws.rules_text(), tmp_path / "draw.json"
    entries = None if stage == "before the entries close" else "YG-1234\t2\t0\ts1qq,s2qq\n"
    early = lottery.published(rules, lottery.commitment(draws.SEED, rules), entries)
    file.write_text(json.dumps(early), encoding="utf-8")

    assert draws.run(file).code == 2


# What another author might have read in the specification instead.
MISREADINGS = {
    "a refused slot stays open": ('rules["fit"] == "hold"', "False"),
    "a refused slot always closes": ('rules["fit"] == "hold"', "True"),
    "everybody is in one class": ("(int(row[2]), sha256", "(sha256"),
    "classes are sorted as text, reversed": ("(int(row[2]), sha256", "(-int(row[2]), sha256"),
    "one reserve more": ('reserves < rules["reserves"]', 'reserves <= rules["reserves"]'),
    "in reserve for the last wish": ('wishes.split(",")[0]', 'wishes.split(",")[-1]'),
    "a party takes one place": ("room[wish] - int(places)", "room[wish] - 1"),
    "the key knows the entries themselves": (
        'sha256(file["seed"], sha256(file["entries"])',
        'sha256(file["seed"], file["entries"]',
    ),
    "a lot without the key": ("sha256(key, row[0])", "sha256(row[0])"),
}


@pytest.mark.parametrize("misreading", MISREADINGS)
def test_a_verifier_that_reads_it_otherwise_is_found(misreading: str, drawn: list[Drawn], tmp_path: Path) -> None:
    meant, read = MISREADINGS[misreading]
    text, other = draws.VERIFIER.read_text(encoding="utf-8"), tmp_path / "other.py"
    other.write_text(text.replace(meant, read), encoding="utf-8")

    found = [draws.load_verifier(other).checks(one.file, {}) for one in drawn[:200]]

    assert text.count(meant) == 1
    assert sum(not all(checks.values()) for checks in found) > 20
