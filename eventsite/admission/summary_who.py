"""Who may come, said in sentences: whom a call asks, where they live, how old they are, how often and how many."""

from eventsite.admission.grades import grade_text
from eventsite.admission.rules import largest_party
from eventsite.admission.terms import Terms
from eventsite.admission.vocabulary import BY_LOT, Audience, CapacityUnit, Residence
from eventsite.i18n.numbers import people_text
from eventsite.i18n.ruby import Text
from eventsite.i18n.texts import translate


def who(terms: Terms, locale: str) -> list[Text]:
    """Return whom the call asks; nothing where it asks everybody."""
    return [*audience(terms, locale), *_residence(terms, locale), *_ages(terms, locale), *_grades(terms, locale)]


def audience(terms: Terms, locale: str) -> list[Text]:
    """Return whose call it is, where it is not everybody's."""
    if terms.audience is Audience.RESIDENTS:
        return []
    return [translate(locale, f"rule.audience_{terms.audience}")]


def circle_text(residence: Residence, area: str, locale: str) -> Text:
    """Return who belongs to a circle of residence: 仁保地区にお住まいの方."""
    return translate(locale, f"rule.circle_{residence}", area=area or translate(locale, "rule.this_area"))


def _residence(terms: Terms, locale: str) -> list[Text]:
    if terms.residence is Residence.ANYWHERE:
        return []
    return [translate(locale, "rule.residence", who=circle_text(terms.residence, terms.area, locale))]


def _ages(terms: Terms, locale: str) -> list[Text]:
    bounds = {
        "least": _age_text(terms.age_min, terms.age_min_months, locale),
        "most": _age_text(terms.age_max, None, locale),
    }
    given = {name: age for name, age in bounds.items() if age is not None}
    return [translate(locale, "rule.age_" + "_".join(given), **given)] if given else []


def _age_text(years: int | None, months: int | None, locale: str) -> Text | None:
    """Return an age: 65歳, 1歳6か月."""
    if years is None or not months:
        return None if years is None else translate(locale, "rule.age", count=years)
    return translate(locale, "rule.age_with_months", years=years, months=months)


def _grades(terms: Terms, locale: str) -> list[Text]:
    bounds = {"least": terms.grade_min, "most": terms.grade_max}
    given = {name: grade_text(grade, locale) for name, grade in bounds.items() if grade is not None}
    said = [translate(locale, "rule.grade_" + "_".join(given), **given)] if given else []
    if terms.guardian_up_to_grade is None:
        return said
    return [*said, translate(locale, "rule.guardian", grade=grade_text(terms.guardian_up_to_grade, locale))]


def party(terms: Terms, locale: str) -> list[Text]:
    """Return how many one registration may bring, and how often one person may register."""
    most = largest_party(terms.party_max, terms.unit, [one.capacity for one in terms.slots])
    if most == 1:
        return [translate(locale, "rule.party_alone"), *_limits(terms, locale)]
    key = "rule.party_of_unit" if terms.unit is CapacityUnit.PARTIES else "rule.party"
    said = [translate(locale, key, people=people_text(most, locale))]
    if terms.admission in BY_LOT:
        said.append(translate(locale, "rule.party_is_one_lot"))
    if terms.asks_companion_names:
        said.append(translate(locale, "rule.names"))
    return [*said, *_limits(terms, locale)]


def _limits(terms: Terms, locale: str) -> list[Text]:
    said = []
    if terms.limit_event is not None:
        said.append(translate(locale, "rule.limit_event", count=terms.limit_event))
    if terms.limit_series is not None:
        key = "rule.limit_series" if terms.series else "rule.limit_series_unnamed"
        said.append(translate(locale, key, count=terms.limit_series, series=terms.series))
    if terms.limit_year is not None:
        said.append(translate(locale, "rule.limit_year", count=terms.limit_year))
    return said
