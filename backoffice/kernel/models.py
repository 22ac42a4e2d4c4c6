"""Tables of the kernel: stored files, messages to send, and the audit trail."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backoffice.kernel.entity import Digest, Entity, Key, LongText, Moment, Title, state_column
from backoffice.kernel.states import Channel, DeliveryState


class StoredFile(Entity):
    """A file kept by its content; the bytes lie in the storage under their SHA-256."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("size > 0", name="size_positive"),)

    id: Mapped[Key]
    sha256: Mapped[Digest] = mapped_column(index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]  # bytes
    name: Mapped[Title]  # as the uploader called it, made safe
    uploader_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    uploaded_at: Mapped[Moment]

    def __str__(self) -> str:
        return self.name


class OutboxMessage(Entity):
    """A message that must go out once its transaction has been committed.

    It goes to a user, or to a phone of nobody yet; then number and text are sealed until they are sent, and forgotten
    afterwards: `body` holds the text without what is secret in it.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("idempotency_key"),
        CheckConstraint(
            "recipient_id IS NOT NULL OR letter_sealed IS NOT NULL OR state <> 'queued'", name="goes_somewhere"
        ),
    )

    id: Mapped[Key]
    idempotency_key: Mapped[str] = mapped_column(String(120))
    template: Mapped[str] = mapped_column(String(64))
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"), index=True)
    letter_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # phone, then text, on two lines
    body: Mapped[LongText]
    state: Mapped[DeliveryState] = mapped_column(state_column(DeliveryState), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[Moment] = mapped_column(index=True)
    sent_at: Mapped[Moment | None]
    read_at: Mapped[Moment | None]  # in the site, by the recipient
    channel: Mapped[Channel] = mapped_column(state_column(Channel), default=Channel.SMS)
    body_english: Mapped[LongText] = mapped_column(default="")  # for the inbox on English pages; empty: the same
    wording_number: Mapped[int] = mapped_column(default=0)  # of the wording it was written with; 0: the product's own
    tried_at: Mapped[Moment | None]
    not_before: Mapped[Moment | None]  # when a message over the day's limit goes out
    turn: Mapped[int] = mapped_column(default=0)  # how often it was taken up; names the job
    attempts_before: Mapped[int] = mapped_column(default=0)  # those before somebody had it sent again

    def __str__(self) -> str:
        return f"{self.template} {self.id}"


class MessageWording(Entity):
    """One version of a message's words in one language, as the centre wrote it; never changed, only followed."""

    __tablename__ = "message_wording"
    __table_args__ = (UniqueConstraint("template", "language", "number"),)

    id: Mapped[Key]
    template: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))  # "zh" is what goes out, "en" what the site shows beside it
    number: Mapped[int]  # from 1
    text: Mapped[LongText]
    by_sms: Mapped[bool] = mapped_column(default=True)
    by_mail: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    created_at: Mapped[Moment]

    def __str__(self) -> str:
        return f"{self.template} {self.language} {self.number}"


class AuditEvent(Entity):
    """Who did, changed or saw what, and when; only ever added to, and linked to the one before (kernel/chain.py).

    `details` may hold `changes`: what each column said before and after, personal data masked.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_entity_entity_id", "entity", "entity_id"),)

    id: Mapped[Key]
    actor_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    action: Mapped[str] = mapped_column(String(64))
    entity: Mapped[str] = mapped_column(String(64))
    entity_id: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    happened_at: Mapped[Moment] = mapped_column(index=True)

    def __str__(self) -> str:
        return f"{self.action} {self.entity} {self.entity_id}"


class PlatformSetting(Entity):
    """What the centre has set of the house's words and days; what is not here stands in the environment."""

    __tablename__ = "platform_setting"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(64))
    value: Mapped[str] = mapped_column(String(1000))
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    changed_at: Mapped[Moment]

    def __str__(self) -> str:
        return self.name
