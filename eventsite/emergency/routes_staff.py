"""The urgent notice above every page: put up and taken down by administrators."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.permissions import Permission
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.emergency import queries, services
from eventsite.emergency.forms import NoticeForm

bp = Blueprint("emergency", __name__, url_prefix="/staff/emergency")


@bp.get("")
@requires(Permission.EMERGENCY_SET)
def edit() -> ResponseReturnValue:
    """Show what stands there, to change it."""
    form, notice = NoticeForm(), queries.stored()
    if notice is not None:
        form.show(notice)
    return _page(form)


@bp.post("")
@requires(Permission.EMERGENCY_SET)
def put_up() -> ResponseReturnValue:
    """Show the notice above every page."""
    form = NoticeForm()
    if not form.validate():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        services.put_up(form.to_wording(), actor=current_actor(), now=clock.now())
    flash("すべてのページに表示しました。")
    return redirect(url_for(".edit"), HTTPStatus.SEE_OTHER)


@bp.post("/end")
@requires(Permission.EMERGENCY_SET)
def take_down() -> ResponseReturnValue:
    """Show nothing any more."""
    with transaction():
        services.take_down(actor=current_actor(), now=clock.now())
    flash("表示をやめました。")
    return redirect(url_for(".edit"), HTTPStatus.SEE_OTHER)


def _page(form: NoticeForm) -> str:
    notice = queries.stored()
    return render_template(
        "emergency/staff_notice.html", form=form, notice=notice, is_over=bool(notice and clock.now() >= notice.until)
    )
