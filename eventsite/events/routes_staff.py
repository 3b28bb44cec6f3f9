"""Posting and editing an event, and moving one of its dates."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.models import Center
from eventsite.accounts.permissions import Permission
from eventsite.accounts.queries import center_by_slug
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.events import form_rows, queries, rules, services
from eventsite.events.details import Contact, EventDetails, Place, details_of, times_of
from eventsite.events.forms import EventForm, FormChoices, ScheduleForm, fields_of
from eventsite.events.models import Event, EventKind, Occurrence, Publication
from eventsite.events.starters import STARTERS
from eventsite.events.versions import Contrast, contrasts
from eventsite.events.words import KINDS

bp = Blueprint("events_staff", __name__, url_prefix="/staff")

BLANK = "blank"
_DROP = re.compile(r"drop-([0-9]{1,3})")


@bp.route("/centers/<slug>/events/new", methods=["GET", "POST"])
@requires(Permission.EVENT_WRITE, of=center_by_slug)
def new(center: Center) -> ResponseReturnValue:
    """Ask with what to begin, then show the form; a saved one leads to its overview."""
    g.staff_center = center
    now = clock.now()
    beginning = _beginning(center)
    if beginning is None and request.method == "GET":
        return _start_page(center)
    form = EventForm(data=fields_of(beginning) if beginning and request.method == "GET" else None)
    form.offer(_choices(center.id, now))
    form_rows.begin(form.dates)

    def save() -> Event:
        return services.create_event(center.id, form.to_details(), actor=current_actor(), now=now)

    return _answer(form, save, center=center, event=None)


@bp.route("/events/<code>/edit", methods=["GET", "POST"])
@requires(Permission.EVENT_WRITE, of=queries.event_by_code)
def edit(event: Event) -> ResponseReturnValue:
    """Show the form with what is stored; a saved one leads to the overview."""
    g.staff_center = event.center
    now = clock.now()
    stored = _editable(event)
    form = EventForm(data=fields_of(stored) if request.method == "GET" else None)
    form.offer(_choices(event.center_id, now, stored.place), keeps_places=stored.place.keeps)
    if request.method == "GET":
        form.version.data = event.updated_at.isoformat()
    if event.publication is Publication.DRAFT:
        form_rows.begin(form.dates)

    def save() -> Event:
        return services.edit_event(event.id, form.to_details(), version=_version(form), actor=current_actor(), now=now)

    return _answer(form, save, center=event.center, event=event)


@bp.route("/occurrences/<code>/schedule", methods=["GET", "POST"])
@requires(Permission.EVENT_WRITE, of=queries.occurrence_by_code)
def reschedule(occurrence: Occurrence) -> ResponseReturnValue:
    """Show the form that moves one date; a moved one leads to the overview."""
    g.staff_center = occurrence.event.center
    now = clock.now()
    form = ScheduleForm(data=_schedule_of(occurrence) if request.method == "GET" else None)
    form.offer(_choices(occurrence.center_id, now, Place(occurrence.venue_id)))
    if form.validate_on_submit():
        try:
            with transaction():
                services.reschedule(
                    occurrence.id, form.to_times(), form.to_place(), form.reason.data,
                    actor=current_actor(), now=now,
                )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            flash("日時や場所の変更を保存しました。申し込んだ方への連絡を忘れないでください。")
            return redirect(url_for("desk.event", code=occurrence.event.code), code=303)
    return render_template("events/schedule.html", form=form, occurrence=occurrence), _status(form)


def _start_page(center: Center) -> ResponseReturnValue:
    return render_template(
        "events/start.html",
        center=center,
        starters=[(kind, KINDS[kind], starter.hint) for kind, starter in STARTERS.items()],
        earlier=queries.copyable(center.id),
    )


def _beginning(center: Center) -> EventDetails | None:
    """Return what the new event begins with: a copy without dates, a starter, or little; None if not chosen yet."""
    if code := request.args.get("copy"):
        copied = details_of(queries.event_of_center(code, center.id))
        return replace(copied, dates=(), place=Place() if copied.place.keeps else copied.place)
    chosen = request.args.get("start", "")
    if chosen not in (BLANK, *STARTERS):
        return None
    return _from_starter(center, EventKind(chosen)) if chosen != BLANK else _plain(center, EventKind.OTHER)


def _plain(center: Center, kind: EventKind) -> EventDetails:
    """Return what is true of most events of a center: at its seat, held by it, with its first line, free."""
    seat = queries.seat_of(center.id, now=clock.now())
    lines = queries.lines_of(center.id)
    return EventDetails(
        title="",
        kind=kind,
        place=Place(seat.id if seat else None),
        fee_yen=0,
        hosts=(center.name,),
        contact=Contact(lines[0].id if lines else None),
    )


def _from_starter(center: Center, kind: EventKind) -> EventDetails:
    starter = STARTERS[kind]
    return replace(
        _plain(center, kind),
        audience=starter.audience,
        belongings=starter.belongings,
        weather_rule=starter.weather_rule,
        description=starter.description,
    )


def _editable(event: Event) -> EventDetails:
    """Return what the form may change: a published event's dates have their own pages."""
    stored = details_of(event)
    return stored if event.publication is Publication.DRAFT else replace(stored, dates=())


def _choices(center_id: int, now: datetime, place: Place | None = None) -> FormChoices:
    """Return what can be chosen; the ``place`` in use stays choosable when its own time is over."""
    venues = {str(one.id): one.name for one in queries.venues_for(center_id, now=now)}
    if place and place.venue_id and str(place.venue_id) not in venues:
        venues[str(place.venue_id)] = queries.venue_name(place.venue_id)
    lines = {str(one.id): f"{one.label} {one.number}".strip() for one in queries.lines_of(center_id)}
    return FormChoices(venues, lines, dict(queries.countable_indicators()))


def _schedule_of(occurrence: Occurrence) -> dict[str, object]:
    row = form_rows.row_of(times_of(occurrence))
    return {"date": row, "venue": str(occurrence.venue_id or "")}


def _answer(form: EventForm, save: Callable[[], Event], *, center: Center, event: Event | None) -> ResponseReturnValue:
    """Do what the pressed button asks: rearrange the rows, or save and lead to the overview."""
    differing: list[Contrast] = []
    if request.method == "POST" and not _rearranged(form) and form.validate():
        try:
            with transaction():
                saved = save()
        except rules.StaleEdit as error:
            form.refuse(error)
            differing = _take_stored_version(form, event)
        except DomainError as error:
            form.refuse(error)
        else:
            flash("保存しました。")
            return redirect(url_for("desk.event", code=saved.code), code=303)
    page = render_template("events/form.html", form=form, center=center, event=event, differing=differing)
    return page, 409 if differing else _status(form)


def _rearranged(form: EventForm) -> bool:
    """Change the rows of dates if one of their buttons was pressed; return whether one was."""
    act = request.form.get("act", "")
    if act == "add":
        form_rows.add_row(form.dates)
    elif drop := _DROP.fullmatch(act):
        form_rows.drop_row(form.dates, int(drop[1]))
    elif act == "repeat":
        form_rows.repeat_rows(form.dates, form.repeat.form)
    else:
        return False
    return True


def _take_stored_version(form: EventForm, event: Event | None) -> list[Contrast]:
    """Let the next press save over the version that is stored now, and return in what it differs."""
    if event is None:
        return []
    form.version.raw_data = None
    form.version.data = event.updated_at.isoformat()
    return contrasts(_editable(event), form.to_details(), form)


def _version(form: EventForm) -> datetime:
    """Return the version that the form shows; a mangled one is as old as can be."""
    try:
        opened = datetime.fromisoformat(form.version.data or "")
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return opened if opened.tzinfo else opened.replace(tzinfo=UTC)


def _status(form: EventForm | ScheduleForm) -> int:
    return 422 if form.errors else 200
