"""Recognition, proposals for the catalogue, and forms that add once however often they are sent.

Revision 0008, after 0004.
"""

import sqlalchemy as sa
from alembic import op

import backoffice.kernel.entity

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

RECORDS = "recognition_record"
KEY = "uq_learner_outcome_submission"


def upgrade() -> None:
    """Take the step."""
    op.add_column("learner_outcome", sa.Column("submission_key", sa.String(length=64), nullable=True))
    op.create_index(KEY, "learner_outcome", ["learner_id", "submission_key"], unique=True)
    op.create_table(
        "catalogue_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "待处理", "已采纳", "未采纳", name="proposalstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("remarks", sa.String(length=1000), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("decided_at", backoffice.kernel.entity.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = '已采纳') = (entry_id IS NOT NULL)", name=op.f("ck_catalogue_proposal_entry_made")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["catalogue_outcome.id"], name=op.f("fk_catalogue_proposal_entry_id")),
        sa.ForeignKeyConstraint(["kind_id"], ["outcome_kind.id"], name=op.f("fk_catalogue_proposal_kind_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_catalogue_proposal_learner_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["learner_outcome.id"], name=op.f("fk_catalogue_proposal_outcome_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_proposal")),
        sa.UniqueConstraint("outcome_id", name=op.f("uq_catalogue_proposal_outcome_id")),
    )
    with op.batch_alter_table("catalogue_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_catalogue_proposal_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_catalogue_proposal_state"), ["state"], unique=False)

    op.create_table(
        "recognition_application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "已申请认定",
                "退回补正",
                "已认定",
                "认定未通过",
                "已撤回",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("applied_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("submission_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_recognition_application_institution_id")
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_recognition_application_learner_id")),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["learner_outcome.id"], name=op.f("fk_recognition_application_outcome_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_application")),
        sa.UniqueConstraint(
            "learner_id", "submission_key", name=op.f("uq_recognition_application_learner_id_submission_key")
        ),
    )
    with op.batch_alter_table("recognition_application", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recognition_application_institution_id"), ["institution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recognition_application_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recognition_application_outcome_id"), ["outcome_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recognition_application_state"), ["state"], unique=False)

    op.create_table(
        "recognition_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "已申请认定",
                "退回补正",
                "已认定",
                "认定未通过",
                "已撤回",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "originals_check",
            sa.Enum(
                "与原件一致",
                "与原件不一致",
                "未交原件",
                name="materialcheck",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("remarks", sa.String(length=1000), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["ab_user.id"], name=op.f("fk_recognition_record_actor_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["recognition_application.id"], name=op.f("fk_recognition_record_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_record")),
    )
    with op.batch_alter_table("recognition_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recognition_record_application_id"), ["application_id"], unique=False)
    _append_only()


def downgrade() -> None:
    """Take it back."""
    _changeable()
    with op.batch_alter_table("recognition_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recognition_record_application_id"))

    op.drop_table("recognition_record")
    with op.batch_alter_table("recognition_application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recognition_application_state"))
        batch_op.drop_index(batch_op.f("ix_recognition_application_outcome_id"))
        batch_op.drop_index(batch_op.f("ix_recognition_application_learner_id"))
        batch_op.drop_index(batch_op.f("ix_recognition_application_institution_id"))

    op.drop_table("recognition_application")
    with op.batch_alter_table("catalogue_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_catalogue_proposal_state"))
        batch_op.drop_index(batch_op.f("ix_catalogue_proposal_learner_id"))

    op.drop_table("catalogue_proposal")
    op.drop_index(KEY, "learner_outcome")
    if op.get_context().dialect.name == "sqlite":
        op.execute("ALTER TABLE learner_outcome DROP COLUMN submission_key")
    else:
        op.drop_column("learner_outcome", "submission_key")


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
