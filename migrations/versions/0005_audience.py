"""Events say for whom they are meant.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TARGETS = ("children", "adults", "seniors", "japanese_learners")


def upgrade() -> None:
    target = sa.Enum(*_TARGETS, name="target", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "event_targets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("target", target, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_targets_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_targets")),
        sa.UniqueConstraint("event_id", "target", name=op.f("uq_event_targets_event_id_target")),
    )


def downgrade() -> None:
    op.drop_table("event_targets")
