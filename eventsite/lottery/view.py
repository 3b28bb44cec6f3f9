"""What the public page of a draw shows of its result, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eventsite.admission import facts
from eventsite.admission.models import Call
from eventsite.core.text import digits
from eventsite.i18n import Text, t
from eventsite.lottery.sheet import SheetRow, rows
from eventsite.lottery.story import Story
from eventsite.lottery.texts import Outcome

SHOWN_AT_MOST = 300  # rows: a page of thousands is too heavy for a telephone


@dataclass(frozen=True)
class ResultView:
    """The rows that the page shows, how many there are in all, and what it says about the number asked for."""

    rows: Sequence[SheetRow]
    total: int
    own: SheetRow | None
    answer: Text | None


def slot_names(call: Call) -> Mapping[str, str]:
    """Return what the slots are called, by code."""
    return {slot.code: facts.slot_name(slot) for slot in call.slots}


def sheet_of(story: Story) -> list[SheetRow]:
    """Return the sheet of an announced draw; empty before."""
    if not story.is_announced or story.draw is None or story.freeze is None:
        return []
    return rows(story.freeze.entries, story.draw.result, slot_names(story.call))


def result_view(story: Story, asked: str) -> ResultView:
    """Return what is shown of the result; ``asked`` is a receipt number as typed, with or without its letters."""
    sheet = sheet_of(story)
    own = next((one for one in sheet if is_number(one.receipt, asked)), None)
    start = max(0, own.number - SHOWN_AT_MOST // 2) if own and len(sheet) > SHOWN_AT_MOST else 0
    return ResultView(sheet[start : start + SHOWN_AT_MOST], len(sheet), own, _answer(sheet, own, asked))


def is_number(receipt: str, asked: str) -> bool:
    """Return whether somebody who typed this means that receipt number."""
    typed = digits(asked).upper()
    return bool(typed) and typed in (receipt, receipt.rpartition("-")[2])


def _answer(sheet: Sequence[SheetRow], own: SheetRow | None, asked: str) -> Text | None:
    if own:
        slot = own.slot if own.outcome is not Outcome.LOST else ""
        key = f"lottery.own_{own.outcome}"
        return facts.t_text(key, receipt=own.receipt, number=own.number, slot=slot)
    return facts.t_text("lottery.check_unknown") if sheet and asked.strip() else None


def stage_sentence(story: Story, moments: Mapping[str, Text]) -> str:
    """Return where the draw stands, as one sentence; ``moments`` are closes, draws and announced."""
    if story.is_announced:
        return t("lottery.stage_announced", **moments)
    if story.needs_nobody:
        return t("lottery.stage_settled", **moments)
    if story.draw:
        return t("lottery.stage_drawn")
    if story.freeze:
        return t("lottery.stage_closed", **moments)
    return t("lottery.stage_entries" if story.call.sealed_at else "lottery.stage_unsealed", **moments)
