"""The form of the urgent notice."""

import re
from datetime import datetime

from wtforms import Field
from wtforms.widgets import DateInput, TimeInput

from eventsite.core import clock
from eventsite.core.fields import LocalDateField, LocalTimeField, LongTextField, TextField
from eventsite.core.forms import BaseForm, Required, refuse
from eventsite.emergency.models import OTHER_MAX, TEXT_MAX, TITLE_MAX, EmergencyNotice
from eventsite.emergency.services import Wording

_ADDRESS = re.compile(r"https://[^\s/@]+\.[^\s/@]+(/\S*)?")


class NoticeForm(BaseForm):
    """What everybody is to read first."""

    title = TextField("見出し", [Required()], max_length=TITLE_MAX)
    text = LongTextField("本文", [Required()], max_length=TEXT_MAX)
    title_easy = TextField("見出し（やさしい日本語）", max_length=TITLE_MAX * OTHER_MAX)
    text_easy = LongTextField("本文（やさしい日本語）", max_length=TEXT_MAX * OTHER_MAX)
    title_en = TextField("見出し（英語）", max_length=TITLE_MAX * OTHER_MAX)
    text_en = LongTextField("本文（英語）", max_length=TEXT_MAX * OTHER_MAX)
    url = TextField("くわしいページのアドレス", max_length=300)
    until_on = LocalDateField("日付", [Required("error.required")], widget=DateInput())
    until_time = LocalTimeField("時刻", [Required("error.required")], widget=TimeInput())

    def validate(self, extra_validators: object = None) -> bool:
        """Check each field, then what only goes together."""
        return super().validate(extra_validators) and all(
            [self._is_whole(self.title_easy, self.text_easy), self._is_whole(self.title_en, self.text_en),
             self._leads_somewhere(), self._is_ahead()]
        )  # fmt: skip

    @property
    def until(self) -> datetime:
        """Return when a valid form's notice goes."""
        return clock.at(self.until_on.data, self.until_time.data)

    def show(self, notice: EmergencyNotice) -> None:
        """Let the fields hold what is stored."""
        local = notice.until.astimezone(clock.zone())
        self.process(None, obj=notice, until_on=local.date(), until_time=local.time())

    def to_wording(self) -> Wording:
        """Return what a valid form says."""
        fields = ("title", "text", "title_easy", "text_easy", "title_en", "text_en", "url")
        return Wording(until=self.until, **{name: self[name].data or "" for name in fields})

    def _is_whole(self, title: Field, text: Field) -> bool:
        if bool(title.data) == bool(text.data):
            return True
        return refuse(text if title.data else title, "見出しと本文を両方入力してください")

    def _leads_somewhere(self) -> bool:
        if not self.url.data or _ADDRESS.fullmatch(self.url.data):
            return True
        return refuse(self.url, "https:// で始まるアドレスを入力してください")

    def _is_ahead(self) -> bool:
        return self.until > clock.now() or refuse(self.until_on, "これから先の日時を入力してください")
