"""Registrations by what somebody knows who has lost the link; routes.py bounds how often they ask."""

from collections.abc import Sequence

from sqlalchemy import select

from eventsite.admission.models_registrations import Registration
from eventsite.admission.queries_roster import digits_of
from eventsite.core.db import db


def registrations_by_number(receipt: str, last_digits: str) -> Sequence[Registration]:
    """Return the registrations of this number whose telephone ends so; a number is given once in each call.

    One statement decides on both, so that its time does not tell which of the two was wrong.
    """
    ends_so = digits_of(Registration.phone).endswith(last_digits, autoescape=True)
    query = select(Registration).where(Registration.receipt == receipt, ends_so).order_by(Registration.id)
    return db.session.scalars(query).all()


def registrations_by_email(email: str) -> Sequence[Registration]:
    """Return the registrations made with a mail address, newest first, whether or not its letters are small."""
    spelled = Registration.email.in_({email, email.lower()})
    return db.session.scalars(select(Registration).where(spelled).order_by(Registration.id.desc())).all()
