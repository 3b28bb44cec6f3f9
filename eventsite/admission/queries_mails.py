"""What became of the mails about a registration."""

from eventsite.admission.models_registrations import Registration
from eventsite.notifications import queries as mails


def is_undelivered(registration: Registration) -> bool:
    """Return whether a mail about it has reached nobody at the address that it has now."""
    return mails.is_undelivered(Registration.__tablename__, registration.id, registration.email)
