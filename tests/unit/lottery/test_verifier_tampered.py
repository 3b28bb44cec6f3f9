"""A published draw with anything changed in it, or in no form at all: the verifier says no, and never breaks down."""

from functools import cache
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import draws
from tests.support.bad_draws import BAD_FILES, BAD_LISTS, BAD_RULES, BAD_TEXTS, WALK, as_file, forged, walk
from tests.support.draws import VERIFIER, File

HASHED = ("commitment", "entries", "entries_hash", "public_value", "result", "result_hash", "rules", "seed")


@cache
def verifier() -> ModuleType:
    return draws.load_verifier()


def agrees(file: object) -> bool:
    found = verifier().checks(file, {})
    return bool(found) and all(found.values())


def test_untouched_it_agrees() -> None:
    assert agrees(walk())


@pytest.mark.parametrize("field", HASHED)
def test_every_single_bit_counts(field: str) -> None:
    text = walk()[field]
    places = [(place, 1 << bit) for place in range(len(text)) for bit in range(8)]

    passed = [
        (place, bit)
        for place, bit in places
        if agrees({**walk(), field: text[:place] + chr(ord(text[place]) ^ bit) + text[place + 1 :]})
    ]

    assert len(places) >= 8 * len("4 1 6 2 5")
    assert passed == []


@given(st.sampled_from(HASHED), st.text(max_size=80))
def test_no_other_text_takes_the_place_of_one(field: str, text: str) -> None:
    assert agrees({**walk(), field: text}) == (text == walk()[field])


@given(st.sampled_from(HASHED), st.randoms(use_true_random=False))
def test_nothing_can_be_left_out_doubled_or_moved(field: str, dice: Random) -> None:
    text = walk()[field]
    start, end = sorted(dice.sample(range(len(text) + 1), 2))
    piece = text[start:end]
    for other in (text[:start] + text[end:], text[:end] + piece + text[end:], text[end:] + piece + text[:start]):
        assert agrees({**walk(), field: other}) == (other == text)


@pytest.mark.parametrize("value", [None, True, False, 0, 1, 1.0, 40.0, "40", [], {}, [1], "", "\n", "1", "true"])
@pytest.mark.parametrize("field", sorted({*walk()}))
def test_no_field_takes_a_value_of_another_kind(field: str, value: object) -> None:
    if field == "announced" and isinstance(value, bool):
        return  # that is when it was announced, and not part of the draw
    if (type(value), value) == (type(walk()[field]), walk()[field]):
        return

    assert not agrees({**walk(), field: value})


def test_what_is_forged_here_would_pass_if_it_were_in_its_form() -> None:
    assert forged() == walk()


@pytest.mark.parametrize(
    "changed",
    [pytest.param({"entries": text}, id=name) for name, text in BAD_LISTS.items() if "no character" not in name]
    + [pytest.param({"rules": text}, id=f"rules: {name}") for name, text in BAD_RULES.items()]
    + [pytest.param(texts, id=name) for name, texts in BAD_TEXTS.items()],
)
def test_what_is_not_in_its_form_does_not_agree_though_every_hash_does(changed: File) -> None:
    assert not agrees(forged(**changed))


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in BAD_FILES.items()])
def test_no_file_makes_it_break_down_or_agree(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "draw.json"
    file.write_bytes(content)

    said = draws.run(file, "--commitment", walk()["commitment"], "YG-1001")

    assert (said.code, said.errors) == (1, "")
    assert said.words.endswith("一致しないところがあります。\n")


OTHER_RESULT = walk()["result"].replace("s1qq\n", "s1qz\n", 1)
# Each check of the program (what stands there, and what would leave it out), with a file that only this check refuses.
CHECKS: dict[str, tuple[str, str, File]] = {
    "commitment": (
        'file["commitment"] == sha256(file["seed"], file["rules"])',
        "True",
        {**walk(), "commitment": "0" * 64},
    ),
    "entries_hash": (
        'file["entries_hash"] == sha256(file["entries"])',
        "True",
        {**walk(), "entries_hash": "0" * 64},
    ),
    "order and duplicates": (
        "[row[0] for row in rows] == sorted({row[0] for row in rows})",
        "True",
        forged(entries=BAD_LISTS["unsorted"]),
    ),
    "entries_count": ('file["entries_count"] == len(rows)', "True", {**walk(), "entries_count": 41}),
    "result": (
        'file["result"] == result',
        "True",
        {**walk(), "result": OTHER_RESULT, "result_hash": draws.digest(OTHER_RESULT)},
    ),
    "result_hash": (
        'file["result_hash"] == sha256(file["result"])',
        "True",
        {**walk(), "result_hash": "0" * 64},
    ),
    "classes": (
        'not any(int(row[2]) >> len(rules["priorities"]) for row in rows)',
        "True",
        forged(rules=draws.rules_text(slots=[["s1qq", None]], priorities=[]), entries="YG-1001\t1\t1\ts1qq\n"),
    ),
    "public value": (
        'file["public_value"] != "" or fits',
        "True",
        forged(public_value=""),
    ),
    "form of texts": ("if not texts or", "if", forged(seed="g" * 64)),
    "version": ('file["version"] != 1', "False", {**walk(), "version": 2}),
    "kinds of the others": (
        "any(type(file[name]) is not kind for name, kind in OTHERS.items())",
        "False",
        {**walk(), "entries_count": 40.0},
    ),
    "slots and wishes": (
        "if not all({*some} <= {*codes[0]} and len({*some}) == len(some) for some in codes):",
        "if False:",
        forged(rules=BAD_RULES["slots: [['s1qq', 3], ['s1qq', None]]"]),
    ),
    "fields": (
        "or {*file} != {*TEXTS, *OTHERS}",
        "",
        {**walk(), "note": "drawn again"},
    ),
}


@pytest.mark.parametrize("name", CHECKS)
def test_a_verifier_that_skips_a_check_lets_a_forged_file_pass(name: str, tmp_path: Path) -> None:
    check, nothing, forgery = CHECKS[name]
    text = VERIFIER.read_text(encoding="utf-8")
    careless, file = tmp_path / "careless.py", tmp_path / "draw.json"
    careless.write_text(text.replace(check, nothing), encoding="utf-8")
    file.write_bytes(as_file(forgery))

    assert text.count(check) == 1
    assert draws.run(file).code == 1
    assert draws.run(file, script=careless).code == 0


@pytest.mark.parametrize("option", ["--commitment", "--entries-hash"])
def test_a_verifier_that_forgets_what_was_noted_lets_a_new_draw_pass(option: str, tmp_path: Path) -> None:
    text = VERIFIER.read_text(encoding="utf-8")
    careless, file = tmp_path / "careless.py", tmp_path / "draw.json"
    careless.write_text(text.replace("checks(file, noted)", "checks(file, {})"), encoding="utf-8")
    file.write_bytes(WALK)

    assert draws.run(file, option, "0" * 64).code == 1
    assert draws.run(file, option, "0" * 64, script=careless).code == 0


def test_a_verifier_that_reads_the_last_of_two_fields_lets_a_double_pass(tmp_path: Path) -> None:
    text = VERIFIER.read_text(encoding="utf-8")
    careless, file = tmp_path / "careless.py", tmp_path / "draw.json"
    hook = "lambda pairs: len(dict(pairs)) == len(pairs) and dict(pairs)"
    careless.write_text(text.replace(hook, "dict"), encoding="utf-8")
    file.write_bytes(BAD_FILES["a field twice"])

    assert draws.run(file).code == 1
    assert draws.run(file, script=careless).code == 0
