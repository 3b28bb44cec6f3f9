"""The page of an event's series and of the mails that go out by themselves; its address stands in routes_staff.py."""

from http import HTTPStatus

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from eventsite.accounts.access import current_actor, requires
from eventsite.accounts.permissions import Permission
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.core.fields import CountField, TextField
from eventsite.core.forms import BaseForm
from eventsite.events.models import Event
from eventsite.events.queries import event_by_code
from eventsite.events.services_series import series_of, set_series

EARLIEST_REMINDER = 14  # days


class SeriesForm(BaseForm):
    """To which series an event belongs, and when its people get mails."""

    series = TextField("シリーズの名前", max_length=100)
    reminder_days = CountField("何日前に知らせるか", maximum=EARLIEST_REMINDER)
    thanks = BooleanField("終わったあとに、お礼と1つの質問を送る")


@requires(Permission.EVENT_WRITE, of=event_by_code)
def edit_series(event: Event) -> ResponseReturnValue:
    """Ask for the series and the mails; saved ones lead to the event's overview."""
    g.staff_center = event.center
    stored = {
        "series": event.series.name if event.series else "",
        "reminder_days": event.reminder_days,
        "thanks": event.thanks,
    }
    form, event_id = SeriesForm(data=stored), event.id
    overview, names = url_for("desk.event", code=event.code), series_of(event.center_id)
    if form.validate_on_submit():
        with transaction():
            set_series(
                event_id,
                form.series.data,
                reminder_days=form.reminder_days.data,
                thanks=form.thanks.data,
                actor=current_actor(),
                now=clock.now(),
            )
        flash("保存しました。")
        return redirect(overview, HTTPStatus.SEE_OTHER)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_template("admission/staff_series.html", form=form, event=event, names=names), status
