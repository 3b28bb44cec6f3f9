"""Take in a table of entries: the file, what would become of each row, one press."""

from http import HTTPStatus

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import facts, queries
from eventsite.admission.blocks import obstacle
from eventsite.admission.models import Call
from eventsite.admission.vocabulary import RegistrationState
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.core.forms import refuse
from eventsite.core.uploads import takes_file
from eventsite.i18n import Locale
from eventsite.imports import columns, judging, services, tables
from eventsite.imports.columns import Mapped
from eventsite.imports.errors import ImportChanged
from eventsite.imports.forms import ColumnsForm, UploadForm, columns_form
from eventsite.imports.judging import Judge, Judged, Verdict
from eventsite.imports.tables import Table, TableUnreadable

bp = Blueprint("imports", __name__, url_prefix="/staff/calls/<code>/import")

SHOWN_GOOD, SHOWN_WITH_WORDS = 20, 200
# What would become of rows, in the order in which it is told.
OUTCOMES = {
    RegistrationState.CONFIRMED: "参加になります",
    RegistrationState.WAITING: "キャンセル待ちになります",
    RegistrationState.APPLIED: "申し込みを受け付けます（あとで決まります）",
    Verdict.REPEATS: "同じ方と思われます（登録しません）",
    Verdict.WRONG: "直すところがあります（登録しません）",
    Verdict.DONE: "このファイルから登録ずみです",
}


@bp.get("")
@requires(Permission.REGISTRATION_WRITE, of=queries.call_by_code)
def choose_file(call: Call) -> ResponseReturnValue:
    """Ask for the file."""
    return _file_page(call, UploadForm())


@bp.post("")
@requires(Permission.REGISTRATION_WRITE, of=queries.call_by_code)
@takes_file
def look_at_file(call: Call) -> ResponseReturnValue:
    """Show what the file would bring in, its columns as their headers say. Nothing is stored."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _file_page(call, form), HTTPStatus.UNPROCESSABLE_ENTITY
    content = form.file.data or b""
    try:
        table = tables.read(content)
    except TableUnreadable as error:
        refuse(form.file, str(error))
        return _file_page(call, form), HTTPStatus.UNPROCESSABLE_ENTITY
    labels = _judge(call, content, [], despite=False).labels
    return _columns_page(call, table, content, columns.guessed(table.headers, labels), despite=False)


@bp.post("/rows")
@requires(Permission.REGISTRATION_WRITE, of=queries.call_by_code)
@takes_file
def look_again(call: Call) -> ResponseReturnValue:
    """Show what the file would bring in with the columns as staff say. Nothing is stored."""
    table, content, form = _sent(call)
    if table is None:
        return _file_page(call, UploadForm()), HTTPStatus.UNPROCESSABLE_ENTITY
    return _columns_page(call, table, content, form.mapped, despite=form.despite.data)


@bp.post("/entries")
@requires(Permission.REGISTRATION_WRITE, of=queries.call_by_code)
@takes_file
def bring_in(call: Call) -> ResponseReturnValue:
    """Register all good rows, or none: what staff were shown, and nothing else."""
    table, content, form = _sent(call)
    if table is None:
        return _file_page(call, UploadForm()), HTTPStatus.UNPROCESSABLE_ENTITY
    mapped, despite = form.mapped, form.despite.data
    call_id, event_code = call.id, call.event.code
    judged = _judge(call, content, mapped, despite=despite).judged(table.rows)

    def again(locked: Call) -> list[Judged]:
        return _judge(locked, content, mapped, despite=despite).again(judged)

    try:
        with transaction():
            made = services.bring_in(call_id, again, form.seen.data, actor=current_actor(), now=clock.now())
    except DomainError as error:
        _say_none(error)
        as_it_is = queries.call_by_code(call.code)
        return _columns_page(as_it_is, table, content, mapped, despite=despite), HTTPStatus.CONFLICT
    flash(f"{len(made)}件を登録しました。")
    return redirect(url_for("admission_staff.roster", code=event_code), HTTPStatus.SEE_OTHER)


def _say_none(error: DomainError) -> None:
    """Say that nothing was stored, and why."""
    if isinstance(error, ImportChanged):
        flash(error.sentence, "warning")
    else:
        flash(f"1件も登録していません。{error.sentence}", "error")


def _sent(call: Call) -> tuple[Table | None, bytes, ColumnsForm]:
    """Return the table that came back with the form, None where it is none any more."""
    packed = ColumnsForm().packed.data
    content = packed if isinstance(packed, bytes) else b""
    try:
        table = tables.read(content)
    except TableUnreadable:
        return None, content, ColumnsForm()
    labels = _judge(call, content, [], despite=False).labels
    form = columns_form(table.headers, labels, [""] * len(table.headers))()
    return (table if form.validate() else None), content, form


def _judge(call: Call, content: bytes, mapped: Mapped, *, despite: bool) -> Judge:
    return Judge(call, content, mapped, despite=despite, now=clock.now())


def _file_page(call: Call, form: UploadForm) -> str:
    g.staff_center = call.event.center
    return render_template(
        "imports/staff_file.html", form=form, call=call, event=call.event, refusal=_refusal(call),
        rules=facts.rules_of(call, Locale.JA), rows_max=tables.ROWS_MAX,
    )  # fmt: skip


def _refusal(call: Call) -> str:
    """Return why the call takes nobody in now; empty where it does."""
    error = obstacle(call, now=clock.now())
    return facts.refusal_of(call, error) if error else ""


def _columns_page(call: Call, table: Table, content: bytes, mapped: Mapped, *, despite: bool) -> str:
    g.staff_center = call.event.center
    judge = _judge(call, content, mapped, despite=despite)
    judged, twice = judge.judged(table.rows), columns.twice(mapped)
    kind = columns_form(table.headers, judge.labels, mapped)
    form = kind(formdata=None, packed=content, despite=despite, seen=judging.seal_of(judged))
    return render_template(
        "imports/staff_rows.html",
        form=form, call=call, event=call.event, judged=judged, outcomes=OUTCOMES, totals=judging.totals(judged),
        good=[one for one in judged if one.verdict is Verdict.GOOD],
        with_words=[one for one in judged if one.why],
        twice=[judge.labels[one] for one in judge.labels if one in twice],
        missing=_missing(judge, mapped), refusal=_refusal(call),
        shown_good=SHOWN_GOOD, shown_with_words=SHOWN_WITH_WORDS,
        asks_despite=despite or _has_repeats(judged),
    )  # fmt: skip


def _has_repeats(judged: list[Judged]) -> bool:
    return any(one.verdict is Verdict.REPEATS for one in judged)


def _missing(judge: Judge, mapped: Mapped) -> list[str]:
    """Return what must be said of everybody and no column says."""
    return [judge.labels[name] for name in judge.required if name not in mapped]
