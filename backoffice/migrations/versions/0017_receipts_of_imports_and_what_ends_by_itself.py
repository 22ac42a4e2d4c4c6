"""Imports lapse, assessments are taken back, and learners are told of what an import has put into their accounts.

Revision 0017, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

RECEIPT = "import_receipt"
RUNS = ("检查中", "待确认", "导入中", "已导入", "未能读取", "已取消")
LAPSED = "已过期"
OPINIONS = ("待评审", "已出具意见")
TAKEN_BACK = "已收回"


def upgrade() -> None:
    """Let runs and assessments end by themselves, and keep what is to be told."""
    _allow("import_run", "ck_import_run_runstate", (*RUNS, LAPSED))
    _allow("assessment", "ck_assessment_assessmentstate", (*OPINIONS, TAKEN_BACK))
    op.create_table(
        RECEIPT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("outcomes", sa.Integer(), nullable=False),
        sa.CheckConstraint("outcomes > 0", name=op.f("ck_import_receipt_outcomes_positive")),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_receipt_run_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_import_receipt_learner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_receipt")),
        sa.UniqueConstraint("run_id", "learner_id", name=op.f("uq_import_receipt_run_id_learner_id")),
    )
    op.create_index(op.f("ix_import_receipt_learner_id"), RECEIPT, ["learner_id"], unique=False)


def downgrade() -> None:
    """Take the step back; what the narrower tables cannot say is said by the nearest word they know."""
    op.drop_table(RECEIPT)
    _say("import_run", LAPSED, "已取消")
    _allow("import_run", "ck_import_run_runstate", RUNS)
    _say("assessment", TAKEN_BACK, OPINIONS[0])
    _allow("assessment", "ck_assessment_assessmentstate", OPINIONS)


def _say(table: str, word: str, nearest: str) -> None:
    rows = sa.table(table, sa.column("state", sa.String))
    op.execute(rows.update().where(rows.c.state == word).values(state=nearest))


def _allow(table: str, constraint: str, words: tuple[str, ...]) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(constraint), type_="check")
        batch_op.create_check_constraint(op.f(constraint), sa.column("state").in_(words))
