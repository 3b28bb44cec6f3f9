"""The door, on the day: who is in, who came without registration, and the codes on flyers."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.permissions import Permission
from eventsite.attendance import door, queries, services
from eventsite.attendance.forms import CloseForm, DoorForm, PageForm, TallyForm, WalkInForm, choices
from eventsite.attendance.models import AgeBand, Attendance, Outcome, Side, Source
from eventsite.attendance.rules import Entry, has_begun, totals
from eventsite.attendance.services import Headcount
from eventsite.attendance.words import BANDS, SIDES
from eventsite.core import clock, tokens
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.core.qr import Level, qr_png, qr_svg
from eventsite.core.text import without_unusable
from eventsite.core.typed import as_id
from eventsite.core.web import CSP, public_url
from eventsite.events.models import Event, Occurrence
from eventsite.events.queries import event_by_code, occurrence_by_code

bp = Blueprint("attendance_staff", __name__, url_prefix="/staff")
# The reader of QR codes is WebAssembly: compiled from our own host's file, on this one page.
_READER_CSP = CSP.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
_PAPER: Level = "Q"
_POSTER_MM = 40
_ID = "int(max=9223372036854775807)"


@bp.get("/occurrences/<code>/door", endpoint="door")
@requires(Permission.ATTENDANCE_RECORD, of=occurrence_by_code)
def show_door(occurrence: Occurrence) -> ResponseReturnValue:
    """Show who is expected and who is in; ``done`` and ``again`` name what has just happened."""
    return _door(occurrence, _answer_of_address(occurrence.id))


@bp.post("/occurrences/<code>/check-ins")
@requires(Permission.ATTENDANCE_RECORD, of=occurrence_by_code)
def check_in(occurrence: Occurrence) -> ResponseReturnValue:
    """Let in whoever was ticked, or is meant by what was scanned or typed."""
    form = DoorForm()
    if not form.validate():
        return _door(
            occurrence, door.refused(str(next(iter(form.errors.values()))[0]))
        ), HTTPStatus.UNPROCESSABLE_ENTITY
    if form.participants:
        return _admit(occurrence, form.participants, form.source, form.nonce.data)
    if not form.who.data:
        return _door(occurrence, door.refused("番号かお名前を入力してください")), HTTPStatus.UNPROCESSABLE_ENTITY
    answer = door.look_up(occurrence, form.who.data)
    if answer.kind is door.Kind.NO:
        return _door(occurrence, answer), HTTPStatus.UNPROCESSABLE_ENTITY
    if len(answer.guests) == 1 and answer.source is not Source.NAME:
        return _admit(occurrence, [answer.guests[0].participant_id], answer.source, form.nonce.data)
    return _door(occurrence, answer)  # nothing has changed yet, so the address stays


@bp.post(f"/occurrences/<code>/check-ins/<{_ID}:attendance_id>/reversal")
@requires(Permission.ATTENDANCE_RECORD, of=queries.attendance_here)
def take_back(row: Attendance) -> ResponseReturnValue:
    """Take a check-in, a walk-in or a count back."""
    form = PageForm()
    counted = row.source in (Source.TALLY, Source.PAPER)
    occurrence = row.occurrence
    try:
        if form.validate():
            with transaction():
                services.take_back(row.id, nonce=form.nonce.data, actor=current_actor(), now=clock.now())
    except DomainError as error:
        return _door(occurrence, door.refused(error.sentence)), error.status
    page = ".tally" if counted else ".door"
    return redirect(url_for(page, code=occurrence.code), code=303)


@bp.post("/occurrences/<code>/walk-ins")
@requires(Permission.ATTENDANCE_RECORD, of=occurrence_by_code)
def add_walk_in(occurrence: Occurrence) -> ResponseReturnValue:
    """Count people who came without registration."""
    form = _walk_in_form(occurrence)
    if not form.validate():
        return _door(occurrence, None, form), HTTPStatus.UNPROCESSABLE_ENTITY
    heads = Headcount(
        people=form.people.data,
        source=Source.WALK_IN,
        outcome=Outcome.EXTRA,
        band=AgeBand(form.band.data),
        slot_id=door.slot_of(occurrence, form.slot.data),
    )
    try:
        with transaction():
            services.count(occurrence.id, heads, nonce=form.nonce.data, actor=current_actor(), now=clock.now())
    except DomainError as error:
        return _door(occurrence, door.refused(error.sentence), form), error.status
    return redirect(url_for(".door", code=occurrence.code, _anchor="walk-ins"), code=303)


@bp.get("/occurrences/<code>/tally", endpoint="tally")
@requires(Permission.ATTENDANCE_RECORD, of=occurrence_by_code)
def show_tally(occurrence: Occurrence) -> ResponseReturnValue:
    """Show the head count without names; ``slot`` chooses the programme."""
    return _tally(occurrence, _tally_form(occurrence, slot=request.args.get("slot")))


@bp.post("/occurrences/<code>/tallies")
@requires(Permission.ATTENDANCE_RECORD, of=occurrence_by_code)
def add_tally(occurrence: Occurrence) -> ResponseReturnValue:
    """Count people without names, one or many."""
    form = _tally_form(occurrence)
    if not form.validate():
        return _tally(occurrence, form), HTTPStatus.UNPROCESSABLE_ENTITY
    heads = Headcount(
        people=form.people.data,
        source=Source.TALLY,
        side=Side(form.side.data),
        band=AgeBand(form.band.data),
        slot_id=door.slot_of(occurrence, form.slot.data),
        is_estimate=form.is_estimate.data,
    )
    try:
        with transaction():
            services.count(occurrence.id, heads, nonce=form.nonce.data, actor=current_actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error)
        return _tally(occurrence, form), error.status
    return redirect(url_for(".tally", code=occurrence.code, slot=form.slot.data or None), code=303)


@bp.get("/occurrences/<code>/closing", endpoint="closing")
@requires(Permission.OCCURRENCE_CLOSE, of=occurrence_by_code)
def show_closing(occurrence: Occurrence) -> ResponseReturnValue:
    """Show the count before it is closed, and afterwards."""
    return _closing(occurrence, CloseForm(formdata=None))


@bp.post("/occurrences/<code>/closing")
@requires(Permission.OCCURRENCE_CLOSE, of=occurrence_by_code)
def close(occurrence: Occurrence) -> ResponseReturnValue:
    """Close the date with the count that was seen."""
    form = CloseForm()
    if not form.validate():
        return _closing(occurrence, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            services.close(occurrence.id, form.seen.data, actor=current_actor(), now=clock.now())
    except DomainError as error:
        form.refuse(error)
        return _closing(occurrence, form), error.status
    return redirect(url_for(".closing", code=occurrence.code), code=303)


@bp.post("/occurrences/<code>/reopening")
@requires(Permission.OCCURRENCE_CLOSE, of=occurrence_by_code)
def reopen(occurrence: Occurrence) -> ResponseReturnValue:
    """Open a closed date again, to correct its count."""
    with transaction():
        services.reopen(occurrence.id, actor=current_actor(), now=clock.now())
    return redirect(url_for(".closing", code=occurrence.code), code=303)


@bp.get("/events/<code>/qr.svg")
@requires(Permission.EVENT_WRITE, of=event_by_code)
def flyer_svg(event: Event) -> ResponseReturnValue:
    """Return the event's short address as a code to print, as a drawing."""
    return Response(str(qr_svg(_short(event), _PAPER)), mimetype="image/svg+xml")


@bp.get("/events/<code>/qr.png")
@requires(Permission.EVENT_WRITE, of=event_by_code)
def flyer_png(event: Event) -> ResponseReturnValue:
    """Return the event's short address as a code to print, as an image of a poster's size."""
    return Response(qr_png(_short(event), _PAPER, millimetres=_POSTER_MM), mimetype="image/png")


def _short(event: Event) -> str:
    return public_url(f"/e/{event.code}")


def _walk_in_form(occurrence: Occurrence) -> WalkInForm:
    form = WalkInForm()
    form.slot.choices = choices(dict(door.slot_choices(occurrence)))
    return form


def _admit(occurrence: Occurrence, people: Sequence[int], source: Source, nonce: str) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    try:
        with transaction():
            results = [
                services.check_in(occurrence.id, person, source=source, nonce=nonce, actor=actor, now=now)
                for person in people
            ]
    except DomainError as error:
        return _door(occurrence, door.refused(error.sentence)), error.status
    if refused := door.answer_of(results):
        return _door(occurrence, refused), HTTPStatus.UNPROCESSABLE_ENTITY
    let_in = any(result.entry is Entry.OK for result in results)
    where = {"done": nonce} if let_in else {"again": people[0]}
    return redirect(url_for(".door", code=occurrence.code, **where), code=303)


def _answer_of_address(occurrence_id: int) -> door.Answer | None:
    if nonce := without_unusable(request.args.get("done", "")):
        return door.answer_to_page(occurrence_id, nonce)
    again = as_id(request.args.get("again", ""))
    return door.already_in(occurrence_id, again) if again else None


def _door(occurrence: Occurrence, answer: door.Answer | None, walk_in: WalkInForm | None = None) -> str:
    """Return the page; the input stays empty after an answer, for the next scan is typed into it."""
    g.csp = _READER_CSP
    return render_template(
        "attendance/door.html",
        occurrence=occurrence,
        door=door.door_of(occurrence),
        answer=answer,
        nonce=tokens.capability(),
        walk_in=walk_in or _walk_in_form(occurrence),
        bands=BANDS,
    )


def _tally_form(occurrence: Occurrence, slot: str | None = None) -> TallyForm:
    form = TallyForm(data={"slot": slot} if slot else None)
    form.slot.choices = choices(dict(door.slot_choices(occurrence)))
    return form


def _tally(occurrence: Occurrence, form: TallyForm) -> str:
    rows = queries.rows_in_force(occurrence.id)
    slot_id = door.slot_of(occurrence, form.slot.data)
    chosen = [row for row in rows if slot_id is None or row.slot_id == slot_id]
    return render_template(
        "attendance/tally.html",
        occurrence=occurrence,
        form=form,
        totals=totals(queries.plain(rows)),
        chosen=totals(queries.plain(chosen)),
        slots=door.slot_choices(occurrence),
        rows=queries.latest_headcounts(occurrence.id),
        nonce=tokens.capability(),
        bands=BANDS,
        sides=SIDES,
    )


def _closing(occurrence: Occurrence, form: CloseForm) -> str:
    state = door.door_of(occurrence)
    return render_template(
        "attendance/closing.html",
        occurrence=occurrence,
        form=form,
        door=state,
        parts=door.parts_of(occurrence, state.totals),
        has_begun=has_begun(occurrence.starts_at, clock.now()),
    )
