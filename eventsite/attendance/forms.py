"""What the door and the head count send."""

from collections.abc import Mapping
from itertools import islice
from typing import TypeVar

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from eventsite.attendance.models import AgeBand, Side, Source
from eventsite.attendance.words import BANDS, SIDES
from eventsite.core.fields import CountField, HiddenTextField, TextField
from eventsite.core.forms import BaseForm, Required
from eventsite.core.typed import LARGEST, as_id

NONCE_LENGTH = 40  # what is added to it must fit the column, too
LARGEST_CROWD = 200_000
MOST_AT_ONCE = 500  # people ticked: their check-ins are one transaction, for which the other doors wait
_SCANNED = (Source.SCAN, Source.NUMBER, Source.NAME)


Value = TypeVar("Value", bound=str)


def choices(words: Mapping[Value, str]) -> list[SelectChoice]:
    """Return what can be chosen, with its words."""
    return [SelectChoice(str(value), label) for value, label in words.items()]


class _Once(BaseForm):
    """A form that is done once, however often it is sent."""

    nonce = HiddenTextField(validators=[Required("error.form_expired")], max_length=NONCE_LENGTH)


class PageForm(_Once):
    """A button that takes something back."""


class DoorForm(_Once):
    """One input for the scanner, a receipt number or a name; or the people ticked."""

    who = TextField("参加票のQR・受付番号・お名前", max_length=100)
    participant = SelectMultipleField("受付する方", validate_choice=False)
    via = HiddenTextField(max_length=10)

    @property
    def participants(self) -> list[int]:
        """Return the ids of the people ticked, each once (a button may name several); what is no id is left out."""
        ids = (as_id(one) for value in self.participant.data or [] for one in value.split())
        return list(islice(dict.fromkeys(one for one in ids if one), MOST_AT_ONCE))

    @property
    def source(self) -> Source:
        """Return how the people were found."""
        return next((source for source in _SCANNED if source.value == self.via.data), Source.NAME)


class WalkInForm(_Once):
    """People who come without registration."""

    people = CountField("人数", [Required()], minimum=1, maximum=500)
    band = RadioField("年代", choices=choices(BANDS), default=AgeBand.UNKNOWN.value)
    slot = SelectField("枠")


class TallyForm(_Once):
    """People counted without names."""

    people = CountField("人数", [Required()], minimum=1, maximum=LARGEST_CROWD)
    band = RadioField("年代", choices=choices(BANDS), default=AgeBand.UNKNOWN.value)
    side = RadioField("どちらの人数", choices=choices(SIDES), default=Side.RESIDENT.value)
    slot = SelectField("プログラム")
    is_estimate = BooleanField("およその人数（約）")


class CloseForm(BaseForm):
    """The total that the person who closes was shown."""

    seen = CountField("参加した人数", [Required()], maximum=LARGEST)
