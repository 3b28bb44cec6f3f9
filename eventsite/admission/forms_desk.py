"""The registration form as staff fill it in: on the telephone, at the counter, or from paper."""

from wtforms import BooleanField

from eventsite.admission.form_pages import PageName
from eventsite.admission.forms import RegistrationForm
from eventsite.admission.vocabulary import COUNTERS, Channel
from eventsite.admission.words import CHANNELS
from eventsite.core.fields import ChoiceCards
from eventsite.core.forms import Required

# How somebody reaches a desk, by the channel's value.
WAYS = {one.value: word for one, word in CHANNELS.items() if one not in (Channel.WEB, Channel.IMPORT)}
DESK_COUNTERS = frozenset(COUNTERS[Channel(one)] for one in WAYS)


class DeskForm(RegistrationForm):
    """The same questions, asked by staff on the telephone, at the counter, or read from paper."""

    channel = ChoiceCards(
        "経路",
        [Required()],
        choices=WAYS,
        default=Channel.PHONE.value,
    )
    despite = BooleanField("確かめました。別の申し込みとして登録します")
    never_carried = frozenset({"despite"})

    @property
    def known_pages(self) -> int:
        """Return how many pages are known before anything is said: they stand on one screen."""
        unknown = {PageName.MORE, *([PageName.PEOPLE] if self.party_size else [])}
        return len([page for page in self.pages if page.name not in unknown])
