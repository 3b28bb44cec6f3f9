"""One urgent notice may stand above every page.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "emergency_notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(30), nullable=False),
        sa.Column("text", sa.String(100), nullable=False),
        sa.Column("title_easy", sa.String(90), nullable=False),
        sa.Column("text_easy", sa.String(300), nullable=False),
        sa.Column("title_en", sa.String(90), nullable=False),
        sa.Column("text_en", sa.String(300), nullable=False),
        sa.Column("url", sa.String(300), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_emergency_notices_one")),
        sa.CheckConstraint("title <> '' AND text <> ''", name=op.f("ck_emergency_notices_says_something")),
        sa.CheckConstraint("(title_easy = '') = (text_easy = '')", name=op.f("ck_emergency_notices_easy")),
        sa.CheckConstraint("(title_en = '') = (text_en = '')", name=op.f("ck_emergency_notices_en")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_notices")),
    )


def downgrade() -> None:
    op.drop_table("emergency_notices")
