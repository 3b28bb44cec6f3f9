"""How large the reader wants the letters: kept in a cookie, set without JavaScript."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from eventsite.accounts.access import public
from eventsite.core.fields import ChoiceCards
from eventsite.core.forms import BaseForm
from eventsite.core.settings import settings
from eventsite.i18n import lazy
from eventsite.ops.context import TEXT_SIZE_COOKIE, TEXT_SIZES, text_size

KEPT_FOR = timedelta(days=365)

bp = Blueprint("display", __name__)


class DisplayForm(BaseForm):
    """The one question of the page."""

    size: RadioField = ChoiceCards(
        lazy("frame.text_size"), choices=[SelectChoice(size, lazy(f"frame.text_size_{size}")) for size in TEXT_SIZES]
    )


@bp.route("/display", methods=["GET", "POST"])
@public
def display() -> ResponseReturnValue:
    """Show the choice of letter sizes; keep what is chosen and show the page in it."""
    form = DisplayForm(size=text_size(request))
    if not form.validate_on_submit():
        return render_template("display.html", form=form), 422 if form.errors else 200
    response = redirect(url_for(".display"), code=303)
    response.set_cookie(
        TEXT_SIZE_COOKIE,
        form.size.data,
        max_age=KEPT_FOR,
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return response
