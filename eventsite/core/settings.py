"""The settings of the running application: the one way to them for all that runs within its context."""

from flask import current_app

from eventsite.config import Settings


def settings() -> Settings:
    """Return the settings that this application was made with."""
    made_with: Settings = current_app.config["SETTINGS"]
    return made_with
