"""Run migrations on the application's own database, whichever it is."""

from alembic import context
from sqlalchemy import Connection

# Imported for their tables: autogenerate compares all of them.
from eventsite.accounts import models as accounts_models  # noqa: F401
from eventsite.admission import models as admission_models  # noqa: F401
from eventsite.admission import models_registrations  # noqa: F401
from eventsite.attendance import models as attendance_models  # noqa: F401
from eventsite.audit import models as audit_models  # noqa: F401
from eventsite.core.db import Base, UtcDateTime, db
from eventsite.emergency import models as emergency_models  # noqa: F401
from eventsite.events import models as events_models  # noqa: F401
from eventsite.events import models_search as search_models
from eventsite.feedback import models as feedback_models  # noqa: F401
from eventsite.kpi import models as kpi_models  # noqa: F401
from eventsite.lottery import models as lottery_models  # noqa: F401
from eventsite.notifications import models as notifications_models  # noqa: F401
from eventsite.questions import models as questions_models  # noqa: F401


def _is_ours(name: str | None, _kind: str, _parents: object) -> bool:
    """Leave out the index of the search: no model describes it."""
    return not (name or "").startswith(search_models.TERMS_INDEX)


def _render(kind: str, item: object, _context: object) -> str | bool:
    """Write our instants as plain columns: a migration must not depend on the code of today."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run(connection: Connection) -> None:
    """Run all steps in one transaction.

    On SQLite a changed table is copied and dropped; with foreign keys on, the drop would delete its children too.
    So they are off for the time of the migration and checked before it counts.
    """
    sqlite = connection.dialect.name == "sqlite"
    raw = connection.connection.driver_connection
    if sqlite:
        raw.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=_is_ours,
        render_item=_render,
    )
    with connection.begin():
        with context.begin_transaction():
            context.run_migrations()
        if sqlite and (orphans := raw.execute("PRAGMA foreign_key_check").fetchall()):
            raise RuntimeError(f"the migration would leave rows without their parents: {orphans[:3]}")
    if sqlite:
        raw.execute("PRAGMA foreign_keys=ON")


if context.is_offline_mode():
    raise SystemExit("migrations run on a database, not into a script")

with db.engine.connect().execution_options(writing=True) as engine_connection:
    run(engine_connection)
