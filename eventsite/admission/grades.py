"""School grades as numbers: 0 before school, 1-6 elementary, 7-9 junior high, 10-12 high school, 13 for all older.

The nine years of compulsory school count on through the schools, so that grades compare.
Source: 学校教育法 articles 32, 47 and 56 (six, three and three years).
"""

from eventsite.i18n.ruby import Text
from eventsite.i18n.texts import translate

ADULT = 13
GRADES = tuple(range(ADULT + 1))
_SCHOOLS = ((10, "grade.high"), (7, "grade.junior_high"), (1, "grade.elementary"))


def grade_text(grade: int, locale: str) -> Text:
    """Return a grade in words: 小学3年生. Raises ValueError outside 0 to 13."""
    if grade not in GRADES:
        raise ValueError(f"no such grade: {grade}")
    if grade == ADULT:
        return translate(locale, "grade.adult")
    for first, key in _SCHOOLS:
        if grade >= first:
            return translate(locale, key, year=grade - first + 1)
    return translate(locale, "grade.preschool")
