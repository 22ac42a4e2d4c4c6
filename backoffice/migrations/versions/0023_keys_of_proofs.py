"""A proof keeps the name of the key that sealed its pages.

Revision 0023, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the key; pages from before there were keys have none."""
    with op.batch_alter_table("conversion_proof", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key_id", sa.String(length=43), nullable=False, server_default=""))
    with op.batch_alter_table("conversion_proof", schema=None) as batch_op:
        batch_op.alter_column("key_id", server_default=None)


def downgrade() -> None:
    """Forget the keys."""
    with op.batch_alter_table("conversion_proof", schema=None) as batch_op:
        batch_op.drop_column("key_id")
