"""For whom a page is made: language, clock and time zone, handed down so that what makes the texts stays pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import budoux
from markupsafe import Markup, escape

from eventsite.accounts.models import Center
from eventsite.city.settings import CitySettings
from eventsite.core.settings import settings
from eventsite.events import naming
from eventsite.events.models import Event
from eventsite.i18n import current_locale, dates, numbers, translate
from eventsite.i18n.ruby import Text, with_reading
from eventsite.i18n.texts import Locale

_JAPANESE = re.compile("[\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uffef]")
_INSTANT = timedelta(microseconds=1)
_parser = budoux.load_default_japanese_parser()


@dataclass(frozen=True)
class Reader:
    """The language and the moment in which a page is read, and the city in which it is."""

    locale: Locale
    now: datetime
    city: CitySettings

    @property
    def zone(self) -> ZoneInfo:
        """Return the city's time zone."""
        return self.city.zone

    @property
    def today(self) -> date:
        """Return the city's present day."""
        return self.day(self.now)

    @property
    def service_name(self) -> str:
        """Return the name of the site in the reader's language."""
        return service_name(self.city, self.locale)

    def day(self, instant: datetime) -> date:
        """Return the city's day of an instant."""
        return instant.astimezone(self.zone).date()

    def last_day(self, ends_at: datetime) -> date:
        """Return the city's last day of something that ends before this instant."""
        return self.day(ends_at - _INSTANT)

    def is_other_year(self, day: date) -> bool:
        """Return whether the year must be said with a day, because it is not the present one."""
        return day.year != self.today.year

    def text(self, key: str, /, **values: object) -> Text:
        """Return a text of the catalog in the reader's language."""
        return translate(self.locale, key, **values)

    def date(self, day: date, *, with_year: bool = False) -> Text:
        """Return a day: 11月14日（土）."""
        return dates.date_text(day, self.locale, with_year=with_year)

    def moment(self, instant: datetime, *, with_year: bool = False) -> Text:
        """Return an instant: 11月10日（火）午後5時."""
        return dates.moment_text(instant, self.locale, zone=self.zone, with_year=with_year)

    def period(self, starts: datetime, ends: datetime | None, precision: str, *, with_year: bool = False) -> Text:
        """Return a period as exactly as it is known: 11月14日（土）午前10時～正午."""
        return dates.period_text(starts, ends, precision, self.locale, zone=self.zone, with_year=with_year)

    def people(self, count: int) -> Text:
        """Return a number of people: 20人."""
        return numbers.people_text(count, self.locale)

    def yen(self, amount: int) -> Text:
        """Return a price: 500円, 無料."""
        return numbers.yen_text(amount, self.locale)

    def written(self, text: str) -> Text:
        """Return what somebody wrote in Japanese; on English pages it is marked as Japanese for screen readers."""
        return Text(text, self._marked(text, escape(text)))

    def title(self, event: Event) -> Text:
        """Return the event's name: the English one where there is one, in Japanese with its reading."""
        if self.locale is Locale.EN and event.title_en:
            return Text(event.title_en)
        if self.locale is not Locale.EN:
            return with_reading(event.title, event.title_kana, phrases(event.title))
        return Text(event.title, self._marked(event.title, phrases(event.title)))

    def summary(self, event: Event) -> str:
        """Return the short text that was written for readers of this language, empty without one."""
        return {Locale.JA_EASY: event.summary_easy, Locale.EN: event.summary_en}.get(self.locale, "")

    def center(self, center: Center) -> Text:
        """Return the center's name, in letters or with its reading where the language has them."""
        return naming.center_text(center, self.locale, self.written)

    def place(self, name: str, center: Center) -> Text:
        """Return the name of a place: the center's in the reader's language, the room's as its sign has it."""
        return naming.place_text(name, center, self.locale, self.written)

    def _marked(self, text: str, html: Markup) -> Markup:
        if self.locale is Locale.EN and _JAPANESE.search(text):
            return Markup('<span lang="ja">{}</span>').format(html)
        return html


def service_name(city: CitySettings, locale: Locale) -> str:
    """Return the name of the city's site in a language."""
    names = {
        Locale.JA: city.service_name,
        Locale.JA_EASY: city.service_name_easy,
        Locale.EN: city.service_name_en,
    }
    return names[locale]


def reader_at(now: datetime) -> Reader:
    """Return who reads the page of this request at that moment."""
    return Reader(current_locale(), now, settings().city)


@lru_cache(maxsize=4096)
def phrases(text: str) -> Markup:
    """Return a Japanese text with a place to break between its phrases (the class ``phrases`` forbids all others)."""
    return Markup("<wbr>").join(escape(part) for part in _parser.parse(text)) if text else Markup("")
