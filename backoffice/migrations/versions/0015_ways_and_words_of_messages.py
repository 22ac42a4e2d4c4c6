"""Messages go by several ways in words that the centre writes; notices have an audience, questions an addressee.

Revision 0015, after 0009.
"""

import sqlalchemy as sa
from alembic import op

import backoffice.kernel.entity

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OUTBOX = "outbox_message"
WORDING = "message_wording"
STATES = "ck_outbox_message_deliverystate"
THREADS = "ck_question_questionstate"


def upgrade() -> None:
    """Take the step."""
    _widen_outbox()
    _keep_wordings()
    with op.batch_alter_table("notice") as batch_op:
        batch_op.add_column(sa.Column("draft", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("audience", sa.String(length=40), nullable=False, server_default="所有人"))
        batch_op.add_column(sa.Column("institution_id", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_notice_audience"), "audience IN ('所有人', '学习者', '一个机构的学习者', '工作人员')"
        )
        batch_op.create_check_constraint(
            op.f("ck_notice_institution_where_it_counts"),
            "audience <> '一个机构的学习者' OR institution_id IS NOT NULL",
        )
        batch_op.create_foreign_key(op.f("fk_notice_institution_id"), "institution", ["institution_id"], ["id"])
    with op.batch_alter_table("question") as batch_op:
        batch_op.add_column(sa.Column("institution_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("assignee_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(op.f(THREADS), type_="check")
        batch_op.create_check_constraint(op.f(THREADS), "state IN ('待解答', '已解答', '已关闭')")
        batch_op.create_foreign_key(op.f("fk_question_institution_id"), "institution", ["institution_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_question_assignee_id"), "ab_user", ["assignee_id"], ["id"])
        batch_op.create_index(op.f("ix_question_institution_id"), ["institution_id"], unique=False)
    with op.batch_alter_table("answer") as batch_op:
        batch_op.add_column(sa.Column("by_institution", sa.Boolean(), nullable=False, server_default=sa.false()))
    _forget_defaults()


def _widen_outbox() -> None:
    moment = backoffice.kernel.entity.UtcDateTime()
    with op.batch_alter_table(OUTBOX) as batch_op:
        batch_op.add_column(sa.Column("channel", sa.String(length=40), nullable=False, server_default="sms"))
        batch_op.add_column(sa.Column("body_english", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("wording_number", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("tried_at", moment, nullable=True))
        batch_op.add_column(sa.Column("not_before", moment, nullable=True))
        batch_op.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("attempts_before", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_check_constraint(op.f("ck_outbox_message_channel"), "channel IN ('sms', 'mail', 'site')")
        batch_op.drop_constraint(op.f(STATES), type_="check")
        batch_op.create_check_constraint(op.f(STATES), "state IN ('queued', 'sent', 'failed', 'given_up')")
        batch_op.create_index(op.f("ix_outbox_message_created_at"), ["created_at"], unique=False)
    op.execute("UPDATE outbox_message SET turn = attempts")  # jobs that wait are named by their attempts so far


def _keep_wordings() -> None:
    op.create_table(
        WORDING,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_sms", sa.Boolean(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["ab_user.id"], name=op.f("fk_message_wording_author_id_ab_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_wording")),
        sa.UniqueConstraint(
            "template", "language", "number", name=op.f("uq_message_wording_template_language_number")
        ),
    )
    if op.get_context().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {WORDING}_no_{change.lower()} BEFORE {change} ON {WORDING} "
                f"BEGIN SELECT RAISE(ABORT, '{WORDING} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {WORDING}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {WORDING} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _forget_defaults() -> None:
    """Leave it to the product to say what a new row holds."""
    columns = {
        OUTBOX: ("channel", "body_english", "wording_number", "turn", "attempts_before"),
        "notice": ("draft", "pinned", "audience"),
        "answer": ("by_institution",),
    }
    for table, names in columns.items():
        with op.batch_alter_table(table) as batch_op:
            for name in names:
                batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    """Take the step back; what the narrower tables cannot say is said by the nearest word they know."""
    op.drop_table(WORDING)
    with op.batch_alter_table("answer") as batch_op:
        batch_op.drop_column("by_institution")
    op.execute("UPDATE question SET state = '已解答' WHERE state = '已关闭'")
    with op.batch_alter_table("question") as batch_op:
        batch_op.drop_index(op.f("ix_question_institution_id"))
        batch_op.drop_constraint(op.f("fk_question_assignee_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_question_institution_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f(THREADS), type_="check")
        batch_op.create_check_constraint(op.f(THREADS), "state IN ('待解答', '已解答')")
        batch_op.drop_column("assignee_id")
        batch_op.drop_column("institution_id")
    op.execute("DELETE FROM notice WHERE draft OR audience <> '所有人'")  # nobody else may read them now
    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_constraint(op.f("fk_notice_institution_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_notice_institution_where_it_counts"), type_="check")
        batch_op.drop_constraint(op.f("ck_notice_audience"), type_="check")
        for name in ("institution_id", "audience", "pinned", "draft"):
            batch_op.drop_column(name)
    op.execute("UPDATE outbox_message SET state = 'failed' WHERE state = 'given_up'")
    with op.batch_alter_table(OUTBOX) as batch_op:
        batch_op.drop_index(op.f("ix_outbox_message_created_at"))
        batch_op.drop_constraint(op.f(STATES), type_="check")
        batch_op.create_check_constraint(op.f(STATES), "state IN ('queued', 'sent', 'failed')")
        batch_op.drop_constraint(op.f("ck_outbox_message_channel"), type_="check")
        for name in ("attempts_before", "turn", "not_before", "tried_at", "wording_number", "body_english", "channel"):
            batch_op.drop_column(name)
