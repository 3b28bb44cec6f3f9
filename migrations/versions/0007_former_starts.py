"""A date that is moved remembers when it was to begin.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PRECISIONS = ("minute", "day", "month", "year", "fiscal_year")


def upgrade() -> None:
    precision = sa.Enum(*_PRECISIONS, name="precision", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "former_starts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("occurrence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("precision", precision, nullable=False),
        sa.CheckConstraint("precision IN ('minute', 'day')", name=op.f("ck_former_starts_exact")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.id"],
            name=op.f("fk_former_starts_occurrence_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_starts")),
        sa.UniqueConstraint(
            "occurrence_id", "starts_at", "precision", name=op.f("uq_former_starts_occurrence_id_starts_at_precision")
        ),
    )


def downgrade() -> None:
    op.drop_table("former_starts")
