"""The questions of a call: written, moved, changed and removed; their addresses stand in routes_staff.py.

And the answers about health and birth dates: read on one page of their own, by whom they are meant for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, note_look, requires
from eventsite.accounts.permissions import Permission
from eventsite.admission import answers, queries
from eventsite.admission.asking import asking_of
from eventsite.admission.forms_questions import KINDS, SCOPES, TOPICS, QuestionForm, answers_in_words, fields_of
from eventsite.admission.models import Call
from eventsite.admission.vocabulary import Audience
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.core.forms import rearranged
from eventsite.events.models import Event
from eventsite.events.queries import event_by_code
from eventsite.questions import queries as question_queries
from eventsite.questions import services_editing
from eventsite.questions.errors import StaffNotAsked
from eventsite.questions.models import Question
from eventsite.questions.starters import STARTERS


@dataclass(frozen=True)
class CallQuestion:
    """A question and the call that asks it."""

    call: Call
    question: Question

    @property
    def center_id(self) -> int:
        """Return the center to which the event belongs."""
        return self.call.center_id


def question_by_codes(code: str, question: str) -> CallQuestion:
    """Return a question of a call by both their codes, or raise NotFound."""
    call = queries.call_by_code(code)
    return CallQuestion(call, question_queries.question_of(call.id, question))


@requires(Permission.EVENT_WRITE, of=queries.call_by_code)
def questions(call: Call) -> ResponseReturnValue:
    """Show what the call asks, in its order."""
    return _list_page(call)


@requires(Permission.EVENT_WRITE, of=queries.call_by_code)
def new_question(call: Call) -> ResponseReturnValue:
    """Show the form of a new question, empty or as one that centers ask often."""
    starter = STARTERS.get(request.args.get("start", "")) if request.method == "GET" else None
    form = QuestionForm(question_queries.questions_of(call.id), data=fields_of(starter) if starter else None)
    call_id, are_staff = call.id, call.audience is Audience.CITY_STAFF

    def save() -> None:
        if are_staff:
            raise StaffNotAsked
        services_editing.add(call_id, form.to_plan())

    return _answer(form, call, None, save)


@requires(Permission.EVENT_WRITE, of=question_by_codes)
def edit_question(chosen: CallQuestion) -> ResponseReturnValue:
    """Show a question as it is stored, and store it as it is sent."""
    asked = question_queries.questions_of(chosen.call.id)
    depends_on = next((one.code for one in asked if one.id == chosen.question.depends_on_id), None)
    data = fields_of(chosen.question, depends_on) if request.method == "GET" else None
    form, codes = QuestionForm(asked, chosen.question, data=data), (chosen.call.code, chosen.question.code)

    def save() -> None:
        services_editing.edit(question_by_codes(*codes).question, form.to_plan())

    return _answer(form, chosen.call, chosen.question, save)


@requires(Permission.EVENT_WRITE, of=question_by_codes)
def move_question(chosen: CallQuestion) -> ResponseReturnValue:
    """Ask a question one place earlier or later."""
    codes, step = (chosen.call.code, chosen.question.code), -1 if request.form.get("step") == "up" else 1
    try:
        _store(chosen.call.id, lambda: services_editing.move(question_by_codes(*codes).question, step))
    except DomainError as error:
        return _list_page(queries.call_by_code(codes[0]), error), error.status
    return redirect(url_for(".questions", code=codes[0]), HTTPStatus.SEE_OTHER)


@requires(Permission.EVENT_WRITE, of=question_by_codes)
def confirm_removal(chosen: CallQuestion) -> ResponseReturnValue:
    """Ask whether the question is to go."""
    g.staff_center = chosen.call.event.center
    return render_template("admission/staff_question_removal.html", call=chosen.call, question=chosen.question)


@requires(Permission.EVENT_WRITE, of=question_by_codes)
def remove_question(chosen: CallQuestion) -> ResponseReturnValue:
    """Let the question go."""
    codes = (chosen.call.code, chosen.question.code)
    try:
        _store(chosen.call.id, lambda: services_editing.remove(question_by_codes(*codes).question))
    except DomainError as error:
        return _list_page(queries.call_by_code(codes[0]), error), error.status
    return redirect(url_for(".questions", code=codes[0]), HTTPStatus.SEE_OTHER)


@requires(Permission.SENSITIVE_READ, of=event_by_code)
def sensitive_answers(event: Event) -> ResponseReturnValue:
    """Show the answers about health and birth dates. Opening the page is noted in the audit log."""
    note_look(event, center_id=event.center_id, action=Action.ANSWERS_VIEW)
    g.staff_center = event.center
    return render_template("admission/staff_answers.html", event=event, parties=answers.sensitive_of(event.id))


def _answer(
    form: QuestionForm, call: Call, question: Question | None, save: Callable[[], object]
) -> ResponseReturnValue:
    """Do what the pressed button asks: rearrange the rows of choices, or save and lead back to the list."""
    g.staff_center, code = call.event.center, call.code
    status = HTTPStatus.OK
    act = request.form.get("act", "")
    if request.method == "POST" and not rearranged(act, form.add_row, form.drop_row):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.validate():
            try:
                _store(call.id, save)
                flash("保存しました。")
                return redirect(url_for(".questions", code=code), HTTPStatus.SEE_OTHER)
            except DomainError as error:
                form.object_to(error)
                call = queries.call_by_code(code)
    return render_template("admission/staff_question.html", form=form, call=call, is_new=question is None), status


def _store(call_id: int, work: Callable[[], object]) -> None:
    """Do the work while nobody registers, and note that the call was changed."""
    with transaction():
        call = queries.lock_call(call_id)
        work()
        record(
            Action.CALL_EDIT, call, actor=current_actor(), now=clock.now(), center_id=call.center_id,
            detail=f"{call.code} questions",
        )  # fmt: skip


def _list_page(call: Call, error: DomainError | None = None) -> str:
    g.staff_center = call.event.center
    asking = asking_of(call, now=clock.now())
    by_id = {one.id: one for one in asking.questions}
    return render_template(
        "admission/staff_questions.html",
        call=call,
        questions=asking.questions,
        delete_days=asking.delete_days,
        conditions={one.id: _condition(one, by_id[one.depends_on_id]) for one in asking.questions if one.depends_on_id},
        answered=question_queries.answered(call.id),
        error=error,
        starters=STARTERS,
        kinds=KINDS,
        scopes=SCOPES,
        topics=TOPICS,
    )


def _condition(question: Question, earlier: Question) -> str:
    word = answers_in_words(earlier).get(question.depends_value, "")
    return f"「{earlier.label}」に「{word}」と答えた方だけに、次の画面でききます"


@dataclass(frozen=True)
class UrlRule:
    """An address and the view that stands behind it, for the blueprint of the staff's side."""

    path: str
    view: Callable[..., ResponseReturnValue]
    methods: tuple[str, ...] = ("GET",)


RULES = (
    UrlRule("/calls/<code>/questions", questions),
    UrlRule("/calls/<code>/questions/new", new_question, ("GET", "POST")),
    UrlRule("/calls/<code>/questions/<question>/edit", edit_question, ("GET", "POST")),
    UrlRule("/calls/<code>/questions/<question>/position", move_question, ("POST",)),
    UrlRule("/calls/<code>/questions/<question>/removal", confirm_removal, ("GET",)),
    UrlRule("/calls/<code>/questions/<question>/removal", remove_question, ("POST",)),
    UrlRule("/events/<code>/sensitive-answers", sensitive_answers),
)
