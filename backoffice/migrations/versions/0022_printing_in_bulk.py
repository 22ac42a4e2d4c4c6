"""Runs of printing, and the proofs of each.

Revision 0022, after 0016.
"""

import sqlalchemy as sa
from alembic import op

import backoffice.kernel.entity

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

FORMS = ("pdf", "zip")
STATES = ("等待打印", "绘制中", "装订中", "已完成", "未完成", "已取消", "已清除")
ITEM_STATES = ("待打印", "已打印", "证明已撤销", "证明已被替换", "无法绘制")


def _one_of(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "print_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", _one_of("printform", FORMS), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("state", _one_of("printstate", STATES), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("bound", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=400), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("finished_at", backoffice.kernel.entity.UtcDateTime(), nullable=True),
        sa.Column("expires_at", backoffice.kernel.entity.UtcDateTime(), nullable=True),
        sa.CheckConstraint("position >= 0", name=op.f("ck_print_run_position_not_negative")),
        sa.ForeignKeyConstraint(["actor_id"], ["ab_user.id"], name=op.f("fk_print_run_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_run")),
    )
    with op.batch_alter_table("print_run", schema=None) as batch_op:
        for column in ("state", "actor_id"):
            batch_op.create_index(batch_op.f(f"ix_print_run_{column}"), [column], unique=False)
    op.create_table(
        "print_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("proof_id", sa.Integer(), nullable=False),
        sa.Column("state", _one_of("itemstate", ITEM_STATES), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["print_run.id"], name=op.f("fk_print_item_run_id")),
        sa.ForeignKeyConstraint(["proof_id"], ["conversion_proof.id"], name=op.f("fk_print_item_proof_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_item")),
        sa.UniqueConstraint("run_id", "position", name=op.f("uq_print_item_run_id_position")),
        sa.UniqueConstraint("run_id", "proof_id", name=op.f("uq_print_item_run_id_proof_id")),
    )
    with op.batch_alter_table("print_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_print_item_proof_id"), ["proof_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("print_item")
    op.drop_table("print_run")
