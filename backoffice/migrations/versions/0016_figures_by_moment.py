"""Figures of a period read outcomes, applications and reviews by their moment; each gets an index.

Revision 0016, after 0009.
"""

from alembic import op

revision = "0016"
down_revision = "0009"
branch_labels = None
depends_on = None

INDEXES = (
    ("learner_outcome", "added_at"),
    ("conversion_application", "applied_at"),
    ("review_record", "happened_at"),
)


def upgrade() -> None:
    """Make the indexes."""
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column], unique=False)


def downgrade() -> None:
    """Take them away."""
    for table, column in INDEXES:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
