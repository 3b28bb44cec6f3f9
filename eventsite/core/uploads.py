"""Files that staff send with a form: read into memory within a bound, stored nowhere by themselves."""

import base64
import binascii
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, request
from flask.typing import ResponseReturnValue
from wtforms import Field
from wtforms.widgets import FileInput, HiddenInput

FILE_MAX = 2_000_000  # bytes
# A file that nothing makes smaller grows by a third on its way through a form; the other fields come on top.
BODY_MAX = FILE_MAX * 4 // 3 + 200_000

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class BoundedRequest(Request):
    """A request whose files stay in memory, for all bodies are bounded: nothing of them is ever written to a disk."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        del total_content_length, content_type, filename, content_length
        return BytesIO()


def takes_file(view: View) -> View:
    """Let the requests of a view be as large as a file needs; all others stay within the site's own bound."""
    view.body_max = BODY_MAX  # type: ignore[attr-defined]  # functions carry attributes
    return view


def init_uploads(app: Flask) -> None:
    """Keep files in memory, and widen the bounds where a view takes one.

    Goes before everything that reads a form, the check of its token too.
    """

    app.request_class = BoundedRequest

    @app.before_request
    def _widen() -> None:
        body_max = getattr(current_app.view_functions.get(request.endpoint or ""), "body_max", None)
        if body_max:
            request.max_content_length = request.max_form_memory_size = body_max


class UploadField(Field):
    """One file; ``data`` is its content, None where none was chosen.

    It reads the request itself, for our forms pass no files on: a text field would trip over one under its name.
    """

    widget = FileInput()
    data: bytes | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the file that was sent under this name."""
        del valuelist
        sent = request.files.get(self.name)
        self.data = sent.stream.read(FILE_MAX + 1) if sent and sent.filename else None
        if self.data and len(self.data) > FILE_MAX:
            self.data = None
            raise ValueError(f"ファイルが大きすぎます。{FILE_MAX // 1_000_000}MBまでにしてください")


class PackedFileField(Field):
    """A file that travels on with the form, so that nothing of it stays on the server between two steps."""

    widget = HiddenInput()
    data: bytes | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Unpack what came back."""
        self.data = None
        try:
            self.data = unpacked(valuelist[0] if valuelist else "")
        except ValueError as error:
            raise ValueError("ファイルをもう一度選んでください") from error

    def _value(self) -> str:
        return packed(self.data) if self.data is not None else ""


def packed(content: bytes) -> str:
    """Return a file's content as a text for a form."""
    return base64.b64encode(zlib.compress(content, 9)).decode()


def unpacked(text: str) -> bytes:
    """Return the content of a packed file. Raises ValueError for anything else, and for more than FILE_MAX bytes."""
    try:
        reader: Any = zlib.decompressobj()
        content: bytes = reader.decompress(base64.b64decode(text, validate=True), FILE_MAX)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise ValueError("no packed file") from error
    if not reader.eof:
        raise ValueError("no packed file, or more than was taken in")
    return content
