"""Templates of papers, in versions.

Revision 0021, after 0016.
"""

import sqlalchemy as sa
from alembic import op

from backoffice.kernel.entity import UtcDateTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLE = "paper_template"
IN_FORCE = sa.text("state = '已发布'")


def key(column: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key to a person under its name."""
    return sa.ForeignKeyConstraint([column], ["ab_user.id"], name=op.f(f"fk_{TABLE}_{column}"))


def check(name: str, condition: str) -> sa.CheckConstraint:
    """Return a check under its name."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_{TABLE}_{name}"))


def upgrade() -> None:
    """Make the table."""
    states = ("草稿", "待发布", "已发布", "已停用", "已放弃")
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(*states, name="templatestate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("look", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("remarks", sa.String(length=1000), nullable=False),
        check("numbered_after_our_own", "number > 1"),
        check("version_has_number", "(state IN ('已发布', '已停用')) = (number IS NOT NULL)"),
        check("version_has_publisher", "(number IS NULL) = (published_by_id IS NULL)"),
        check("published_by_another", "published_by_id <> author_id"),
        key("author_id"),
        key("published_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("paper", "number", name=op.f(f"uq_{TABLE}_paper_number")),
    )
    for column in ("author_id", "state"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column], unique=False)
    op.create_index(
        f"uq_{TABLE}_in_force", TABLE, ["paper"], unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table(TABLE)
