"""Why a table is not taken in after all."""

from http import HTTPStatus

from eventsite.core.errors import DomainError


class ImportChanged(DomainError):
    """Something else would become of the rows of a table than staff were shown; only staff are told."""

    code = "import_changed"
    status = HTTPStatus.CONFLICT
