"""The sample's rules as published versions."""

from collections.abc import Iterable
from datetime import datetime

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.rulebook.entries import add_entry
from backoffice.rulebook.models import ConversionRule, RuleVersion
from backoffice.rulebook.operations import version_of
from backoffice.sample.reading import RuleText

AUTHOR, PUBLISHER = "centre", "centrepublisher"


def load_rules(session: Session, rules: Iterable[RuleText], *, now: datetime) -> None:
    """Publish the rules that are not there yet; one person writes, another publishes."""
    people = session.scalars(select(User).where(User.username.in_([AUTHOR, PUBLISHER])))
    ids: dict[str, int] = {user.username: user.id for user in people}
    known = set(session.scalars(select(ConversionRule.code)))
    fresh = [each for each in rules if each.rule.code not in known]
    parents = [ConversionRule(code=each.rule.code) for each in fresh]
    session.add_all(parents)
    session.flush()
    versions = [
        _version(each, parent.id, author=ids[AUTHOR], publisher=ids[PUBLISHER], now=now)
        for each, parent in zip(fresh, parents, strict=True)
    ]
    session.add_all(versions)
    session.flush()
    for each, version in zip(fresh, versions, strict=True):
        add_entry(session, version.id, each.rule)
    session.flush()


def _version(each: RuleText, rule_id: int, *, author: int, publisher: int, now: datetime) -> RuleVersion:
    version = version_of(each.rule, each.text, rule_id=rule_id, number=each.rule.version or 1)
    version.author_id, version.publisher_id, version.published_at = author, publisher, now
    return version
