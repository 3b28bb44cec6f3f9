"""What one types to find a registration without its link."""

from eventsite.admission import receipts
from eventsite.core.errors import DomainError
from eventsite.core.fields import EmailField, ParsedField, PhoneField
from eventsite.core.forms import BaseForm, Required
from eventsite.core.settings import settings
from eventsite.core.text import InvalidText, digits
from eventsite.i18n import lazy

_LAST = 4  # digits of the telephone number


class ReceiptField(ParsedField):
    """A receipt number, with or without its letters."""

    max_length = 30

    def parse(self, text: str) -> str:
        """Return the number as it is stored. Raises InvalidText."""
        number = receipts.read(text, settings().city.receipt_prefix)
        if number is None:
            raise InvalidText("receipt_unreadable")
        return number


class LastDigitsField(ParsedField):
    """The last four digits of a telephone number."""

    max_length = 30

    def parse(self, text: str) -> str:
        """Return the digits. Raises InvalidText."""
        typed = digits(text)
        if len(typed) != _LAST or not (typed.isascii() and typed.isdigit()):
            raise InvalidText("last_digits")
        return typed


class NumberForm(BaseForm):
    """The receipt number, and four digits that are no secret but keep others from looking by accident."""

    number = ReceiptField(lazy("own.number"), [Required()])
    last_digits = LastDigitsField(lazy("own.last_digits"), [Required()])


class WholeNumberForm(BaseForm):
    """The whole telephone number, of which the look-up asked four digits."""

    phone = PhoneField(validators=[Required()])

    def object_to(self, error: DomainError) -> None:
        """Say at the number why nothing was done."""
        self.refuse(error, "phone")


class LinkForm(BaseForm):
    """Where to send the links."""

    email = EmailField(validators=[Required()])
