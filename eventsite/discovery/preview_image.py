"""Draw the preview card: 1200 × 630 px, readable when a messenger shows it 300 px wide. Pure.

The size is what https://ogp.me readers crop least (1.91 : 1). Letters have 44 px or more: 11 px at a quarter.
"""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from eventsite.discovery.preview import Preview
from eventsite.discovery.preview_lines import LEADING, Block, drawable, fit, font, width_of

WIDTH, HEIGHT = 1200, 630
# The colours of static/css/tokens.css; a test compares them.
PAPER, INK, INK_2, HAIR = "#fbf7f0", "#1a1a1a", "#4d4d4d", "#d9cfc0"
LACQUER, LACQUER_DARK, GOLD, ON_LACQUER = "#8f2e14", "#6e2210", "#e7c36a", "#ffffff"
# Letters, ground and sign (lines in a square of 24) of each state; the word stands beside the sign.
STATES: dict[str, tuple[str, str, Sequence[Sequence[tuple[float, float]]]]] = {
    "cancelled": ("#850000", "#fdeeee", (((5, 5), (19, 19)), ((19, 5), (5, 19)))),
    "changed": ("#604b00", "#fff0b3", (((12, 3), (12, 14)), ((12, 19), (12, 21)))),
    "closed": (INK_2, "#f4eee4", (((4, 12), (20, 12)),)),
}
_MARGIN = 64
_INNER = WIDTH - 2 * _MARGIN
_BAND = 92
_EDGE = ((GOLD, 4), (LACQUER_DARK, 6), (GOLD, 2))  # the band's lower edge, px
_FOOT = 34  # below the last line
_GAP = 16
_TAG = 76  # height of a state's tag
_BOLD = 0.02  # of a letter's height: how much a stroke grows on each side
_FACTS = (52, 48, 44)
_SECOND = (44,)
_TITLE = (92, 84, 76, 68, 60, 54, 48, 44)
_COLORS = 48  # paper, lacquer, gold, ink and the shades between them
_SMOOTH = 4  # the mark is drawn so many times larger
# The mark of the page frame (components/mark.html), in a square of 32: three diamonds and the outline of a fourth.
_DIAMONDS = (
    ((9, 1.5), (15, 9), (9, 16.5), (3, 9)),
    ((23, 1.5), (29, 9), (23, 16.5), (17, 9)),
    ((9, 15.5), (15, 23), (9, 30.5), (3, 23)),
)
_OUTLINE = ((23, 17), (27.7, 23), (23, 29), (18.3, 23), (23, 17))


def png(card: Preview) -> bytes:
    """Return the card as a PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    _band(image, draw, drawable(card.service))
    bottom = _facts(draw, card)
    _title(draw, card, bottom)
    stream = BytesIO()
    image.quantize(_COLORS, dither=Image.Dither.NONE).save(stream, "PNG")
    return stream.getvalue()


def _band(image: Image.Image, draw: ImageDraw.ImageDraw, service: str) -> None:
    draw.rectangle((0, 0, WIDTH, _BAND), fill=LACQUER)
    top = _BAND
    for color, height in _EDGE:
        draw.rectangle((0, top, WIDTH, top + height - 1), fill=color)
        top += height
    side = 64
    image.paste(_mark(side), (_MARGIN - 6, (_BAND - side) // 2))
    name = fit(service, (46, 44), _INNER - side - 8, _BAND)
    _write(draw, name, _MARGIN + side + 8, (_BAND - name.height) // 2, ON_LACQUER, bold=True)


def _mark(side: int) -> Image.Image:
    large = side * _SMOOTH
    scale = large / 32
    image = Image.new("RGB", (large, large), LACQUER)
    draw = ImageDraw.Draw(image)
    for diamond in _DIAMONDS:
        draw.polygon([(x * scale, y * scale) for x, y in diamond], fill=GOLD)
    draw.line([(x * scale, y * scale) for x, y in _OUTLINE], fill=GOLD, width=round(1.8 * scale), joint="curve")
    return image.resize((side, side), Image.Resampling.LANCZOS)


def _facts(draw: ImageDraw.ImageDraw, card: Preview) -> int:
    """Write when, where and who from the bottom up; return where they begin."""
    lines = (
        (card.when, _FACTS, 2, INK, True),
        (card.where, _SECOND, 1, INK, False),
        (card.center, _SECOND, 1, INK_2, False),
    )
    bottom = HEIGHT - _FOOT
    for text, sizes, rows, color, bold in reversed(lines):
        if words := drawable(text):
            block = fit(words, sizes, _INNER, rows * round(sizes[0] * LEADING))
            bottom -= block.height
            _write(draw, block, _MARGIN, bottom, color, bold=bold)
    bottom -= _GAP
    draw.rectangle((_MARGIN, bottom, WIDTH - _MARGIN, bottom + 2), fill=HAIR)
    return bottom


def _title(draw: ImageDraw.ImageDraw, card: Preview, bottom: int) -> None:
    """Write the title between the band and the facts, below the state where there is one."""
    top = _BAND + sum(height for _, height in _EDGE) + _GAP
    if card.state in STATES:
        _tag(draw, card, top)
        top += _TAG + _GAP // 2
    room = bottom - top - _GAP // 2
    block = fit(drawable(card.title) or drawable(card.service), _TITLE, _INNER, room)
    _write(draw, block, _MARGIN, top + (room - block.height) // 2, INK, bold=True)


def _tag(draw: ImageDraw.ImageDraw, card: Preview, top: int) -> None:
    color, ground, strokes = STATES[card.state]
    label = fit(drawable(card.state_label), (48,), _INNER - 2 * _TAG, _TAG)
    right = _MARGIN + _TAG + round(width_of(label.rows[0], label.size)) + 28
    draw.rounded_rectangle((_MARGIN, top, right, top + _TAG), radius=12, fill=ground, outline=color, width=3)
    left, side = _MARGIN + 16, 48
    for stroke in strokes:
        points = [(left + x * side / 24, top + (_TAG - side) / 2 + y * side / 24) for x, y in stroke]
        draw.line(points, fill=color, width=6)
    _write(draw, label, _MARGIN + _TAG, top + (_TAG - label.height) // 2, color, bold=True)


def _write(draw: ImageDraw.ImageDraw, block: Block, left: int, top: int, color: str, *, bold: bool) -> None:
    grown = block.size * _BOLD if bold else 0.0
    for place, row in enumerate(block.rows):
        middle = top + (place + 0.5) * block.line_height
        draw.text((left, middle), row, font=font(block.size), fill=color, stroke_width=grown, anchor="lm")
