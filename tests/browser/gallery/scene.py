"""What a scene of the gallery is: one screen in one state, and how it comes about."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from flask import Flask
from playwright.sync_api import Page

from eventsite.accounts.access import public
from tests.support.routes import World, a_world


class State(StrEnum):
    """The states that every screen must show, and the ordinary one."""

    ORDINARY = "ordinary"
    EMPTY = "empty"
    LOADING = "loading"
    PARTIAL = "partial"  # not all is known, or when it was last updated
    VALIDATION_ERROR = "validation error"
    SERVER_ERROR = "server error"
    OFFLINE = "offline"
    PERMISSION_DENIED = "permission denied"
    NOT_YET_OPEN = "not yet open"
    OPEN = "open"
    FEW_LEFT = "few left"
    FULL = "full or waitlist"
    CLOSED = "closed"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    PAST = "past"
    NO_JAVASCRIPT = "no JavaScript"
    NO_IMAGES = "no images"
    ZOOM = "zoom of 400 %"
    LARGE_TEXT = "text 特大"
    LONG_WORDS = "long words"
    DARK = "dark"
    FURIGANA = "furigana"
    FORCED_COLORS = "forced colors"
    PRINT = "print"
    # 320 px, やさしい日本語 and English are no scenes of their own: every scene is seen at 320 px and in each language.


@dataclass
class Stage:
    """Where a scene is set: an empty site, running at ``url``.

    ``user_id``: who is signed in where the scene says ``signed_in``; an administrator, unless ``prepare`` says another.
    """

    app: Flask
    url: str
    user_id: int | None = None
    _world: World | None = field(default=None, repr=False)

    def world(self) -> World:
        """Return one center with one of everything, built when first asked for."""
        self._world = self._world or a_world("niho")
        return self._world

    def breaks(self, endpoint: str, error: Exception) -> None:
        """Let a page fail for the rest of the scene."""

        @public
        def broken(**_args: Any) -> str:
            raise error

        self.app.view_functions[endpoint] = broken


@dataclass(frozen=True)
class Scene:
    """One screen in one state.

    ``prepare`` makes the rows through factories and services and returns the path to open, without a language, such as
    ``/e/k7m2q4``; it runs in an application context, within one transaction. ``act`` is what the visitor then does,
    with the page at hand; it has to work in every language. ``shows``: words that must be seen in Japanese, so that the
    picture is of what its name says. ``status`` is that of the path, before the act. ``signed_in``: a page for
    staff, in Japanese only.
    """

    name: str
    state: State
    prepare: Callable[[Stage], str]
    act: Callable[[Page], None] | None = None
    shows: str = ""
    status: int = 200
    signed_in: bool = False
    scheme: Literal["light", "dark"] = "light"
    forced_colors: bool = False
    javascript: bool = True
    images: bool = True
    offline: bool = False  # seen with network first, then opened again without
    furigana: bool = False
    text_size: Literal["", "large", "xlarge"] = ""
    media: Literal["screen", "print"] = "screen"
    zoom: int = 100  # per cent
