"""The draw before everybody's eyes: its page, its file, its sheet, and the program that checks it."""

from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import public
from eventsite.admission import facts
from eventsite.admission.models import Call
from eventsite.core import clock
from eventsite.core.errors import found
from eventsite.core.sheets import csv_text
from eventsite.core.text import normalise
from eventsite.i18n import Locale, Text, current_locale
from eventsite.i18n.dates import moment_text
from eventsite.lottery.paper import Paper, pdf
from eventsite.lottery.queries import public_call
from eventsite.lottery.sheet import HEAD, SheetRow, cells
from eventsite.lottery.story import Story, story_of
from eventsite.lottery.view import result_view, sheet_of, stage_sentence

bp = Blueprint("lottery", __name__)

_VERIFIER = Path(__file__).parents[1] / "static" / "draw" / "verify_draw.py"
ASKED_MAX = 30
RETRY_SECONDS = 10


@bp.get("/draws/verify_draw.py")
@public
def verifier() -> ResponseReturnValue:
    """Hand out the program with which anybody can make a draw again."""
    return _file(_VERIFIER.read_bytes(), "text/x-python; charset=utf-8", "verify_draw.py")


@bp.get("/draws/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """Show what has been published of a draw so far; ``receipt`` asks for one's own number."""
    call = public_call(code)
    story, asked = story_of(call), normalise(request.args.get("receipt", ""))[:ASKED_MAX]
    return render_template(
        "lottery/draw.html",
        call=call,
        story=story,
        title=facts.title_of(call.event),
        stage=stage_sentence(story, _moments(call)),
        rules=facts.rules_of(call, current_locale()),
        published=story.published,
        result=result_view(story, asked),
        asked=asked,
        help_contact=facts.contact_of(call.event),
    )


@bp.get("/draws/<code>/draw.json")
@public
def file(code: str) -> ResponseReturnValue:
    """Hand out what has been published as one file (docs/lottery.md); nothing exists before the rules."""
    return jsonify(found(story_of(public_call(code)).published))


@bp.get("/draws/<code>/sheet.csv")
@public
def sheet_csv(code: str) -> ResponseReturnValue:
    """Hand out the draw sheet as a table, once it is announced."""
    text = csv_text(HEAD, cells(_announced(story_of(public_call(code)))))
    return _file(text.encode(), "text/csv; charset=utf-8", f"draw-{code}.csv")


@bp.get("/draws/<code>/sheet.pdf")
@public
def sheet_pdf(code: str) -> ResponseReturnValue:
    """Hand out the draw sheet for the notice board, once it is announced."""
    story = story_of(public_call(code))
    sheet = pdf(_paper(story, _announced(story)))
    if sheet is None:
        return Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": str(RETRY_SECONDS)})
    return _file(sheet, "application/pdf", f"draw-{code}.pdf")


def _announced(story: Story) -> list[SheetRow]:
    """Return the sheet, or raise NotFound before there is one."""
    return found(sheet_of(story) if story.is_announced and story.draw else None)


def _moments(call: Call) -> dict[str, Text]:
    instants = {"closes": call.closes_at, "draws": call.draw_at, "announced": call.announced_at}
    return {
        name: moment_text(instant, current_locale(), zone=clock.zone()) if instant else Text("")
        for name, instant in instants.items()
    }


def _paper(story: Story, sheet: list[SheetRow]) -> Paper:
    published, call = found(story.published), story.call
    when = [moment_text(one, Locale.JA, zone=clock.zone(), with_year=True) for one in (call.draw_at,) if one]
    return Paper(
        title=f"抽選結果表　{call.event.title}",
        lines=(call.event.center.name, *(f"抽選日時：{one}" for one in when), f"公開の値：{published['public_value']}"),
        head=HEAD,
        rows=tuple(tuple(map(str, row)) for row in cells(sheet)),
        proofs=tuple(f"{name}: {published[name]}" for name in ("commitment", "entries_hash", "result_hash", "seed")),
    )


def _file(content: bytes, mimetype: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=mimetype, headers=headers)
