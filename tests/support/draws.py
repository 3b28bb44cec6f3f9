"""Published draws to check: by hand, by chance, and tampered with; written from docs/lottery.md alone."""

import hashlib
import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

VERIFIER = Path(__file__).parents[2] / "eventsite" / "static" / "draw" / "verify_draw.py"
SEED = "3f9d0c5e7a1b2846" * 4
VALUE = "4 1 6 2 5"
RULES: dict[str, Any] = {
    "call": "k3v9",
    "event": "a8x2",
    "fit": "next",
    "if_over": False,
    "places": "people",
    "priorities": ["earlier_losers", "residents"],
    "reserves": None,
    "slots": [["s1qq", 20], ["s2qq", None]],
    "source": "サイコロ 5 個、立会人 2 人",
    "version": 1,
}
Entry = tuple[str, int, int, list[str]]  # receipt number, places, class, wanted slots
File = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What the verifier said, and its exit code."""

    code: int
    words: str
    errors: str


def run(file: Path, *arguments: str, script: Path = VERIFIER) -> Said:
    """Run the verifier as a resident does, cut off from every package and setting."""
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", str(script), str(file), *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return Said(done.returncode, done.stdout, done.stderr)


def load_verifier(file: Path = VERIFIER) -> ModuleType:
    """Return the verifier as a module, read from its file as a resident would have it."""
    found = importlib.util.spec_from_file_location("verify_draw", file)
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def rules_text(**changed: Any) -> str:
    """Return the canonical rules of a walk, with these fields changed."""
    return json.dumps({**RULES, **changed}, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"


def list_text(entries: list[Entry]) -> str:
    """Return the frozen list of these entries, in the order given."""
    return "".join(f"{who}\t{places}\t{group}\t{','.join(wishes)}\n" for who, places, group, wishes in entries)


def order(entries: list[Entry], *, seed: str = SEED, value: str = VALUE) -> list[str]:
    """Return the receipt numbers in the order of the draw."""
    key = digest(f"{seed}\n{digest(list_text(entries))}\n{value}")
    return [who for _, _, who in sorted((group, digest(f"{key}\n{who}"), who) for who, _, group, _ in entries)]


def all_win(entries: list[Entry], slot: str = "s1qq", **of_the_draw: str) -> str:
    """Return the result of a draw in which the slot has room for everybody."""
    drawn = order(entries, **of_the_draw)
    return "".join(f"{number}\t{who}\twon\t{slot}\n" for number, who in enumerate(drawn, 1))


def published(rules: str, entries: str, result: str, *, seed: str = SEED, value: str = VALUE) -> File:
    """Return a published file of these texts, whose hashes all agree with them."""
    return {
        "announced": True,
        "commitment": digest(f"{seed}\n{rules}"),
        "entries": entries,
        "entries_count": entries.count("\n"),
        "entries_hash": digest(entries),
        "public_value": value,
        "result": result,
        "result_hash": digest(result),
        "rules": rules,
        "seed": seed,
        "version": 1,
    }


def by_chance(dice: Random, *, parties: int = 40) -> tuple[dict[str, Any], list[Entry], str, str]:
    """Return the rules, the sorted entries, the seed and the public value of a draw as it may come."""
    slots = [[f"s{number}qq", dice.choice([None, *range(13)])] for number in range(1, dice.randint(2, 6))]
    rules = {
        **RULES,
        "fit": dice.choice(["next", "hold"]),
        "if_over": dice.choice([False, True]),
        "places": dice.choice(["people", "parties"]),
        "priorities": dice.choice([[], ["residents"], ["earlier_losers", "residents"]]),
        "reserves": dice.choice([None, 0, 1, 3, 10]),
        "slots": slots,
    }
    largest, classes = (1, 5)[rules["places"] == "people"], len(rules["priorities"])
    codes = [str(code) for code, _ in slots]
    entries = [
        (f"YG-{number}", dice.randint(1, largest), dice.randint(0, classes), _wishes(dice, codes))
        for number in dice.sample(range(1000, 100_000), dice.randint(0, parties))
    ]
    value = dice.choice(["4 1 6 2 5", "日経平均 38,642.91", "19 23 31 32 35 42"])
    return rules, sorted(entries), dice.randbytes(32).hex(), value


def _wishes(dice: Random, codes: list[str]) -> list[str]:
    return dice.sample(codes, dice.randint(1, len(codes)))
