"""The one question."""

from typing import Any

from eventsite.core.fields import ChoiceCards
from eventsite.core.forms import BaseForm, Required
from eventsite.feedback.models import Rating
from eventsite.i18n import lazy, t


class FeedbackForm(BaseForm):
    """Would you come again?"""

    rating = ChoiceCards(lazy("feedback.question"), [Required()])

    def __init__(self, **kwargs: Any) -> None:
        """Offer the answers in the reader's language."""
        super().__init__(**kwargs)
        self.rating.choices = {one.value: t(f"feedback.rating_{one}") for one in Rating}
