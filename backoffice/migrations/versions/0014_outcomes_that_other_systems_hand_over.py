"""Outcomes may come from another system (数据对接): a fourth way into an account.

Revision 0014, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLE = "learner_outcome"
CONSTRAINT = "ck_learner_outcome_entrychannel"
BEFORE = ("自助添加", "机构导入", "转换获得")
AFTER = (*BEFORE, "数据对接")


def upgrade() -> None:
    """Let the database take the fourth."""
    _allow(AFTER)


def downgrade() -> None:
    """Go back to three; an outcome that came by the fourth counts as imported, which is the nearest to it."""
    outcomes = sa.table(TABLE, sa.column("entry_channel", sa.String))
    op.execute(outcomes.update().where(outcomes.c.entry_channel == AFTER[-1]).values(entry_channel=BEFORE[1]))
    _allow(BEFORE)


def _allow(channels: tuple[str, ...]) -> None:
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(CONSTRAINT), type_="check")
        batch_op.create_check_constraint(op.f(CONSTRAINT), sa.column("entry_channel").in_(channels))
