"""The least that Flask can do, served as the site is: what its pages are compared with."""

import os

from flask import Flask
from sqlalchemy import create_engine, text

from eventsite.core.db import listen_sqlite

app = Flask(__name__, static_folder=None)
_engine = create_engine(os.environ.get("DATABASE_URL", "sqlite://"))
if _engine.dialect.name == "sqlite":
    listen_sqlite(_engine)


@app.get("/healthz")
@app.get("/empty")
def empty() -> str:
    """Do nothing."""
    return "ok"


@app.get("/row")
def row() -> str:
    """Read one row by its key."""
    with _engine.connect() as connection:
        return str(connection.scalar(text("SELECT title FROM events WHERE id = 1")))
