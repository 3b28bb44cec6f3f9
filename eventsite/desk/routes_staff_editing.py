"""Posting and editing an event, and taking a draft away; the addresses stand in routes_staff.py."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.models import Center
from eventsite.accounts.permissions import Permission
from eventsite.accounts.queries import center_by_slug
from eventsite.admission.queries import Reach
from eventsite.admission.services_dates import follow_changes
from eventsite.calls.services import copy_calls
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.core.forms import rearranged
from eventsite.core.text import without_unusable
from eventsite.desk import choices, form_rows
from eventsite.desk.forms import EventForm, fields_of
from eventsite.desk.routes_staff_changes import report
from eventsite.desk.starters import STARTERS
from eventsite.desk.versions import Contrast, contrasts
from eventsite.events import queries, rules, services
from eventsite.events.details import EventDetails, details_of
from eventsite.events.models import Event, EventKind, Publication
from eventsite.events.words import KINDS

BLANK = "blank"


@dataclass(frozen=True)
class Saved:
    """A stored event, what is to be said about it beside 保存しました, and who learns of its change."""

    code: str
    note: str = ""
    told: Reach = field(default_factory=Reach)


@requires(Permission.EVENT_WRITE, of=center_by_slug)
def new_event(center: Center) -> ResponseReturnValue:
    """Ask with what to begin, then show the form; a saved one leads to its overview."""
    g.staff_center = center
    now, source = clock.now(), _source(center)
    beginning = _beginning(center, source, now)
    if beginning is None and request.method == "GET":
        return _start_page(center)
    form = EventForm(data=fields_of(beginning) if beginning and request.method == "GET" else None)
    form.offer(choices.choices_for(center.id, now))
    form_rows.begin(form.dates)
    center_id, source_id = center.id, source.id if source else None

    def save() -> Saved:
        event = services.create_event(center_id, form.to_details(), actor=current_actor(), now=now)
        return Saved(event.code, _copy_calls(source_id, event, now) if source_id else "")

    return _answer(form, save, center=center, event=None)


@requires(Permission.EVENT_WRITE, of=queries.event_by_code)
def edit_event(event: Event) -> ResponseReturnValue:
    """Show the form with what is stored; a saved one leads to the overview, or to those who must be phoned."""
    g.staff_center = event.center
    now = clock.now()
    stored = _editable(event)
    form = EventForm(data=fields_of(stored) if request.method == "GET" else None)
    form.offer(choices.choices_for(event.center_id, now, stored.place), keeps_places=stored.place.keeps)
    if request.method == "GET":
        form.version.data = event.updated_at.isoformat()
    if event.publication is Publication.DRAFT:
        form_rows.begin(form.dates)
    event_id, code = event.id, event.code

    def save() -> Saved:
        actor = current_actor()
        changes = services.edit_event(event_id, form.to_details(), version=_version(form), actor=actor, now=now)
        return Saved(code, told=follow_changes(changes, actor=actor, now=now))

    return _answer(form, save, center=event.center, event=event)


@requires(Permission.EVENT_WRITE, of=queries.event_by_code)
def ask_discard(event: Event) -> ResponseReturnValue:
    """Ask whether a draft is to be taken away; what was public is cancelled instead."""
    g.staff_center = event.center
    if event.publication is not Publication.DRAFT:
        return redirect(url_for(".event", code=event.code), code=303)
    return render_template("desk/discard_event.html", event=event)


@requires(Permission.EVENT_WRITE, of=queries.event_by_code)
def discard_event(event: Event) -> ResponseReturnValue:
    """Take a draft away."""
    code, title, slug = event.code, event.title, event.center.slug
    try:
        with transaction():
            services.discard(event.id, actor=current_actor(), now=clock.now())
    except DomainError as error:
        flash(error.sentence, "error")
        return redirect(url_for(".event", code=code), code=303)
    flash(f"下書き「{title}」を消しました。")
    return redirect(url_for(".events", slug=slug, show="drafts"), code=303)


def _start_page(center: Center) -> ResponseReturnValue:
    return render_template(
        "desk/new_event.html",
        center=center,
        starters=[(kind, KINDS[kind], starter.hint) for kind, starter in STARTERS.items()],
        earlier=queries.copyable(center.id),
    )


def _source(center: Center) -> Event | None:
    """Return the event that is to be copied, or None. Raises NotFound for another center's."""
    code = without_unusable(request.args.get("copy", ""))
    return queries.event_of_center(code, center.id) if code else None


def _beginning(center: Center, source: Event | None, now: datetime) -> EventDetails | None:
    """Return what the new event begins with: a copy without dates, a starter, or little; None if not chosen yet."""
    if source:
        return choices.copy_of(source)
    chosen = request.args.get("start", "")
    if chosen not in (BLANK, *STARTERS):
        return None
    if chosen == BLANK:
        return choices.plain(center, EventKind.OTHER, now)
    return choices.from_starter(center, EventKind(chosen), now)


def _copy_calls(source_id: int, event: Event, now: datetime) -> str:
    """Copy the calls of the event that was copied; return what the clerk must know about it."""
    copied = copy_calls(source_id, event, actor=current_actor(), now=now)
    if copied is None:
        return "日時の数が前の催しとちがうので、募集は写していません。「募集をつくる」で決めてください。"
    return f"募集も{copied}つ写しました。受付の期間は、「募集を直す」で決めてください。" if copied else ""


def _editable(event: Event) -> EventDetails:
    """Return what the form may change: a published event's dates have their own pages."""
    stored = details_of(event)
    return stored if event.publication is Publication.DRAFT else replace(stored, dates=())


def _answer(form: EventForm, save: Callable[[], Saved], *, center: Center, event: Event | None) -> ResponseReturnValue:
    """Do what the pressed button asks: rearrange the rows, or save and lead on."""
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
            return report(f"保存しました。{saved.note}", saved.told, saved.code)
    page = render_template(
        "desk/edit_event.html",
        form=form,
        center=center,
        event=event,
        differing=differing,
        copied=request.args.get("copy"),
    )
    return page, 409 if differing else 422 if form.errors else 200


def _rearranged(form: EventForm) -> bool:
    """Change the rows of dates if one of their buttons was pressed; return whether one was."""
    act = request.form.get("act", "")
    if act == "repeat":
        form_rows.repeat_rows(form.dates, form.repeat.form)
        return True
    return rearranged(act, partial(form_rows.add_row, form.dates), partial(form_rows.drop_row, form.dates))


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
