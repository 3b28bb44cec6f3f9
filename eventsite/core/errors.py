"""Errors that a person can act on: each has a stable code that is also the key of its sentence."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeVar

from eventsite.i18n import t

T = TypeVar("T")


class DomainError(Exception):
    """A rule of the product says no.

    ``code`` names the sentence (catalog key ``error.<code>``) and the error in machine-readable answers;
    ``values`` fill its placeholders and never hold personal data.
    """

    code = "refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, **values: object) -> None:
        super().__init__(self.code)
        self.values: Mapping[str, object] = values

    @property
    def key(self) -> str:
        """Return the catalog key of the sentence."""
        return f"error.{self.code}"

    @property
    def sentence(self) -> str:
        """Return what went wrong, in the reader's language."""
        return t(self.key, **self.values)


class NotFound(DomainError):
    """There is no such thing, or none that this person may know of: the two look alike."""

    code = "not_found"
    status = HTTPStatus.NOT_FOUND


def found(thing: T | None) -> T:
    """Return the thing, or raise NotFound where there is none."""
    if thing is None:
        raise NotFound
    return thing
