"""The audit page's filter."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import DateInput

from eventsite.audit.sentences import LABELS
from eventsite.core.fields import LocalDateField
from eventsite.core.forms import PartForm


class LogFilterForm(PartForm):
    """Which days, both included, and which action."""

    since = LocalDateField("いつから", widget=DateInput())
    until = LocalDateField("いつまで", widget=DateInput())
    action = SelectField(
        "操作",
        default="",
        choices=[SelectChoice("", "すべて"), *(SelectChoice(action.value, label) for action, label in LABELS.items())],
    )
