"""The form with which an event is posted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wtforms import FormField, SelectField, SelectMultipleField, ValidationError

from eventsite.core.fields import (
    ChoiceCards,
    HiddenTextField,
    LongTextField,
    PhoneField,
    TextField,
    YenField,
)
from eventsite.core.forms import BaseForm, Required, Rows, refuse
from eventsite.desk import form_rows
from eventsite.desk.form_rows import DateRowForm, RepeatForm
from eventsite.events.details import Contact, EventDetails, Place
from eventsite.events.models import EventKind, Offer, Visibility, WeatherRule
from eventsite.events.recurrence import MAX_DATES
from eventsite.events.targets import Target
from eventsite.events.words import KINDS, OFFERS, TARGETS, VISIBILITIES, WEATHER_RULES

NEW, KEEP, OWN = "new", "keep", "own"
FREE, YEN, NOTE = "free", "yen", "note"
FEES = {FREE: "無料", YEN: "金額を決める", NOTE: "説明で書く"}
DESCRIPTION_MAX = 10_000
NAMES_MAX = 20
_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NAME_SEPARATORS = re.compile(r"[、\n]")
UNDECIDED, ELSEWHERE = "まだ決まっていない", "別の場所（下に書く）"
Choices = Mapping[str, str]  # value to words


@dataclass(frozen=True)
class FormChoices:
    """What depends on the center and the day: its places, its telephone lines, the city's indicators."""

    venues: Choices
    lines: Choices
    indicators: Choices


class PlaceMixin:
    """The choice of a place: a stored one, or a new one by its name."""

    venue: SelectField
    place_name: TextField
    place_address: TextField

    def check_place(self) -> bool:
        """Check that one place is meant, not two and not half a one."""
        named, choice = bool(self.place_name.data), self.venue.data
        if choice == NEW and not named:
            return refuse(self.place_name, "場所の名前を入力してください")
        if choice not in (NEW, "") and named:
            return refuse(self.place_name, "場所が2つあります。上で「別の場所」を選ぶか、この欄を空にしてください")
        return True

    def to_place(self) -> Place:
        """Return the place of a valid form."""
        choice = self.venue.data or ""
        if choice == KEEP:
            return Place(keeps=True)
        if choice.isdigit():
            return Place(int(choice))
        return Place(name=self.place_name.data or "", address=self.place_address.data or "")


class EventForm(PlaceMixin, BaseForm):
    """Everything about an event, in the order in which the public page shows it."""

    title = TextField("題名", [Required()], max_length=100)
    title_kana = TextField("題名のふりがな", max_length=200)
    kind = SelectField(
        "種類",
        [Required()],
        default="",
        choices={"": "選んでください", **{one.value: word for one, word in KINDS.items()}},
    )
    dates = Rows(FormField(DateRowForm), "日時", max_entries=MAX_DATES)
    repeat = FormField(RepeatForm, "くり返し")
    venue = SelectField("場所", default="")
    place_name = TextField("別の場所の名前", max_length=100)
    place_address = TextField("別の場所の住所", max_length=200)
    meeting_place = TextField("集合場所", max_length=200)
    audience = TextField("対象", max_length=200)
    targets = SelectMultipleField("この方たちのための催し", choices={one.value: word for one, word in TARGETS.items()})
    fee = ChoiceCards("参加費", choices=FEES, default=FREE)
    fee_yen = YenField("金額", minimum=0)
    fee_note = TextField("参加費の説明", max_length=200)
    belongings = TextField("持ち物", max_length=300)
    weather_rule = SelectField(
        "雨のとき",
        default=WeatherRule.NONE.value,
        choices={one.value: word for one, word in WEATHER_RULES.items()},
    )
    weather_note = TextField("雨のときの説明", max_length=200)
    hosts = TextField("主催", max_length=500)
    co_hosts = TextField("共催", max_length=500)
    endorsements = TextField("後援", max_length=500)
    offers = SelectMultipleField("配慮できること", choices={one.value: word for one, word in OFFERS.items()})
    contact = SelectField("問い合わせ", default="")
    contact_name = TextField("ほかの問い合わせ先の名前", max_length=100)
    contact_phone = PhoneField("ほかの問い合わせ先の電話番号", render_kw={"autocomplete": "off"})
    description = LongTextField("内容", max_length=DESCRIPTION_MAX)
    summary_easy = LongTextField("やさしい日本語の説明", max_length=600)
    title_en = TextField("英語の題名", max_length=200)
    summary_en = LongTextField("英語の説明", max_length=2000)
    visibility = ChoiceCards(
        "公開範囲",
        choices={one.value: word for one, word in VISIBILITIES.items()},
        default=Visibility.PUBLIC.value,
    )
    counts_toward = SelectField("成果指標に数える", default="")
    version = HiddenTextField("")

    def offer(self, choices: FormChoices, *, keeps_places: bool = False) -> None:
        """Set what can be chosen; ``keeps_places`` for an event whose dates are at several places."""
        kept = {KEEP: "日によってちがう（いまのまま）"} if keeps_places else {}
        self.venue.choices = {"": UNDECIDED, **kept, **choices.venues, NEW: ELSEWHERE}
        self.contact.choices = {"": "まだ書かない", **choices.lines, OWN: "ほかの問い合わせ先（下に書く）"}
        self.counts_toward.choices = {"": "数えない", **choices.indicators}

    def validate(self, extra_validators: object = None) -> bool:
        """Check every field and what they say together."""
        valid = super().validate(extra_validators)
        together = [self._check_dates(), self.check_place(), self._check_fee(), self._check_contact()]
        self.dates.errors = [row.errors for row in self.dates if row.errors]
        return valid and all(together)

    def validate_title_kana(self, field: TextField) -> None:
        """Refuse a reading that is not one."""
        if _KANJI.search(field.data or ""):
            raise ValidationError("ふりがなに漢字が入っています。ひらがなで入力してください")

    def validate_hosts(self, field: TextField) -> None:
        """Refuse names that do not fit."""
        if len(names := _names(field.data)) > NAMES_MAX or any(len(name) > 100 for name in names):
            raise ValidationError("名前は「、」で区切って、1つ100文字まで、20個までで入力してください")

    validate_co_hosts = validate_hosts
    validate_endorsements = validate_hosts

    def to_details(self) -> EventDetails:
        """Return what a valid form says."""
        return EventDetails(
            title=self.title.data,
            kind=EventKind(self.kind.data),
            title_kana=self.title_kana.data,
            dates=form_rows.entries_of(self.dates),
            place=self.to_place(),
            meeting_place=self.meeting_place.data,
            audience=self.audience.data,
            targets=tuple(Target(one) for one in self.targets.data or ()),
            fee_yen={FREE: 0, YEN: self.fee_yen.data}.get(self.fee.data),
            fee_note=self.fee_note.data,
            belongings=self.belongings.data,
            weather_rule=WeatherRule(self.weather_rule.data),
            weather_note=self.weather_note.data,
            hosts=_names(self.hosts.data),
            co_hosts=_names(self.co_hosts.data),
            endorsements=_names(self.endorsements.data),
            offers=tuple(Offer(one) for one in self.offers.data or ()),
            contact=self._to_contact(),
            description=self.description.data,
            summary_easy=self.summary_easy.data,
            title_en=self.title_en.data,
            summary_en=self.summary_en.data,
            visibility=Visibility(self.visibility.data),
            counts_toward=self.counts_toward.data or None,
        )

    def _to_contact(self) -> Contact:
        if (self.contact.data or "").isdigit():
            return Contact(phone_id=int(self.contact.data))
        return Contact(name=self.contact_name.data or "", phone=self.contact_phone.data or "")

    def _check_dates(self) -> bool:
        """Refuse the same time twice; rows that cannot be read have their own sentences."""
        rows = form_rows.filled(self.dates)
        if any(row.errors for row in rows):
            return False
        seen = set()
        for row in rows:
            starts_at = row.to_times().starts_at
            if starts_at in seen:
                return refuse(row.day, "同じ日時が2つあります。どちらかを消してください")
            seen.add(starts_at)
        return True

    def _check_fee(self) -> bool:
        if self.fee.data == YEN and not self.fee_yen.data and not self.fee_yen.errors:
            return refuse(self.fee_yen, "金額を入力してください。無料のときは、上で「無料」を選んでください")
        if self.fee.data != YEN and self.fee_yen.data:
            return refuse(self.fee_yen, "金額があるときは、上で「金額を決める」を選んでください")
        if self.fee.data == NOTE and not self.fee_note.data:
            return refuse(self.fee_note, "参加費の説明を入力してください")
        return True

    def _check_contact(self) -> bool:
        own = self.contact_name.data or self.contact_phone.data
        if self.contact.data == OWN and not self.contact_phone.data and not self.contact_phone.errors:
            return refuse(self.contact_phone, "電話番号を入力してください")
        if (self.contact.data or "").isdigit() and own:
            return refuse(
                self.contact_name,
                "問い合わせが2つあります。上で「ほかの問い合わせ先」を選ぶか、この欄を空にしてください",
            )
        return True


def fields_of(details: EventDetails) -> dict[str, object]:
    """Return the values with which the event form shows these details."""
    contact, place = details.contact, details.place
    return {
        "title": details.title,
        "title_kana": details.title_kana,
        "kind": details.kind.value,
        "dates": [form_rows.row_of(one.times, one.code) for one in details.dates],
        "venue": KEEP if place.keeps else str(place.venue_id or ""),
        "meeting_place": details.meeting_place,
        "audience": details.audience,
        "targets": [one.value for one in details.targets],
        "fee": YEN if details.fee_yen else NOTE if details.fee_yen is None and details.fee_note else FREE,
        "fee_yen": details.fee_yen or None,
        "fee_note": details.fee_note,
        "belongings": details.belongings,
        "weather_rule": details.weather_rule.value,
        "weather_note": details.weather_note,
        "hosts": "、".join(details.hosts),
        "co_hosts": "、".join(details.co_hosts),
        "endorsements": "、".join(details.endorsements),
        "offers": [one.value for one in details.offers],
        "contact": str(contact.phone_id) if contact.phone_id else OWN if contact.name or contact.phone else "",
        "contact_name": contact.name,
        "contact_phone": contact.phone,
        "description": details.description,
        "summary_easy": details.summary_easy,
        "title_en": details.title_en,
        "summary_en": details.summary_en,
        "visibility": details.visibility.value,
        "counts_toward": details.counts_toward or "",
    }


def _names(text: str | None) -> tuple[str, ...]:
    """Return the names of a list, each once, in order."""
    parts = (part.strip() for part in _NAME_SEPARATORS.split(text or ""))
    return tuple(dict.fromkeys(part for part in parts if part))
