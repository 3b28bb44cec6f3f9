"""Shared form fields: each takes what people type, in any width and spelling, and shows it again as typed.

``data`` is the value read (or None); a value that cannot be read leaves a sentence at the field. Labels are
catalog keys through ``lazy("field.name")`` on public pages and plain Japanese on staff pages.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any, ClassVar

from wtforms import RadioField, StringField
from wtforms.validators import StopValidation
from wtforms.widgets import EmailInput, HiddenInput, PasswordInput, TelInput, TextArea, TextInput

from eventsite.core.contact import email_address, format_phone, phone_digits
from eventsite.core.text import InvalidText, is_unusable, kana, normalise, without_unusable
from eventsite.core.typed import LARGEST, parse_count, parse_date, parse_time, parse_yen
from eventsite.i18n import Phrase, lazy

Label = Phrase | str
Validators = Sequence[Callable[..., None]]
EARLIEST_YEAR = 1873  # the solar calendar
LATEST_YEAR = 2199


class TextField(StringField):
    """A line of text, stored normalised, at most ``max_length`` characters."""

    widget = TextInput()
    required_key = "error.required"
    max_length = 200
    data: Any  # what ``read`` returned: its type is the field's own
    default_label: str | None = None
    attributes: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self,
        label: Label | None = None,
        validators: Validators = (),
        *,
        max_length: int | None = None,
        render_kw: Mapping[str, object] | None = None,
        **kwargs: Any,
    ) -> None:
        if label is None and self.default_label is not None:
            label = lazy(self.default_label)
        super().__init__(label, validators, render_kw={**self.attributes, **(render_kw or {})}, **kwargs)
        self.max_length = max_length or self.max_length

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; WTForms takes the ValueError for the field's message."""
        typed = valuelist[0] if valuelist else ""
        self.data = None
        try:
            value = self.read(self._checked(typed))
            self.data = self._fitting(value) if isinstance(value, str) else value  # ㌖ is read as six letters
        except InvalidText as error:
            raise ValueError(lazy(f"error.{error.code}", **error.values)) from error

    def read(self, text: str) -> object:
        """Return the value of a normalised text, which may be empty. Raises InvalidText."""
        return text

    def show(self, value: object) -> str:
        """Return a stored value as it stands in the field at first."""
        return str(value)

    def pre_validate(self, form: object) -> None:
        """Skip the validators where there is no value to look at."""
        del form
        if self.process_errors:
            raise StopValidation

    def _value(self) -> str:
        if self.raw_data:
            return without_unusable(str(self.raw_data[0]))
        return "" if self.data is None else self.show(self.data)

    def _checked(self, typed: str) -> str:
        if is_unusable(typed):
            raise InvalidText("unusable_character")
        return self._fitting(self._normalised(typed))

    def _normalised(self, typed: str) -> str:
        """Return what is stored of a text: one line, for it may stand in a mail's subject."""
        return normalise(typed).replace("\n", " ")

    def _fitting(self, text: str) -> str:
        if len(text) > self.max_length:
            raise InvalidText("too_long", maximum=self.max_length)
        return text


class LongTextField(TextField):
    """Several lines of text."""

    widget = TextArea()
    max_length = 4000

    def _normalised(self, typed: str) -> str:
        return normalise(typed)


class HiddenTextField(TextField):
    """A token that travels with the form."""

    widget = HiddenInput()


class SecretField(TextField):
    """A password: taken as typed, spaces included, and never shown again."""

    widget = PasswordInput()
    required_key = "error.required_password"

    def _checked(self, typed: str) -> str:
        if is_unusable(typed):
            raise InvalidText("unusable_character")
        return self._fitting(typed)

    def _value(self) -> str:
        return ""


class ParsedField(TextField):
    """A text that stands for something else; empty is None."""

    def read(self, text: str) -> object:
        """Return the value of the text, None if it is empty. Raises InvalidText."""
        return self.parse(text) if text else None

    def parse(self, text: str) -> object:
        """Return the value of a text that is not empty. Raises InvalidText."""
        raise NotImplementedError


class NameField(TextField):
    """A person's name in one field, letters exactly as written."""

    required_key = "error.required_name"
    max_length = 100
    default_label = "field.name"
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "name"}


class KanaField(ParsedField):
    """The reading of a name: hiragana, katakana or half-width katakana, stored as hiragana."""

    required_key = "error.required_name_kana"
    max_length = 100
    default_label = "field.name_kana"

    def parse(self, text: str) -> str:
        """Return the reading in hiragana. Raises InvalidText."""
        reading = kana(text)
        if reading is None:
            raise InvalidText("kana_letters")
        return reading


class PhoneField(ParsedField):
    """A telephone number of 10 or 11 digits, stored with hyphens."""

    widget = TelInput()
    required_key = "error.required_phone"
    max_length = 30
    default_label = "field.phone"
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "tel"}

    def parse(self, text: str) -> str:
        """Return the number with hyphens. Raises InvalidText."""
        phone_digits(text)
        return format_phone(text)


class EmailField(ParsedField):
    """An e-mail address."""

    widget = EmailInput()
    required_key = "error.required_email"
    max_length = 254
    default_label = "field.email"
    attributes: ClassVar[Mapping[str, str]] = {"autocomplete": "email"}

    def parse(self, text: str) -> str:
        """Return the address. Raises InvalidText."""
        return email_address(text)


class LocalDateField(ParsedField):
    """A day, typed in any usual way, or picked where staff get ``widget=DateInput()``; years 1873 to 2199."""

    required_key = "error.required_date"

    def parse(self, text: str) -> date:
        """Return the day. Raises InvalidText."""
        day = parse_date(text)
        if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise InvalidText("date_not_in_calendar")
        return day


class LocalTimeField(ParsedField):
    """A time of day, typed in any usual way, or picked where staff get ``widget=TimeInput()``."""

    required_key = "error.required_time"

    def parse(self, text: str) -> time:
        """Return the time. Raises InvalidText."""
        return parse_time(text)

    def show(self, value: object) -> str:
        """Return the time as 10:00."""
        return f"{value:%H:%M}" if isinstance(value, time) else str(value)


class CountField(ParsedField):
    """A whole number within bounds, both included."""

    attributes: ClassVar[Mapping[str, str]] = {"inputmode": "numeric", "autocomplete": "off"}

    def __init__(
        self,
        label: Label | None = None,
        validators: Validators = (),
        *,
        minimum: int = 0,
        maximum: int = 9999,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.minimum = minimum
        self.maximum = min(maximum, LARGEST - 1)

    def parse(self, text: str) -> int:
        """Return the number. Raises InvalidText."""
        number = self.number(text)
        if not self.minimum <= number <= self.maximum:
            raise InvalidText("count_out_of_bounds", minimum=self.minimum, maximum=self.maximum)
        return number

    def number(self, text: str) -> int:
        """Return the number, within bounds or not. Raises InvalidText."""
        return parse_count(text)


class YenField(CountField):
    """An amount in yen; 無料 is 0."""

    def __init__(
        self,
        label: Label | None = None,
        validators: Validators = (),
        *,
        maximum: int = 1_000_000,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, maximum=maximum, **kwargs)

    def number(self, text: str) -> int:
        """Return the amount, within bounds or not. Raises InvalidText."""
        return parse_yen(text)


class ChoiceCards(RadioField):
    """One of a few answers, each shown as a card; labels are phrases or plain text."""

    required_key = "error.required_choice"

    def pre_validate(self, form: object) -> None:
        """Leave an empty answer to Required; refuse one that was not offered."""
        if self.data is not None:
            super().pre_validate(form)
