"""A retirement of a rule is a draft with a last day; an import keeps which rules and cases it touches.

Revision 0018, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE, STATES = "rule_draft", "ck_rule_draft_draftstate"
BEFORE = ("草稿", "待发布", "已发布", "已放弃")
AFTER = ("草稿", "待发布", "已发布", "已确认", "已放弃")


def upgrade() -> None:
    """Add the last day, the state of what was confirmed, and what an import touches."""
    op.add_column("import_run", sa.Column("touched", sa.JSON(), nullable=True))
    with op.batch_alter_table(TABLE) as batch_op:
        batch_op.add_column(sa.Column("last_day", sa.Date(), nullable=True))
        batch_op.drop_constraint(op.f(STATES), type_="check")
        batch_op.create_check_constraint(op.f(STATES), sa.column("state").in_(AFTER))
        batch_op.create_check_constraint(
            op.f("ck_rule_draft_ends_its_base"), "last_day IS NULL OR (base_id IS NOT NULL AND version_id IS NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_rule_draft_confirmed_has_day"), "state <> '已确认' OR last_day IS NOT NULL"
        )


def downgrade() -> None:
    """Take them away; a retirement, which the narrower table cannot say, stays as a draft that was given up."""
    op.execute("UPDATE rule_draft SET state = '已放弃' WHERE last_day IS NOT NULL")
    with op.batch_alter_table(TABLE) as batch_op:
        batch_op.drop_constraint(op.f("ck_rule_draft_confirmed_has_day"), type_="check")
        batch_op.drop_constraint(op.f("ck_rule_draft_ends_its_base"), type_="check")
        batch_op.drop_constraint(op.f(STATES), type_="check")
        batch_op.create_check_constraint(op.f(STATES), sa.column("state").in_(BEFORE))
        batch_op.drop_column("last_day")
    with op.batch_alter_table("import_run") as batch_op:
        batch_op.drop_column("touched")
