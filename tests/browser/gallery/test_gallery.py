"""Every screen in every state: for everybody to use, whole at 320 px, in its language, and as pictures to look at.

Every run sees each state once on each side of the site, in Japanese; the long run sees every scene in three languages.
With ``--pictures FOLDER`` each is stored as ``<scene>-<language>-<width>.png``.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.gallery import discovery, registration, staff
from tests.browser.gallery.checks import faults
from tests.browser.gallery.hall import LANGUAGES, PAPER, PHONE, WIDE, Hall, opened, visited, widen
from tests.browser.gallery.scene import Scene, Stage, State

pytestmark = pytest.mark.browser

SIDES = {"discovery": discovery.SCENES, "registration": registration.SCENES, "staff": staff.SCENES}
SCENES = [scene for side in SIDES.values() for scene in side]
# A state that a side cannot have: only the form waits for an answer; staff see no places fill, in one language.
HAS_NOT: dict[str, set[State]] = {
    "discovery": {State.LOADING},
    "registration": set(),
    "staff": {State.LOADING, State.PARTIAL, State.CHANGED, State.FEW_LEFT, State.FULL, State.NO_IMAGES, State.FURIGANA},
}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The running site of all scenes."""
    with opened(tmp_path_factory.mktemp("gallery")) as hall:
        yield hall


def first_of_each_state() -> set[str]:
    """Return the names of the scenes that every run sees: the first of each state on each side."""
    firsts = ({scene.state: scene.name for scene in reversed(side)} for side in SIDES.values())
    return {name for first in firsts for name in first.values()}


def cases() -> Iterator[object]:
    """Yield each scene in each of its languages, most of them in the long run only."""
    always = first_of_each_state()
    for scene in SCENES:
        for language in ("ja",) if scene.signed_in else LANGUAGES:
            marks = () if language == "ja" and scene.name in always else (pytest.mark.long,)
            yield pytest.param(scene, language, id=f"{scene.name}-{language}", marks=marks)


@pytest.mark.parametrize(("scene", "language"), list(cases()))
def test_scene(scene: Scene, language: str, hall: Hall, browser: Browser, request: pytest.FixtureRequest) -> None:
    with visited(browser, hall, scene, language) as page:
        if language == "ja" and scene.shows:
            expect(page.locator("body")).to_contain_text(scene.shows)
        assert list(faults(page, scene, language)) == []
        if folder := request.config.getoption("--pictures"):
            keep(page, scene, f"{folder}/{scene.name}-{language}")


def keep(page: Page, scene: Scene, stem: str) -> None:
    """Store what the scene looks like on a phone, on a desk, or on paper."""
    Path(stem).parent.mkdir(parents=True, exist_ok=True)
    if scene.media == "print":
        widths = {"a4": PAPER}
    elif scene.zoom > 100:
        widths = {str(WIDE): WIDE * 100 // scene.zoom}
    else:
        widths = {str(PHONE): PHONE, str(WIDE): WIDE}
    for name, width in widths.items():
        widen(page, width)
        page.screenshot(path=f"{stem}-{name}.png", full_page=True)


@pytest.mark.parametrize("side", SIDES)
def test_every_state_has_a_scene(side: str) -> None:
    shown = {scene.state for scene in SIDES[side]}

    assert set(State) - HAS_NOT[side] - shown == set()


def test_no_two_scenes_have_one_name() -> None:
    names = [scene.name for scene in SCENES]

    assert len(names) == len(set(names))


def test_a_broken_page_is_reported(hall: Hall, browser: Browser) -> None:
    """The control: a picture without a text, a block too wide, a wrong language, a bare name and a torn word."""
    scene = Scene("broken", State.ORDINARY, prepare=lambda _stage: "/", act=damage)

    with visited(browser, hall, scene, "ja") as page:
        found = "\n".join(faults(page, scene, "ja"))

    for sentence in ("image-alt", "scrolls sideways", "its language is fr", "text: frame.menu", "tears the words"):
        assert sentence in found


def damage(page: Page) -> None:
    """Break the page that is open in five ways."""
    page.evaluate("""() => {
      document.documentElement.lang = "fr";
      const block = document.createElement("p");
      block.textContent = "frame.menu";
      block.style.width = "500px";
      block.append(document.createElement("img"));
      const row = block.cloneNode();
      row.style.display = "flex";
      row.innerHTML = "<ruby>書<rt>か</rt></ruby>きなおす";
      document.querySelector("main").append(block, row);
    }""")


def test_a_scene_that_fails_leaves_the_next_one_whole(hall: Hall, browser: Browser) -> None:
    """What one scene stores or breaks is gone when the next one begins."""

    def breaking(stage: Stage) -> str:
        stage.breaks("discovery.home", RuntimeError("broken for a scene"))
        return "/"

    with visited(browser, hall, Scene("one", State.SERVER_ERROR, breaking, status=500), "ja"):
        pass
    with visited(browser, hall, Scene("other", State.ORDINARY, lambda _stage: "/", shows="催し"), "ja") as page:
        expect(page.get_by_role("searchbox")).to_be_visible()
