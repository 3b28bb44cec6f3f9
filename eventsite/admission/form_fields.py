"""Fields that only registration has: how many come, who comes along, and the key of the submission."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wtforms import Label
from wtforms.validators import StopValidation

from eventsite.core import tokens
from eventsite.core.fields import CountField, HiddenTextField, LongTextField
from eventsite.core.text import InvalidText
from eventsite.i18n import current_locale, lazy
from eventsite.i18n.numbers import people_text

CARDS_UP_TO = 6
OLDEST = 130  # years
_KEY = re.compile(r"[a-z0-9]{27}")


@dataclass(frozen=True)
class SizeCard:
    """One of the few answers to how many come, as the radio cards want it."""

    data: int
    id: str
    label: Label
    checked: bool

    def _value(self) -> str:
        return str(self.data)


class PartySizeField(CountField):
    """How many people come, the registrant included: cards while they are few, a number beyond."""

    party_max = 1

    @property
    def is_group(self) -> bool:
        """Return whether it is shown as cards."""
        return self.party_max <= CARDS_UP_TO

    @property
    def people(self) -> int:
        """Return how many come, 1 until that is known."""
        return self.data if self.data is not None and 1 <= self.data <= self.party_max else 1

    def parse(self, text: str) -> int:
        """Return the number; whether so many may come is asked later, when the call is known."""
        return self.number(text)

    def pre_validate(self, form: object) -> None:
        """Refuse nobody and more than the call allows."""
        super().pre_validate(form)
        if self.data is not None and not 1 <= self.data <= self.party_max:
            raise StopValidation(lazy("error.party_too_large", party_max=self.party_max))

    def __iter__(self) -> Iterator[SizeCard]:
        for size in range(1, self.party_max + 1):
            card_id = f"{self.id}-{size - 1}"
            label = Label(card_id, people_text(size, current_locale()))
            yield SizeCard(size, card_id, label, checked=self._value() == str(size))


class CompanionsField(LongTextField):
    """The names of those who come along, one a line: needs no script, however many they are."""

    max_length = 3000
    name_max = 100

    def read(self, text: str) -> tuple[str, ...]:
        """Return the names. Raises InvalidText for one that is too long."""
        names = tuple(name.strip() for name in text.split("\n") if name.strip())
        if any(len(name) > self.name_max for name in names):
            raise InvalidText("too_long", maximum=self.name_max)
        return names

    def show(self, value: object) -> str:
        """Return the names one a line."""
        return "\n".join(value) if isinstance(value, tuple) else str(value)


class SubmissionKeyField(HiddenTextField):
    """Drawn when the form is first shown and carried through its pages: sending it again changes nothing."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the key that came back; a missing or mangled one is replaced."""
        typed = valuelist[0] if valuelist else ""
        self.data = typed if _KEY.fullmatch(typed) else tokens.capability()

    def _value(self) -> str:
        return str(self.data)
