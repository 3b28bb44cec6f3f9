"""What the page of the indicators sends."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from eventsite.core.fields import CountField
from eventsite.core.forms import BaseForm, Required
from eventsite.kpi.export import Format

EARLIEST, LATEST = 1950, 2150  # fiscal years for which anything can be asked


class ExportForm(BaseForm):
    """Which report is wanted, and how."""

    fiscal_year = CountField("年度", [Required()], minimum=EARLIEST, maximum=LATEST)
    format = SelectField("形式", choices=[SelectChoice(form.value, form.value) for form in Format])
