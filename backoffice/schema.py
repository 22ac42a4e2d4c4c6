"""Bringing a database to the tables that this version of the product works with."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Take every step up to `revision` in one transaction."""
    _run(engine, command.upgrade, revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take every step back down to `revision` in one transaction."""
    _run(engine, command.downgrade, revision)


def check(engine: Engine) -> None:
    """Raise alembic's CommandError when the models and the database differ."""
    with engine.begin() as connection:
        command.check(_settings(connection))


def is_current(engine: Engine) -> bool:
    """Tell whether the database stands at the newest step."""
    head = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def _run(engine: Engine, step: Callable[[Config, str], None], revision: str) -> None:
    with engine.begin() as connection:
        step(_settings(connection), revision)


def _settings(connection: Connection) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["connection"] = connection
    return settings
