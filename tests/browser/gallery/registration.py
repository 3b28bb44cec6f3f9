"""Scenes of joining: the form, what comes after it, and one's own pages."""

from tests.browser.gallery import registration_after, registration_form, registration_own
from tests.browser.gallery.scene import Scene

SCENES: tuple[Scene, ...] = (*registration_form.SCENES, *registration_own.SCENES, *registration_after.SCENES)
