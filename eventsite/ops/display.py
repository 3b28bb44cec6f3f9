"""How the reader wants to read, letters and furigana: kept in cookies, set without JavaScript."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from eventsite.accounts.access import public
from eventsite.core.fields import ChoiceCards
from eventsite.core.forms import BaseForm
from eventsite.core.settings import settings
from eventsite.i18n import current_locale, lazy, wants_furigana
from eventsite.ops.context import FURIGANA_COOKIES, OFF, ON, TEXT_SIZE_COOKIE, TEXT_SIZES, text_size

KEPT_FOR = timedelta(days=365)

bp = Blueprint("display", __name__)


class DisplayForm(BaseForm):
    """The questions of the page; English has no furigana."""

    size: RadioField = ChoiceCards(
        lazy("frame.text_size"), choices=[SelectChoice(size, lazy(f"frame.text_size_{size}")) for size in TEXT_SIZES]
    )
    furigana: RadioField | None = ChoiceCards(
        lazy("frame.furigana"),
        choices=[SelectChoice(ON, lazy("frame.furigana_on")), SelectChoice(OFF, lazy("frame.furigana_off"))],
    )


@bp.route("/display", methods=["GET", "POST"])
@public
def display() -> ResponseReturnValue:
    """Show what can be chosen; keep what is chosen and show the page that way."""
    form = DisplayForm(size=text_size(request), furigana=ON if wants_furigana() else OFF)
    cookie = FURIGANA_COOKIES.get(current_locale())
    if cookie is None:
        del form.furigana
    if not form.validate_on_submit():
        return render_template("display.html", form=form), 422 if form.errors else 200
    response = redirect(url_for(".display"), code=303)
    _keep(response, TEXT_SIZE_COOKIE, form.size.data)
    if cookie and form.furigana:
        _keep(response, cookie, form.furigana.data)
    return response


def _keep(response: Response, name: str, value: str | None) -> None:
    """Keep a choice; what was not sent stays as it is."""
    if value:
        response.set_cookie(
            name, value, max_age=KEPT_FOR, secure=settings().secure_cookies, httponly=True, samesite="Lax"
        )
