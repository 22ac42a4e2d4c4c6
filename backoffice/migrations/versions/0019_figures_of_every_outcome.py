"""Figures of all outcomes are counted from indexes alone: how far each came, when each case came to a review.

Revision 0019, after 0016.
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# name, table, columns, and the narrower index that it takes the place of
INDEXES = (
    ("ix_learner_opened_at", "learner", ["opened_at"], ""),
    ("ix_learner_outcome_held", "learner_outcome", ["learner_id", "kind_id"], "learner_id"),
    ("ix_conversion_source_served", "conversion_source", ["outcome_id", "application_id"], "outcome_id"),
    ("ix_review_record_followed", "review_record", ["application_id", "step", "happened_at"], "application_id"),
    ("ix_recognition_record_followed", "recognition_record", ["application_id", "step", "happened_at"], "application_id"),
    ("ix_recognition_record_counted", "recognition_record", ["step", "happened_at", "application_id"], ""),
)


def upgrade() -> None:
    """Make the indexes, and take away those that they hold."""
    for name, table, columns, narrower in INDEXES:
        op.create_index(name, table, columns, unique=False)
        if narrower:
            op.drop_index(f"ix_{table}_{narrower}", table_name=table)


def downgrade() -> None:
    """Bring the narrower ones back."""
    for name, table, _columns, narrower in INDEXES:
        if narrower:
            op.create_index(f"ix_{table}_{narrower}", table, [narrower], unique=False)
        op.drop_index(name, table_name=table)
