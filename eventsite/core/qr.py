"""QR codes as pictures: black on white with a quiet zone, for the screen, for saving and for paper."""

from io import BytesIO
from math import ceil
from typing import Literal

from markupsafe import Markup
from PIL import Image
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q

Level = Literal["L", "M", "Q", "H"]
_LEVELS: dict[Level, int] = {"L": ERROR_CORRECT_L, "M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q, "H": ERROR_CORRECT_H}
QUIET_ZONE = 4  # modules on each side. Source: ISO/IEC 18004, 5.3.8.
_MM_PER_INCH = 25.4
_BLACK, _WHITE = 0, 255

Modules = list[list[bool]]


def modules_of(text: str, level: Level) -> Modules:
    """Return the square of dark (True) and light modules, quiet zone included; capital letters and digits
    pack closer than other text.
    """
    code = QRCode(error_correction=_LEVELS[level], border=QUIET_ZONE)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    modules: Modules = code.get_matrix()
    return modules


def qr_svg(text: str, level: Level = "M") -> Markup:
    """Return the code as an ``svg`` element that takes the size of the place it stands in."""
    modules = modules_of(text, level)
    size = len(modules)
    path = "".join(f"M{x} {y}h{width}v1h-{width}z" for y, row in enumerate(modules) for x, width in _runs(row))
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path d="{1}"/></svg>'
    ).format(size, path)


def qr_png(text: str, level: Level = "M", *, millimetres: float = 30, dpi: int = 300) -> bytes:
    """Return the code as a PNG that prints at least ``millimetres`` wide at its resolution."""
    modules = modules_of(text, level)
    size = len(modules)
    pixels = ceil(millimetres / _MM_PER_INCH * dpi / size)  # a whole number of dots per module stays sharp
    image = Image.new("L", (size, size), _WHITE)
    image.putdata([_BLACK if dark else _WHITE for row in modules for dark in row])
    stored = BytesIO()
    large = image.resize((size * pixels, size * pixels), Image.Resampling.NEAREST)
    large.convert("1").save(stored, "PNG", dpi=(dpi, dpi), optimize=True)
    return stored.getvalue()


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Return start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append((start, x - start))
            start = None
    return runs
