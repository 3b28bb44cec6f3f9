"""Cancelling and moving what is public, and telling the people; the addresses stand in routes_staff.py."""

from datetime import datetime

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import queries as admission_queries
from eventsite.admission.queries import Reach
from eventsite.admission.services_dates import cancel_all, follow_changes
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.desk import form_rows
from eventsite.desk.choices import choices_for
from eventsite.desk.forms_changes import CancellationForm, ScheduleForm
from eventsite.events import services_dates
from eventsite.events.details import Place, times_of
from eventsite.events.facts import EXACT
from eventsite.events.models import Event, Occurrence, OccurrenceStatus
from eventsite.events.queries import event_by_code, occurrence_by_code


@requires(Permission.EVENT_WRITE, of=event_by_code)
def cancel_event(event: Event) -> ResponseReturnValue:
    """Ask for the reason, then cancel the event and every registration, and tell the people."""
    g.staff_center = event.center
    form, code = CancellationForm(), event.code
    if form.validate_on_submit():
        now, actor = clock.now(), current_actor()
        try:
            with transaction():
                services_dates.cancel_event(event.id, form.reason.data, actor=actor, now=now)
                told = cancel_all(event.id, actor=actor, now=now)
        except DomainError as error:
            form.refuse(error)
        else:
            return report(f"催しを中止にしました。申し込み{told.parties}件を取り消しました。", told, code)
    page = render_template(
        "desk/cancel_event.html", form=form, event=event, registrations=admission_queries.active_count(event.id)
    )
    return page, 422 if form.errors else 200


@requires(Permission.EVENT_WRITE, of=occurrence_by_code)
def cancel_occurrence(occurrence: Occurrence) -> ResponseReturnValue:
    """Ask for the reason, then cancel one date and tell its people; the only date left means the whole event."""
    g.staff_center = occurrence.event.center
    code = occurrence.event.code
    if request.method == "GET" and _is_last(occurrence):
        return redirect(url_for(".cancel_event", code=code), code=303)
    form = CancellationForm()
    if form.validate_on_submit():
        now, actor = clock.now(), current_actor()
        try:
            with transaction():
                changes = services_dates.cancel_occurrence(occurrence.id, form.reason.data, actor=actor, now=now)
                told = follow_changes(changes, actor=actor, now=now)
        except DomainError as error:
            form.refuse(error)
        else:
            return report("この日を中止にしました。", told, code)
    page = render_template(
        "desk/cancel_occurrence.html", form=form, occurrence=occurrence, reach=admission_queries.reach(occurrence.id)
    )
    return page, 422 if form.errors else 200


@requires(Permission.EVENT_WRITE, of=occurrence_by_code)
def reschedule(occurrence: Occurrence) -> ResponseReturnValue:
    """Show the form that moves one date; a moved one is told to its people."""
    g.staff_center = occurrence.event.center
    code, now = occurrence.event.code, clock.now()
    form = ScheduleForm(data=_schedule_of(occurrence) if request.method == "GET" else None)
    form.offer(choices_for(occurrence.center_id, now, Place(occurrence.venue_id)))
    if form.validate_on_submit():
        try:
            with transaction():
                told = _move(occurrence.id, form, now)
        except DomainError as error:
            form.refuse(error)
        else:
            return report("日時や場所の変更を保存しました。", told, code)
    page = render_template(
        "desk/reschedule.html", form=form, occurrence=occurrence, reach=admission_queries.reach(occurrence.id)
    )
    return page, 422 if form.errors else 200


def report(done: str, told: Reach, code: str) -> ResponseReturnValue:
    """Say what was done and who learns of it, and lead to those who must be phoned, else to the overview."""
    sentences = [done]
    if told.by_mail:
        sentences.append(f"メールのある申し込み{told.by_mail}件に、お知らせのメールを送ります。")
    if told.by_phone:
        sentences.append(f"メールのない申し込みが{told.by_phone}件あります。電話で知らせてください。")
    flash("".join(sentences))
    return redirect(url_for(".to_phone" if told.by_phone else ".event", code=code), code=303)


def _move(occurrence_id: int, form: ScheduleForm, now: datetime) -> Reach:
    actor = current_actor()
    changes = services_dates.reschedule(
        occurrence_id, form.to_times(), form.to_place(), form.reason.data, actor=actor, now=now
    )
    return follow_changes(changes, actor=actor, now=now)


def _schedule_of(occurrence: Occurrence) -> dict[str, object]:
    """Return what the form shows first; of a date known only as month or year, no day is made up."""
    row = form_rows.row_of(times_of(occurrence)) if occurrence.precision in EXACT else None
    return {"date": row, "venue": str(occurrence.venue_id or "")}


def _is_last(occurrence: Occurrence) -> bool:
    """Return whether no other date of the event takes place."""
    others = (one for one in occurrence.event.occurrences if one.id != occurrence.id)
    return all(one.status is OccurrenceStatus.CANCELLED for one in others)
