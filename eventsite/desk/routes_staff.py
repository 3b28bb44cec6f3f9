"""The desk of a center: its home page, its events, the overview of one, and the addresses of all its pages."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, current_user, requires, signed_in
from eventsite.accounts.models import Center
from eventsite.accounts.permissions import Permission
from eventsite.accounts.queries import center_by_slug
from eventsite.attendance.queries import totals_of
from eventsite.calls import services_minimum
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import found
from eventsite.desk import phone_list, queries, routes_staff_changes, routes_staff_editing, routes_staff_phone
from eventsite.desk.navigation import chosen, staff_frame, workplaces
from eventsite.desk.overview import AUDIENCES, call_cards, findings
from eventsite.discovery.paging import paging
from eventsite.events import rules, services
from eventsite.events.former import said_before
from eventsite.events.models import Event
from eventsite.events.queries import event_by_code
from eventsite.events.words import KINDS, PUBLICATIONS, STATUSES
from eventsite.feedback.queries import totals as feedback_totals
from eventsite.i18n import Locale
from eventsite.lottery import services as lottery
from eventsite.lottery.steps import waits_for_people

bp = Blueprint("desk", __name__, url_prefix="/staff")
bp.app_context_processor(staff_frame)

_NEXT = 5
_FORM = ["GET", "POST"]
bp.add_url_rule("/centers/<slug>/events/new", view_func=routes_staff_editing.new_event, methods=_FORM)
bp.add_url_rule("/events/<code>/edit", view_func=routes_staff_editing.edit_event, methods=_FORM)
bp.add_url_rule("/events/<code>/removal", view_func=routes_staff_editing.ask_discard)
bp.add_url_rule("/events/<code>/removal", view_func=routes_staff_editing.discard_event, methods=["POST"])
bp.add_url_rule("/events/<code>/cancellation", view_func=routes_staff_changes.cancel_event, methods=_FORM)
bp.add_url_rule("/occurrences/<code>/cancellation", view_func=routes_staff_changes.cancel_occurrence, methods=_FORM)
bp.add_url_rule("/occurrences/<code>/schedule", view_func=routes_staff_changes.reschedule, methods=_FORM)
bp.add_url_rule("/events/<code>/phone-calls", view_func=routes_staff_phone.to_phone)
bp.add_url_rule("/centers/<slug>/phone-calls", view_func=routes_staff_phone.center_calls)
for way, view in {
    "told": routes_staff_phone.note_told,
    "try": routes_staff_phone.note_try,
    "acceptance": routes_staff_phone.note_acceptance,
    "refusal": routes_staff_phone.note_refusal,
}.items():
    bp.add_url_rule(f"/phone-notices/<int:notice_id>/{way}", view_func=view, methods=["POST"])


@bp.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """Show what is on today, what waits to be done, and what is next at one's center."""
    user = found(current_user())
    center = chosen(workplaces(user), request.args.get("center"))
    if center is None:
        return render_template("desk/no_center.html")
    g.staff_center = center
    now = clock.now()
    tomorrow = clock.midnight(clock.today(now) + timedelta(days=1))
    today = queries.dates_between(center.id, clock.midnight(clock.today(now)), tomorrow)
    return render_template(
        "desk/home.html",
        center=center,
        today=today,
        places=queries.places_at(today),
        came={one.id: totals_of(one.id).residents for one in today},
        next_dates=queries.next_dates(center.id, tomorrow, _NEXT),
        **_to_do(center, now),
    )


@bp.get("/centers/<slug>/events")
@requires(Permission.EVENT_WRITE, of=center_by_slug)
def events(center: Center) -> ResponseReturnValue:
    """Show the center's events: those to come, the drafts, or those that are over."""
    g.staff_center = center
    show = _shown(request.args.get("show", ""))
    listing = queries.page_of(center.id, show, request.args.get("page", 1, type=int), now=clock.now())
    links = paging(
        listing.number, listing.pages, lambda number: url_for(".events", slug=center.slug, show=show.value, page=number)
    )
    return render_template(
        "desk/events.html",
        center=center, show=show, listing=listing, paging=links, kinds=KINDS, publications=PUBLICATIONS,
    )  # fmt: skip


@bp.get("/centers/<slug>/entries")
@requires(Permission.REGISTRATION_WRITE, of=center_by_slug)
def entries(center: Center) -> ResponseReturnValue:
    """Ask for which call somebody on the phone or at the counter wants to register."""
    g.staff_center = center
    calls = queries.calls_to_come(center.id, now=clock.now())
    return render_template("desk/entries.html", center=center, calls=calls, audiences=AUDIENCES)


@bp.get("/centers/<slug>/rosters")
@requires(Permission.REGISTRATION_WRITE, of=center_by_slug)
def rosters(center: Center) -> ResponseReturnValue:
    """Ask for which event the list of registrations is wanted."""
    g.staff_center = center
    calls = queries.calls_with_rosters(center.id, now=clock.now())
    return render_template("desk/rosters.html", center=center, events=list(dict.fromkeys(one.event for one in calls)))


@bp.get("/events/<code>")
@requires(Permission.EVENT_WRITE, of=event_by_code)
def event(event: Event) -> ResponseReturnValue:
    """Show where an event stands, and every way on from there."""
    g.staff_center = event.center
    calls = call_cards(event)
    found_ones = findings(event, calls, now=clock.now())
    return render_template(
        "desk/event.html",
        event=event,
        calls=calls,
        findings=found_ones,
        is_ready=rules.can_be_published(found_ones),
        to_phone=phone_list.count(event.center_id, event.id),
        places=queries.places_at(event.occurrences),
        came={one.id: totals_of(one.id).residents for one in event.occurrences if one.starts_at <= clock.now()},
        kinds=KINDS,
        statuses=STATUSES,
        before={one.id: said_before(one, Locale.JA, clock.zone()) for one in event.occurrences},
        feedback=feedback_totals(event.id),
    )


@bp.post("/events/<code>/publication")
@requires(Permission.EVENT_WRITE, of=event_by_code)
def publish(event: Event) -> ResponseReturnValue:
    """Publish the event, unless the check finds something that must not be missing."""
    overview = url_for(".event", code=event.code)
    if not rules.can_be_published(findings(event, call_cards(event), now=clock.now())):
        flash("まだ公開できません。「公開前の確認」の項目を見てください。", "error")
        return redirect(overview, code=303)
    with transaction():
        services.publish(event.id, actor=current_actor(), now=clock.now())
        lottery.seal_all_of(event.id, actor=current_actor(), now=clock.now())
    flash("公開しました。ホームページとカレンダーに出ています。")
    return redirect(overview, code=303)


def _to_do(center: Center, now: datetime) -> dict[str, object]:
    return {
        "drafts": queries.drafts(center.id),
        "unclosed": queries.unclosed(center.id, now=now),
        "undecided": services_minimum.undecided(center.id),
        "draws": waits_for_people(center.id, now=now),
        "full": queries.full_slots(center.id, now=now),
        "to_phone": phone_list.count(center.id),
    }


def _shown(text: str) -> queries.Show:
    return queries.Show(text) if text in list(queries.Show) else queries.Show.UPCOMING
