"""One engine of admission: calls by lot, offers, wishes, questions, limits; and what a draw leaves behind.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


APPEND_ONLY = (
    "lottery_seals", "lottery_freezes", "lottery_values", "lottery_draws", "lottery_releases", "lottery_stops",
)  # fmt: skip
_ACTIONS_BEFORE = (
    "event:create", "event:edit", "event:discard", "event:publish", "event:cancel", "occurrence:change",
    "occurrence:cancel", "occurrence:close", "occurrence:reopen", "call:create", "call:edit", "slot:capacity",
    "registration:create", "registration:promote", "registration:withdraw", "registration:cancel",
    "roster:view", "attendance:record", "attendance:correct", "user:invite", "user:join", "user:disable",
    "user:enable", "user:password", "session:start", "session:end", "kpi:export",
)  # fmt: skip
_UNGUARD = "ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_append_only"
_NEVER = "this table is append-only"
_ACTIVE = "user_id IS NOT NULL AND state IN ('applied', 'confirmed', 'offered', 'waiting')"
_ACTIVE_BEFORE = "user_id IS NOT NULL AND state IN ('confirmed', 'waiting')"
_DEFAULTS = {
    "calls": ("unit", "wishes_max", "free_place_rule", "leftover_first_come", "residence", "draw_source"),
    "events": ("reminder_days", "thanks"),
    "registrations": ("places",),
    "slots": ("held",),
}
_UNDELIVERED = "state = 'failed' OR (state = 'aborted' AND last_error <> '')"
# What the older version has no word for becomes the nearest that it has.
_BACK_TO_THE_OLD_WORDS = (
    "UPDATE registrations SET offer_until = NULL, state = 'confirmed' WHERE state = 'offered'",
    "UPDATE registrations SET line = sequence, state = 'waiting' WHERE state = 'applied'",
    "UPDATE registrations SET state = 'cancelled' WHERE state = 'not_selected'",
    "UPDATE registrations SET channel = 'desk' WHERE channel IN ('walk_in', 'import')",
    "UPDATE calls SET admission = 'first_come' WHERE admission NOT IN ('none', 'first_come')",
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _trigger(table: str, verb: str) -> str:
    """Return the statement that guards a table of SQLite against one verb."""
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{_NEVER}'); END"
    )


def _create_triggers() -> None:
    for table in APPEND_ONLY:
        if _is_sqlite():
            for verb in ("UPDATE", "DELETE"):
                op.execute(_trigger(table, verb))
        else:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION append_only()"
            )


def _drop_triggers() -> None:
    if not _is_sqlite():
        return  # they go with their tables
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")


def _without_defaults(table: str) -> None:
    """Take the defaults away that filled the rows at hand: the program says every value itself."""
    with op.batch_alter_table(table) as batch_op:
        for column in _DEFAULTS[table]:
            batch_op.alter_column(column, server_default=None)


def upgrade() -> None:
    _create_tables()
    _let_go_of_known_actions()
    _change_calls_and_events()
    _change_registrations_and_slots()
    for table in ("calls", "events", "registrations", "slots"):
        _without_defaults(table)
    _create_triggers()


def _let_go_of_known_actions() -> None:
    """A new tag of the audit log shall need no rewriting of a table to which rows are only added."""
    with op.batch_alter_table("audit_entries") as batch_op:
        batch_op.drop_constraint(op.f("ck_audit_entries_action"), type_="check")
    _guard_audit_entries()


def _know_actions_again() -> None:
    listed = ", ".join(f"'{action}'" for action in _ACTIONS_BEFORE)
    op.execute("DROP TRIGGER audit_entries_no_delete" if _is_sqlite() else _UNGUARD)
    op.execute(f"DELETE FROM audit_entries WHERE action NOT IN ({listed})")
    with op.batch_alter_table("audit_entries") as batch_op:
        batch_op.create_check_constraint(op.f("ck_audit_entries_action"), f"action IN ({listed})")
    _guard_audit_entries()


def _guard_audit_entries() -> None:
    """Give the table its triggers again, which go with it where it is copied."""
    if _is_sqlite():
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER IF EXISTS audit_entries_no_{verb.lower()}")
            op.execute(_trigger("audit_entries", verb))
    else:
        op.execute("ALTER TABLE audit_entries ENABLE TRIGGER audit_entries_append_only")


def _create_tables() -> None:
    op.create_table(
        "entry_attempts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_attempts")),
    )
    with op.batch_alter_table("entry_attempts", schema=None) as batch_op:
        batch_op.create_index("ix_entry_attempts_at", ["at"], unique=False)
        batch_op.create_index("ix_entry_attempts_source", ["purpose", "source", "at"], unique=False)

    op.create_table(
        "link_requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_requests")),
    )
    op.create_table(
        "phone_notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("center_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("headline", sa.String(length=200), nullable=False),
        sa.Column("script", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name=op.f("ck_phone_notices_done")),
        sa.ForeignKeyConstraint(["center_id"], ["centers.id"], name=op.f("fk_phone_notices_center_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["users.id"], name=op.f("fk_phone_notices_done_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_phone_notices_key")),
    )
    with op.batch_alter_table("phone_notices", schema=None) as batch_op:
        batch_op.create_index(
            "ix_phone_notices_open",
            ["center_id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND dropped_at IS NULL"),
        )
        batch_op.create_index("ix_phone_notices_subject", ["subject_type", "subject_id"], unique=False)

    op.create_table(
        "series",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("center_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["center_id"], ["centers.id"], name=op.f("fk_series_center_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("center_id", "name", name=op.f("uq_series_center_id_name")),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "rating",
            sa.Enum("yes", "perhaps", "no", name="rating", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_feedback_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_event_id"), ["event_id"], unique=False)

    op.create_table(
        "call_openings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "residence",
            sa.Enum(
                "area",
                "city",
                "city_life",
                "anywhere",
                name="residence",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "web",
                "phone",
                "desk",
                "fax",
                "postcard",
                "walk_in",
                "import",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_call_openings_period")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_openings_call_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_openings")),
    )
    with op.batch_alter_table("call_openings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_call_openings_call_id"), ["call_id"], unique=False)

    op.create_table(
        "call_priorities",
        sa.Column("call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "priority",
            sa.Enum(
                "first_timers",
                "earlier_losers",
                "residents",
                name="priority",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_priorities_call_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call_id", "priority", name=op.f("pk_call_priorities")),
    )
    op.create_table(
        "lottery_freezes",
        sa.Column("call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.Column("entries_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entries_hash", sa.String(length=64), nullable=False),
        sa.Column("left_out", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_staff", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_lottery_freezes_call_id")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_lottery_freezes")),
    )
    op.create_table(
        "lottery_seals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_lottery_seals_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lottery_seals")),
        sa.UniqueConstraint("call_id", "version", name=op.f("uq_lottery_seals_call_id_version")),
    )
    op.create_table(
        "lottery_values",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_lottery_values_call_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_lottery_values_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lottery_values")),
    )
    with op.batch_alter_table("lottery_values", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lottery_values_call_id"), ["call_id"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "text",
                "choice",
                "several",
                "number",
                "date",
                "yes_no",
                "consent",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "scope",
            sa.Enum("party", "participant", name="scope", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("label_easy", sa.String(length=200), nullable=False),
        sa.Column("label_en", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("purpose_easy", sa.String(length=200), nullable=False),
        sa.Column("purpose_en", sa.String(length=200), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "general", "health", "birth_date", name="topic", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("depends_on_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("depends_value", sa.String(length=200), nullable=False),
        sa.Column("keep_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(depends_on_id IS NULL) = (depends_value = '')", name=op.f("ck_questions_condition")),
        sa.CheckConstraint("topic = 'general' OR reason <> ''", name=op.f("ck_questions_reason")),
        sa.CheckConstraint("keep_days >= 0 AND keep_days <= 365", name=op.f("ck_questions_keep_days")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_questions_call_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["depends_on_id"], ["questions.id"], name=op.f("fk_questions_depends_on_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("code", name=op.f("uq_questions_code")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index("ix_questions_call_id_position", ["call_id", "position"], unique=False)

    op.create_table(
        "lottery_draws",
        sa.Column("call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_value", sa.String(length=200), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("entered_by_id <> confirmed_by_id", name=op.f("ck_lottery_draws_two_people")),
        sa.CheckConstraint(
            "(public_value = '') = (entered_by_id IS NULL) AND (public_value = '') = (confirmed_by_id IS NULL)",
            name=op.f("ck_lottery_draws_value_has_witnesses"),
        ),
        sa.ForeignKeyConstraint(["call_id"], ["lottery_freezes.call_id"], name=op.f("fk_lottery_draws_call_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["users.id"], name=op.f("fk_lottery_draws_confirmed_by_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["users.id"], name=op.f("fk_lottery_draws_entered_by_id")),
        sa.ForeignKeyConstraint(["seal_id"], ["lottery_seals.id"], name=op.f("fk_lottery_draws_seal_id")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_lottery_draws")),
    )
    op.create_table(
        "question_choices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("label_easy", sa.String(length=100), nullable=False),
        sa.Column("label_en", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_choices_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_choices")),
        sa.UniqueConstraint("question_id", "code", name=op.f("uq_question_choices_question_id_code")),
    )
    with op.batch_alter_table("question_choices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_choices_question_id"), ["question_id"], unique=False)

    op.create_table(
        "slot_reserves",
        sa.Column("slot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "counter",
            sa.Enum(
                "web", "phone_and_desk", "paper", name="counter", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("places", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("taken", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("places >= 1 AND taken >= 0", name=op.f("ck_slot_reserves_counts")),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_slot_reserves_slot_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("slot_id", "counter", name=op.f("pk_slot_reserves")),
    )
    op.create_table(
        "feedback_given",
        sa.Column("registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_feedback_given_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_feedback_given")),
    )
    op.create_table(
        "lottery_releases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["lottery_draws.call_id"], name=op.f("fk_lottery_releases_call_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_lottery_releases_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lottery_releases")),
        sa.UniqueConstraint("call_id", "round", "user_id", name=op.f("uq_lottery_releases_call_id_round_user_id")),
    )
    op.create_table(
        "lottery_stops",
        sa.Column("call_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["lottery_draws.call_id"], name=op.f("fk_lottery_stops_call_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_lottery_stops_user_id")),
        sa.PrimaryKeyConstraint("call_id", "round", name=op.f("pk_lottery_stops")),
    )
    op.create_table(
        "person_keys",
        sa.Column("registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_person_keys_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registration_id", "key", name=op.f("pk_person_keys")),
    )
    with op.batch_alter_table("person_keys", schema=None) as batch_op:
        batch_op.create_index("ix_person_keys_key", ["key"], unique=False)

    op.create_table(
        "wishes",
        sa.Column("registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rank", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_wishes_rank")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_wishes_registration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk_wishes_slot_id")),
        sa.PrimaryKeyConstraint("registration_id", "rank", name=op.f("pk_wishes")),
        sa.UniqueConstraint("registration_id", "slot_id", name=op.f("uq_wishes_registration_id_slot_id")),
    )
    with op.batch_alter_table("wishes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wishes_slot_id"), ["slot_id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_answers_participant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_answers_question_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_answers_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index("ix_answers_delete_on", ["delete_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_question_id"), ["question_id"], unique=False)
        batch_op.create_index("ix_answers_registration_id", ["registration_id"], unique=False)


def _change_calls_and_events() -> None:
    op.add_column("outgoing_mails", sa.Column("mailbox", sa.String(length=254), nullable=False, server_default=""))
    op.execute("UPDATE outgoing_mails SET mailbox = lower(recipient)")
    op.create_index("ix_outgoing_mails_mailbox_created_at", "outgoing_mails", ["mailbox", "created_at"])
    op.create_index("ix_outgoing_mails_subject", "outgoing_mails", ["subject_type", "subject_id"])
    op.create_index(
        "ix_outgoing_mails_undelivered",
        "outgoing_mails",
        ["id"],
        sqlite_where=sa.text(_UNDELIVERED),
        postgresql_where=sa.text(_UNDELIVERED),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "unit",
                sa.Enum("people", "parties", name="unit", native_enum=False, create_constraint=True, length=32),
                nullable=False,
                server_default="people",
            )
        )
        batch_op.add_column(
            sa.Column(
                "wishes_max", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, server_default="1"
            )
        )
        batch_op.add_column(
            sa.Column(
                "free_place_rule",
                sa.Enum(
                    "next_that_fits",
                    "hold_for_next",
                    "reopen",
                    name="free_place_rule",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=False,
                server_default="hold_for_next",
            )
        )
        batch_op.add_column(
            sa.Column("offer_hours", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("draw_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("draw_source", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("reserves_max", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("leftover_first_come", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("minimum", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("decide_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("minimum_met", sa.Boolean(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "residence",
                sa.Enum(
                    "area",
                    "city",
                    "city_life",
                    "anywhere",
                    name="residence",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=False,
                server_default="anywhere",
            )
        )
        batch_op.add_column(sa.Column("age_min", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column("age_min_months", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("age_max", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("grade_min", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("grade_max", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column("guardian_up_to_grade", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("limit_event", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("limit_series", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("limit_year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(op.f("ck_calls_admission"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_calls_admission"),
            "admission IN ('none', 'first_come', 'lottery', 'lottery_if_over', 'by_organiser')",
        )
        batch_op.create_check_constraint(op.f("ck_calls_wishes_max"), "wishes_max >= 1")
        batch_op.create_check_constraint(op.f("ck_calls_ages"), "age_max >= age_min")
        batch_op.create_check_constraint(
            op.f("ck_calls_age_months"), "age_min_months IS NULL OR (age_min IS NOT NULL AND age_min_months BETWEEN 1 AND 11)"
        )
        batch_op.create_check_constraint(op.f("ck_calls_grades"), "grade_max >= grade_min")
        batch_op.create_check_constraint(
            op.f("ck_calls_limits"), "limit_event >= 1 AND limit_series >= 1 AND limit_year >= 1"
        )
        batch_op.create_check_constraint(
            op.f("ck_calls_counts"), "offer_hours >= 1 AND reserves_max >= 0 AND minimum >= 1"
        )
        batch_op.create_check_constraint(
            op.f("ck_calls_draw_is_announced"),
            "admission NOT IN ('lottery', 'lottery_if_over') OR (draw_at IS NOT NULL AND closes_at IS NOT NULL)",
        )
        batch_op.create_check_constraint(op.f("ck_calls_draw_at"), "draw_at >= closes_at")
        batch_op.create_check_constraint(
            op.f("ck_calls_minimum_has_its_day"), "minimum IS NULL OR decide_at IS NOT NULL"
        )

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column(
                "reminder_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, server_default="1"
            )
        )
        batch_op.add_column(sa.Column("thanks", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.create_index(batch_op.f("ix_events_series_id"), ["series_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_events_series_id"), "series", ["series_id"], ["id"])
        batch_op.create_check_constraint(op.f("ck_events_reminder_days"), "reminder_days >= 0")


def _change_registrations_and_slots() -> None:
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.add_column(sa.Column("age", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("grade", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "places", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, server_default="1"
            )
        )
        batch_op.add_column(sa.Column("line", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("offer_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column(
                "residence",
                sa.Enum(
                    "area",
                    "city",
                    "city_life",
                    "anywhere",
                    name="residence",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("is_first_time", sa.Boolean(), nullable=True))
        batch_op.add_column(
            sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.drop_index(batch_op.f("ix_registrations_slot_id_state_sequence"))
        batch_op.create_index("ix_registrations_receipt", ["receipt"], unique=False)
        batch_op.create_index("ix_registrations_email", ["email"], unique=False)
        batch_op.create_index(
            "ix_registrations_offer_until",
            ["offer_until"],
            unique=False,
            sqlite_where=sa.text("offer_until IS NOT NULL"),
            postgresql_where=sa.text("offer_until IS NOT NULL"),
        )
        batch_op.create_index("ix_registrations_slot_id_state_line", ["slot_id", "state", "line"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_registrations_merged_into_id"), "registrations", ["merged_into_id"], ["id"]
        )
        batch_op.drop_constraint(op.f("ck_registrations_state"), type_="check")
        batch_op.drop_constraint(op.f("ck_registrations_channel"), type_="check")
        batch_op.drop_constraint(op.f("ck_registrations_party_size"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_registrations_state"),
            "state IN ('applied', 'confirmed', 'waiting', 'offered', 'not_selected', 'withdrawn', 'cancelled')",
        )
        batch_op.create_check_constraint(
            op.f("ck_registrations_channel"),
            "channel IN ('web', 'phone', 'desk', 'fax', 'postcard', 'walk_in', 'import')",
        )
        batch_op.create_check_constraint(
            op.f("ck_registrations_party_size"), "party_size >= 1 AND places >= 1 AND places <= party_size"
        )
        batch_op.create_check_constraint(
            op.f("ck_registrations_offer_until"), "(state = 'offered') = (offer_until IS NOT NULL)"
        )
        batch_op.drop_index("uq_registrations_user")
        batch_op.create_index(
            "uq_registrations_user",
            ["slot_id", "user_id"],
            unique=True,
            sqlite_where=sa.text(_ACTIVE),
            postgresql_where=sa.text(_ACTIVE),
        )
    op.execute("UPDATE registrations SET places = party_size")
    op.execute("UPDATE registrations SET line = sequence WHERE state = 'waiting'")
    with op.batch_alter_table("registrations") as batch_op:
        batch_op.create_check_constraint(op.f("ck_registrations_line"), "state <> 'waiting' OR line IS NOT NULL")

    with op.batch_alter_table("slots", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("held", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_slots_held_until",
            ["held_until"],
            unique=False,
            sqlite_where=sa.text("held_until IS NOT NULL"),
            postgresql_where=sa.text("held_until IS NOT NULL"),
        )
        batch_op.drop_constraint(op.f("ck_slots_counts"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_slots_counts"), "capacity >= 0 AND taken >= 0 AND beyond >= 0 AND held >= 0"
        )
        batch_op.create_check_constraint(op.f("ck_slots_held"), "(held = 0) = (held_until IS NULL)")


def downgrade() -> None:
    _drop_triggers()
    for statement in _BACK_TO_THE_OLD_WORDS:
        op.execute(statement)
    _know_actions_again()
    _change_registrations_and_slots_back()
    _change_calls_and_events_back()
    _drop_tables()


def _change_registrations_and_slots_back() -> None:
    with op.batch_alter_table("slots", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_slots_counts"), type_="check")
        batch_op.drop_constraint(op.f("ck_slots_held"), type_="check")
        batch_op.create_check_constraint(op.f("ck_slots_counts"), "capacity >= 0 AND taken >= 0 AND beyond >= 0")
        batch_op.drop_index(
            "ix_slots_held_until",
            sqlite_where=sa.text("held_until IS NOT NULL"),
            postgresql_where=sa.text("held_until IS NOT NULL"),
        )
        batch_op.drop_column("held_until")
        batch_op.drop_column("held")

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_registrations_line"), type_="check")
        batch_op.drop_constraint(op.f("ck_registrations_offer_until"), type_="check")
        batch_op.drop_constraint(op.f("ck_registrations_party_size"), type_="check")
        batch_op.drop_constraint(op.f("ck_registrations_state"), type_="check")
        batch_op.drop_constraint(op.f("ck_registrations_channel"), type_="check")
        batch_op.create_check_constraint(op.f("ck_registrations_party_size"), "party_size >= 1")
        batch_op.create_check_constraint(
            op.f("ck_registrations_state"), "state IN ('confirmed', 'waiting', 'withdrawn', 'cancelled')"
        )
        batch_op.create_check_constraint(
            op.f("ck_registrations_channel"), "channel IN ('web', 'phone', 'desk', 'fax', 'postcard')"
        )
        batch_op.drop_index("uq_registrations_user")
        batch_op.create_index(
            "uq_registrations_user",
            ["slot_id", "user_id"],
            unique=True,
            sqlite_where=sa.text(_ACTIVE_BEFORE),
            postgresql_where=sa.text(_ACTIVE_BEFORE),
        )
        batch_op.drop_constraint(batch_op.f("fk_registrations_merged_into_id"), type_="foreignkey")
        batch_op.drop_index("ix_registrations_slot_id_state_line")
        batch_op.drop_index("ix_registrations_email")
        batch_op.drop_index("ix_registrations_receipt")
        batch_op.drop_index(
            "ix_registrations_offer_until",
            sqlite_where=sa.text("offer_until IS NOT NULL"),
            postgresql_where=sa.text("offer_until IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_registrations_slot_id_state_sequence"), ["slot_id", "state", "sequence"], unique=False
        )
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("is_first_time")
        batch_op.drop_constraint(op.f("ck_registrations_residence"), type_="check")
        batch_op.drop_column("residence")
        batch_op.drop_column("offer_until")
        batch_op.drop_column("line")
        batch_op.drop_column("places")


def _change_calls_and_events_back() -> None:
    op.drop_index("ix_outgoing_mails_undelivered", "outgoing_mails")
    op.drop_index("ix_outgoing_mails_subject", "outgoing_mails")
    op.drop_index("ix_outgoing_mails_mailbox_created_at", "outgoing_mails")
    op.drop_column("outgoing_mails", "mailbox")
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_column("grade")
        batch_op.drop_column("age")

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_events_reminder_days"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_events_series_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_events_series_id"))
        batch_op.drop_column("thanks")
        batch_op.drop_column("reminder_days")
        batch_op.drop_column("series_id")

    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_calls_admission"), type_="check")
        batch_op.drop_constraint(op.f("ck_calls_wishes_max"), type_="check")
        batch_op.drop_constraint(op.f("ck_calls_age_months"), type_="check")
        batch_op.drop_constraint(op.f("ck_calls_ages"), type_="check")
        batch_op.drop_constraint(op.f("ck_calls_grades"), type_="check")
        batch_op.drop_constraint(op.f("ck_calls_limits"), type_="check")
        batch_op.drop_constraint(op.f("ck_calls_counts"), type_="check")
        batch_op.drop_constraint(op.f("ck_calls_draw_is_announced"), type_="check")
        batch_op.drop_constraint(op.f("ck_calls_draw_at"), type_="check")
        batch_op.drop_constraint(op.f("ck_calls_minimum_has_its_day"), type_="check")
        batch_op.create_check_constraint(op.f("ck_calls_admission"), "admission IN ('none', 'first_come')")
        batch_op.drop_column("announced_at")
        batch_op.drop_column("frozen_at")
        batch_op.drop_column("sealed_at")
        batch_op.drop_column("limit_year")
        batch_op.drop_column("limit_series")
        batch_op.drop_column("limit_event")
        batch_op.drop_column("guardian_up_to_grade")
        batch_op.drop_column("grade_max")
        batch_op.drop_column("grade_min")
        batch_op.drop_column("age_max")
        batch_op.drop_column("age_min_months")
        batch_op.drop_column("age_min")
        batch_op.drop_constraint(op.f("ck_calls_residence"), type_="check")
        batch_op.drop_column("residence")
        batch_op.drop_column("minimum_met")
        batch_op.drop_column("decide_at")
        batch_op.drop_column("minimum")
        batch_op.drop_column("leftover_first_come")
        batch_op.drop_column("reserves_max")
        batch_op.drop_column("draw_source")
        batch_op.drop_column("draw_at")
        batch_op.drop_column("offer_hours")
        batch_op.drop_constraint(op.f("ck_calls_free_place_rule"), type_="check")
        batch_op.drop_column("free_place_rule")
        batch_op.drop_column("wishes_max")
        batch_op.drop_constraint(op.f("ck_calls_unit"), type_="check")
        batch_op.drop_column("unit")


def _drop_tables() -> None:
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index("ix_answers_registration_id")
        batch_op.drop_index(batch_op.f("ix_answers_question_id"))
        batch_op.drop_index(batch_op.f("ix_answers_participant_id"))
        batch_op.drop_index("ix_answers_delete_on")

    op.drop_table("answers")
    with op.batch_alter_table("wishes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wishes_slot_id"))

    op.drop_table("wishes")
    with op.batch_alter_table("person_keys", schema=None) as batch_op:
        batch_op.drop_index("ix_person_keys_key")

    op.drop_table("person_keys")
    op.drop_table("lottery_stops")
    op.drop_table("lottery_releases")
    op.drop_table("feedback_given")
    op.drop_table("slot_reserves")
    with op.batch_alter_table("question_choices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_choices_question_id"))

    op.drop_table("question_choices")
    op.drop_table("lottery_draws")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index("ix_questions_call_id_position")

    op.drop_table("questions")
    with op.batch_alter_table("lottery_values", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lottery_values_call_id"))

    op.drop_table("lottery_values")
    op.drop_table("lottery_seals")
    op.drop_table("lottery_freezes")
    op.drop_table("call_priorities")
    with op.batch_alter_table("call_openings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_call_openings_call_id"))

    op.drop_table("call_openings")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_event_id"))

    op.drop_table("feedback")
    op.drop_table("series")
    with op.batch_alter_table("phone_notices", schema=None) as batch_op:
        batch_op.drop_index("ix_phone_notices_subject")
        batch_op.drop_index(
            "ix_phone_notices_open",
            sqlite_where=sa.text("done_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND dropped_at IS NULL"),
        )

    op.drop_table("phone_notices")
    op.drop_table("link_requests")
    with op.batch_alter_table("entry_attempts", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_attempts_source")
        batch_op.drop_index("ix_entry_attempts_at")

    op.drop_table("entry_attempts")
