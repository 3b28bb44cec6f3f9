"""The rows of the form of a call's further rules: openings for some before others, and places kept for a counter."""

from datetime import datetime

from wtforms import SelectField
from wtforms.widgets import DateInput, TimeInput

from eventsite.admission.terms import OpeningTerms, Reserves
from eventsite.admission.vocabulary import Channel, Counter, Residence
from eventsite.admission.words import COUNTERS
from eventsite.calls.forms_moments import instant, is_whole
from eventsite.calls.forms_terms_parts import RESIDENCES
from eventsite.calls.plans import SlotPlan
from eventsite.core.fields import CountField, HiddenTextField, LocalDateField, LocalTimeField
from eventsite.core.forms import PartForm, by_value, refuse, typed

EVERY_WAY = ""
WAYS = {
    EVERY_WAY: "どの方法でも",
    Channel.WEB.value: "ホームページ",
    Channel.PHONE.value: "電話",
    Channel.DESK.value: "窓口",
    Channel.FAX.value: "FAX",
    Channel.POSTCARD.value: "はがき",
    Channel.WALK_IN.value: "当日の受付",
    Channel.IMPORT.value: "別の申し込みフォーム（取り込み）",
}


class OpeningRowForm(PartForm):
    """One opening. A row without a beginning that says nothing else does not count."""

    residence = SelectField("だれが", choices=by_value(RESIDENCES), default=Residence.ANYWHERE.value)
    channel = SelectField("どうやって", choices=WAYS, default=EVERY_WAY)
    opens_on = LocalDateField("いつから", widget=DateInput())
    opens_time = LocalTimeField("時刻", widget=TimeInput())
    closes_on = LocalDateField("いつまで", widget=DateInput())
    closes_time = LocalTimeField("時刻", widget=TimeInput())

    @property
    def is_blank(self) -> bool:
        """Return whether no instant is typed: whom and how alone say nothing."""
        return not any(typed(one) or one.data for one in self._moments())

    def _moments(self) -> tuple[LocalDateField | LocalTimeField, ...]:
        return (self.opens_on, self.opens_time, self.closes_on, self.closes_time)

    def check(self, call_closes_at: datetime | None) -> bool:
        """Check that the opening begins before it ends, by itself or with the call."""
        if not all([is_whole(self.opens_on, self.opens_time), is_whole(self.closes_on, self.closes_time)]):
            return False
        opens_at = instant(self.opens_on, self.opens_time)
        if not opens_at:
            return refuse(self.opens_on, "いつからかを入力してください")
        closes_at = instant(self.closes_on, self.closes_time)
        if closes_at and closes_at <= opens_at:
            return refuse(self.closes_on, "終わりは、始まりより後にしてください")
        before_all_end = not call_closes_at or opens_at < call_closes_at
        return before_all_end or refuse(self.opens_on, "募集の受付の終わりより前にしてください")

    def to_terms(self) -> OpeningTerms:
        """Return what a valid row says."""
        opens_at = instant(self.opens_on, self.opens_time)
        assert opens_at is not None, "a checked row has a beginning"
        return OpeningTerms(
            residence=Residence(self.residence.data),
            channel=Channel(self.channel.data) if self.channel.data else None,
            opens_at=opens_at,
            closes_at=instant(self.closes_on, self.closes_time),
        )


class KeptRowForm(PartForm):
    """What one slot keeps for each counter."""

    code = HiddenTextField("")
    web = CountField(COUNTERS[Counter.WEB])
    phone_and_desk = CountField(COUNTERS[Counter.PHONE_AND_DESK])
    paper = CountField(COUNTERS[Counter.PAPER])

    def reserves(self) -> Reserves:
        """Return how many places are kept for whom; none for a counter for which nothing is."""
        kept = ((Counter.WEB, self.web), (Counter.PHONE_AND_DESK, self.phone_and_desk), (Counter.PAPER, self.paper))
        return tuple((counter, field.data) for counter, field in kept if field.data)

    def check(self, capacities: dict[str, int]) -> bool:
        """Check that no more is kept than there is; a slot without limit has nothing to keep."""
        kept = sum(places for _, places in self.reserves())
        fits = kept <= capacities.get(self.code.data, 0)
        return fits or refuse(self.web, "取っておく席は、合わせて定員までにしてください")

    def change(self, plan: SlotPlan) -> SlotPlan:
        """Return the slot with what a valid row says."""
        return SlotPlan(**{**vars(plan), "reserves": self.reserves()})
