"""Invitations of the people who work here."""

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.kernel.entity import Digest, Entity, Key, Moment


class Invitation(Entity):
    """A link that was given to a person; the secret in it is kept as an index."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("token_index"),)

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    inviter_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    token_index: Mapped[Digest]
    way: Mapped[str] = mapped_column(String(10))  # one of WAYS
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    inviter: Mapped[User] = relationship(foreign_keys=[inviter_id])

    def __str__(self) -> str:
        return f"{self.user_id} {self.id}"
