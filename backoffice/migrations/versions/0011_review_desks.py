"""Recusals, opinions of third-party assessors, assignments of recognitions, and uses that a revocation sets free.

Revision 0011, after 0009.
"""

import sqlalchemy as sa
from alembic import op

import backoffice.kernel.entity

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CONSUMED = "uq_outcome_use_consumed"
APPEND_ONLY = ("recusal", "recognition_assignment")


def upgrade() -> None:
    """Make the tables, and let a released use be taken again."""
    _keep_recusals()
    _keep_assignments()
    _keep_assessments()
    op.add_column("outcome_use", sa.Column("released_at", backoffice.kernel.entity.UtcDateTime(), nullable=True))
    op.drop_index(CONSUMED, "outcome_use")
    _index("consumed AND released_at IS NULL")
    for table in APPEND_ONLY:
        _refuse_changes(table)


def _keep_recusals() -> None:
    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("remarks", sa.String(length=1000), nullable=False),
        sa.Column("happened_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["conversion_application.id"], name=op.f("fk_recusal_application_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_recusal_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
        sa.UniqueConstraint("application_id", "user_id", name=op.f("uq_recusal_application_id_user_id")),
    )
    op.create_index(op.f("ix_recusal_user_id"), "recusal", ["user_id"], unique=False)


def _keep_assignments() -> None:
    table = "recognition_assignment"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=False),
        sa.Column("assigner_id", sa.Integer(), nullable=False),
        sa.Column("assigned_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["recognition_application.id"], name=op.f(f"fk_{table}_application_id")
        ),
        sa.ForeignKeyConstraint(["assignee_id"], ["ab_user.id"], name=op.f(f"fk_{table}_assignee_id")),
        sa.ForeignKeyConstraint(["assigner_id"], ["ab_user.id"], name=op.f(f"fk_{table}_assigner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_application_id"), table, ["application_id"], unique=False)
    op.create_index(op.f(f"ix_{table}_assignee_id"), table, ["assignee_id"], unique=False)


def _keep_assessments() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recognition_id", sa.Integer(), nullable=True),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("request", sa.String(length=1000), nullable=False),
        sa.Column("state", _words("assessmentstate", "待评审", "已出具意见"), nullable=False),
        sa.Column("conclusion", _words("conclusion", "建议通过", "建议不通过", "无法判断"), nullable=True),
        sa.Column("opinion", sa.String(length=1000), nullable=False),
        sa.Column("asked_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("answered_at", backoffice.kernel.entity.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(conclusion IS NULL) = (answered_at IS NULL)", name=op.f("ck_assessment_answered_whole")
        ),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognition_application.id"], name=op.f("fk_assessment_recognition_id")
        ),
        sa.ForeignKeyConstraint(["assessor_id"], ["ab_user.id"], name=op.f("fk_assessment_assessor_id")),
        sa.ForeignKeyConstraint(["asker_id"], ["ab_user.id"], name=op.f("fk_assessment_asker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    for column in ("recognition_id", "assessor_id", "state"):
        op.create_index(op.f(f"ix_assessment_{column}"), "assessment", [column], unique=False)
    op.create_table(
        "assessment_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_file_assessment_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_assessment_file_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_file")),
    )
    op.create_index(op.f("ix_assessment_file_assessment_id"), "assessment_file", ["assessment_id"], unique=False)
    _link_conversions()


def _link_conversions() -> None:
    table = "conversion_assessment"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["conversion_application.id"], name=op.f(f"fk_{table}_application_id")
        ),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f(f"fk_{table}_assessment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("assessment_id", name=op.f(f"uq_{table}_assessment_id")),
    )
    op.create_index(op.f(f"ix_{table}_application_id"), table, ["application_id"], unique=False)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def _index(where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        CONSUMED, "outcome_use", ["outcome_id"], unique=True, sqlite_where=condition, postgresql_where=condition
    )


def _refuse_changes(table: str) -> None:
    if op.get_context().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Take the tables away, and count every use again."""
    op.drop_index(CONSUMED, "outcome_use")
    if op.get_context().dialect.name == "sqlite":
        op.execute("ALTER TABLE outcome_use DROP COLUMN released_at")
    else:
        op.drop_column("outcome_use", "released_at")
    _index("consumed")
    for table in ("conversion_assessment", "assessment_file", "assessment", *reversed(APPEND_ONLY)):
        op.drop_table(table)
