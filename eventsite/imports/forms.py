"""The two steps of taking in a table: the file; then which column says what."""

from collections.abc import Mapping, Sequence

from wtforms import BooleanField, SelectField

from eventsite.core.fields import HiddenTextField
from eventsite.core.forms import BaseForm, Required
from eventsite.core.uploads import PackedFileField, UploadField
from eventsite.imports.columns import IGNORED, Mapped


class UploadForm(BaseForm):
    """The file."""

    file = UploadField("ファイル（CSV）", [Required()])


class ColumnsForm(BaseForm):
    """The file again, as it travels on, and for each column the field that it fills."""

    packed = PackedFileField()
    despite = BooleanField("同じ方と思われる行も、別の申し込みとして登録する")
    seen = HiddenTextField()

    @property
    def mapped(self) -> Mapped:
        """Return for each column the field that it fills."""
        return [field.data or IGNORED for field in self if field.name.startswith("column_")]


def columns_form(headers: Sequence[str], labels: Mapping[str, str], guessed: Mapped) -> type[ColumnsForm]:
    """Return the form for a table with these headers: a select for each column, guessed at first."""
    offered = {IGNORED: "使わない", **labels}
    fields = {
        f"column_{number}": SelectField(header or f"（{number}列目）", choices=offered, default=guess)
        for number, (header, guess) in enumerate(zip(headers, guessed, strict=True), start=1)
    }
    return type("ColumnsOfTable", (ColumnsForm,), fields)
