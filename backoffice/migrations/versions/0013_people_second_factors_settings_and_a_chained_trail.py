"""Sessions, second factors, invitations, settings of the house, and an audit trail whose events are chained.

Revision 0013, after 0009. Events that are there already become the first links of the chain.
"""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op

import backoffice.kernel.entity

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

LINK = "audit_link"
START = "0" * 64
BATCH = 1000


def upgrade() -> None:
    """Make the tables and chain the events."""
    _accounts()
    _people()
    _chain()
    _append_only()


def downgrade() -> None:
    """Take it back; the events stay."""
    _changeable()
    op.drop_index(op.f("ix_audit_event_happened_at"), "audit_event")
    op.drop_index(op.f("ix_audit_event_entity_entity_id"), "audit_event")
    for table in ("audit_check", "audit_head", LINK, "platform_setting", "invitation", "second_factor"):
        op.drop_table(table)
    op.drop_table("login_session")


def _accounts() -> None:
    op.create_table(
        "login_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_index", sa.String(length=64), nullable=False),
        sa.Column("program", sa.Boolean(), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("started_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("seen_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("ended_at", backoffice.kernel.entity.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_login_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_index", name=op.f("uq_login_session_token_index")),
    )
    op.create_index(op.f("ix_login_session_user_id"), "login_session", ["user_id"])
    op.create_table(
        "second_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recovery_index", sa.JSON(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("begun_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", backoffice.kernel.entity.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_second_factor_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
        sa.UniqueConstraint("user_id", name=op.f("uq_second_factor_user_id")),
    )


def _people() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("inviter_id", sa.Integer(), nullable=False),
        sa.Column("token_index", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("created_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("expires_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("used_at", backoffice.kernel.entity.UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", backoffice.kernel.entity.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name=op.f("fk_invitation_user_id")),
        sa.ForeignKeyConstraint(["inviter_id"], ["ab_user.id"], name=op.f("fk_invitation_inviter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_index", name=op.f("uq_invitation_token_index")),
    )
    op.create_index(op.f("ix_invitation_user_id"), "invitation", ["user_id"])
    op.create_table(
        "platform_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=1000), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["ab_user.id"], name=op.f("fk_platform_setting_changed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_setting")),
        sa.UniqueConstraint("name", name=op.f("uq_platform_setting_name")),
    )


def _chain() -> None:
    link = op.create_table(
        LINK,
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["audit_event.id"], name=op.f("fk_audit_link_event_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_link")),
        sa.UniqueConstraint("event_id", name=op.f("uq_audit_link_event_id")),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("checked_at", backoffice.kernel.entity.UtcDateTime(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["checked_by_id"], ["ab_user.id"], name=op.f("fk_audit_check_checked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_check")),
    )
    op.create_index(op.f("ix_audit_event_happened_at"), "audit_event", ["happened_at"])
    op.create_index(op.f("ix_audit_event_entity_entity_id"), "audit_event", ["entity", "entity_id"])
    count, digest = _fill(link)
    op.get_bind().execute(head.insert().values(id=1, count=count, digest=digest))


def _fill(link: sa.Table) -> tuple[int, str]:
    """Chain the events that are there; return how many they are, and the digest of the last."""
    events = sa.table(
        "audit_event",
        sa.column("id", sa.Integer),
        sa.column("actor_id", sa.Integer),
        sa.column("action", sa.String),
        sa.column("entity", sa.String),
        sa.column("entity_id", sa.Integer),
        sa.column("details", sa.JSON),
        sa.column("happened_at", backoffice.kernel.entity.UtcDateTime),
    )
    connection, count, digest, last = op.get_bind(), 0, START, 0
    while rows := connection.execute(
        sa.select(events).where(events.c.id > last).order_by(events.c.id).limit(BATCH)
    ).all():
        links = []
        for row in rows:
            previous, count, last = digest, count + 1, row.id
            moment = row.happened_at.astimezone(UTC).isoformat(timespec="microseconds")
            told = [row.id, row.actor_id, row.action, row.entity, row.entity_id, row.details, moment]
            written = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            digest = hashlib.sha256(f"{previous}\n{written}".encode()).hexdigest()
            links.append({"position": count, "event_id": row.id, "previous": previous, "digest": digest})
        connection.execute(link.insert(), links)
    return count, digest


def _append_only() -> None:
    """Refuse every change and deletion of a link in the database itself."""
    if op.get_context().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {LINK}_no_{change.lower()} BEFORE {change} ON {LINK} "
                f"BEGIN SELECT RAISE(ABORT, '{LINK} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {LINK}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {LINK} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _changeable() -> None:
    """Allow changes again."""
    if op.get_context().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(f"DROP TRIGGER {LINK}_no_{change}")
        return
    op.execute(f"DROP TRIGGER {LINK}_append_only ON {LINK}")
