"""The resident's way in: the form, the check, the registration. What comes after it: routes_own.py."""

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, public
from eventsite.admission import attempts, dates, facts, queries, rules, services
from eventsite.admission.asking import asking_of
from eventsite.admission.attempts import Purpose
from eventsite.admission.blocks import all_wait, event_block, more_rules_label, obstacle, slot_hint, slots_block
from eventsite.admission.entries import Entry
from eventsite.admission.errors import LastPlaceTaken, RegistrationFull, SubmissionConflict
from eventsite.admission.form_pages import PageName, rows_of
from eventsite.admission.forms import RegistrationForm
from eventsite.admission.models import Call, Slot
from eventsite.admission.outlook import outlook_of
from eventsite.admission.places import Party
from eventsite.admission.vocabulary import Channel, Counter
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.questions.words import is_only_japanese

bp = Blueprint("admission", __name__)

# Answers to a POST: with no-store the browser's way back ends at its own error page ("send the form again?").
_KEPT_FOR_GOING_BACK = {"admission.check", "admission.change"}


@bp.after_request
def _keep_for_going_back(response: Response) -> Response:
    """Let the browser's way back show the form again, and nobody else keep it."""
    if request.endpoint in _KEPT_FOR_GOING_BACK:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.get("/calls/<code>/registrations/new")
@public
def new(code: str) -> ResponseReturnValue:
    """Show the form, or why there is none now."""
    call = queries.open_call(code)
    if error := obstacle(call, now=clock.now()):
        return _refusal_page(call, error)
    return _form_page(call, _form(call, slot=request.args.get("slot")))


@bp.post("/calls/<code>/registrations/new")
@public
def change(code: str) -> ResponseReturnValue:
    """Show the form again with everything that was typed, to change it. Nothing is stored or judged."""
    call = queries.open_call(code)
    if error := obstacle(call, now=clock.now()):
        return _refusal_page(call, error), error.status
    form = _form(call)
    return _form_page(call, form, form.page_shown(request.form.get("to", "")))


@bp.post("/calls/<code>/registrations/check")
@public
def check(code: str) -> ResponseReturnValue:
    """Show the next page that asks something, at last what was typed and what would become of it.

    Where something is wrong, show that page again with sentences at the fields.
    """
    call = queries.open_call(code)
    if error := obstacle(call, now=clock.now()):
        return _refusal_page(call, error), error.status
    form = _form(call)
    shown = form.page_shown(request.form.get("page", ""))
    if wrong := form.first_wrong(shown) or _not_yet(call, form, shown):
        return _form_page(call, form, wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    if shown < len(form.pages):
        return _form_page(call, form, shown + 1)
    return _check_page(call, form)


@bp.post("/calls/<code>/registrations")
@public
def create(code: str) -> ResponseReturnValue:
    """Register the party and lead to its own page; the same form sent again leads to the same page."""
    call = queries.open_call(code)
    form = _form(call, call.slots)
    if wrong := form.first_wrong(len(form.pages)):
        return _form_page(call, form, wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    slot_id, entry = form.chosen_slot.id, form.to_entry()
    try:
        with transaction():
            _require_within_bounds(call, entry)
            expects_place = request.form.get("expects") == "place"
            made = services.register(
                slot_id, entry, actor=current_actor(), now=clock.now(), expects_place=expects_place
            )
            token = made.manage_token
    except LastPlaceTaken as error:
        return _check_page(call, form, error)
    except DomainError as error:
        return _refusal_page(call, error), error.status
    return redirect(url_for("own.show", token=token), HTTPStatus.SEE_OTHER)


def _require_within_bounds(call: Call, entry: Entry) -> None:
    """Count the registration for where it comes from; the same form sent again is none."""
    if not queries.registration_by_submission(entry.submission_key or ""):
        source = attempts.source_of(request.remote_addr or "", call.code)
        attempts.require_within(Purpose.REGISTER, source, now=clock.now())


def _not_yet(call: Call, form: RegistrationForm, shown: int) -> int | None:
    """Say where one lives that it opens for them later; return the number of that page, None if it is open."""
    for number, page in enumerate(form.pages[:shown], start=1):
        if form.residence and form.residence in page.fields:
            try:
                rules.require_door(services.doors(call), form.to_entry().residence, Channel.WEB, clock.now())
            except DomainError as error:
                form.refuse(error, "residence")
                return number
    return None


def _form(call: Call, slots: list[Slot] | None = None, slot: str | None = None) -> RegistrationForm:
    """Return the form for these slots, by default those that lie ahead; ``slot`` is chosen beforehand."""
    now = clock.now()
    slots = dates.open_slots(call, now=now) if slots is None else slots
    return RegistrationForm(call, slots, [facts.slot_name(one) for one in slots], asking_of(call, now=now), slot=slot)


def _form_page(call: Call, form: RegistrationForm, number: int = 1) -> str:
    """Show one page of the form; what the others hold travels with it."""
    page = form.pages[number - 1]
    shared = {"form": form, "number": number, "total": len(form.pages) + 1, "carried": form.carried([page])}
    if page.name is not PageName.CONTACT:
        return render_template(
            "admission/step.html",
            page=page,
            only_japanese=any(is_only_japanese(one) for one in form.questions_on(page)),
            **shared,
            **event_block(call),
        )
    return render_template(
        "admission/new.html",
        slot_hints={code: slot_hint(slot) for code, slot in form.slots.items()},
        full=all_wait(form.slots.values(), Counter.WEB),
        rules=facts.rules_before(call),
        other_rules=facts.other_rules(call),
        other_rules_label=more_rules_label(call),
        when=[line for slot in form.slots.values() for line in facts.when_of(slot)] if len(form.slots) == 1 else [],
        **shared,
        **event_block(call),
    )


def _check_page(call: Call, form: RegistrationForm, changed: LastPlaceTaken | None = None) -> ResponseReturnValue:
    """Show what was typed and what would become of it; ``changed``: it is not what was said before."""
    party = Party(Counter.WEB, rules.places_of(form.people, call.unit))
    outlook = outlook_of(form.chosen_slots, party)
    if outlook is None:
        full = RegistrationFull()
        return _refusal_page(call, full), full.status
    page = render_template(
        "admission/check.html",
        form=form,
        outlook=outlook,
        changed=facts.refusal_of(call, changed) if changed else None,
        told=[(number, page.heading, rows_of(page)) for number, page in enumerate(form.pages, start=1)][1:],
        total=len(form.pages) + 1,
        **slots_block(form.chosen_slots),
        **event_block(call),
    )
    return page, changed.status if changed else HTTPStatus.OK


def _refusal_page(call: Call, error: DomainError) -> str:
    return render_template(
        "admission/refused.html",
        sentence=facts.refusal_of(call, error),
        may_start_again=isinstance(error, SubmissionConflict),
        **event_block(call),
    )
