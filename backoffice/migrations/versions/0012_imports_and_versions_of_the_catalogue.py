"""Imports of whole tables, current versions of catalogue outcomes, and fields that a kind's form no longer has.

Revision 0012, after 0009.
"""

import sqlalchemy as sa
from alembic import op

import backoffice.kernel.entity

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

CONTENTS = ("deposits", "catalogue", "programmes", "memberships", "institutions")
STATES = ("检查中", "待确认", "导入中", "已导入", "未能读取", "已取消")


def _one_of(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Make the tables of imports; every entry that is there is current."""
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content", _one_of("importcontent", CONTENTS), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", _one_of("runstate", STATES), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("stopped_by", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", backoffice.kernel.entity.UtcDateTime(), nullable=True),
        sa.Column("finished_at", backoffice.kernel.entity.UtcDateTime(), nullable=True),
        sa.CheckConstraint("position >= 0", name=op.f("ck_import_run_position_not_negative")),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name=op.f("fk_import_run_institution_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["ab_user.id"], name=op.f("fk_import_run_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        for column in ("institution_id", "state", "actor_id"):
            batch_op.create_index(batch_op.f(f"ix_import_run_{column}"), [column], unique=False)
    op.create_table(
        "import_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("cells_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_refusal_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_refusal")),
        sa.UniqueConstraint("run_id", "row_number", name=op.f("uq_import_refusal_run_id_row_number")),
    )
    op.add_column("outcome_kind", sa.Column("retired_fields", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("catalogue_outcome", sa.Column("current", sa.Boolean(), nullable=False, server_default=sa.true()))
    entry = sa.table(
        "catalogue_outcome", *(sa.column(name) for name in ("institution_id", "kind_id", "code", "version", "current"))
    )
    later = entry.alias()
    same = [later.c[name] == entry.c[name] for name in ("institution_id", "kind_id", "code")]
    replaced = sa.exists().where(*same, later.c.version > entry.c.version)
    op.execute(entry.update().where(replaced).values(current=False))
    op.create_index(
        "uq_catalogue_outcome_current",
        "catalogue_outcome",
        ["institution_id", "kind_id", "code"],
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_column("outcome_kind", "retired_fields")
    op.drop_index("uq_catalogue_outcome_current", "catalogue_outcome")
    op.drop_column("catalogue_outcome", "current")
    op.drop_table("import_refusal")
    op.drop_table("import_run")
