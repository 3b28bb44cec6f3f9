"""The parts of the form of a call's further rules: each asks about one thing and says what it changes of a plan."""

from dataclasses import replace

from wtforms import BooleanField, SelectField
from wtforms.widgets import DateInput, TimeInput

from eventsite.admission.form_fields import OLDEST
from eventsite.admission.grades import ADULT, GRADES, grade_text
from eventsite.admission.vocabulary import FreePlaceRule, Priority, Residence
from eventsite.calls.forms_moments import instant, is_whole
from eventsite.calls.plans import CallPlan
from eventsite.core.fields import ChoiceCards, CountField, LocalDateField, LocalTimeField
from eventsite.core.forms import PartForm, Required, by_value, refuse
from eventsite.i18n import Locale

MOST_TIMES = 365
LONGEST_OFFER = 14 * 24  # hours
MOST_WISHES = 5
RESIDENCES = {
    Residence.ANYWHERE: "どこに住んでいてもよい",
    Residence.CITY_LIFE: "市内に住む・勤める・通学する方",
    Residence.CITY: "市内に住む方",
    Residence.AREA: "地区内に住む方",
}
FREE_PLACES = {
    FreePlaceRule.HOLD_FOR_NEXT: "順番を守る",
    FreePlaceRule.NEXT_THAT_FITS: "入れる組から",
    FreePlaceRule.REOPEN: "キャンセル待ちをしない",
}
PRIORITIES = {
    Priority.FIRST_TIMERS: "はじめて参加する方",
    Priority.EARLIER_LOSERS: "前に落選した方",
    Priority.RESIDENTS: "市内に住む方",
}
_NO_PRIORITY = {"": "優先しない", **by_value(PRIORITIES)}


def _grade_choices(nothing: str) -> dict[str, str]:
    """Return the grades of school as a field wants them, after the choice of none."""
    return {"": nothing, **{str(one): grade_text(one, Locale.JA) for one in GRADES if one != ADULT}}


def _number(value: str | None) -> int | None:
    return int(value) if value else None


class EligibilityForm(PartForm):
    """対象: where people live, how old they are on the day, in which grade, and who comes with a guardian."""

    residence = ChoiceCards(
        "住んでいるところ", [Required()], choices=by_value(RESIDENCES),
        default=Residence.ANYWHERE.value,
    )  # fmt: skip
    age_min = CountField("何歳から", maximum=OLDEST)
    age_min_months = CountField("何か月", minimum=1, maximum=11)
    age_max = CountField("何歳まで", maximum=OLDEST)
    grade_min = SelectField("どの学年から", choices=_grade_choices("決めない"))
    grade_max = SelectField("どの学年まで", choices=_grade_choices("決めない"))
    guardian_up_to_grade = SelectField("保護者といっしょに申し込む学年", choices=_grade_choices("求めない"))

    def check(self) -> bool:
        """Check that neither range is upside down."""
        if self.age_min_months.data and self.age_min.data is None:
            return refuse(self.age_min, "何歳からかを入力してください。1歳になる前なら0")
        ages = (self.age_min.data, self.age_max.data)
        grades = (_number(self.grade_min.data), _number(self.grade_max.data))
        ages_rise = None in ages or ages[0] <= ages[1]
        grades_rise = grades[0] is None or grades[1] is None or grades[0] <= grades[1]
        if not ages_rise:
            refuse(self.age_max, "上の年齢は、下の年齢と同じか大きくしてください")
        if not grades_rise:
            refuse(self.grade_max, "上の学年は、下の学年と同じか上にしてください")
        return ages_rise and grades_rise

    def change(self, plan: CallPlan) -> CallPlan:
        """Return the plan with what a valid part says."""
        return replace(
            plan,
            residence=Residence(self.residence.data),
            age_min=self.age_min.data,
            age_min_months=self.age_min_months.data,
            age_max=self.age_max.data,
            grade_min=_number(self.grade_min.data),
            grade_max=_number(self.grade_max.data),
            guardian_up_to_grade=_number(self.guardian_up_to_grade.data),
        )


class WaitingForm(PartForm):
    """キャンセル待ちの決まり: to whom a freed place goes, and whether it waits for an answer."""

    free_place_rule = ChoiceCards(
        "席が空いたとき", [Required()], choices=by_value(FREE_PLACES),
        default=FreePlaceRule.HOLD_FOR_NEXT.value,
    )  # fmt: skip
    offer_hours = CountField("返事を待つ時間", minimum=1, maximum=LONGEST_OFFER)

    def check(self) -> bool:
        """Pass: neither field contradicts the other."""
        return True

    def change(self, plan: CallPlan) -> CallPlan:
        """Return the plan with what a valid part says."""
        rule = FreePlaceRule(self.free_place_rule.data)
        return replace(plan, free_place_rule=rule, offer_hours=self.offer_hours.data)


class WishesForm(PartForm):
    """希望: how many slots one may rank."""

    wishes_max = CountField("選べる希望の数", [Required()], minimum=1, maximum=MOST_WISHES)

    def check(self) -> bool:
        """Pass: there is but one field."""
        return True

    def change(self, plan: CallPlan) -> CallPlan:
        """Return the plan with what a valid part says."""
        return replace(plan, wishes_max=self.wishes_max.data)


class DrawForm(PartForm):
    """抽選: who is drawn first, how many stay in reserve, and what happens to left-over places."""

    first = SelectField("1番目に優先する方", choices=_NO_PRIORITY)
    second = SelectField("2番目に優先する方", choices=_NO_PRIORITY)
    third = SelectField("3番目に優先する方", choices=_NO_PRIORITY)
    reserves_max = CountField("補欠の数")
    leftover_first_come = BooleanField("席が残ったら、先着順で受け付ける")

    def _chosen(self) -> list[str]:
        return [field.data for field in (self.first, self.second, self.third) if field.data]

    def check(self) -> bool:
        """Check that nobody is named twice."""
        chosen = self._chosen()
        return len(set(chosen)) == len(chosen) or refuse(self.second, "同じ方を2回は選べません")

    def change(self, plan: CallPlan) -> CallPlan:
        """Return the plan with what a valid part says."""
        return replace(
            plan,
            priorities=tuple(Priority(one) for one in self._chosen()),
            reserves_max=self.reserves_max.data,
            leftover_first_come=self.leftover_first_come.data,
        )


class LeftoverForm(PartForm):
    """主催者が選ぶとき: what happens to left-over places."""

    leftover_first_come = BooleanField("席が残ったら、先着順で受け付ける")

    def check(self) -> bool:
        """Pass: there is but one field."""
        return True

    def change(self, plan: CallPlan) -> CallPlan:
        """Return the plan with what a valid part says."""
        return replace(plan, leftover_first_come=self.leftover_first_come.data)


class MinimumForm(PartForm):
    """最少催行人数: from how many on it takes place, and when that is decided."""

    minimum = CountField("最少催行人数", minimum=1)
    decide_on = LocalDateField("日付", widget=DateInput())
    decide_time = LocalTimeField("時刻", widget=TimeInput())

    def check(self) -> bool:
        """Check that number and instant are there together."""
        if not is_whole(self.decide_on, self.decide_time):
            return False
        if self.minimum.data and not self.decide_on.data:
            return refuse(self.decide_on, "開催するかどうかを決める日時を入力してください")
        return (
            not self.decide_on.data
            or bool(self.minimum.data)
            or refuse(self.minimum, "最少催行人数を入力してください。なくすときは、日時も消してください")
        )

    def change(self, plan: CallPlan) -> CallPlan:
        """Return the plan with what a valid part says."""
        return replace(plan, minimum=self.minimum.data, decide_at=instant(self.decide_on, self.decide_time))


class LimitsForm(PartForm):
    """回数: how often one person may register or come."""

    limit_event = CountField("この催しに", minimum=1, maximum=MOST_TIMES)
    limit_series = CountField("同じシリーズの催しに", minimum=1, maximum=MOST_TIMES)
    limit_year = CountField("同じ年度に", minimum=1, maximum=MOST_TIMES)

    def check(self) -> bool:
        """Pass: the three stand beside each other."""
        return True

    def change(self, plan: CallPlan) -> CallPlan:
        """Return the plan with what a valid part says."""
        return replace(
            plan,
            limit_event=self.limit_event.data,
            limit_series=self.limit_series.data,
            limit_year=self.limit_year.data,
        )
