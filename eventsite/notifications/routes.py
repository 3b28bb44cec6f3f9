"""The trial inbox: where mails are read while the site is only tried out, and nowhere else."""

from pathlib import Path

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from eventsite.accounts.access import public
from eventsite.core.errors import NotFound
from eventsite.core.settings import settings
from eventsite.notifications.mailbox import mail_folder, mail_named, newest

SHOWN = 100

bp = Blueprint("notifications", __name__)


@bp.get("/demo/mails")
@public
def inbox() -> ResponseReturnValue:
    """List the newest mails."""
    return render_template("notifications/inbox.html", mails=newest(_folder(), SHOWN), shown=SHOWN)


@bp.get("/demo/mails/<name>")
@public
def mail(name: str) -> ResponseReturnValue:
    """Show one mail."""
    return render_template("notifications/mail.html", mail=mail_named(_folder(), name))


@bp.get("/demo/mails/<name>/attachments/<int:position>")
@public
def attachment(name: str, position: int) -> ResponseReturnValue:
    """Give one attachment to be saved."""
    attachments = mail_named(_folder(), name).attachments
    if position >= len(attachments):
        raise NotFound
    wanted = attachments[position]
    answer = Response(wanted.content, mimetype=wanted.content_type)
    answer.headers.set("Content-Disposition", "attachment", filename=wanted.filename)
    return answer


def _folder() -> Path:
    """Return the folder of mails. Raises NotFound unless this is a trial: elsewhere mails are nobody's to read."""
    site = settings()
    if not site.demo or site.smtp is not None:
        raise NotFound
    return mail_folder(site)
