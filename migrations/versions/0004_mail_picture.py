"""Confirmations carry the ticket: the code that a mail's picture shows.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outgoing_mails", sa.Column("ticket_code", sa.String(length=25), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("outgoing_mails", "ticket_code")
