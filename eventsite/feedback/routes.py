"""The page of the one question, opened by the link in the mail that thanks."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import public
from eventsite.admission.facts import title_of
from eventsite.admission.models_registrations import Registration
from eventsite.admission.queries import registration_by_token
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.errors import DomainError
from eventsite.core.web import keep_private
from eventsite.feedback import services
from eventsite.feedback.forms import FeedbackForm
from eventsite.feedback.models import Rating

bp = Blueprint("feedback", __name__, url_prefix="/my")


bp.after_request(keep_private)


@bp.get("/<token>/feedback")
@public
def ask(token: str) -> ResponseReturnValue:
    """Ask the question, or say why it is not asked now."""
    registration = registration_by_token(token)
    return _page(registration, FeedbackForm(), _obstacle(registration))


@bp.post("/<token>/feedback")
@public
def answer(token: str) -> ResponseReturnValue:
    """Keep the answer and say thanks."""
    registration, form = registration_by_token(token), FeedbackForm()
    if not form.validate():
        return _page(registration, form, _obstacle(registration)), HTTPStatus.UNPROCESSABLE_ENTITY
    registration_id, rating = registration.id, Rating(form.rating.data)
    try:
        with transaction():
            services.give(registration_id, rating, now=clock.now())
    except DomainError as error:
        return _page(registration_by_token(token), form, error), error.status
    return redirect(url_for(".ask", token=token), HTTPStatus.SEE_OTHER)


def _obstacle(registration: Registration) -> DomainError | None:
    try:
        services.require_open(registration, now=clock.now())
    except DomainError as error:
        return error
    return None


def _page(registration: Registration, form: FeedbackForm, obstacle: DomainError | None) -> str:
    return render_template(
        "feedback/question.html",
        form=form,
        token=registration.manage_token,
        title=title_of(registration.call.event),
        obstacle=obstacle,
        has_answered=services.has_answered(registration.id),
    )
