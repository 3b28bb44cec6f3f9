"""What a party fills in when it registers: the same questions on the public page and at the desk."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms import Field, SelectField
from wtforms.csrf.core import CSRFTokenField
from wtforms.validators import ValidationError

from eventsite.admission import eligibility, facts, form_pages, grades, queries, rules
from eventsite.admission.asking import Asking
from eventsite.admission.entries import Entry, Given, Person
from eventsite.admission.form_fields import OLDEST, CompanionsField, PartySizeField, SubmissionKeyField
from eventsite.admission.form_pages import AGE, GRADE, Page, person_field_name, question_field_name
from eventsite.admission.models import Call, Slot
from eventsite.admission.vocabulary import Channel, Counter, Residence
from eventsite.core import tokens
from eventsite.core.errors import DomainError
from eventsite.core.fields import ChoiceCards, CountField, EmailField, KanaField, NameField, PhoneField
from eventsite.core.forms import BaseForm, Required, refuse
from eventsite.core.text import without_unusable
from eventsite.core.typed import as_id
from eventsite.i18n import current_locale, lazy, t, translate
from eventsite.i18n.numbers import people_text
from eventsite.questions import rules as question_rules
from eventsite.questions.fields import field_for, values_of
from eventsite.questions.models import Question, QuestionScope

YES, NO = question_rules.YES, question_rules.NO


class RegistrationForm(BaseForm):
    """Who comes, how many, and how to reach them. Shown for one call; what it does not ask is not there."""

    slot = ChoiceCards(lazy("admission.slot"), [Required()])
    name = NameField(validators=[Required()])
    name_kana = KanaField(validators=[Required()])
    phone = PhoneField(validators=[Required()])
    email = EmailField()
    party_size = PartySizeField(lazy("field.party_size"), [Required()], default=1)
    companions = CompanionsField(lazy("admission.companions"), default=())
    residence = ChoiceCards(lazy("entry.residence"), [Required()])
    is_first_time = ChoiceCards(lazy("entry.first_time"), [Required()])
    key = SubmissionKeyField(default=tokens.capability)
    never_carried: ClassVar[frozenset[str]] = frozenset()
    _sent: MultiDict[str, str] | None = None

    def __init__(
        self,
        call: Call,
        slots: Sequence[Slot],
        names: Sequence[str],
        asking: Asking,
        *,
        counters: Collection[Counter] = (Counter.WEB,),
        **kwargs: Any,
    ) -> None:
        """Ask for one of these slots, called by these names; ``counters``: where the form may be taken in."""
        self._counters = counters
        self.asking, self._given = asking, {**(kwargs.get("data") or {}), **kwargs}
        self.wish_names = [f"wish_{rank}" for rank in range(2, min(call.wishes_max, len(slots)) + 1)]
        if len(slots) == 1:
            kwargs["slot"] = slots[0].code
        super().__init__(**kwargs)
        self.slots = {slot.code: slot for slot in slots}
        self._ask_for_slots(names)
        self._ask_for_party(call)
        self._ask_for_belonging()
        self._ask_for_people()
        self._ask_questions()

    def post_process(self, formdata: MultiDict[str, str] | None = None) -> None:
        """Keep what was sent for the fields that are known only later."""
        self._sent = formdata
        super().post_process(formdata)

    def _ask_for_slots(self, names: Sequence[str]) -> None:
        choices = dict(zip(self.slots, names, strict=True))
        self.slot.choices = choices
        for rank, name in enumerate(self.wish_names, start=2):
            words = {"": t("entry.no_wish"), **{code: facts.dated_name(slot) for code, slot in self.slots.items()}}
            self._add(name, SelectField(lazy("entry.wish", rank=rank), choices=words, default=""))
        if self.wish_names:
            self.slot.label.text = t("entry.wish", rank=1)

    def _ask_for_party(self, call: Call) -> None:
        most = rules.largest_party(call.party_max, call.unit, map(self._room, self.slots.values()))
        self.party_size.party_max = most
        if most == 1:
            del self.party_size
        if most == 1 or not call.asks_companion_names:
            del self.companions

    def _room(self, slot: Slot) -> int | None:
        """Return how many places a slot has for this party, None without a limit."""
        return queries.room(slot, self._counters)

    def _ask_for_belonging(self) -> None:
        circles, locale = eligibility.circles_asked(self.asking.terms), current_locale()
        area = self.asking.terms.area or translate(locale, "rule.this_area")
        words: dict[str, str] = {one.value: translate(locale, f"entry.lives_{one}", area=area) for one in circles}
        self.residence.choices = words
        self.is_first_time.choices = {YES: t("entry.is_first_time"), NO: t("entry.came_before")}
        if not circles:
            del self.residence
        if not eligibility.asks_first_time(self.asking.terms):
            del self.is_first_time

    def _ask_for_people(self) -> None:
        words = {str(one): grades.grade_text(one, current_locale()) for one in grades.GRADES}
        for person in range(1, self.people + 1):
            if eligibility.asks_age(self.asking.terms):
                field = CountField(lazy("entry.age"), [Required("error.required_age")], maximum=OLDEST)
                self._add(person_field_name(person, AGE), field)
            if eligibility.asks_grade(self.asking.terms):
                choices = {"": t("entry.choose"), **words}
                self._add(
                    person_field_name(person, GRADE), SelectField(lazy("entry.grade"), [Required()], choices=choices)
                )

    def _ask_questions(self) -> None:
        for one in self.asking.questions:
            unbound = field_for(one, (self.asking.delete_days or {})[one.code])
            everybody = range(1, self.people + 1) if one.scope is QuestionScope.PARTICIPANT else (None,)
            for person in everybody:
                self._add(question_field_name(one.code, person), unbound)

    def _add(self, name: str, unbound: Any) -> None:
        """Add a field that depends on the call or on the size of the party, with what was sent for it."""
        options = {"name": name, "prefix": self._prefix, "translations": self.meta.get_translations(self)}
        field = self._fields[name] = self.meta.bind_field(self, unbound, options)
        field.process(self._sent, *([self._given[name]] if name in self._given else []))

    def validate(self, extra_validators: object = None) -> bool:
        """Check all pages."""
        del extra_validators
        return self.first_wrong(len(self.pages)) is None

    def first_wrong(self, upto: int) -> int | None:
        """Check the first pages; return the number of the first one on which something is wrong, None if nothing is."""
        pages = self.pages[:upto]
        for page in pages:
            for field in page.fields:
                inline = getattr(type(self), f"validate_{field.name}", None)
                field.validate(self, [inline] if inline else [])
        if not any(field.errors for page in pages for field in page.fields):
            self._object({field.name: field for page in pages for field in page.fields})
        wrong = (number for number, page in enumerate(pages, start=1) if any(field.errors for field in page.fields))
        return next(wrong, None)

    def _object(self, shown: dict[str, Field]) -> None:
        """Say at the fields that are shown why the call does not ask for this party."""
        entry = self.to_entry()
        for one in eligibility.objections(self.asking.terms, entry.residence, entry.people, current_locale()):
            field = shown.get(person_field_name(one.person, one.about) if one.person else one.about)
            if field is not None:
                refuse(field, one.why)

    def validate_companions(self, field: CompanionsField) -> None:
        """Refuse fewer or more names than people who come along."""
        people = self.party_size.data
        if people and len(field.data) != people - 1:
            raise ValidationError(lazy("error.companions_count", people=people_text(people - 1, current_locale())))

    def validate_slot(self, field: Field) -> None:
        """Refuse a wish that stands twice."""
        wishes = [one for one in (field.data, *(self[name].data for name in self.wish_names)) if one]
        if len(set(wishes)) != len(wishes):
            raise ValidationError(lazy("error.wishes_wrong", wishes_max=1 + len(self.wish_names)))

    def validate_party_size(self, field: PartySizeField) -> None:
        """Refuse more people than a wanted slot could ever take; one that is merely full is said on the next page."""
        for slot in self.chosen_slots:
            try:
                rules.require_room(rules.places_of(field.people, slot.call.unit), self._room(slot) or None)
            except DomainError as error:
                raise ValidationError(lazy(error.key, **error.values)) from error

    @cached_property
    def asked(self) -> list[question_rules.Asked]:
        """Return the questions that are asked under the answers so far, with whom."""
        answers = {
            (one.code, person): values_of(self[name], one.kind)
            for one in self.asking.questions
            for person in (None, *range(1, self.people + 1))
            if (name := question_field_name(one.code, person)) in self
        }
        return question_rules.asked(self.asking.asks, answers, self.people)

    @cached_property
    def pages(self) -> list[Page]:
        """Return the pages that ask something under the answers so far."""
        return form_pages.pages_of(self)

    @property
    def owners(self) -> dict[str, str]:
        """Return whom of the party a field asks about, by the field's id."""
        groups = [group for page in self.pages for group in page.groups if group.legend]
        return {field.id: group.legend for group in groups for field in group.fields}

    def questions_on(self, page: Page) -> list[Question]:
        """Return the questions of the call that the page asks."""
        codes = {field.name.rpartition("-")[2] for field in page.fields}
        return [one for one in self.asking.questions if one.code in codes]

    def page_shown(self, number: str) -> int:
        """Return the number of the page that was sent, within those that there are; the first if it is none."""
        return max(1, min(as_id(number) or 1, len(self.pages)))

    @property
    def chosen_slots(self) -> list[Slot]:
        """Return the slots that were chosen, the dearest first."""
        codes = (self.slot.data, *(self[name].data for name in self.wish_names))
        return [self.slots[code] for code in codes if code in self.slots]

    @property
    def chosen_slot(self) -> Slot:
        """Return the slot that was chosen first in a valid form."""
        return self.chosen_slots[0]

    @property
    def people(self) -> int:
        """Return how many come, 1 until that is known."""
        return self.party_size.people if self.party_size else 1

    @property
    def companion_names(self) -> tuple[str, ...]:
        """Return the names of those who come along, as far as they are asked and known."""
        return self.companions.data or () if self.companions else ()

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Return every field with what was typed, to be carried to the next page and back."""
        return self.carried([])

    def carried(self, shown: Sequence[Page]) -> list[tuple[str, str]]:
        """Return what was typed into the fields that these pages do not show."""
        visible = {field.name for page in shown for field in page.fields} | self.never_carried
        return [
            (field.name, field.data if field is self.key else without_unusable(str(typed)))
            for field in self
            if field.name not in visible and not isinstance(field, CSRFTokenField)
            for typed in (field.raw_data or ([""] if field is self.key else []))
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
            age=self._number(1, AGE),
            grade=self._number(1, GRADE),
            companions=self._companions(),
            wishes=tuple(slot.id for slot in self.chosen_slots[1:]),
            residence=self._residence(),
            is_first_time=self.is_first_time.data == YES if self.is_first_time else None,
            answers=self._answers(),
            locale=current_locale(),
            submission_key=self.key.data,
        )

    def _residence(self) -> Residence | None:
        said = self.residence.data if self.residence else None
        return next((one for one in Residence if one == said), None)

    def _companions(self) -> tuple[Person, ...]:
        names = dict(enumerate(self.companion_names, start=2))
        return tuple(
            Person(names.get(one, ""), age=self._number(one, AGE), grade=self._number(one, GRADE))
            for one in range(2, self.people + 1)
        )

    def _number(self, person: int, about: str) -> int | None:
        name = person_field_name(person, about)
        return as_id(str(self[name].data)) if name in self else None

    def _answers(self) -> tuple[Given, ...]:
        given = (
            Given(ask.code, values_of(self[question_field_name(ask.code, person)], ask.kind), person)
            for ask, person in self.asked
        )
        return tuple(one for one in given if one.values)
