"""Figures of a period are counted from indexes alone: they begin with the moment and hold what is grouped by.

Revision 0016, after 0009.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INDEXES = (
    ("learner_outcome", ["added_at", "kind_id", "catalogue_outcome_id", "entry_channel", "state"]),
    ("conversion_application", ["applied_at", "institution_id", "rule_version_id"]),
    ("review_record", ["step", "happened_at", "application_id"]),
    ("credit_entry", ["booked_at", "target_id", "decision_id", "reverses_id", "credits"]),
)


def upgrade() -> None:
    """Make the indexes."""
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_counted", table, columns, unique=False)


def downgrade() -> None:
    """Take them away."""
    for table, _columns in INDEXES:
        op.drop_index(f"ix_{table}_counted", table_name=table)
