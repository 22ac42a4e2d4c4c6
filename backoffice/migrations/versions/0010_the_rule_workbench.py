"""Drafts of rules, their records, the effects they would have, and versions stopped at once.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

from backoffice.kernel.entity import Hundredths, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

RECORDS = "rule_record"
INDEXES = (
    ("rule_draft", "code"),
    ("rule_draft", "state"),
    ("rule_record", "draft_id"),
    ("rule_record", "rule_version_id"),
    ("impact_run", "draft_id"),
    ("impact_run", "state"),
)


def states(name: str, *words: str) -> sa.Enum:
    """Return the type of a column of states."""
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key under its name."""
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Make the tables."""
    op.add_column("rule_version", sa.Column("stopped_at", UtcDateTime(), nullable=True))
    op.add_column("rule_version", sa.Column("stop_reason", sa.String(length=1000), nullable=True))
    op.create_table(
        "rule_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("state", states("draftstate", "草稿", "待发布", "已发布", "已放弃"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "(state = '已发布') = (version_id IS NOT NULL)", name=op.f("ck_rule_draft_published_has_version")
        ),
        key("rule_draft", "base_id", "rule_version"),
        key("rule_draft", "version_id", "rule_version"),
        key("rule_draft", "author_id", "ab_user"),
        key("rule_draft", "changed_by_id", "ab_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_draft")),
        sa.UniqueConstraint("version_id", name=op.f("uq_rule_draft_version_id")),
    )
    op.create_table(
        "rule_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("rule_version_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("remarks", sa.String(length=1000), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "draft_id IS NOT NULL OR rule_version_id IS NOT NULL", name=op.f("ck_rule_record_speaks_of_something")
        ),
        key("rule_record", "draft_id", "rule_draft"),
        key("rule_record", "rule_version_id", "rule_version"),
        key("rule_record", "actor_id", "ab_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_record")),
    )
    _make_impact_tables()
    for table, column in INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    _append_only()


def _make_impact_tables() -> None:
    op.create_table(
        "impact_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("book_hash", sa.String(length=64), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("state", states("runstate", "等待计算", "计算中", "已算完", "未算完"), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("last_outcome_id", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=400), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        key("impact_run", "draft_id", "rule_draft"),
        key("impact_run", "requested_by_id", "ab_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_run")),
    )
    op.create_table(
        "impact_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("effect", sa.String(length=20), nullable=False),
        sa.Column("before_verdict", sa.String(length=10), nullable=False),
        sa.Column("before_credits", Hundredths(), nullable=True),
        sa.Column("after_verdict", sa.String(length=10), nullable=False),
        sa.Column("after_credits", Hundredths(), nullable=True),
        key("impact_line", "run_id", "impact_run"),
        key("impact_line", "learner_id", "learner"),
        key("impact_line", "outcome_id", "learner_outcome"),
        key("impact_line", "application_id", "conversion_application"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_line")),
        sa.UniqueConstraint(
            "run_id", "outcome_id", "application_id", name=op.f("uq_impact_line_run_id_outcome_id_application_id")
        ),
    )


def downgrade() -> None:
    """Take them away."""
    _changeable()
    for table, column in INDEXES:
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
    for table in ("impact_line", "impact_run", "rule_record", "rule_draft"):
        op.drop_table(table)
    for column in ("stop_reason", "stopped_at"):
        if op.get_context().dialect.name == "sqlite":
            op.execute(f"ALTER TABLE rule_version DROP COLUMN {column}")
        else:
            op.drop_column("rule_version", column)


def _append_only() -> None:
    """Refuse every change and deletion of a record in the database itself."""
    if op.get_context().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {RECORDS}_no_{change.lower()} BEFORE {change} ON {RECORDS} "
                f"BEGIN SELECT RAISE(ABORT, '{RECORDS} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {RECORDS}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {RECORDS} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _changeable() -> None:
    """Allow changes again."""
    if op.get_context().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(f"DROP TRIGGER {RECORDS}_no_{change}")
        return
    op.execute(f"DROP TRIGGER {RECORDS}_append_only ON {RECORDS}")
