"""Why a look-up finds nothing, or is refused."""

from http import HTTPStatus

from eventsite.core.errors import DomainError


class TooManyLookups(DomainError):
    """More look-ups within the hour than somebody makes who knows the number."""

    code = "too_many_lookups"
    status = HTTPStatus.TOO_MANY_REQUESTS


class TooManyGuesses(DomainError):
    """Too many wrong telephone numbers were tried for this receipt number today, whether or not anybody has it."""

    code = "too_many_guesses"
    status = HTTPStatus.TOO_MANY_REQUESTS


class NothingFound(DomainError):
    """Number and telephone do not belong to one registration; which of them is wrong is not said."""

    code = "nothing_found"


class ChangeWrong(DomainError):
    """What was typed does not fit what was said before; where no field says why, only staff can help."""

    code = "change_wrong"


class PhoneDiffers(DomainError):
    """The whole telephone number is not the registration's."""

    code = "phone_differs"
