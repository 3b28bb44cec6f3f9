"""The draw as staff make it: each step with a button of its own, and a result that two people let out."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import facts
from eventsite.admission.models import Call
from eventsite.admission.queries import applied
from eventsite.calls import releasing
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.i18n import Locale
from eventsite.lottery import queries, routes_staff_choice, samples, services_draw, services_release
from eventsite.lottery.errors import AlreadyDrawn, TriesUsedUp
from eventsite.lottery.forms import StopForm, ValueForm
from eventsite.lottery.queries import drawn_call
from eventsite.lottery.steps import Stage, stage_of, steps_of
from eventsite.lottery.story import Story, story_of

bp = Blueprint("lottery_staff", __name__, url_prefix="/staff")
bp.add_url_rule("/choices/<code>", view_func=routes_staff_choice.choice)
bp.add_url_rule("/choices/<code>", view_func=routes_staff_choice.check_choice, methods=["POST"])
bp.add_url_rule("/choices/<code>/announcement", view_func=routes_staff_choice.announce_choice, methods=["POST"])


@bp.get("/draws/<code>")
@requires(Permission.REGISTRATION_WRITE, of=drawn_call)
def show(call: Call) -> ResponseReturnValue:
    """Show how far the draw is, and what can be done next."""
    return _page(call)


@bp.post("/draws/<code>/values")
@requires(Permission.REGISTRATION_WRITE, of=drawn_call)
def enter_value(call: Call) -> ResponseReturnValue:
    """Note the public value that this witness saw; the second who saw the same makes the draw."""
    form, call_id, code = ValueForm(), call.id, call.code
    if not form.validate():
        return _page(call, value_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            drawn = services_draw.type_value(call_id, form.value.data, actor=current_actor(), now=clock.now())
            words, kind = _drawn_words() if drawn else _waiting_for_the_other(call_id)
    except (AlreadyDrawn, TriesUsedUp) as error:
        with transaction():
            services_draw.note_refusal(call_id, error.code, actor=current_actor(), now=clock.now())
        return _refused(code, error)
    except DomainError as error:
        return _refused(code, error)
    flash(words, kind)
    return _back(code)


@bp.post("/draws/<code>/releases")
@requires(Permission.RESULT_RELEASE, of=drawn_call)
def release(call: Call) -> ResponseReturnValue:
    """Let the result out, as one of two."""
    call_id, code = call.id, call.code
    return _done(
        code, lambda: services_release.release(call_id, actor=current_actor(), now=clock.now()), "認めました。"
    )


@bp.post("/draws/<code>/stops")
@requires(Permission.REGISTRATION_WRITE, of=drawn_call)
def stop(call: Call) -> ResponseReturnValue:
    """Keep the result in: two people must let it out anew."""
    form, call_id, code = StopForm(applied(call.id)), call.id, call.code
    if not form.validate():
        return _page(call, stop_form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    reason = form.reason.data
    return _done(
        code,
        lambda: services_release.stop(call_id, reason, actor=current_actor(), now=clock.now()),
        "発表を止めました。もう一度、2人で認めてください。",
    )


def _drawn_words() -> tuple[str, str]:
    return "抽選しました。結果はまだだれにも見えません。", "success"


def _waiting_for_the_other(call_id: int) -> tuple[str, str]:
    """Return what is missing, and its kind; what the other typed stays unsaid, so that both read it for themselves."""
    if len({one.value for one in queries.values_of(call_id)}) > 1:
        return "2人の値がちがいます。もう一度、値を見て入れてください。まだ抽選していません。", "error"
    return "値を受け取りました。もう1人の職員が同じ値を入れると、抽選します。", "success"


def _done(code: str, act: Callable[[], None], words: str) -> ResponseReturnValue:
    try:
        with transaction():
            act()
    except DomainError as error:
        return _refused(code, error)
    flash(words)
    return _back(code)


def _refused(code: str, error: DomainError) -> ResponseReturnValue:
    flash(error.sentence, "error")
    return _back(code)


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for(".show", code=code), HTTPStatus.SEE_OTHER)


def _page(call: Call, value_form: ValueForm | None = None, stop_form: StopForm | None = None) -> str:
    g.staff_center = call.event.center
    now, story = clock.now(), story_of(call)
    stage = stage_of(story, now)
    return render_template(
        "lottery/staff_draw.html",
        call=call,
        event=call.event,
        story=story,
        stage=stage,
        warnings=releasing.warnings(call),
        steps=steps_of(story, now),
        rules=facts.rules_of(call, Locale.JA),
        form=value_form or stop_form,
        value_form=value_form or ValueForm(formdata=None),
        stop_form=stop_form or StopForm(formdata=None),
        is_due=call.draw_at is None or now >= call.draw_at,
        released_by={one.user_id for one in story.releases},
        minutes_left=_minutes_left(story),
        **_outlook(story, stage),
    )


def _minutes_left(story: Story) -> int:
    """Return how many minutes are left to stop, rounded up; 0 when it goes out at any moment."""
    if story.goes_out_at is None:
        return 0
    return max(0, -int((clock.now() - story.goes_out_at).total_seconds() // 60))


def _outlook(story: Story, stage: Stage) -> dict[str, object]:
    """Return what would be said to whom, while it can still be stopped; afterwards the totals alone."""
    if story.draw is None or story.freeze is None:
        return {"totals": [], "slots": [], "samples": []}
    entries = story.freeze.entries
    is_ahead = stage in (Stage.RELEASE, Stage.HOLD, Stage.ANNOUNCE)
    return {
        "totals": samples.totals(story.draw, entries),
        "slots": samples.places_won(story.draw, entries, story.call),
        "samples": samples.samples(story.draw, story.call, now=clock.now()) if is_ahead else [],
    }
