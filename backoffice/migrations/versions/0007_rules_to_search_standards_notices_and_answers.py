"""Rules to search, standards, notices, questions and answers; messages know when they were read.

Revision 0007, after 0004.
"""

import sqlalchemy as sa
from alembic import op

import backoffice.kernel.entity
from backoffice.rulebook.entries import entry_columns, target_columns
from grammar.declarations import Rule
from grammar.parser import parse

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LEVELS = 7
ENTRIES = "rule_entry"
TARGETS = "rule_target"


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table("outbox_message") as batch_op:
        batch_op.add_column(sa.Column("read_at", backoffice.kernel.entity.UtcDateTime(), nullable=True))
    _add_rule_tables()
    _add_standards()
    _add_threads()
    _enter_published_rules()


def _add_rule_tables() -> None:
    op.create_table(
        ENTRIES,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_version_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("granted", sa.String(length=100), nullable=False),
        sa.Column("ratio_words", sa.String(length=100), nullable=False),
        sa.Column("name_sought", sa.Text(), nullable=False),
        sa.Column("source_sought", sa.Text(), nullable=False),
        sa.Column("target_sought", sa.Text(), nullable=False),
        sa.Column("institution_sought", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_version_id"], ["rule_version.id"], name=op.f("fk_rule_entry_rule_version_id_rule_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_entry")),
        sa.UniqueConstraint("rule_version_id", name=op.f("uq_rule_entry_rule_version_id")),
    )
    op.create_table(
        TARGETS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule_version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_version_id"], ["rule_version.id"], name=op.f("fk_rule_target_rule_version_id_rule_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_target")),
    )
    for column in ("rule_version_id", "title", "code"):
        op.create_index(op.f(f"ix_rule_target_{column}"), TARGETS, [column], unique=False)


def _add_standards() -> None:
    level = op.create_table(
        "qualification_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("knowledge", sa.String(length=2000), nullable=False),
        sa.Column("skills", sa.String(length=2000), nullable=False),
        sa.Column("abilities", sa.String(length=2000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification_level")),
        sa.UniqueConstraint("level", name=op.f("uq_qualification_level_level")),
    )
    op.bulk_insert(
        level,
        [{"level": number, "knowledge": "", "skills": "", "abilities": ""} for number in range(1, LEVELS + 1)],
    )
    op.create_table(
        "industry_standard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("industry", sa.String(length=100), nullable=False),
        sa.Column("publisher", sa.String(length=200), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("qf_level", sa.Integer(), nullable=True),
        sa.Column("summary", sa.String(length=4000), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_industry_standard")),
        sa.UniqueConstraint("code", name=op.f("uq_industry_standard_code")),
    )


def _add_threads() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=4000), nullable=False),
        sa.Column("published_from", sa.Date(), nullable=False),
        sa.Column("published_until", sa.Date(), nullable=True),
        sa.CheckConstraint("published_until >= published_from", name=op.f("ck_notice_published_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_published_from"), "notice", ["published_from"], unique=False)
    op.create_table(
        "common_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=2000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_common_question")),
        sa.UniqueConstraint("title", name=op.f("uq_common_question_title")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=2000), nullable=False),
        sa.Column("state", _question_states(), nullable=False),
        sa.Column("asked_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_question_learner_id_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    for column in ("learner_id", "state"):
        op.create_index(op.f(f"ix_question_{column}"), "question", [column], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("by_centre", sa.Boolean(), nullable=False),
        sa.Column("body", sa.String(length=2000), nullable=False),
        sa.Column("answered_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["ab_user.id"], name=op.f("fk_answer_author_id_ab_user")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_question_id"), "answer", ["question_id"], unique=False)


def _question_states() -> sa.Enum:
    return sa.Enum(
        "待解答", "已解答", name="questionstate", native_enum=False, create_constraint=True, length=40
    )


def _enter_published_rules() -> None:
    """Enter what was published before; a policy alone has no source and no target to search for."""
    connection = op.get_bind()
    kept = sa.MetaData()
    version = sa.Table("rule_version", kept, autoload_with=connection)
    entry = sa.Table(ENTRIES, kept, autoload_with=connection)
    target = sa.Table(TARGETS, kept, autoload_with=connection)
    published = sa.select(version.c.id, version.c.text).where(version.c.state.in_(["published", "retired"]))
    for row in connection.execute(published).all():
        rules = [each for each in parse(row.text).file.declarations if isinstance(each, Rule)]
        for rule in rules[:1]:
            connection.execute(entry.insert().values(rule_version_id=row.id, **entry_columns(rule)))
            for columns in target_columns(rule):
                connection.execute(target.insert().values(rule_version_id=row.id, **columns))


def downgrade() -> None:
    """Take the step back."""
    for table in ("answer", "question", "common_question", "notice", "industry_standard", "qualification_level"):
        op.drop_table(table)
    op.drop_table(TARGETS)
    op.drop_table(ENTRIES)
    with op.batch_alter_table("outbox_message") as batch_op:
        batch_op.drop_column("read_at")
