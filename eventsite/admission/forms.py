"""What a party fills in when it registers: the same questions on the public page and at the desk."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import Label
from wtforms.csrf.core import CSRFTokenField
from wtforms.validators import StopValidation, ValidationError

from eventsite.admission.models import Call, Channel, Slot
from eventsite.admission.services import Entry
from eventsite.core import tokens
from eventsite.core.fields import (
    ChoiceCards,
    CountField,
    EmailField,
    HiddenTextField,
    KanaField,
    LongTextField,
    NameField,
    PhoneField,
)
from eventsite.core.forms import BaseForm, Required
from eventsite.core.text import InvalidText
from eventsite.i18n import current_locale, lazy
from eventsite.i18n.numbers import people_text

CARDS_UP_TO = 6
_KEY = re.compile(r"[a-z0-9]{27}")
CHANNELS = {
    Channel.PHONE: "電話",
    Channel.DESK: "窓口",
    Channel.FAX: "FAX",
    Channel.POSTCARD: "はがき",
    Channel.WEB: "ホームページ",
}


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


class RegistrationForm(BaseForm):
    """Who comes, how many, and how to reach them. Shown for one call; what it does not ask is not there."""

    slot = ChoiceCards(lazy("admission.slot"), [Required()])
    name = NameField(validators=[Required()])
    name_kana = KanaField(validators=[Required()])
    phone = PhoneField(validators=[Required()])
    email = EmailField()
    party_size = PartySizeField(lazy("field.party_size"), [Required()], default=1)
    companions = CompanionsField(lazy("admission.companions"), default=())
    key = SubmissionKeyField(default=tokens.capability)

    def __init__(self, call: Call, slots: Sequence[Slot], names: Sequence[str], **kwargs: Any) -> None:
        """Ask for one of these slots, called by these names."""
        if len(slots) == 1:
            kwargs["slot"] = slots[0].code
        super().__init__(**kwargs)
        self.slots = {slot.code: slot for slot in slots}
        self.slot.choices = dict(zip(self.slots, names, strict=True))
        self.party_size.party_max = call.party_max
        if call.party_max == 1:
            del self.party_size
        if call.party_max == 1 or not call.asks_companion_names:
            del self.companions

    def validate_companions(self, field: CompanionsField) -> None:
        """Refuse fewer or more names than people who come along."""
        people = self.party_size.data
        if people and len(field.data) != people - 1:
            raise ValidationError(lazy("error.companions_count", people=people_text(people - 1, current_locale())))

    @property
    def chosen_slot(self) -> Slot:
        """Return the slot that was chosen in a valid form."""
        return self.slots[self.slot.data]

    @property
    def people(self) -> int:
        """Return how many come, in a valid form."""
        return self.party_size.data if self.party_size else 1

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Return every field with what was typed, to be carried to the next page and back."""
        return [
            (field.name, field.data if field is self.key else next(iter(field.raw_data or [""])))
            for field in self
            if not isinstance(field, CSRFTokenField)
        ]

    def to_entry(self, channel: Channel = Channel.WEB) -> Entry:
        """Return what a valid form says."""
        return Entry(
            name=self.name.data,
            name_kana=self.name_kana.data,
            phone=self.phone.data,
            channel=channel,
            party_size=self.people,
            email=self.email.data or "",
            companions=self.companions.data if self.companions else (),
            locale=current_locale(),
            submission_key=self.key.data,
        )


class DeskForm(RegistrationForm):
    """The same questions, asked by staff on the telephone, at the counter, or read from paper."""

    channel = ChoiceCards(
        "経路",
        [Required()],
        choices={one.value: word for one, word in CHANNELS.items() if one is not Channel.WEB},
        default=Channel.PHONE.value,
    )
