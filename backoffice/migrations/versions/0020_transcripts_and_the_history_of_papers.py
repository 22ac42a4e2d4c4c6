"""Transcripts stand beside proofs; what became of a paper, and why, is kept.

Revision 0020, after 0016.
"""

import sqlalchemy as sa
from alembic import op

import backoffice.kernel.entity

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PAPERS = "conversion_proof"
RECORDS = "proof_record"
REVOKED_BEFORE = """
INSERT INTO proof_record (proof_id, state, reason, happened_at)
SELECT proof.id, 'revoked', '转换已撤销', MIN(review.happened_at)
FROM conversion_proof AS proof
JOIN conversion_application AS application ON application.proof_id = proof.id OR application.id IN (
    SELECT member.application_id FROM proof_member AS member WHERE member.proof_id = proof.id
)
JOIN review_record AS review ON review.application_id = application.id AND review.step = 'revoke'
WHERE proof.state = 'revoked'
GROUP BY proof.id
"""


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table(PAPERS) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default="转换证明"))
        batch_op.create_check_constraint(op.f("ck_conversion_proof_proofkind"), "kind IN ('转换证明', '学分成绩单')")
        batch_op.create_index(op.f("ix_conversion_proof_pdf_hash"), ["pdf_hash"], unique=False)
    with op.batch_alter_table(PAPERS) as batch_op:
        batch_op.alter_column("kind", server_default=None)
    op.create_table(
        RECORDS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proof_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("happened_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.CheckConstraint("state IN ('valid', 'superseded', 'revoked')", name=op.f("ck_proof_record_proofstate")),
        sa.CheckConstraint(
            "reason IN ('转换已撤销', '已出具新件', '账目已冲销')", name=op.f("ck_proof_record_endreason")
        ),
        sa.ForeignKeyConstraint(["proof_id"], [f"{PAPERS}.id"], name=op.f("fk_proof_record_proof_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], [f"{PAPERS}.id"], name=op.f("fk_proof_record_replaced_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_record")),
    )
    op.create_index(op.f("ix_proof_record_proof_id"), RECORDS, ["proof_id"], unique=False)
    op.execute(REVOKED_BEFORE)
    _only_add()


def _only_add() -> None:
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


def downgrade() -> None:
    """Take the step back; transcripts have no place in the older tables."""
    op.drop_table(RECORDS)
    op.execute(f"DELETE FROM {PAPERS} WHERE kind = '学分成绩单'")
    with op.batch_alter_table(PAPERS) as batch_op:
        batch_op.drop_index(op.f("ix_conversion_proof_pdf_hash"))
        batch_op.drop_constraint(op.f("ck_conversion_proof_proofkind"), type_="check")
        batch_op.drop_column("kind")
