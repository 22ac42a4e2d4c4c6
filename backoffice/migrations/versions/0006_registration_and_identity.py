"""Registration, codes by SMS, pictures to read, and changes of identity data.

Revision 0006, after 0004.
"""

import sqlalchemy as sa
from alembic import op

import backoffice.kernel.entity

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

KINDS = (
    "'resident_card', 'hmt_residence_permit', 'hk_macao_permit', 'taiwan_permit', 'foreign_resident_card', 'passport'"
)
# Added one by one: SQLite would otherwise build the table anew, which rows that point at it forbid.
COLUMNS = {
    "country_code": "VARCHAR(8) NOT NULL DEFAULT 'CN'",
    "document_kind": (
        "VARCHAR(40) NOT NULL DEFAULT 'resident_card' "
        f"CONSTRAINT ck_learner_documentkind CHECK (document_kind IN ({KINDS}))"
    ),
    "email": "VARCHAR(254) NOT NULL DEFAULT ''",
    "division_code": "VARCHAR(12) NOT NULL DEFAULT ''",
    "address": "VARCHAR(300) NOT NULL DEFAULT ''",
}


def upgrade() -> None:
    """Add the tables and columns; the records of changes are only ever added to."""
    op.create_table(
        "captcha",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_index", sa.String(length=64), nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("expires_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captcha")),
        sa.UniqueConstraint("token_index", name=op.f("uq_captcha_token_index")),
    )
    with op.batch_alter_table("captcha", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_captcha_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "login_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_index", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_failure")),
        sa.UniqueConstraint("subject_index", name=op.f("uq_login_failure_subject_index")),
    )
    op.create_table(
        "sms_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "registration",
                "forgotten_password",
                "phone_change",
                name="codepurpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("phone_index", sa.String(length=64), nullable=False),
        sa.Column("address_index", sa.String(length=64), nullable=False),
        sa.Column("code_index", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("created_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("expires_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("used_at", backoffice.kernel.entity.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_sms_code_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_code")),
    )
    with op.batch_alter_table("sms_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sms_code_address_index"), ["address_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_sms_code_phone_index"), ["phone_index"], unique=False)

    op.create_table(
        "identity_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "已申请",
                "已更正",
                "不予更正",
                "已撤回",
                name="identitystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("full_name", sa.String(length=64), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("female", "male", name="sex", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("country_code", sa.String(length=8), nullable=False),
        sa.Column(
            "document_kind",
            sa.Enum(
                "resident_card",
                "hmt_residence_permit",
                "hk_macao_permit",
                "taiwan_permit",
                "foreign_resident_card",
                "passport",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("document_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("document_index", sa.String(length=64), nullable=False),
        sa.Column("document_masked", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("applied_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_identity_change_learner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_change")),
    )
    with op.batch_alter_table("identity_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_change_learner_id"), ["learner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_identity_change_state"), ["state"], unique=False)

    op.create_table(
        "identity_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["identity_change.id"], name=op.f("fk_identity_file_change_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_identity_file_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_file")),
    )
    with op.batch_alter_table("identity_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_file_change_id"), ["change_id"], unique=False)

    op.create_table(
        "identity_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "已申请",
                "已更正",
                "不予更正",
                "已撤回",
                name="identitystate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("remarks", sa.String(length=1000), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["ab_user.id"], name=op.f("fk_identity_record_actor_id")),
        sa.ForeignKeyConstraint(["change_id"], ["identity_change.id"], name=op.f("fk_identity_record_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_record")),
    )
    with op.batch_alter_table("identity_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_record_change_id"), ["change_id"], unique=False)

    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE learner ADD COLUMN {name} {kind}")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("letter_sealed", sa.LargeBinary(), nullable=True))
        batch_op.alter_column("recipient_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_check_constraint(
            batch_op.f("ck_outbox_message_goes_somewhere"),
            "recipient_id IS NOT NULL OR letter_sealed IS NOT NULL OR state <> 'queued'",
        )
    if op.get_context().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER identity_record_no_{change.lower()} BEFORE {change} ON identity_record "
                f"BEGIN SELECT RAISE(ABORT, 'identity_record is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER identity_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON identity_record "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Take them away again; messages to phones of nobody go with them."""
    op.execute("DELETE FROM outbox_message WHERE recipient_id IS NULL")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_outbox_message_goes_somewhere"), type_="check")
        batch_op.alter_column("recipient_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("letter_sealed")
    for name in reversed(COLUMNS):
        op.execute(f"ALTER TABLE learner DROP COLUMN {name}")
    with op.batch_alter_table("identity_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_record_change_id"))

    op.drop_table("identity_record")
    with op.batch_alter_table("identity_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_file_change_id"))

    op.drop_table("identity_file")
    with op.batch_alter_table("identity_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_change_state"))
        batch_op.drop_index(batch_op.f("ix_identity_change_learner_id"))

    op.drop_table("identity_change")
    with op.batch_alter_table("sms_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sms_code_phone_index"))
        batch_op.drop_index(batch_op.f("ix_sms_code_address_index"))

    op.drop_table("sms_code")
    op.drop_table("login_failure")
    with op.batch_alter_table("captcha", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_captcha_expires_at"))

    op.drop_table("captcha")
