"""A joint proof tells of several conversions on one paper; its members are kept beside it.

Revision 0009, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of members."""
    op.create_table(
        "proof_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proof_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proof_id"], ["conversion_proof.id"], name=op.f("fk_proof_member_proof_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["conversion_application.id"], name=op.f("fk_proof_member_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_member")),
        sa.UniqueConstraint("proof_id", "application_id", name=op.f("uq_proof_member_proof_id_application_id")),
    )
    with op.batch_alter_table("proof_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proof_member_application_id"), ["application_id"], unique=False)


def downgrade() -> None:
    """Take the table away."""
    op.drop_table("proof_member")
