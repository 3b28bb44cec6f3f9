"""公開された draw.json から抽選をやり直し、発表と一字一句まで同じかを確かめます（Python 3.9 以上、通信なし）。
使い方：python3 verify_draw.py draw.json [--commitment 募集前に控えた値] [--entries-hash 締切時に控えた値] [受付番号]
公開の値は出どころでお確かめください。終了コード：0 すべて一致、1 一致しない、2 ファイルを開けない、または抽選がまだ。
Makes the draw again from the file, without network. Exit code: 0 all agrees, 1 not all, 2 unreadable or too early."""

import argparse
import hashlib
import json
import re
import sys
from typing import Any

HEX, LINE, NAME, COUNT = "[0-9a-f]{64}", "[^\n\ud800-\udfff]*", "[0-9A-Za-z_-]+", "(?:0|[1-9][0-9]{0,8})"
SLOT, ENTRY = rf'\["{NAME}",(?:null|{COUNT})\]', f"{NAME}\t(?!0){COUNT}\t{COUNT}\t{NAME}(?:,{NAME})*\n"
RULES = rf'\{{"call":"{NAME}","event":"{NAME}","fit":"(?:hold|next)","if_over":(?:false|true),"places":"(?:parties|'
RULES += rf'people)","priorities":\[(?:"{NAME}"(?:,"{NAME}")*)?\],"reserves":(?:null|{COUNT}),"slots":\[{SLOT}'
RULES += rf'(?:,{SLOT})*\],"source":"(?:[^"\\\x00-\x1f\ud800-\udfff]|\\["\\])+","version":1\}}\n'
TEXTS = {"rules": RULES, "commitment": HEX, "entries": f"(?:{ENTRY})*", "entries_hash": HEX, "seed": HEX}
TEXTS.update({"public_value": LINE, "result": "[\t\n -~]*", "result_hash": HEX})
OTHERS = {"announced": bool, "entries_count": int, "version": int}
FATES = {"won": "枠 {} に当選", "reserve": "枠 {} の補欠", "lost": "落選"}


def sha256(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def draw(rules: dict[str, Any], rows: list[list[str]], key: str) -> str:
    """Return the result: by class, then by lot, each entry gets the dearest of its slots that has room for it."""
    room = {slot: float("inf") if capacity is None else capacity for slot, capacity in rules["slots"]}
    result, reserves = "", 0
    rows = sorted(rows, key=lambda row: (int(row[2]), sha256(key, row[0]), row[0]))
    for number, (receipt, places, _, wishes) in enumerate(rows, 1):
        fate, slot = "lost", "-"
        for wish in wishes.split(","):
            if room[wish] >= int(places):
                fate, slot, room[wish] = "won", wish, room[wish] - int(places)
                break
            room[wish] = 0 if rules["fit"] == "hold" else room[wish]  # closed for everybody behind
        if fate == "lost" and (rules["reserves"] is None or reserves < rules["reserves"]):
            fate, slot, reserves = "reserve", wishes.split(",")[0], reserves + 1
        result += f"{number}\t{receipt}\t{fate}\t{slot}\n"
    return result


def checks(file: Any, noted: dict[str, str]) -> dict[str, bool]:
    """Return what was checked and whether it agrees; before the draw, only what somebody noted."""
    if not isinstance(file, dict) or {*file} != {*TEXTS, *OTHERS}:
        return {"ファイルの項目が決まりどおり": False}
    kept = {f"{name} は控えた値 {value!r} と同じ": file[name] == value.lower() for name, value in noted.items()}
    if file["announced"] is False and file["seed"] is None and file["result"] is None:
        return kept
    texts = all(isinstance(file[name], str) and re.fullmatch(form, file[name]) for name, form in TEXTS.items())
    if not texts or file["version"] != 1 or any(type(file[name]) is not kind for name, kind in OTHERS.items()):
        return {"各項目の書き方が決まりどおり": False}
    rules, rows = json.loads(file["rules"]), [line.split("\t") for line in file["entries"].splitlines()]
    codes = [[slot for slot, _ in rules["slots"]], *(row[3].split(",") for row in rows)]
    if not all({*some} <= {*codes[0]} and len({*some}) == len(some) for some in codes):
        return {"枠と希望に、知らない枠や重複がない": False}
    result = draw(rules, rows, sha256(file["seed"], sha256(file["entries"]), file["public_value"]))
    fits = rules["if_over"] and all(f"\t{row[0]}\twon\t{row[3].split(',')[0]}\n" in result for row in rows)
    return {
        **kept,
        "区分は決まりにあるものだけ": not any(int(row[2]) >> len(rules["priorities"]) for row in rows),
        "公開の値が空なのは、抽選がいらないときだけ": file["public_value"] != "" or fits,
        "commitment は seed と rules のハッシュ": file["commitment"] == sha256(file["seed"], file["rules"]),
        "entries_hash は entries のハッシュ": file["entries_hash"] == sha256(file["entries"]),
        "entries は受付番号の順で、重複がない": [row[0] for row in rows] == sorted({row[0] for row in rows}),
        f"entries_count は entries の {len(rows)} 件": file["entries_count"] == len(rows),
        f"result は公開の値 {file['public_value']!r} で引き直した結果と一字一句同じ": file["result"] == result,
        "result_hash は result のハッシュ": file["result_hash"] == sha256(file["result"]),
    }


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__, argument_default=argparse.SUPPRESS)
    for name, kind in (("file", None), ("receipt", "?"), ("--commitment", None), ("--entries-hash", None)):
        parser.add_argument(name, nargs=kind)
    noted = vars(parser.parse_intermixed_args())
    path, receipt = noted.pop("file"), (noted.pop("receipt", None) or "").upper()
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as opened:
            file = json.load(opened, object_pairs_hook=lambda pairs: len(dict(pairs)) == len(pairs) and dict(pairs))
    except OSError as error:
        parser.exit(2, f"ファイルを開けません：{error}\n")
    except (ValueError, RecursionError):
        file = None
    found = checks(file, noted)
    code = 1 if not all(found.values()) else 0 if file["seed"] else 2
    verdict = ("すべて一致しました。", "一致しないところがあります。", "抽選はまだ行われていません。")[code]
    print(*(f"{'○' if agrees else '×'} {what}" for what, agrees in found.items()), verdict, sep="\n")
    if receipt and code == 0:
        fate = re.search(rf"^(\d+)\t((?:[A-Z]+-)?{re.escape(receipt)})\t(\w+)\t(.+)$", file["result"], re.MULTILINE)
        print(f"{fate[2]}：{fate[1]} 番目、{FATES[fate[3]].format(fate[4])}" if fate else f"{receipt!r} は名簿になし")
    return code


if __name__ == "__main__":
    with open(1, "w", errors="backslashreplace", closefd=False) as sys.stdout:
        sys.exit(main())
