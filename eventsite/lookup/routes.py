"""Find a registration without its link: by number and telephone, or by a mail to one's address.

Whoever guesses learns nothing: what is unknown and what is wrong are answered alike, and only so often. What is found
is shown for a quarter of an hour in this browser, without anybody's name or contacts.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, public
from eventsite.admission import attempts, services_changes, services_offers
from eventsite.admission import services as admission
from eventsite.admission.attempts import Purpose, TooManyEntries
from eventsite.admission.blocks import change_block, registration_block
from eventsite.admission.models_registrations import Registration
from eventsite.admission.standing import standing_of
from eventsite.core import clock
from eventsite.core.actor import Actor
from eventsite.core.db import db, transaction
from eventsite.core.errors import DomainError, NotFound, found
from eventsite.core.forms import BaseForm
from eventsite.core.web import keep_private
from eventsite.i18n import current_locale
from eventsite.lookup import services
from eventsite.lookup.errors import NothingFound, PhoneDiffers, TooManyLookups
from eventsite.lookup.forms import LinkForm, NumberForm, WholeNumberForm
from eventsite.lookup.forms_changes import ChangeByNumberForm

bp = Blueprint("lookup", __name__, url_prefix="/my")
bp.after_request(keep_private)

SHOWN_FOR = timedelta(minutes=15)
_KEY = "found"  # in the browser's signed cookie: until when, and which registrations


@bp.get("")
@public
def own() -> ResponseReturnValue:
    """Show every way to one's registration."""
    return _own_page(NumberForm(), LinkForm())


@bp.post("/number")
@public
def find() -> ResponseReturnValue:
    """Look a registration up; nothing found is one answer, whatever was wrong."""
    form = NumberForm()
    if not form.validate():
        return _own_page(form, LinkForm(formdata=None)), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        _count(Purpose.LOOK_UP)
        with transaction():
            matching = services.by_number(form.number.data, form.last_digits.data, now=clock.now())
            ids = [one.id for one in matching]
        _remember(ids, now=clock.now())
    except DomainError as error:
        form.refuse(error)
        return _own_page(form, LinkForm(formdata=None)), error.status
    return redirect(url_for(".shown"), HTTPStatus.SEE_OTHER)


@bp.post("/links")
@public
def send_links() -> ResponseReturnValue:
    """Take an address to which its links are mailed; the answer is the same whether or not there are any."""
    form = LinkForm()
    if not form.validate():
        return _own_page(NumberForm(formdata=None), form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        _count(Purpose.LINK)
    except DomainError as error:
        form.refuse(error)
        return _own_page(NumberForm(formdata=None), form), error.status
    return _ask_for_links(form.email.data)


@bp.get("/sent")
@public
def sent() -> ResponseReturnValue:
    """Say that a mail is on its way, if there is anything to write."""
    return render_template("lookup/sent.html")


@bp.get("/found")
@public
def shown() -> ResponseReturnValue:
    """Show what was found: the event, the date, where it stands, how many people; nothing of anybody."""
    registrations = [_shown_block(one) for one in _found()]
    if not registrations:
        return redirect(url_for(".own"), HTTPStatus.SEE_OTHER)
    return render_template("lookup/found.html", found=registrations)


@bp.get("/found/<int:place>/withdrawal")
@public
def confirm_withdrawal(place: int) -> ResponseReturnValue:
    """Ask whether what was found is to be given up."""
    registration = _found_at(place)
    if not _can_leave_here(registration):
        return redirect(url_for(".shown"), HTTPStatus.SEE_OTHER)
    return _number_page("lookup/withdrawal.html", place, WholeNumberForm())


@bp.post("/found/<int:place>/withdrawal")
@public
def withdraw(place: int) -> ResponseReturnValue:
    """Give the places back for somebody who knows the whole telephone number and whom no mail reaches."""
    registration, form = _found_at(place), WholeNumberForm()
    if not _can_leave_here(registration):
        return redirect(url_for(".shown"), HTTPStatus.SEE_OTHER)
    if status := _refused(registration, form, admission.withdraw):
        return _number_page("lookup/withdrawal.html", place, form), status
    return redirect(url_for(".shown"), HTTPStatus.SEE_OTHER)


@bp.get("/found/<int:place>/acceptance")
@public
def confirm_acceptance(place: int) -> ResponseReturnValue:
    """Ask for the whole telephone number before an offered place is taken."""
    if not _can_accept_here(_found_at(place)):
        return redirect(url_for(".shown"), HTTPStatus.SEE_OTHER)
    return _number_page("lookup/acceptance.html", place, WholeNumberForm())


@bp.post("/found/<int:place>/acceptance")
@public
def accept(place: int) -> ResponseReturnValue:
    """Take the offered places for somebody who knows the whole telephone number and whom no mail reaches."""
    registration, form = _found_at(place), WholeNumberForm()
    if not _can_accept_here(registration):
        return redirect(url_for(".shown"), HTTPStatus.SEE_OTHER)
    if status := _refused(registration, form, services_offers.accept):
        return _number_page("lookup/acceptance.html", place, form), status
    return redirect(url_for(".shown"), HTTPStatus.SEE_OTHER)


@bp.get("/found/<int:place>/change")
@public
def edit(place: int) -> ResponseReturnValue:
    """Ask what is to change, and for the whole telephone number; what was said is not shown."""
    registration = _found_at(place)
    if not _can_change_here(registration):
        return redirect(url_for(".shown"), HTTPStatus.SEE_OTHER)
    return _change_page(place, ChangeByNumberForm(registration, now=clock.now()))


@bp.post("/found/<int:place>/change")
@public
def change(place: int) -> ResponseReturnValue:
    """Change it for somebody who knows the whole telephone number and whom no mail reaches."""
    registration = _found_at(place)
    if not _can_change_here(registration):
        return redirect(url_for(".shown"), HTTPStatus.SEE_OTHER)
    form = ChangeByNumberForm(registration, now=clock.now())

    def act(registration_id: int, *, actor: Actor, now: datetime) -> Registration:
        return services_changes.change(registration_id, form.to_change(), actor=actor, now=now)

    if status := _refused(registration, form, act):
        return _change_page(place, form), status
    return redirect(url_for(".shown", changed=1), HTTPStatus.SEE_OTHER)


@bp.post("/found/<int:place>/links")
@public
def send_links_again(place: int) -> ResponseReturnValue:
    """Mail the links to the stored address, which is not shown."""
    email = _found_at(place).email
    if not email:
        raise NotFound
    _count(Purpose.LINK)
    return _ask_for_links(email)


def _can_leave_here(registration: Registration) -> bool:
    can_leave = bool(standing_of(registration, now=clock.now()).leave)
    return can_leave and not services.needs_link(registration)


def _can_accept_here(registration: Registration) -> bool:
    return registration.offer_until is not None and not services.needs_link(registration)


def _can_change_here(registration: Registration) -> bool:
    can_change = standing_of(registration, now=clock.now()).can_change
    return can_change and not services.needs_link(registration)


def _refused(
    registration: Registration, form: WholeNumberForm | ChangeByNumberForm, act: Callable[..., Registration]
) -> HTTPStatus | None:
    """Do it for somebody who knows the whole telephone number; return None, or the status of the page that asks again.

    A wrong number is counted as a guess.
    """
    if not form.validate():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            is_known = services.is_known_to(registration, form.phone.data, now=clock.now())
            if is_known:
                act(registration.id, actor=current_actor(), now=clock.now())
        if not is_known:  # said outside of the transaction: the guess stays counted
            raise PhoneDiffers
    except DomainError as error:
        form.object_to(error)
        return error.status
    return None


def _number_page(template: str, place: int, form: WholeNumberForm) -> str:
    return render_template(template, form=form, number=place, **_shown_block(_found_at(place)))


def _change_page(place: int, form: ChangeByNumberForm) -> str:
    block = _shown_block(_found_at(place))
    return render_template("lookup/change.html", number=place, **change_block(form), **block)


def _own_page(number_form: BaseForm, link_form: BaseForm) -> str:
    wrong = link_form if link_form.errors else number_form
    return render_template("lookup/look_up.html", form=wrong, number_form=number_form, link_form=link_form)


def _count(purpose: Purpose) -> None:
    """Count an attempt for where it comes from, in a transaction of its own: a failed one counts too."""
    try:
        with transaction():
            attempts.require_within(purpose, attempts.source_of(request.remote_addr or ""), now=clock.now())
    except TooManyEntries as error:
        raise TooManyLookups from error


def _ask_for_links(email: str) -> ResponseReturnValue:
    with transaction():
        services.ask_for_links(email, current_locale(), now=clock.now())
    return redirect(url_for(".sent"), HTTPStatus.SEE_OTHER)


def _remember(ids: Sequence[int], *, now: datetime) -> None:
    if not ids:
        raise NothingFound
    session[_KEY] = [int((now + SHOWN_FOR).timestamp()), *ids]


def _found() -> list[Registration]:
    """Return what this browser found a short while ago, and nobody has forgotten since."""
    until, *ids = session.get(_KEY) or [0]
    if clock.now().timestamp() >= until:
        session.pop(_KEY, None)
        return []
    registrations = [db.session.get(Registration, one) for one in ids]
    return [one for one in registrations if one is not None and one.name]


def _found_at(place: int) -> Registration:
    return found(dict(enumerate(_found())).get(place))


def _shown_block(registration: Registration) -> dict[str, object]:
    needs_link = services.needs_link(registration)
    return {"needs_link": needs_link, **registration_block(registration, now=clock.now())}
