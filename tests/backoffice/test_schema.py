"""The database's history, up and down, and the tables that only grow."""

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from backoffice import schema
from backoffice.kernel.database import prepare
from backoffice.tables import METADATA

APPEND_ONLY = (
    *("credit_entry", "review_record", "decision", "recognition_record", "identity_record"),
    *(
        "recusal",
        "recognition_assignment",
        "audit_event",
        "audit_link",
        "rule_record",
        "message_wording",
        "proof_record",
    ),
)


def test_the_migrations_make_what_the_models_say(engine):
    """Alembic finds nothing to change after an upgrade."""
    schema.check(engine)

    assert schema.is_current(engine)
    assert set(inspect(engine).get_table_names()) == {*METADATA.tables, "alembic_version"}


def test_every_step_can_be_taken_back(engine):
    """Down to nothing and up again gives the same tables."""
    schema.downgrade(engine)

    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert not schema.is_current(engine)
    schema.upgrade(engine)
    schema.check(engine)


def test_every_constraint_has_a_name():
    """What a database refuses can be named in a message."""
    unnamed = [
        (table.name, constraint)
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if not constraint.name
    ]

    assert unnamed == []


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 1", "DELETE FROM {}"])
def test_records_are_only_added_to(session, statement):
    """Neither a change nor a deletion of an audit event gets through, on either database."""
    session.execute(text("INSERT INTO ab_user (id, first_name, last_name, username, email) VALUES (1,'a','b','c','d')"))
    session.execute(
        text(
            "INSERT INTO audit_event (id, actor_id, action, entity, entity_id, details, happened_at) "
            "VALUES (1, 1, 'look', 'learner', 1, '{}', '2020-01-01 00:00:00')"
        )
    )

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement.format("audit_event")))


def test_every_append_only_table_is_guarded(engine):
    """Every one of the tables carries its triggers."""
    query = (
        "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if engine.dialect.name == "sqlite"
        else "SELECT event_object_table FROM information_schema.triggers"
    )
    with engine.connect() as connection:
        guarded = set(connection.scalars(text(query)))

    assert guarded == set(APPEND_ONLY)


def test_a_database_without_tables_is_not_current(tmp_path):
    """An empty database asks for the upgrade."""
    empty = prepare(create_engine(f"sqlite:///{tmp_path / 'empty.db'}"))

    assert not schema.is_current(empty)
    empty.dispose()
