"""The check of a draw in the reader's own browser: the third computation, and the page around it."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support import bad_draws, draws
from tests.support.draws import File

pytestmark = pytest.mark.browser
SCRIPTS = Path(__file__).parents[2] / "eventsite" / "static" / "js"
SITE = "https://draw.example"
CSP = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; form-action 'self'"
OK, WRONG, NOT_YET, UNABLE = "合っています", "合いません", "まだです", "確かめられません"
PLACE, UNKNOWN = "{place}番目に引かれました", "この番号はありません"
PAGE = f"""<!doctype html><html lang="ja"><title>抽選</title><script type="module" src="/js/verify.js"></script>
<div data-draw-check data-draw-url="/draw.json" data-text-ok="{OK}" data-text-wrong="{WRONG}"
 data-text-working="確かめています" data-text-not-yet="{NOT_YET}" data-text-unable="{UNABLE}"
 data-text-row="{PLACE}" data-text-unknown="{UNKNOWN}">
<form><label>受付番号 <input name="receipt"></label><button>確かめる</button></form>
<p role="status" data-draw-verdict></p><table data-draw-table><tbody>ROWS</tbody></table></div>"""
Show = Callable[..., Page]


def row_of(line: str) -> str:
    number, receipt, fate, slot = line.split("\t")
    return f'<tr data-receipt="{receipt}"><td>{number}</td><td>{receipt}</td><td>{fate}</td><td>{slot}</td></tr>'


def page_of(file: File) -> str:
    rows = "".join(row_of(line) for line in (file["result"] or "").splitlines() if line.count("\t") == 3)
    return PAGE.replace("ROWS", rows)


@pytest.fixture
def show(person: Callable[..., Page]) -> Show:
    """Return ``show(file)``: a browser window that shows the page of a draw; without a file, its address fails."""

    def appear(file: File, served: bytes | None = b"", *, site: str = SITE, javascript: bool = True) -> Page:
        page = person(390, javascript=javascript)

        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(site).partition("?")[0]
            if path == "/":
                route.fulfill(
                    body=page_of(file),
                    content_type="text/html; charset=utf-8",
                    headers={"Content-Security-Policy": CSP},
                )
            elif path == "/draw.json" and served is not None:
                route.fulfill(body=served or json.dumps(file).encode(), content_type="application/json")
            elif path.startswith("/js/"):
                route.fulfill(body=(SCRIPTS / Path(path).name).read_bytes(), content_type="text/javascript")
            else:
                route.abort()

        page.route("**/*", answer)
        page.goto(f"{site}/")
        return page

    return appear


def ask(page: Page, receipt: str = "") -> str:
    """Type a number, press the button and return what is said when the check has ended."""
    page.get_by_label("受付番号").fill(receipt)
    page.get_by_role("button").click()
    verdict = page.get_by_role("status")
    expect(verdict).not_to_have_text("確かめています")
    return verdict.inner_text()


def by_chance(number: int) -> File:
    """Return a published draw, made with the verifier for the command line."""
    rules, entries, seed, value = draws.by_chance(Random(number), parties=30)
    texts = draws.rules_text(**rules), draws.list_text(entries)
    rows = [line.split("\t") for line in texts[1].splitlines()]
    key = draws.digest(f"{seed}\n{draws.digest(texts[1])}\n{value}")
    return draws.published(*texts, draws.load_verifier().draw(rules, rows, key), seed=seed, value=value)


NEIGHBOURS: list[draws.Entry] = [(f"YG-{number}", 1, 0, ["s1qq"]) for number in range(4820, 4900)]
RULES = draws.rules_text(slots=[["s1qq", None]])


@pytest.fixture
def walk() -> File:
    """The published draw of eighty neighbours."""
    return draws.published(RULES, draws.list_text(NEIGHBOURS), draws.all_win(NEIGHBOURS))


def judged(page: Page, files: list[bytes]) -> list[str]:
    """Return what the computation alone says to each file: "ok", "not yet" or "wrong"."""
    script = """async (texts) => {
        const { drawAgain } = await import("/js/draw-again.js");
        const says = (text) => drawAgain(text).then((places) => (places ? "ok" : "not yet"), () => "wrong");
        return Promise.all(texts.map(says));
    }"""
    said: list[str] = page.evaluate(script, [file.decode("utf-8", "surrogatepass") for file in files])
    return said


def as_file(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")


def test_fifty_draws_agree_with_the_other_program_and_no_tampered_one_does(show: Show, walk: File) -> None:
    page, dice = show(walk), Random(7)
    made = [by_chance(number) for number in range(50)]
    tampered = []
    for file in made:
        for field in (
            "commitment",
            "entries",
            "entries_hash",
            "public_value",
            "result",
            "result_hash",
            "rules",
            "seed",
        ):
            place = dice.randrange(len(file[field]) or 1)
            text = file[field][:place] + chr(ord(file[field][place : place + 1] or "a") ^ 1) + file[field][place + 1 :]
            if field == "public_value" and len(set(file["entries"].split("\n"))) < 20:
                continue  # another lot of so few may bring the same result
            tampered.append({**file, field: text})
        tampered.append({**file, "entries_count": file["entries_count"] + 1})

    assert judged(page, [as_file(file) for file in made]) == ["ok"] * 50
    assert set(judged(page, [as_file(file) for file in tampered])) == {"wrong"}
    assert len(tampered) > 400


def test_what_the_other_program_refuses_is_refused_here_too(show: Show, walk: File) -> None:
    page = show(walk)
    forged = [bad_draws.forged(entries=text) for text in bad_draws.LISTS_WITH_BYTES]
    forged += [bad_draws.forged(rules=text) for text in bad_draws.BAD_RULES.values()]
    forged += [bad_draws.forged(**texts) for texts in bad_draws.BAD_TEXTS.values()]
    files = [content for content in bad_draws.BAD_FILES.values() if is_utf8(content)]

    assert judged(page, [as_file(bad_draws.forged())]) == ["ok"]
    assert set(judged(page, [as_file(file) for file in forged])) == {"wrong"}
    assert set(judged(page, files)) == {"wrong"}


def is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_a_misread_specification_would_be_seen(show: Show, walk: File) -> None:
    page = show(walk)
    made = [as_file(by_chance(number)) for number in range(50)]
    script = (SCRIPTS / "draw-again.js").read_text(encoding="utf-8")
    for meant, read in (
        ('fit === "hold"', "false"),
        ("waiting >= reserves", "waiting > reserves"),
        ("one.group - other.group ||", ""),
        ("left - places", "left - 1"),
        ("entry.wishes[0]", "entry.wishes.at(-1)"),
    ):
        assert script.count(meant) == 1
        page.route("**/js/draw-again.js", answer_with(script.replace(meant, read)))
        page.reload()

        assert "wrong" in judged(page, made), meant


def answer_with(script: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=script, content_type="text/javascript")


@pytest.mark.parametrize("typed", ["YG-4827", "yg-4827", "4827", "４８２７", "ＹＧ－４８２７", " YGー4827 ", "4827番"])
def test_somebody_sees_that_all_agrees_and_finds_the_own_row(typed: str, show: Show, walk: File) -> None:
    page = show(walk)
    place = draws.order(NEIGHBOURS).index("YG-4827") + 1

    said = ask(page, typed)

    assert said == f"{OK} {place}番目に引かれました"
    mine = page.locator("tr.is-mine")
    expect(mine).to_have_attribute("data-receipt", "YG-4827")
    expect(mine).to_have_attribute("aria-current", "true")
    expect(mine).to_be_in_viewport()


def test_what_the_page_has_said_of_a_number_is_not_said_again(
    show: Show, walk: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    said_by_server = '<div data-draw-answer="YG-4827">YG-4827：当選です</div><p role="status"'
    monkeypatch.setattr(f"{__name__}.PAGE", PAGE.replace('<p role="status"', said_by_server))
    page = show(walk)

    assert ask(page, "4827") == OK
    expect(page.get_by_text("当選です")).to_be_visible()
    assert ask(page, "4891").startswith(f"{OK} ")
    expect(page.get_by_text("当選です")).to_have_count(0)


def test_the_mark_moves_on_with_the_next_number(show: Show, walk: File) -> None:
    page = show(walk)
    ask(page, "4827")
    ask(page, "4891")
    expect(page.locator("tr.is-mine, [aria-current]")).to_have_attribute("data-receipt", "YG-4891")

    assert ask(page, "9999") == f"{OK} {UNKNOWN}"
    expect(page.locator("tr.is-mine, [aria-current]")).to_have_count(0)
    assert ask(page, "やまだ") == f"{OK} {UNKNOWN}"
    assert ask(page) == OK


def test_somebody_sees_that_the_published_result_is_another_one(show: Show, walk: File) -> None:
    first, second, *rest = walk["result"].splitlines(keepends=True)
    result = "".join([second.replace("2\t", "1\t", 1), first.replace("1\t", "2\t", 1), *rest])
    page = show({**walk, "result": result, "result_hash": draws.digest(result)})

    assert ask(page, "4827") == WRONG
    expect(page.locator("tr.is-mine")).to_have_attribute("data-receipt", "YG-4827")


@pytest.mark.parametrize("served", [b"no json", b"[]", b'{"seed": "\xff"}'])
def test_a_broken_file_does_not_agree(served: bytes, show: Show, walk: File) -> None:
    assert ask(show(walk, served)) == WRONG


def test_before_the_draw_it_says_so(show: Show, walk: File) -> None:
    missing = dict.fromkeys(["public_value", "result", "result_hash", "seed"])

    assert ask(show({**walk, **missing, "announced": False}), "4827") == NOT_YET


def test_without_the_file_or_without_https_it_says_that_it_cannot_check(show: Show, walk: File) -> None:
    assert ask(show(walk, None), "4827") == UNABLE
    page = show(walk, site="http://draw.example")
    assert ask(page, "4827") == UNABLE
    expect(page.locator("tr.is-mine")).to_have_attribute("data-receipt", "YG-4827")


def test_without_javascript_the_form_asks_the_server(show: Show, walk: File) -> None:
    page = show(walk, javascript=False)
    page.get_by_label("受付番号").fill("4827")
    page.get_by_role("button").click()

    page.wait_for_url(f"{SITE}/?receipt=4827")


def test_a_draw_of_five_thousand_parties_is_checked_while_one_waits(show: Show) -> None:
    many: list[draws.Entry] = [(f"YG-{number}", 1, 0, ["s1qq"]) for number in range(10_000, 15_000)]
    page = show(draws.published(RULES, draws.list_text(many), draws.all_win(many)))

    assert ask(page, "12345").startswith(OK)
