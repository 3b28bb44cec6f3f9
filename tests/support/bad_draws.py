"""Published draws that are in no form: lists, rules and files that no program may take for a draw."""

import json
from typing import Any

from tests.support import draws
from tests.support.draws import Entry, File

# One after the other by lot alone: every bit of the seed and of the public value moves somebody.
NEIGHBOURS: list[Entry] = [(f"YG-{number}", 1, 0, ["s1qq"]) for number in range(1001, 1041)]
RULES = draws.rules_text(slots=[["s1qq", None]])


def walk() -> File:
    """Return the published draw of forty neighbours for a walk with room for everybody."""
    return draws.published(RULES, draws.list_text(NEIGHBOURS), draws.all_win(NEIGHBOURS))


def forged(**changed: Any) -> File:
    """Return a draw of other texts, made up with care: all hashes agree, and the result would follow from the texts."""
    entries = changed.get("entries", draws.list_text(NEIGHBOURS))
    seed, value = changed.get("seed", draws.SEED), changed.get("public_value", draws.VALUE)
    key = draws.digest(f"{seed}\n{draws.digest(entries)}\n{value}")
    rows = [[*line.split("\t"), "", "", ""] for line in entries.split("\n") if line]
    drawn = sorted((draws.digest(f"{key}\n{row[0]}"), row[0], row[3].split(",")[0]) for row in rows)
    result = "".join(f"{number}\t{who}\twon\t{slot}\n" for number, (_, who, slot) in enumerate(drawn, 1))
    return draws.published(changed.get("rules", RULES), entries, result, seed=seed, value=value) | {
        "entries_count": len(rows)
    }


BAD_LISTS = {
    "unsorted": draws.list_text(NEIGHBOURS[::-1]),
    "somebody twice": draws.list_text([NEIGHBOURS[0], *NEIGHBOURS]),
    "no line feed at the end": draws.list_text(NEIGHBOURS)[:-1],
    "an empty line": draws.list_text(NEIGHBOURS) + "\n",
    "a line before all": "\n" + draws.list_text(NEIGHBOURS),
    "lines of windows": draws.list_text(NEIGHBOURS).replace("\n", "\r\n"),
    "a mark of byte order": "\ufeff" + draws.list_text(NEIGHBOURS),
    **{
        name: line + "\n"
        for name, line in {
            "no places": "YG-1001\t0\t0\ts1qq",
            "fewer than no places": "YG-1001\t-1\t0\ts1qq",
            "half a place": "YG-1001\t1.5\t0\ts1qq",
            "a zero before": "YG-1001\t01\t0\ts1qq",
            "a sign before": "YG-1001\t+1\t0\ts1qq",
            "a blank before": "YG-1001\t 1\t0\ts1qq",
            "a low line between": "YG-1001\t1_0\t0\ts1qq",
            "digits of another width": "YG-1001\t１\t0\ts1qq",
            "digits of another script": "YG-1001\t١\t0\ts1qq",
            "more places than there are people": f"YG-1001\t{'9' * 10}\t0\ts1qq",
            "a number without end": f"YG-1001\t{'9' * 5000}\t0\ts1qq",
            "a class below the first": "YG-1001\t1\t-1\ts1qq",
            "a class with a zero before": "YG-1001\t1\t00\ts1qq",
            "no class": "YG-1001\t1\t\ts1qq",
            "no wish": "YG-1001\t1\t0\t",
            "a field less": "YG-1001\t1\t0",
            "a field more": "YG-1001\t1\t0\ts1qq\tYamada Hanako",
            "an empty field more": "YG-1001\t1\t0\ts1qq\t",
            "blanks for tabs": "YG-1001 1 0 s1qq",
            "an unknown slot": "YG-1001\t1\t0\ts9zz",
            "an unknown second slot": "YG-1001\t1\t0\ts1qq,s9zz",
            "a slot twice": "YG-1001\t1\t0\ts1qq,s1qq",
            "a comma too many": "YG-1001\t1\t0\ts1qq,",
            "a blank after the comma": "YG-1001\t1\t0\ts1qq, s1qq",
            "no number": "\t1\t0\ts1qq",
            "a name for a number": "山田 花子\t1\t0\ts1qq",
            "a line inside the number": "YG\u2028-1001\t1\t0\ts1qq",
            "a vertical tab inside": "YG-1001\t1\t0\ts1qq\x0b",
            "a letter that is no character": "YG-\ud8001\t1\t0\ts1qq",
        }.items()
    },
}

# Those that can be hashed at all.
LISTS_WITH_BYTES = [text for name, text in BAD_LISTS.items() if name != "a letter that is no character"]


ODD_FIELDS: dict[str, list[Any]] = {
    "version": [2, True, 1.0, "1", None],
    "fit": ["first", "", None, ["next"]],
    "places": ["seats", None, 3],
    "if_over": [None, 0, "false"],
    "source": ["", None, 5, "two\nlines", "\x00"],
    "reserves": [-1, False, 1.5, "3", 10**9, float("nan")],
    "priorities": [None, "residents", [1], [["residents"]], [""], {}],
    "call": ["", None, 5, "山口", "a b"],
    "event": ["", None, 'a"b'],
    "slots": [
        [],
        {},
        None,
        [["s1qq"]],
        [["s1qq", 3, 4]],
        [["s1qq", -1]],
        [["s1qq", 1.5]],
        [["s1qq", "3"]],
        [["s1qq", True]],
        [["s1qq", 10**9]],
        [["s1qq", 10**400]],
        [["s1qq", float("inf")]],
        [["", 3], ["s1qq", None]],
        [["a,b", 3], ["s1qq", None]],
        [["s1qq", 3], ["s1qq", None]],
    ],
}


def _bad_rules() -> dict[str, str]:
    def other(**changed: Any) -> str:
        return draws.rules_text(**{"slots": [["s1qq", None]], **changed})

    fields = json.loads(RULES)
    return {
        "not json": "fit: next\n",
        "nothing": "",
        "no line feed": RULES[:-1],
        "two line feeds": RULES + "\n",
        "blanks": json.dumps(fields, sort_keys=True) + "\n",
        "unsorted": json.dumps(dict(sorted(fields.items(), reverse=True)), separators=(",", ":")) + "\n",
        "a list": "[]\n",
        "a field less": json.dumps({k: v for k, v in fields.items() if k != "fit"}, separators=(",", ":")) + "\n",
        "a field more": other(winners=["YG-1001"]),
        "a field twice": RULES.replace('"fit":"next",', '"fit":"hold","fit":"next",'),
        "spelled with escapes": RULES.replace("k3v9", "\\u006b3v9"),
        "deep": "[" * 100_000 + "\n",
        **{f"{field}: {value!r}": other(**{field: value}) for field, values in ODD_FIELDS.items() for value in values},
    }


BAD_RULES = _bad_rules()
BAD_TEXTS = {
    "a seed in capitals": {"seed": draws.SEED.upper()},
    "half a seed": {"seed": draws.SEED[:32]},
    "a seed and a line feed": {"seed": draws.SEED + "\n"},
    "a seed of other letters": {"seed": "g" * 64},
    "no public value": {"public_value": ""},
    "a public value of two lines": {"public_value": "4 1 6\n2 5"},
    "a public value and a line feed": {"public_value": draws.VALUE + "\n"},
}


def as_file(content: object) -> bytes:
    return json.dumps(content).encode()


WALK = as_file(walk())
BAD_FILES = {
    "empty": b"",
    "blanks": b" \n",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1",
    "a text": b'"draw"',
    "no fields": b"{}",
    "a page": b"<!doctype html><title>404</title>",
    "cut short": WALK[:-1],
    "a byte behind": WALK + b"}",
    "a nul behind": WALK + b"\0",
    "twice": WALK + WALK,
    "a field more": as_file({**walk(), "note": "drawn again"}),
    "a field less": as_file({name: value for name, value in walk().items() if name != "public_value"}),
    "a field twice": b'{"seed": "' + b"0" * 64 + b'", ' + WALK[1:],
    "a field twice, spelled otherwise": b'{"see\\u0064": "' + b"0" * 64 + b'", ' + WALK[1:],
    "deep": b"[" * 200_000,
    "deep fields": b'{"a":' * 100_000,
    "not a number": WALK.replace(b'"version": 1', b'"version": NaN'),
    "a number without end": WALK.replace(b'"version": 1', b'"version": 1' + b"0" * 5000),
    "no utf-8": WALK.replace(b"4 1 6", b"4 \xff 6"),
    "utf-16": json.dumps(walk()).encode("utf-16"),
    "half a character": as_file({**walk(), "public_value": "4 \ud800 6"}),
    "half a character in the list": as_file({**walk(), "entries": BAD_LISTS["a letter that is no character"]}),
    "half a character in the result": as_file({**walk(), "result": "\udfff"}),
    "half a character in the public value": as_file({**walk(), "public_value": "\udfff"}),
    "announced and not drawn": as_file({**walk(), "seed": None, "result": None}),
    "drawn without a list": as_file({**walk(), "entries": None}),
    "anything": bytes(range(256)),
}
