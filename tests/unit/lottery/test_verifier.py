"""The program with which a resident makes a draw again: known answers, and what it says to whom."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import draws
from tests.support.draws import SEED, VALUE, VERIFIER, Entry, File

AOKI, BABA, CHIBA, DOI = "YG-4001", "YG-3002", "YG-2003", "YG-1004"
THREE_AND_TWO = [["s1qq", 3], ["s2qq", 2]]
# Drawn in the order of their classes: Aoki, Baba, Chiba, Doi.
NEIGHBOURS: list[Entry] = [
    (DOI, 1, 3, ["s2qq", "s1qq"]),
    (CHIBA, 1, 2, ["s1qq"]),
    (BABA, 2, 1, ["s1qq", "s2qq"]),
    (AOKI, 2, 0, ["s1qq"]),
]
ONE_SLOT: list[Entry] = [(who, places, group, ["s1qq"]) for who, places, group, _ in NEIGHBOURS]


def lines(*fates: str) -> str:
    return "".join(f"{number}\t{fate.replace(' ', chr(9))}\n" for number, fate in enumerate(fates, 1))


@pytest.mark.parametrize(
    ("rules", "entries", "result"),
    [
        pytest.param(
            {"slots": THREE_AND_TWO},
            NEIGHBOURS,
            lines(f"{AOKI} won s1qq", f"{BABA} won s2qq", f"{CHIBA} won s1qq", f"{DOI} reserve s2qq"),
            id="baba gets the second wish, chiba the last place",
        ),
        pytest.param(
            {"slots": THREE_AND_TWO, "fit": "hold"},
            NEIGHBOURS,
            lines(f"{AOKI} won s1qq", f"{BABA} won s2qq", f"{CHIBA} reserve s1qq", f"{DOI} reserve s2qq"),
            id="hold: the slot that refused baba closes for chiba, though baba wins elsewhere",
        ),
        pytest.param(
            {"slots": [["s1qq", 3]]},
            ONE_SLOT,
            lines(f"{AOKI} won s1qq", f"{BABA} reserve s1qq", f"{CHIBA} won s1qq", f"{DOI} reserve s1qq"),
            id="next: chiba fits where baba did not",
        ),
        pytest.param(
            {"slots": [["s1qq", 3]], "fit": "hold", "reserves": 2},
            ONE_SLOT,
            lines(f"{AOKI} won s1qq", f"{BABA} reserve s1qq", f"{CHIBA} reserve s1qq", f"{DOI} lost -"),
            id="two in reserve, doi has lost",
        ),
        pytest.param(
            {"slots": [["s1qq", 1], ["s2qq", 0]], "reserves": 1},
            NEIGHBOURS,
            lines(f"{AOKI} reserve s1qq", f"{BABA} lost -", f"{CHIBA} won s1qq", f"{DOI} lost -"),
            id="reserves are counted over the whole call",
        ),
        pytest.param(
            {"slots": [["s1qq", 0]], "reserves": 0},
            ONE_SLOT,
            lines(f"{AOKI} lost -", f"{BABA} lost -", f"{CHIBA} lost -", f"{DOI} lost -"),
            id="no room, no reserves",
        ),
        pytest.param(
            {"slots": [["s1qq", None]], "places": "parties"},
            ONE_SLOT,
            lines(f"{AOKI} won s1qq", f"{BABA} won s1qq", f"{CHIBA} won s1qq", f"{DOI} won s1qq"),
            id="no limit",
        ),
        pytest.param({}, [], "", id="nobody has entered"),
    ],
)
def test_draws_made_by_hand_are_found_right(
    rules: dict[str, Any], entries: list[Entry], result: str, tmp_path: Path
) -> None:
    file = tmp_path / "draw.json"
    made = draws.published(draws.rules_text(**rules), draws.list_text(entries), result)
    file.write_text(json.dumps(made), encoding="utf-8")

    said = draws.run(file)

    assert (said.code, said.errors) == (0, ""), said.words
    assert said.words.endswith("すべて一致しました。\n")
    assert "×" not in said.words


def test_within_a_class_the_lot_decides() -> None:
    entries: list[Entry] = [(f"YG-{number}", 1, number % 2, ["s1qq"]) for number in range(1000, 1200)]
    rules = draws.rules_text(slots=[["s1qq", None]])
    made = draws.published(rules, draws.list_text(entries), draws.all_win(entries))

    found = draws.load_verifier().checks(made, {})

    assert all(found.values()), found
    assert draws.order(entries)[:100] != sorted(draws.order(entries)[:100])


def test_a_draw_made_with_the_systems_own_sha256sum_agrees() -> None:
    equals: list[Entry] = [(who, places, 0, ["s1qq"]) for who, places, _, _ in NEIGHBOURS]
    result = lines(f"{BABA} won s1qq", f"{CHIBA} won s1qq", f"{DOI} won s1qq", f"{AOKI} won s1qq")
    by_shell = {  # printf '%s\n%s\n' "$seed" "$rules" | sha256sum, and so on
        "commitment": "aebd31224e5d7351298faaf025bcd163e7fecb40e63c4d69a8375af69047bca0",
        "entries_hash": "9a36e8d55d1dad1c73be607642d1941b854b6626b8245c0f9216815faf2e3cd8",
        "result_hash": "d76bf099e2955b61ee2a21e1a0182857f33e1af9e03358f87ca1e1979eb03235",
    }
    made = {**draws.published(draws.rules_text(), draws.list_text(equals), result), **by_shell}

    found = draws.load_verifier().checks(made, {})

    assert all(found.values()), found


@pytest.fixture
def walk() -> File:
    """The draw of the four neighbours for a walk with two dates."""
    result = lines(f"{AOKI} won s1qq", f"{BABA} won s2qq", f"{CHIBA} won s1qq", f"{DOI} reserve s2qq")
    return draws.published(draws.rules_text(slots=THREE_AND_TWO), draws.list_text(NEIGHBOURS), result)


@pytest.fixture
def file(walk: File, tmp_path: Path) -> Path:
    """The published file of that draw."""
    return written(tmp_path, walk)


def written(folder: Path, content: File) -> Path:
    file = folder / "draw.json"
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("receipt", "fate"),
    [
        (AOKI, "YG-4001：1 番目、枠 s1qq に当選"),
        ("yg-2003", "YG-2003：3 番目、枠 s1qq に当選"),
        ("1004", "YG-1004：4 番目、枠 s2qq の補欠"),
        ("YG-9999", "'YG-9999' は名簿になし"),
        (".*", "'.*' は名簿になし"),
    ],
)
def test_it_tells_somebody_what_became_of_their_number(receipt: str, fate: str, file: Path) -> None:
    said = draws.run(file, receipt)

    assert said.code == 0
    assert said.words.splitlines()[-1] == fate


def test_who_noted_the_published_hashes_sees_that_they_are_kept(walk: File, file: Path) -> None:
    noted = ["--commitment", walk["commitment"].upper(), "--entries-hash", walk["entries_hash"]]

    said = draws.run(file, *noted, DOI)

    assert said.code == 0
    assert [line[:2] for line in said.words.splitlines()[:2]] == ["○ ", "○ "]
    assert "控えた値" in said.words.splitlines()[0]
    assert "控えた値" in said.words.splitlines()[1]


def test_a_file_made_up_afterwards_is_found_by_who_noted_a_hash(walk: File, tmp_path: Path) -> None:
    other: list[Entry] = [("YG-9000", 1, 0, ["s1qq"]), *NEIGHBOURS[1:]]
    rules = draws.rules_text(slots=[["s1qq", None], ["s2qq", 2]])
    drawn = draws.all_win(sorted(other), seed="e" * 64)
    made_up = written(tmp_path, draws.published(rules, draws.list_text(sorted(other)), drawn, seed="e" * 64))

    assert draws.run(made_up).code == 0
    assert draws.run(made_up, "--commitment", walk["commitment"]).code == 1
    assert draws.run(made_up, "--entries-hash", walk["entries_hash"]).code == 1


def settled(**rules: object) -> File:
    """The file of a call that draws lots only if too many enter, without a public value."""
    few: list[Entry] = [(who, places, 0, ["s1qq"]) for who, places, _, _ in NEIGHBOURS]
    written = draws.rules_text(**{"if_over": True, "priorities": [], **rules})
    return draws.published(written, draws.list_text(few), draws.all_win(few, value=""), value="")


def test_where_everybody_fits_no_public_value_is_needed_if_the_rules_say_so(tmp_path: Path) -> None:
    assert draws.run(written(tmp_path, settled())).code == 0
    assert draws.run(written(tmp_path, settled(if_over=False))).code == 1


def test_where_not_everybody_fits_a_draw_without_a_public_value_is_void(tmp_path: Path) -> None:
    equals: list[Entry] = [(who, 1, 0, ["s1qq"]) for who, _, _, _ in NEIGHBOURS]
    rules = draws.rules_text(if_over=True, slots=[["s1qq", 3]])
    *won, last = draws.all_win(equals, value="").splitlines(keepends=True)
    result = "".join([*won, last.replace("won", "reserve")])

    said = draws.run(written(tmp_path, draws.published(rules, draws.list_text(equals), result, value="")))

    assert said.code == 1
    assert [line for line in said.words.splitlines() if line.startswith("×")] == [
        "× 公開の値が空なのは、抽選がいらないときだけ"
    ]


def test_a_class_that_the_priorities_do_not_make_is_void(tmp_path: Path) -> None:
    entries: list[Entry] = [(AOKI, 1, 4, ["s1qq"])]
    made = draws.published(draws.rules_text(), draws.list_text(entries), draws.all_win(entries))

    assert draws.run(written(tmp_path, made)).code == 1


@pytest.mark.parametrize("missing", [(), ("entries", "entries_count", "entries_hash")])
def test_before_the_draw_it_says_so(missing: tuple[str, ...], walk: File, tmp_path: Path) -> None:
    not_yet = dict.fromkeys(["public_value", "result", "result_hash", "seed", *missing])
    early = written(tmp_path, {**walk, **not_yet, "announced": False})

    said = draws.run(early, "--commitment", walk["commitment"], AOKI)

    assert said.code == 2
    assert said.words.endswith("抽選はまだ行われていません。\n")
    assert draws.run(early, "--commitment", "0" * 64).code == 1


def test_a_draw_that_is_made_and_not_announced_yet_can_be_checked(walk: File, tmp_path: Path) -> None:
    assert draws.run(written(tmp_path, {**walk, "announced": False})).code == 0


def test_a_file_that_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    for nothing in (tmp_path / "none.json", tmp_path):
        said = draws.run(nothing)

        assert said.code == 2
        assert said.errors.startswith("ファイルを開けません")
        assert said.errors.count("\n") == 1


def test_signs_that_move_the_cursor_or_hide_text_are_not_printed(walk: File, tmp_path: Path) -> None:
    forged = {**walk, "public_value": "\r\x1b[2K\u202e○ すべて一致しました。"}

    said = draws.run(written(tmp_path, forged), "\x1b[2K", "--commitment", "\r\u202e")

    assert said.code == 1
    assert not {"\x1b", "\u202e", "\r"} & {*said.words}


def test_an_ascii_terminal_gets_escapes_and_no_traceback(file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8=0", str(VERIFIER), str(file), AOKI],
        capture_output=True,
        check=False,
        env={"LC_ALL": "en_US.ISO-8859-1", "PYTHONCOERCECLOCALE": "0"},
    )

    assert (done.returncode, done.stderr) == (0, b"")


def test_it_is_one_short_file_that_needs_nothing_else() -> None:
    text = VERIFIER.read_text(encoding="utf-8")
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}

    assert len(text.splitlines()) <= 100
    assert imported <= sys.stdlib_module_names
    assert VALUE not in text
    assert SEED not in text
