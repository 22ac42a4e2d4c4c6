"""Bringing a database to the tables that this version of the product works with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

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
    with engine.connect() as connection, _tables_loose(connection), connection.begin():
        step(_settings(connection), revision)
        _hold_to_references(connection)


@contextmanager
def _tables_loose(connection: Connection) -> Iterator[None]:
    """Let SQLite put a new table in the place of one that others refer to: so it changes a constraint.

    The setting is none inside a transaction, so it is said to the driver, before and after.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _hold_to_references(connection: Connection) -> None:
    """Raise where a step has left a row that refers to nothing."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise IntegrityError(
                "PRAGMA foreign_key_check", None, ValueError(f"rows that refer to nothing: {broken[:9]}")
            )


def _settings(connection: Connection) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["connection"] = connection
    return settings
