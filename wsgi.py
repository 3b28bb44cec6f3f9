"""What a WSGI server starts: ``gunicorn wsgi:app``."""

from eventsite.app import create_app

app = create_app()
