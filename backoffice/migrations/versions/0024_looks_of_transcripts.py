"""Templates are of proofs or of transcripts; both tables name the kinds of papers alike.

Revision 0024, after 0023.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

PAPERS, TEMPLATES = "conversion_proof", "paper_template"
BEFORE, NOW = "ck_conversion_proof_proofkind", "ck_conversion_proof_paperkind"
OF_TEMPLATES = "ck_paper_template_paperkind"
TRANSCRIPT = "学分成绩单"
KINDS = f"IN ('转换证明', '{TRANSCRIPT}')"


def upgrade() -> None:
    """Rename the one check, add the other."""
    rename(BEFORE, NOW)
    with op.batch_alter_table(TEMPLATES) as batch_op:
        batch_op.create_check_constraint(op.f(OF_TEMPLATES), f"paper {KINDS}")


def downgrade() -> None:
    """Forget the looks of transcripts: before, all of them had the product's own."""
    op.execute(f"DELETE FROM {TEMPLATES} WHERE paper = '{TRANSCRIPT}'")
    op.execute(f"UPDATE {PAPERS} SET template_version = 1 WHERE kind = '{TRANSCRIPT}'")
    with op.batch_alter_table(TEMPLATES) as batch_op:
        batch_op.drop_constraint(op.f(OF_TEMPLATES), type_="check")
    rename(NOW, BEFORE)


def rename(old: str, new: str) -> None:
    """Put the check of the kind of an issued paper under another name."""
    with op.batch_alter_table(PAPERS) as batch_op:
        batch_op.drop_constraint(op.f(old), type_="check")
        batch_op.create_check_constraint(op.f(new), f"kind {KINDS}")
